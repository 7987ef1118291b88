/** What the keys mean that every source has. */
export const commonDocs = {
  deadlineMs: 'a page goes out without this source after so long',
  timeoutMs: 'one attempt, from sending to the last byte',
  retries:
    'attempts after the first; in 10 s never more than a fifth of the source’s requests, or 3 where these are fewer than 15 (10 of those answered 429)',
  maxRetryWaitMs: 'a vendor that asks to be left alone for longer gets no retry',
  concurrency: 'requests on their way at once',
  queue:
    'GraphQL operations that may wait for their turn; all requests of one wait in order, taking turns with those of the others',
  rateLimit:
    '`{ perSecond, burst }`: requests towards the vendor; `burst` is 1 where it is left out. After a 429 the vendor’s own pace holds too, for a minute to ten ([pace](limits.md#pace))',
  shareSeconds:
    'how long an answer for which several requests waited together serves those who come after them; where jobs are read one by one, how long the reading of one serves all who ask',
  cacheSeconds: 'how long any answer serves those who come after; see [Cache](#cache)',
  staleWhileRevalidateSeconds:
    'for how long after that an answer is given while one request fetches the next',
  staleIfErrorSeconds:
    'for how long after that an answer is given where the vendor fails, is silent for three quarters of the deadline, or sends garbage; the report is `PARTIAL` then',
  maxCacheBytes: 'bytes of cached answers. 0: none is kept',
  maxBodyBytes: 'the largest answer, after decompression',
  breaker: {
    default: '`{ failures: 5, halfOpenAfterMs: 5000 }`',
    means: 'failures in a row after which the vendor is left alone, and for how long',
  },
  proxy: {
    default: 'environment',
    means: '[through which proxy](#proxies-and-certificates) the vendor is reached',
  },
  tls: '[certificates](#proxies-and-certificates) that are trusted, and the gateway’s own',
  discoverySeconds: 'how long a list of clusters, policies and the like is good',
  name: 'what people call it, told as `Source.name`',
  region:
    'where it is, told as `Source.region`; where the vendor has regions, such as cn-north-4, it gives the addresses of its services too',
  host: 'by which machine or service people know it, told as `Source.host`: it is never worked out of the address',
  labels: 'words of your own, `{ team: platform }`, told as `Source.labels`',
  jobUrl:
    'address of a job for people, told as `Job.url`, e.g. `"https://console.example.com/jobs/{nativeId}"`; `{nativeId}`, `{originId}`, `{resourceId}` and `{kind}` are filled in, percent-encoded. A job that lacks one has no `url`',
  wholeRows: 'most rows that are read of a list that is out of order',
} as const;
