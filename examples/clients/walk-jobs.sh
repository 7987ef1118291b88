#!/usr/bin/env bash
# All jobs of a gateway, one id per line: walk-jobs.sh http://127.0.0.1:4000/graphql [page size]. Needs curl and jq.
set -euo pipefail
url=$1 first=${2:-100} after=null more=true
query='query JobIds($first: Int!, $after: String) {
  jobs(first: $first, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }'

while [ "$more" = true ]; do
  answer=$(jq -n --arg query "$query" --argjson first "$first" --argjson after "$after" \
    '{ $query, variables: { $first, $after } }' |
    curl -fsS --max-time 60 "$url" -H 'content-type: application/json' -H 'x-jobweave-source-errors: report' -d @-)
  jq -r 'if .data.jobs == null then error(.errors[0].message) else .data.jobs.nodes[].id end' <<<"$answer"
  more=$(jq '.data.jobs.pageInfo.hasNextPage' <<<"$answer")
  after=$(jq '.data.jobs.pageInfo.endCursor' <<<"$answer")
done
