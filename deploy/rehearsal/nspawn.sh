#!/usr/bin/env bash
# A machine of Debian 13 in systemd-nspawn, in a network of its own. What a rehearsal knows of a machine is in
# machine.ts; this is the one place that knows how it is made. As root. Machines lie below MACHINES, images below CACHE.
#
#   nspawn.sh image                       makes the image unless it is there, and prints its path
#   nspawn.sh create NAME USER_DATA [DEVICE]
#                                         a new machine with this user-data, and an empty disk under this name;
#                                         its root is MACHINES/NAME/root, for files that shall lie there from the start.
#                                         USER_DATA -: it asks its metadata service for it, at MACHINES/NAME/metadata.sock
#   nspawn.sh start NAME                  boots it; returns when its first process runs
#   nspawn.sh run NAME COMMAND            runs a shell command on it as root, in a unit of its own; stdin is passed on
#   nspawn.sh power-off NAME              as when the plug is pulled: nothing is flushed, nothing is told
#   nspawn.sh renew NAME USER_DATA [blank]
#                                         another machine in the place of one that is off, with the second disk of
#                                         before, or a blank one
#   nspawn.sh remove NAME                 ends it and takes everything away; also one that was made by half
#   nspawn.sh address NAME                its address, the one of this machine towards it, its own over IPv6, and those on
#                                         this machine that nothing listens on yet: for a cloud, a resolver, two name
#                                         servers, and the second of them over IPv6
#   nspawn.sh aws NAME ARGUMENT…          the AWS CLI of its Debian, run by somebody on this machine, with its AWS_*
#   nspawn.sh received NAME               bytes it has had from beyond this machine: packages
#   nspawn.sh boot NAME                   the process id of its first process, another one after each boot
set -euo pipefail

cache=${CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/essence-aura-rehearsal}
machines=${MACHINES:-/var/tmp/essence-aura-rehearsal}
release=trixie
# Another number wherever something below changes what an image holds.
image_version=3
disk_size=12G
post_boxes=/run/systemd/nspawn
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
# What an image of Debian for EC2 has as well; all else comes from the user-data.
packages=cloud-init,openssh-server,sudo,ca-certificates,curl,dbus,python3,iproute2,netbase,nftables,procps,systemd-sysv,unattended-upgrades,locales,less

fail() {
  printf 'nspawn.sh: %s\n' "$*" >&2
  exit 1
}

[ "$(id -u)" = 0 ] || fail 'a rehearsal needs root: it makes mounts, a network namespace and a container'

# ---- the image ---------------------------------------------------------------------------------------------------

# This machine's own package sources of Debian, with the suite's name changed.
own_sources() {
  local codename
  # shellcheck source=/dev/null
  codename=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
  # shellcheck disable=SC2016 # apt's own variables
  apt-get indextargets --format '$(REPO_URI)|$(RELEASE)|$(COMPONENT)' 'Created-By: Packages' | sort -u |
    while IFS='|' read -r uri suite component; do
      case $suite in
        "$codename" | "$codename-updates" | "$codename-security") ;;
        *) continue ;;
      esac
      [ "$component" = main ] || continue
      printf 'deb [signed-by=%s] %s %s %s\n' "$keyring" "$uri" "$release${suite#"$codename"}" "$component"
    done
}

# Seen from inside, a mirror or proxy on this machine's loopback is at the address that slirp4netns gives it.
from_inside() { sed -E 's#//(localhost|127\.[0-9.]+|\[::1\])([:/])#//10.0.2.2\2#g'; }

