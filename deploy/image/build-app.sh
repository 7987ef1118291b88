#!/bin/sh
# What the image holds, made in the folder that is named: the compiled program, the packages that it runs with, and the
# bill of their materials (CycloneDX).
# Also without any container engine: sh deploy/image/build-app.sh /somewhere && node /somewhere/bin/jobweave.js
set -eu

target=${1:?name the folder to make}
root=$(cd "$(dirname "$0")/../.." && pwd)

cd "$root"
[ -d node_modules/typescript ] || npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
npm run -s build

mkdir -p "$target"
cp -R package.json package-lock.json LICENSE bin dist schema "$target"
cd "$target"
# The Node that the repository's scripts run on stays out: the image has its own.
npm ci --omit=dev --omit=optional --workspaces=false --ignore-scripts --no-audit --no-fund --loglevel=error
npm pkg delete devDependencies scripts workspaces
npm sbom --sbom-format cyclonedx --sbom-type application >sbom.cdx.json
