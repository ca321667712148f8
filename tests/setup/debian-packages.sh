#!/bin/sh
# The Debian packages that the tests use besides Node: a browser with its certificate tool, Let's Encrypt's test server,
# a scanner of TLS servers, name servers, a resolver, what networks and clocks are made of, a judge of shell scripts, and what those of the host and of a rehearsal ask and
# read JSON with. Those of a rehearsal itself, where `rehearsal` is asked for.
# As root, or in CI, what is missing gets installed; elsewhere it is named and nothing starts.
set -eu
packages="chromium pebble libnss3-tools"
commands="chromium pebble pebble-challtestsrv certutil"
if [ "${1:-}" = rehearsal ]; then
  packages="$packages mmdebstrap systemd-container slirp4netns knot unbound iproute2 openssh-client e2fsprogs procps debian-archive-keyring"
  commands="$commands mmdebstrap systemd-nspawn systemd-socket-activate slirp4netns knotd knotc unbound ip ssh ssh-keygen mkfs.ext4 pgrep"
else
  packages="$packages testssl.sh knot unbound nftables iproute2 faketime shellcheck curl jq"
  commands="$commands testssl knotd knotc keymgr unbound unbound-control nft ip faketime shellcheck curl jq"
  echo "The tests use these Debian packages: $packages"
fi

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
elif [ -n "${CI:-}" ] && command -v sudo >/dev/null 2>&1; then
  sudo apt-get update -qq
  # shellcheck disable=SC2086
  sudo DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages >/dev/null
else
  echo "Missing:$missing. Install them first: sudo apt-get install $packages" >&2
  exit 1
fi
