# shellcheck shell=bash
# What the scripts on this machine share. Sourced first by each of them.
set -euo pipefail
# Another directory than /etc/essence-aura is a test's, which brings its own commands.
[ -n "${ESSENCE_AURA_ETC:-}" ] || export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export HOME=/root LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive

etc=${ESSENCE_AURA_ETC:-/etc/essence-aura}
# shellcheck disable=SC2034 # used by those who source this
lib=${ESSENCE_AURA_LIB:-/usr/local/lib/essence-aura}
base=${ESSENCE_AURA_ROOT:-}/opt/essence-aura
data=/var/lib/essence-aura
user=essence-aura
export stanza=essence-aura pg=17
export cluster=/var/lib/postgresql/$pg/main

# On a rehearsal's machine: where packages are, and whom to trust.
if [ -r "$etc/cloud.env" ]; then
  set -a
  # shellcheck source=/dev/null
  . "$etc/cloud.env"
  set +a
fi

fail() {
  printf '%s: %s\n' "${0##*/}" "$*" >&2
  exit 1
}

as_root() { [ "$(id -u)" = 0 ] || fail 'run this as root, with sudo'; }

# host KEY: what the machine was told about itself; nothing where it is null.
host() { jq -r --arg key "$1" '.[$key] // empty' "${host_json:-$etc/host.json}"; }

if command -v jq >/dev/null && [ -r "$etc/host.json" ] && [ -n "$(host region)" ]; then
  AWS_DEFAULT_REGION=$(host region)
  export AWS_DEFAULT_REGION
fi

# put PATH [MODE [OWNER]]: writes what it reads, at once and only where it differs. False if nothing did. Not at the end
# of a pipe: a disk that is full ends the script.
put() {
  local file=$1 mode=${2:-0644} owner=${3:-root:root} next
  mkdir -p "${file%/*}"
  next=$(mktemp "$file.XXXXXX") || fail "$file can't be written"
  cat >"$next" || {
    rm -f "$next"
    fail "$file can't be written; it is as it was"
  }
  if [ -e "$file" ] && cmp -s "$next" "$file"; then
    rm "$next"
    return 1
  fi
  chmod "$mode" "$next"
  [ -n "${ESSENCE_AURA_ETC:-}" ] || chown "$owner" "$next"
  mv "$next" "$file"
}

# go_on_alone: from here on to its end, also when the line to its operator is cut. What it says is kept in a log.
go_on_alone() {
  trap '' HUP INT TERM PIPE
  exec > >(exec tee --output-error=warn --append "/var/log/${0##*/}.log") 2>&1
  watching=$!
  trap 'exec >&- 2>&-; wait "$watching"' EXIT
}

# no_upgrade_meanwhile: a release doesn't change while this machine's files do.
no_upgrade_meanwhile() {
  exec 8>/run/essence-aura-host.lock
  flock --shared --nonblock 8 || fail 'an upgrade of the host is under way. Nothing was changed; try again when it is done'
}

contained() { systemd-detect-virt --quiet --container; }

# As the shop's user, with what the four processes get.
as_shop() (
  file=${environment:-$etc/environment}
  set -a
  # shellcheck source=/dev/null
  [ ! -r "$file" ] || . "$file"
  set +a
  export HOME=$data USER=$user LOGNAME=$user PM2_HOME=$data/pm2 RELEASE_DIR=$base/current
  PATH=$base/node/bin:$base/pm2/node_modules/.bin:$PATH
  cd "$base"
  exec setpriv --reuid="$user" --regid="$user" --init-groups -- "$@"
)

as_postgres() (
  cd /
  exec setpriv --reuid=postgres --regid=postgres --init-groups -- "$@"
)

sql() { as_postgres psql --no-psqlrc --quiet --tuples-only --no-align --set=ON_ERROR_STOP=1 "$@"; }

backrest() { as_postgres pgbackrest --stanza="$stanza" "$@"; }

# The repositories that are configured, by number.
repositories() { grep -oP '^repo\K[0-9]+(?=-path=)' /etc/pgbackrest.conf; }

# note PART REASON: keeps for the desk's operations page why a part of the backups failed; an empty reason: it did not.
# What jq is to change beyond that is the third argument, with its own arguments after it.
note() {
  local part=$1 reason=$2 change=${3:-.} now=$data/backups/status.json status
  shift $(($# < 3 ? $# : 3))
  as_shop mkdir -p "$data/backups"
  status=$(jq --arg part "$part" --arg reason "$reason" "$@" "
    .problems[\$part] = (if \$reason == \"\" then null else \$reason end) | $change
    | .reason = ([.problems[] | values] | if . == [] then null else join(\"; \") end)" \
    <<<"$(as_shop cat "$now" 2>/dev/null || echo '{"at":null,"file":null,"bytes":null}')")
  as_shop sh -c 'cat >"$1.next" && mv "$1.next" "$1"' sh "$now" <<<"$status"
}
