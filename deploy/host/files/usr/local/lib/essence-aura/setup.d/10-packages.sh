# shellcheck shell=bash
# Debian's packages, and on EC2 the agent through which the machine is entered.
# shellcheck source=../common.sh
. "$(dirname "$0")/../common.sh"

wanted=(awscli ca-certificates chrony curl jq logrotate nftables pgbackrest "postgresql-$pg" rsync tzdata unattended-upgrades zstd)
missing=()
for package in "${wanted[@]}"; do
  [ "$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
done

get() {
  # Without a wait for the disk after each file, as setup waits once at its end; and without the thousands of examples
  # that only `aws help` shows.
  apt-get --quiet --quiet --yes --no-install-recommends --option DPkg::Lock::Timeout=300 --option Dpkg::Use-Pty=0 \
    --option Dpkg::Options::=--force-confold --option Dpkg::Options::=--force-unsafe-io \
    --option 'Dpkg::Options::=--path-exclude=/usr/lib/python3/dist-packages/awscli/examples/*' "$@" >&2
}

done=${ESSENCE_AURA_ROOT:-}/var/lib/misc/essence-aura-setup-done
if [ ${#missing[@]} -gt 0 ] || [ ! -e "$done" ]; then
  # The public address is attached some seconds after the machine has started.
  for attempt in $(seq 1 60); do
    apt-get --quiet --quiet --option APT::Update::Error-Mode=any update >&2 && break
    [ "$attempt" -lt 60 ] || fail 'no way out to the package archive: is the address attached?'
    sleep 5
  done
fi

# An image is weeks old when a machine is made from it. What was mended since comes before the shop opens, also a kernel,
# which takes a restart: essence-aura-setup.service then goes on. Later the nights bring it.
restarted=${ESSENCE_AURA_ROOT:-}/var/lib/misc/essence-aura-restarted
if [ ! -e "$done" ]; then
  # The boot before may have been cut off in the middle of it.
  dpkg --configure -a >&2
  pending=$(apt-get --quiet --quiet --simulate --with-new-pkgs upgrade | grep -c '^Inst ' || true)
  if [ "$pending" -gt 0 ]; then
    get --with-new-pkgs upgrade
    echo "upgraded $pending packages"
  fi
  newest=$(find "${ESSENCE_AURA_ROOT:-}/boot" -name 'vmlinuz-*' -printf '%f\n' | sort --version-sort | tail -n 1)
  if ! contained && [ -n "$newest" ] && [ "$newest" != "vmlinuz-$(uname -r)" ] && [ ! -e "$restarted" ]; then
    # Once: which kernel starts is the boot loader's to say.
    touch "$restarted"
    sync
    systemctl reboot
    sleep infinity
    fail 'the restart did not come'
  fi
fi

if [ ${#missing[@]} -gt 0 ]; then
  get install "${missing[@]}"
  echo "installed ${#missing[@]} packages"
fi

# With port 22 closed it is the only way in. Debian does not package it, nor bring it up to date:
# State Manager does, every week.
region=$(host region)
if [ -n "$region" ] && ! dpkg-query --show amazon-ssm-agent >/dev/null 2>&1; then
  agent=$(mktemp --suffix=.deb)
  curl --fail --silent --show-error --retry 5 --retry-all-errors --max-time 300 --output "$agent" \
    "https://s3.$region.amazonaws.com/amazon-ssm-$region/latest/debian_$(dpkg --print-architecture)/amazon-ssm-agent.deb"
  dpkg --install "$agent" >&2
  rm "$agent"
  systemctl enable --now amazon-ssm-agent >&2
  echo "the Session Manager's agent"
fi