make_image() {
  local image=$cache/$release-$image_version.ext4 scratch sources
  if [ -e "$image" ]; then
    printf '%s\n' "$image"
    return
  fi
  mkdir -p "$cache"
  scratch=$(mktemp --directory)
  # shellcheck disable=SC2064 # the directory of now
  trap "rm -rf '$scratch'" EXIT
  sources=$(own_sources)
  [ -n "$sources" ] || fail 'no package source of Debian among those of this machine: is it Debian, and did apt-get update run?'
  printf '%s\n' "$sources" >"$scratch/sources.list"
  apt-config dump | grep -iE '^Acquire::(https?|ftp)::Proxy' >"$scratch/proxy" || true
  echo "making the image of Debian ($release)" >&2
  # shellcheck disable=SC2016 # the hook's own argument
  mmdebstrap --mode=root --variant=important --format=tar --include="$packages" \
    --aptopt='APT::Install-Recommends "false"' --aptopt="$scratch/proxy" \
    --customize-hook='chroot "$1" apt-get -qq purge -y ifupdown >/dev/null' \
    "$release" "$scratch/root.tar" "$scratch/sources.list" >&2
  truncate --size "$disk_size" "$scratch/disk"
  mkfs.ext4 -q -F -m 0 -E lazy_itable_init=0,lazy_journal_init=0 "$scratch/disk"
  mkdir "$scratch/root"
  mount -o loop "$scratch/disk" "$scratch/root"
  tar --extract --numeric-owner --xattrs --file "$scratch/root.tar" --directory "$scratch/root"
  customize "$scratch/root"
  own_authorities "$scratch/root"
  rm -f "$scratch"/root/etc/apt/sources.list.d/*
  from_inside <"$scratch/sources.list" >"$scratch/root/etc/apt/sources.list"
  from_inside <"$scratch/proxy" >"$scratch/root/etc/apt/apt.conf.d/90rehearsal"
  umount "$scratch/root"
  cp --sparse=always "$scratch/disk" "$image.part"
  mv "$image.part" "$image"
  printf '%s\n' "$image"
}

# Where cloud-init finds its data and who makes the network differ from Debian's image for EC2; the user's name doesn't.
customize() {
  local root=$1 unit
  : >"$root/etc/fstab"
  rm -f "$root/etc/machine-id" "$root/var/lib/dbus/machine-id" "$root"/etc/ssh/ssh_host_*
  : >"$root/etc/machine-id"
  mkdir -p "$root/etc/cloud/cloud.cfg.d"
  cat >"$root/etc/cloud/cloud.cfg.d/90_rehearsal.cfg" <<CONFIG
datasource_list: [NoCloud]
network: {config: disabled}
system_info:
  network: {renderers: [netplan, networkd]}
  default_user: {name: admin, gecos: Debian, lock_passwd: true, sudo: ["ALL=(ALL) NOPASSWD:ALL"], shell: /bin/bash}
locale: C.UTF-8
apt: {preserve_sources_list: true}
CONFIG
  for unit in systemd-networkd.service systemd-networkd.socket systemd-networkd-wait-online.service \
    systemd-resolved.service getty@tty1.service console-getty.service; do
    ln -sf /dev/null "$root/etc/systemd/system/$unit"
  done
  # In a container systemd passes over the disks in fstab.
  cat >"$root/etc/systemd/system/rehearsal-disks.service" <<UNIT
[Unit]
Description=Mount the disks that fstab names
DefaultDependencies=no
Wants=local-fs-pre.target
Before=local-fs-pre.target
[Service]
Type=oneshot
ExecStart=/usr/bin/mount --all --types ext4,xfs
[Install]
WantedBy=local-fs.target
UNIT
  systemctl --root "$root" --quiet enable rehearsal-disks.service
}

# Authorities that this machine trusts beyond Debian's, as a company's proxy would need.
own_authorities() {
  local root=$1
  if compgen -G '/usr/local/share/ca-certificates/*.crt' >/dev/null; then
    cp /usr/local/share/ca-certificates/*.crt "$root/usr/local/share/ca-certificates/"
    chroot "$root" update-ca-certificates >/dev/null 2>&1
  fi
}

# ---- a machine ---------------------------------------------------------------------------------------------------

use() {
  name=$1
  [[ $name =~ ^[a-z0-9]{1,9}$ ]] || fail "a machine's name has one to nine small letters and digits, unlike $name"
  home=$machines/$name
  namespace=ea-$name
  beside=$namespace-metadata
}

create() {
  local user_data=$1 device=${2:-}
  mkdir -p "$machines"
  mkdir "$home" || fail "there is a machine $name already: nspawn.sh remove $name"
  network
  mkdir "$home/root"
  new_root "$user_data"
  if [ -n "$device" ]; then
    truncate --size "$disk_size" "$home/data"
    echo "$device" >"$home/data-device"
  fi
}

renew() {
  [ ! -e "$home/nspawn.pid" ] || fail "$name is running"
  unmount
  rm -f "$home/disk"
  new_root "$1"
  if [ "${2:-}" = blank ]; then
    rm -f "$home/data"
    truncate --size "$disk_size" "$home/data"
  fi
}

# A disk as Debian's image has it, and what a cloud hands a new machine over.
new_root() {
  local user_data=$1 image number instance
  image=$(make_image)
  cp --sparse=always --reflink=auto "$image" "$home/disk"
  number=$(<"$home/network")
  mount -o loop "$home/disk" "$home/root"
  echo "$name" >"$home/root/etc/hostname"
  mkdir -p "$home/root/var/cache/apt/archives"
  instance=i-$(od --address-radix=n --format=x1 --read-bytes=9 /dev/urandom | tr -d ' \n' | cut -c 1-17)
  echo "$instance" >"$home/instance"
  if [ "$user_data" = - ]; then ask_metadata; else seed "$user_data" "$instance"; fi
  rm -f "$home/root/etc/resolv.conf"
  echo 'nameserver 10.0.2.3' >"$home/root/etc/resolv.conf"
  printf '127.0.0.1 localhost\n::1 localhost ip6-localhost\n127.0.1.1 %s\n10.213.%s.1 rehearsal\n' "$name" "$number" \
    >"$home/root/etc/hosts"
}

# seed USER_DATA INSTANCE: it lies on the disk.
seed() {
  local directory=$home/root/var/lib/cloud/seed/nocloud
  mkdir -p "$directory"
  cp "$1" "$directory/user-data"
  printf 'instance-id: %s\nlocal-hostname: %s\n' "$2" "$name" >"$directory/meta-data"
}

# cloud-init's own source for EC2, in the place of the disk. It knows EC2 by its firmware, of which it reads nothing in a
# container, and asks for a token there only: the one line that says so is changed, and nothing else of it.
ask_metadata() {
  local source=$home/root/usr/lib/python3/dist-packages/cloudinit/sources/DataSourceEc2.py
  local known='IDMSV2_SUPPORTED_CLOUD_PLATFORMS = [CloudNames.AWS'
  # For the cables that EC2 plugs in later it needs udev, which a container has none of.
  cat >"$home/root/etc/cloud/cloud.cfg.d/91_rehearsal.cfg" <<CONFIG
datasource_list: [Ec2]
datasource: {Ec2: {strict_id: false}}
updates: {network: {when: [boot-new-instance]}}
CONFIG
  grep -qxF "$known]" "$source" || fail "this cloud-init says otherwise on which clouds it asks for a token: $source"
  sed -i "s/^${known/\[/\\[}\]$/$known, CloudNames.UNKNOWN]/" "$source"
}

# A cable to this machine, which is the internet to the shop, and a way out for packages.
network() {
  local number server customer
  ip netns add "$namespace"
  for number in $(seq 0 255); do
    [ -z "$(ip -4 -o addr show to "10.213.$number.1")" ] || continue
    ip link add "$namespace" type veth peer name uplink netns "$namespace"
    ip addr add "10.213.$number.1/24" dev "$namespace" && break
  done
  echo "$number" >"$home/network"
  # A cloud, a resolver, two name servers.
  for server in 3 4 5 6; do ip addr add "10.213.$number.$server/24" dev "$namespace"; done
  # Customers come from many addresses: a shop that lets twenty of them order from one would be right to refuse.
  for customer in $(seq 10 59); do ip addr add "10.213.$number.$customer/24" dev "$namespace"; done
  ip link set "$namespace" up
  ip -n "$namespace" addr add "10.213.$number.2/24" dev uplink
  # Also where this machine has it switched off: what holds is what the one cable says.
  [ -d "/proc/sys/net/ipv6/conf/$namespace" ] ||
    fail 'this kernel was started without IPv6 (ipv6.disable=1), over which half of all shoppers come'
  echo 0 >"/proc/sys/net/ipv6/conf/$namespace/disable_ipv6"
  # And also after the power was off, with which this end goes down.
  echo 1 >"/proc/sys/net/ipv6/conf/$namespace/keep_addr_on_down"
  ip netns exec "$namespace" sysctl --quiet --write net.ipv6.conf.all.disable_ipv6=0 net.ipv6.conf.default.disable_ipv6=0
  for server in 1 6; do ip -6 addr add "fd21:3::$number:$server/112" dev "$namespace" nodad; done
  ip -n "$namespace" -6 addr add "fd21:3::$number:2/112" dev uplink nodad
  ip -n "$namespace" link set lo up
  ip -n "$namespace" link set uplink up
  slirp4netns --configure --mtu=1500 --netns-type=path "/run/netns/$namespace" tap0 >"$home/slirp.log" 2>&1 &
  echo $! >"$home/slirp.pid"
  local tries=0
  until [ -n "$(ip -n "$namespace" -4 -o addr show dev tap0 2>/dev/null)" ]; do
    tries=$((tries + 1))
    [ "$tries" -lt 100 ] || fail "no way out for packages within 10 s: $(<"$home/slirp.log")"
    sleep 0.1
  done
  metadata "10.213.$number.2"
}

# The metadata service has its own address, and a network of its own beside the machine's: in that the shop wants port 80
# of every address, and this machine may have a metadata service itself. What comes to it is passed on to a socket here.
# Its answers go one hop far, as the program asks of AWS.
metadata() {
  local tries=0
  ip netns add "$beside"
  ip -n "$namespace" link add metadata type veth peer name machine netns "$beside"
  ip -n "$beside" addr add 169.254.169.254/32 dev machine
  ip -n "$beside" link set machine up
  ip -n "$beside" route add "$1" dev machine
  ip netns exec "$beside" sysctl --quiet --write net.ipv4.ip_default_ttl=1
  ip -n "$namespace" link set metadata up
  ip -n "$namespace" route add 169.254.169.254 dev metadata src "$1"
  setsid ip netns exec "$beside" systemd-socket-activate --listen=169.254.169.254:80 \
    /lib/systemd/systemd-socket-proxyd "$home/metadata.sock" </dev/null >"$home/metadata.log" 2>&1 &
  echo $! >"$home/metadata.pid"
  until ip netns exec "$beside" grep -q 'FEA9FEA9:0050' /proc/net/tcp; do
    tries=$((tries + 1))
    [ "$tries" -lt 100 ] || fail "no metadata service within 10 s: $(<"$home/metadata.log")"
    sleep 0.1
  done
}

start() {
  local tries=0
  is_mounted || mount -o loop "$home/disk" "$home/root"
  if [ -e "$home/data" ]; then losetup --find --show "$home/data" >"$home/data-loop"; fi
  # What lies there from the start may be an authority.
  chroot "$home/root" update-ca-certificates >/dev/null 2>&1
  ip link set "$namespace" up
  mkdir -p "$cache/archives/partial" "$post_boxes"
  # On a restart nspawn empties the machine's post box, and refuses to where that isn't a file system in memory.
  if [ "$(stat --file-system --format %T "$post_boxes")" != tmpfs ]; then
    mount -t tmpfs -o mode=0755 tmpfs "$post_boxes"
  fi
  setsid "$0" supervise "$name" </dev/null >>"$home/console.log" 2>&1 &
  echo "$!" >"$home/supervisor.pid"
  until leader >/dev/null 2>&1; do
    kill -0 "$(<"$home/supervisor.pid")" 2>/dev/null || fail "it did not boot: $(tail -n 5 "$home/console.log")"
    tries=$((tries + 1))
    [ "$tries" -lt 100 ] || fail "it did not boot within 10 s: $(tail -n 5 "$home/console.log")"
    sleep 0.1
  done
}

# nspawn leaves it to whoever started it to boot a machine again that restarts.
supervise() {
  local placement=(--register=no) status=133
  # Without systemd here there is nobody to ask for a scope.
  [ -d /run/systemd/system ] || placement+=(--keep-unit)
  if [ -s "$home/data-loop" ]; then placement+=(--bind="$(<"$home/data-loop"):$(<"$home/data-device")" --bind="$(<"$home/data-loop")"); fi
  while [ "$status" = 133 ]; do
    UNIFIED_CGROUP_HIERARCHY=yes SYSTEMD_NSPAWN_API_VFS_WRITABLE=network systemd-nspawn --quiet --boot "${placement[@]}" \
      --machine="$namespace" --directory="$home/root" --network-namespace-path="/run/netns/$namespace" \
      --resolv-conf=off --timezone=off --link-journal=no --capability=all --console=pipe --kill-signal=SIGRTMIN+3 \
      --bind="$cache/archives:/var/cache/apt/archives" &
    echo "$!" >"$home/nspawn.pid"
    status=0
    wait "$!" || status=$?
  done
}

# Another one after a reboot.
leader() (
  nspawn=$(cat "$home/nspawn.pid" 2>/dev/null) || fail "$name is not running"
  pgrep -P "$nspawn" || fail "$name is not running"
)

run() {
  # As an agent on it would: in a unit of its own, out of no session of this machine's.
  exec nsenter --target "$(leader)" --mount --uts --ipc --net --pid -- \
    /usr/bin/env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 \
    systemd-run --quiet --pipe --wait --collect --service-type=exec --setenv=HOME=/root --working-directory=/root \
    /bin/bash -c "$1"
}

# What an operator has on her own computer: the same release of the CLI, with her keys and files, asking from here.
operator_aws() {
  local files=${TMPDIR:-/tmp} variable settings=()
  for variable in "${!AWS_@}"; do settings+=("$variable=${!variable}"); done
  mkdir -p "$home/root$files"
  # shellcheck disable=SC2016 # the inner shell's own
  exec unshare --mount -- /bin/bash -c \
    'mount --bind "$2" "$1$2" && exec chroot "$1" /usr/bin/env --ignore-environment "${@:3}"' bash "$home/root" "$files" \
    PATH=/usr/bin:/bin HOME=/root LANG=C.UTF-8 "${settings[@]}" /usr/bin/aws "$@"
}

# The ioctl EXT4_IOC_SHUTDOWN without a last flush: what was not synchronised to the disk by then never was.
cut_disk() {
  perl -e 'open(my $root, "<", $ARGV[0]) or die "$!\n"; my $flags = pack("L", 2); ioctl($root, 0x8004587d, $flags) or die "$!\n";' "$1"
}

# Where the machine has mounted its second disk, if it has, as seen from here.
data_mount() {
  local pid number directory
  [ -s "$home/data-loop" ] || return 0
  pid=$(leader)
  number=$(lsblk --nodeps --noheadings --output MAJ:MIN "$(<"$home/data-loop")" | tr -d ' ')
  directory=$(awk -v number="$number" '$3 == number && $4 == "/" && $5 !~ /^\/dev\// { print $5; exit }' "/proc/$pid/mountinfo")
  if [ -n "$directory" ]; then echo "/proc/$pid/root$directory"; fi
}

end() {
  local pid nspawn
  [ -s "$home/supervisor.pid" ] || return 0
  nspawn=$(cat "$home/nspawn.pid" 2>/dev/null || true)
  # The first process takes all others of the machine with it.
  for pid in "$(<"$home/supervisor.pid")" $([ -z "$nspawn" ] || pgrep -P "$nspawn") $nspawn; do
    kill -KILL "$pid" 2>/dev/null || true
    for _ in $(seq 1 100); do
      kill -0 "$pid" 2>/dev/null || break
      sleep 0.1
    done
  done
  rm -f "$home/nspawn.pid" "$home/supervisor.pid"
  # Killed, it leaves its post box for mounts behind.
  umount "$post_boxes/propagate/$namespace" 2>/dev/null || true
  rm -rf "$post_boxes/propagate/$namespace"
}

# Also of one whose disk was cut, which can't be looked at any more.
is_mounted() { grep -qF " $home/root " /proc/self/mounts; }

unmount() {
  for _ in $(seq 1 50); do
    is_mounted || return 0
    umount "$home/root" 2>/dev/null || sleep 0.1
  done
  umount --lazy "$home/root"
}

detach() {
  [ -s "$home/data-loop" ] || return 0
  losetup --detach "$(<"$home/data-loop")" 2>/dev/null || true
  rm -f "$home/data-loop"
}

# Whoever still holds a file of a file system that was cut keeps it as it is, cut, for the next mount too. A copy of the
# disk is another file system.
renew_disks() {
  local disk
  for disk in "$home/disk" "$home/data"; do
    [ -e "$disk" ] || continue
    cp --sparse=always --reflink=auto "$disk" "$disk.next"
    mv "$disk.next" "$disk"
  done
}

power_off() {
  local data
  data=$(data_mount)
  ip link set "$namespace" down
  # The orders' disk first.
  if [ -n "$data" ]; then cut_disk "$data"; fi
  cut_disk "$home/root"
  end
  unmount
  detach
  renew_disks
}

remove() {
  local pid
  end
  if [ -e "$home/root" ]; then unmount; fi
  detach
  for pid in slirp metadata; do
    if [ -s "$home/$pid.pid" ]; then kill "$(<"$home/$pid.pid")" 2>/dev/null || true; fi
  done
  ip link delete "$namespace" 2>/dev/null || true
  ip netns delete "$namespace" 2>/dev/null || true
  ip netns delete "$beside" 2>/dev/null || true
  rm -rf "$home"
  if [ -z "$(ls "$machines")" ] && [ "$(findmnt --noheadings --output FSTYPE "$post_boxes")" = tmpfs ]; then
    umount "$post_boxes" 2>/dev/null || true
  fi
}

command=${1:-}
case $command in
  image)
    make_image
    exit
    ;;
  aws | create | renew | start | run | power-off | remove | address | boot | received | supervise) use "${2:?the name of the machine}" ;;
  *) fail "no such command: $command" ;;
esac
shift 2
case $command in
  aws) operator_aws "$@" ;;
  create) create "$@" ;;
  renew) renew "$@" ;;
  start) start ;;
  supervise) supervise ;;
  run) run "$@" ;;
  power-off) power_off ;;
  remove) remove ;;
  address)
    number=$(<"$home/network")
    network=10.213.$number
    echo "$network.2" "$network.1" "fd21:3::$number:2" "$network".{3,4,5,6} "fd21:3::$number:6"
    ;;
  boot) leader ;;
  received) ip -n "$namespace" -s -j link show tap0 | grep -oP '"rx":\{"bytes":\K[0-9]+' ;;
esac
