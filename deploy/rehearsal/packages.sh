#!/bin/sh
# The Debian packages that a rehearsal needs on this machine besides Node and those of the tests. As root what is missing
# gets installed; elsewhere it is named.
set -eu
packages="chromium pebble libnss3-tools mmdebstrap systemd-container slirp4netns iproute2 openssh-client e2fsprogs procps debian-archive-keyring"
commands="chromium pebble pebble-challtestsrv certutil mmdebstrap systemd-nspawn slirp4netns ip ssh ssh-keygen mkfs.ext4 pgrep"

missing=""
for command in $commands; do
  command -v "$command" >/dev/null 2>&1 || missing="$missing $command"
done
[ -z "$missing" ] && exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Missing:$missing. Installing them."
  apt-get update -qq
  # shellcheck disable=SC2086 # one word a package
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages >/dev/null
else
  echo "Missing:$missing. Install them first: sudo apt-get install $packages" >&2
  exit 1
fi
