# shellcheck shell=bash
# The shop's user, and the directories that hold what must not be lost: on the data volume where there is one.
# shellcheck source=../common.sh
. "$(dirname "$0")/../common.sh"
volume=/srv/essence-aura

id "$user" >/dev/null 2>&1 || {
  useradd --system --user-group --no-create-home --home-dir "$data" --shell /usr/sbin/nologin "$user"
  echo "user $user"
}

# into_fstab FIELDS…: a line whose mount point is new.
into_fstab() {
  grep -qE "^[^#]\S*\s+$2\s" /etc/fstab || {
    printf '%s %s %s %s 0 %s\n' "$@" >>/etc/fstab
    systemctl daemon-reload
  }
}

# Blank: no file system, no partitions, no other signature, and nothing but zeros where they would be.
is_blank() {
  local found=0
  blkid --probe "$1" >&2 || found=$?
  [ "$found" = 2 ] && [ "$(head --bytes=4M "$1" | tr -d '\0' | head --bytes=1 | wc --bytes)" = 0 ]
}

device=$(host dataDevice)
if [ -n "$device" ]; then
  # It is attached after the machine has started.
  for attempt in $(seq 1 300); do
    [ ! -b "$device" ] || break
    [ "$attempt" -lt 300 ] || fail "there is no $device: is the data volume attached?"
    sleep 1
  done
  if is_blank "$device"; then
    mkfs.ext4 -q -L essence-aura -m 1 "$device" >&2
    echo "formatted the blank $device"
  fi
  [ "$(blkid --probe --output value --match-tag TYPE "$device")" = ext4 ] ||
    fail "$device is neither blank nor ext4; nothing was changed"
  # Without it the machine still starts and can be entered; the services that need it do not.
  into_fstab "UUID=$(blkid --probe --output value --match-tag UUID "$device")" "$volume" ext4 \
    defaults,noatime,nofail,x-systemd.growfs 2
  mkdir -p "$volume"
  mountpoint --quiet "$volume" || {
    mount "$volume"
    echo "mounted $device"
  }
fi

# place TARGET OWNER MODE: a directory, which lies on the volume where there is one.
place() {
  local target=$1 owner=$2 mode=$3 source=$volume/${1##*/}
  install --directory "${target%/*}"
  [ -d "$target" ] || install --directory --owner="$owner" --group="$owner" --mode="$mode" "$target"
  if [ -n "$device" ]; then
    [ -d "$source" ] || cp --archive "$target" "$source"
    into_fstab "$source" "$target" none "bind,nofail,x-systemd.requires-mounts-for=$volume" 0
    mountpoint --quiet "$target" || mount "$target"
  fi
  # Another machine may have numbered its users otherwise.
  if [ "$(stat --format=%U "$target")" != "$owner" ]; then
    chown --recursive "$owner:$owner" "$target"
    echo "$target given to $owner"
  fi
  [ "$(stat --format=0%a "$target")" = "$mode" ] || chmod "$mode" "$target"
}

place "$data" "$user" 0750
place /var/lib/postgresql postgres 0755
place /var/lib/pgbackrest postgres 0750
place /var/lib/essence-aura-files root 0700
[ -d "$data/pm2" ] || install --directory --owner="$user" --group="$user" --mode=0750 "$data/pm2"
# Which pm2's command makes, and its daemon misses.
[ -e "$data/pm2/module_conf.json" ] || install --owner="$user" --group="$user" --mode=0640 <(echo '{}') "$data/pm2/module_conf.json"
# Else systemd, which opens it, makes it root's.
[ -e "$data/pm2/pm2.log" ] || install --owner="$user" --group="$user" --mode=0640 /dev/null "$data/pm2/pm2.log"
for directory in releases incoming; do
  [ -d "$base/$directory" ] || install --directory --owner="$user" --group="$user" "$base/$directory"
done
# It may make files there and not touch root's: node and pm2.
[ "$(stat --format=%a "$base")" = 1775 ] || {
  chown "root:$user" "$base"
  chmod 1775 "$base"
}
