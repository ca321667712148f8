# shellcheck shell=bash
# This machine's own files. Every release brings those of its day, below deploy/host/files: a new machine fetches them,
# one that runs takes them over when its operator says so. Sourced after common.sh.
# shellcheck disable=SC2154 # common.sh's variables
root=${ESSENCE_AURA_ROOT:-}
# root's alone: what the shop's user could exchange after it was checked would run as root.
store=$root/var/lib/essence-aura-host
# shellcheck disable=SC2034 # used by those who source this
offered=$store/offered

# fetch_release: the release that the bucket names as current. Prints file and checksum; what is here is not fetched again.
fetch_release() {
  local bucket current key sum file
  bucket=$(host bucket)
  [ -n "$bucket" ] || fail 'host.json names no bucket'
  install --directory --mode=0700 "$store/fetched"
  current=$(aws s3 cp --only-show-errors "s3://$bucket/releases/current.json" -) || return
  key=$(jq --raw-output .key <<<"$current") sum=$(jq --raw-output .sha256 <<<"$current")
  file=$store/fetched/${key##*/}
  if ! is_intact "$file" "$sum"; then
    rm -f "$store"/fetched/*
    aws s3 cp --only-show-errors "s3://$bucket/$key" "$file" || return
    is_intact "$file" "$sum" || fail "$key is not what current.json says it is"
  fi
  printf '%s %s\n' "$file" "$sum"
}

is_intact() { [ -e "$1" ] && [ "$(sha256sum "$1" | cut -d ' ' -f 1)" = "$2" ]; }

# release_id FILE: essence-aura-ID.tar.gz
release_id() {
  local id
  id=$(basename "$1" .tar.gz)
  id=${id#essence-aura-}
  [[ $id =~ ^[0-9]{14}-[0-9a-z]{4,40}$ ]] ||
    fail "$1 is not named like a release: essence-aura-YYYYMMDDHHMMSS-COMMIT.tar.gz"
  echo "$id"
}

# A set of files is a directory with `files` in it and the name of their `release` beside them.

# offer ARCHIVE: keeps what the release brings. False where it brings nothing.
offer() {
  local next=$store/offered.next
  rm -rf "$next"
  mkdir -p "$next/files"
  tar --extract --gzip --file "$1" --directory "$next/files" --no-same-owner --strip-components=3 deploy/host/files || return
  release_id "$1" >"$next/release"
  rm -rf "$offered"
  mv "$next" "$offered"
}

files_of() { find "$1/files" -type f -printf '/%P\n' | sort; }
mode_of() { if [ -x "$1" ]; then echo 0755; else echo 0644; fi; }
installed() { cat "$store/installed" 2>/dev/null || true; }

# Files that were put here and that a set no longer has.
dropped_by() { comm -23 <(installed) <(files_of "$1"); }

# differing_files SET: a line for every file in which this machine differs from it.
differing_files() {
  local file theirs
  while read -r file; do
    theirs=$1/files$file
    if [ ! -e "$root$file" ]; then
      echo "new      $file"
    elif ! cmp -s "$theirs" "$root$file" || [ "$(mode_of "$theirs")" != "$(mode_of "$root$file")" ]; then
      echo "changed  $file"
    fi
  done < <(files_of "$1")
  dropped_by "$1" | sed 's/^/gone     /'
}

# keep_files SET: a set of what it would change and of all that was put here, for the way back.
keep_files() {
  local next=$store/before.next file kept
  kept=$({ installed && files_of "$1"; } | sort -u)
  rm -rf "$next"
  mkdir -p "$next/files"
  while read -r file; do
    [ ! -e "$root$file" ] || install -D --mode="$(mode_of "$root$file")" "$root$file" "$next/files$file"
  done <<<"$kept"
  cat "$store/release" >"$next/release" 2>/dev/null || echo before >"$next/release"
  rm -rf "$store/before"
  mv "$next" "$store/before"
}

# install_files SET: each whole, only where it differs. The list of what is here is last: once more ends one cut off.
install_files() {
  local file theirs list
  mkdir -p "$store"
  list=$(files_of "$1")
  while read -r file; do rm -f "$root$file"; done < <(dropped_by "$1")
  while read -r file; do
    theirs=$1/files$file
    # shellcheck disable=SC2094 # its mode is read, not it
    put "$root$file" "$(mode_of "$theirs")" <"$theirs" || chmod "$(mode_of "$theirs")" "$root$file"
  done <<<"$list"
  cp "$1/release" "$store/release"
  put "$store/installed" <<<"$list" || true
}

# Whether pm2's daemon has been running since before its Node, its packages or its unit became what they are.
is_outdated() {
  local pid since file
  pid=$(systemctl show --property=MainPID --value essence-aura)
  [ "$pid" != 0 ] || return
  since=$(($(date +%s) - $(ps --no-headers --format etimes --pid "$pid")))
  for file in "$base/node/pins" "$base/pm2/lock" /etc/systemd/system/essence-aura.service; do
    [ "$(stat --format=%Z "$file")" -le "$since" ] || return 0
  done
  return 1
}
