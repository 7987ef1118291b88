"""All jobs of a gateway, one id per line: python3 walk_jobs.py http://127.0.0.1:4000/graphql [page size]"""
import json
import sys
import time
import urllib.request

QUERY = """query JobIds($first: Int!, $after: String) {
  jobs(first: $first, after: $after) {
    edges { late node { id name status createdAt } }
    pageInfo { hasNextPage endCursor }
    sources { source { id } owesRows error { message retryAfterMs } } } }"""
HEADERS = {"content-type": "application/json", "x-jobweave-source-errors": "report"}


def walk(url, first=100, patience=5.0):
    after, until = None, time.monotonic() + patience
    while True:
        body = json.dumps({"query": QUERY, "variables": {"first": first, "after": after}}).encode()
        with urllib.request.urlopen(urllib.request.Request(url, body, HEADERS), timeout=60) as response:
            answer = json.load(response)
        if not (answer.get("data") or {}).get("jobs"):
            raise RuntimeError(answer["errors"][0]["message"])
        jobs = answer["data"]["jobs"]
        for edge in jobs["edges"]:
            yield edge["node"]
        after = jobs["pageInfo"]["endCursor"] or after
        if jobs["edges"]:
            until = time.monotonic() + patience
        if jobs["pageInfo"]["hasNextPage"]:
            continue
        owing = [source for source in jobs["sources"] if source["owesRows"]]
        waits = [(source["error"] or {}).get("retryAfterMs") or 1000 for source in owing]
        if not owing or time.monotonic() + min(waits) / 1000 > until:
            for source in owing:
                print(f"without {source['source']['id']}: {source['error']['message']}", file=sys.stderr)
            return
        time.sleep(max(min(waits) / 1000, 0.1))


if __name__ == "__main__":
    for job in walk(sys.argv[1], *map(int, sys.argv[2:])):
        print(job["id"])
