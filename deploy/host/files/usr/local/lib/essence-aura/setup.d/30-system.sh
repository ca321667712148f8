# shellcheck shell=bash
# Clock, updates, firewall, kernel, swap, logs. Their files came with the user-data; here they are put to use.
# shellcheck source=../common.sh
. "$(dirname "$0")/../common.sh"

# The shop's days begin at midnight in Korea, and so do this machine's nights.
[ "$(readlink /etc/localtime)" = /usr/share/zoneinfo/Asia/Seoul ] || {
  ln -sf /usr/share/zoneinfo/Asia/Seoul /etc/localtime
  echo Asia/Seoul >/etc/timezone
  echo 'time zone'
}

! put /etc/apt/apt.conf.d/52essence-aura <<CONF || echo 'updates'
APT::Periodic::Update-Package-Lists "1";
APT::Periodic::Unattended-Upgrade "1";
APT::Periodic::AutocleanInterval "7";
Unattended-Upgrade::Automatic-Reboot "true";
Unattended-Upgrade::Automatic-Reboot-Time "$(host rebootTime)";
Unattended-Upgrade::Remove-Unused-Kernel-Packages "true";
Unattended-Upgrade::Remove-Unused-Dependencies "true";
CONF

# Who may use port 22: what the stack says, and a line each in admin-addresses. Nobody otherwise.
admins=$({
  host adminAddress
  cat "$etc/admin-addresses" 2>/dev/null || true
} | grep -vE '^\s*(#|$)' || true)
rule() {
  local addresses
  addresses=$(grep -F "$2" <<<"$admins" | sort -u | paste -sd, || true)
  [ -z "$addresses" ] || printf 'add rule inet shop input %s saddr { %s } tcp dport 22 accept\n' "$1" "$addresses"
}
# Is the file another than the one that was put to use last?
is_new() { put "/var/lib/misc/essence-aura${1//\//-}" <"$1"; }
changed=
! is_new /etc/nftables.conf || changed=1
rules=$(rule ip . && rule ip6 :)
! put "$etc/admin.nft" <<<"$rules" || changed=1
systemctl is-enabled --quiet nftables 2>/dev/null || changed=1
nft list table inet shop >/dev/null 2>&1 || changed=1
if [ -n "$changed" ]; then
  systemctl enable nftables >&2
  systemctl reload-or-restart nftables
  echo 'firewall'
fi

if is_new /etc/sysctl.d/60-essence-aura.conf || [ "$(sysctl --values net.ipv4.ip_unprivileged_port_start)" != 80 ]; then
  sysctl --quiet --load=/etc/sysctl.d/60-essence-aura.conf >&2
  echo 'kernel settings'
fi

# A cushion for the minutes in which packages are installed beside a busy shop, not memory to work in.
if ! contained && [ ! -e /swapfile ]; then
  fallocate --length "$(awk '/^MemTotal/ { kib = $2 } END { print (kib < 2097152 ? kib : 2097152) * 1024 }' /proc/meminfo)" /swapfile
  chmod 0600 /swapfile
  mkswap /swapfile >&2
  echo '/swapfile none swap sw 0 0' >>/etc/fstab
  swapon /swapfile
  echo 'swap'
fi

! is_new /etc/systemd/journald.conf.d/essence-aura.conf || systemctl restart systemd-journald
