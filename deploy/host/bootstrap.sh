#!/usr/bin/env bash
# Makes a new Debian 13 machine ready to receive a release. cloud-init runs it once, as root, on the first boot. Running
# it again mends what is missing, brings Node to the newest of its major, and leaves the environment as it is. What it
# prints is in /var/log/cloud-init-output.log and, where nobody can get in yet, in the output of
# `aws ec2 get-console-output`.
#
# Wants DOMAIN and OWNER_EMAIL: deploy/instance.ts puts them in front.
# Not here yet: Postgres, pm2 under systemd, backups, swap. They arrive with the first deploy.
set -euo pipefail
: "${DOMAIN:?}" "${OWNER_EMAIL:?}"

node_major=24
user=essence-aura
home=/srv/essence-aura
data=/var/lib/essence-aura
architecture=$(dpkg --print-architecture)
export DEBIAN_FRONTEND=noninteractive

step() { printf '== %s\n' "$*"; }
fetch() { curl --fail --silent --show-error --location --retry 5 --retry-all-errors --max-time 300 "$@"; }

step 'waiting for the public address'
# The address is attached some seconds after the machine has started.
for attempt in $(seq 1 60); do
  apt-get update --quiet --quiet --option APT::Update::Error-Mode=any && break
  if [ "$attempt" = 60 ]; then
    echo 'No way out to the package archive: is the Elastic IP attached, and does the subnet route to the gateway?' >&2
    exit 1
  fi
  sleep 10
done

step 'installing packages'
apt-get install --quiet --quiet --yes --no-install-recommends --option DPkg::Lock::Timeout=300 \
  ca-certificates curl xz-utils unattended-upgrades

step 'installing the Session Manager agent'
# Before everything that may fail: with port 22 closed it is the only way in to look. Debian does not package it.
scratch=$(mktemp --directory)
trap 'rm -rf "$scratch"' EXIT
fetch --output "$scratch/agent.deb" \
  "https://s3.amazonaws.com/ec2-downloads-windows/SSMAgent/latest/debian_$architecture/amazon-ssm-agent.deb"
dpkg --install "$scratch/agent.deb"
systemctl enable --now amazon-ssm-agent

step "installing Node $node_major"
# Debian 13's own Node is 20, which is past its end of life. The checksum finds a damaged download; that it is Node's
# own is vouched for by the server's certificate alone.
case $architecture in
  amd64) node_architecture=x64 ;;
  *) node_architecture=$architecture ;;
esac
node_site="https://nodejs.org/dist/latest-v$node_major.x"
fetch --output "$scratch/SHASUMS256.txt" "$node_site/SHASUMS256.txt"
grep -E " node-v[0-9.]+-linux-$node_architecture\.tar\.xz\$" "$scratch/SHASUMS256.txt" >"$scratch/checksum"
archive=$(awk '{ print $2 }' "$scratch/checksum")
fetch --output "$scratch/$archive" "$node_site/$archive"
(cd "$scratch" && sha256sum --check --quiet checksum)
tar --extract --xz --file "$scratch/$archive" --directory /usr/local --strip-components 1 --no-same-owner \
  --exclude='*/CHANGELOG.md' --exclude='*/LICENSE' --exclude='*/README.md'

step "making the user $user"
id "$user" >/dev/null 2>&1 || useradd --system --user-group --create-home --home-dir "$home" --shell /bin/bash "$user"
install --directory --owner "$user" --group "$user" --mode 0750 "$data"

step 'opening ports 80 and 443 to it'
# pm2's daemon holds the listening sockets, so a capability would have to sit on Node itself, for every script.
# This machine has one purpose and no other users; the lowest port that needs no privilege is 80.
echo 'net.ipv4.ip_unprivileged_port_start = 80' >/etc/sysctl.d/60-essence-aura.conf
sysctl --quiet --load=/etc/sysctl.d/60-essence-aura.conf

step 'writing the environment'
# No secret is in it: the session secret is made on first start and kept in the data directory. RELEASE_DIR is the link
# that a deploy switches; ecosystem.config.js says why pm2 must know it as a link.
environment=/etc/essence-aura/environment
if [ ! -e "$environment" ]; then
  install --directory --mode 0755 /etc/essence-aura
  install --owner root --group "$user" --mode 0640 /dev/null "$environment"
  cat >"$environment" <<ENVIRONMENT
NODE_ENV=production
DOMAIN=$DOMAIN
DATA_DIR=$data
RELEASE_DIR=$home/current
OWNER_EMAIL=$OWNER_EMAIL
ENVIRONMENT
fi

step "ready for a release: node $(node --version), user $user"
