# shellcheck shell=bash
# What a restore and a verification share. Sourced after common.sh, which has these:
: "${etc:?}" "${lib:?}" "${stanza:?}" "${pg:?}" "${cluster:?}"

# Where Postgres' data and every copy of it lie: one file system.
postgres_home=${cluster%/*/*}
# Names the data directory that a restore moved aside, until Postgres has opened the restored one; locked meanwhile.
under_way=$cluster.under-way

# The branch of history that this machine's database is on, running or not. Nothing where it can't be told.
current_timeline() {
  local segment
  # The control file learns of it some seconds later.
  if segment=$(sql --command='select pg_walfile_name(pg_current_wal_lsn())' postgres 2>/dev/null); then
    echo $((16#${segment:0:8}))
  else
    as_postgres "/usr/lib/postgresql/$pg/bin/pg_controldata" "$cluster" 2>/dev/null |
      sed -n "s/^Latest checkpoint's TimeLineID: *//p" || true
  fi
}

# An answer soon, or none: a bucket that is away keeps whoever asks it waiting for minutes, at every call.
ask() { backrest --io-timeout=5 "$@"; }

# archive_of REPOSITORY: where its log lies, by $info; nothing where it has none.
archive_of() {
  jq -r --argjson repository "$1" --arg above "archive/$stanza/" '[.[].archive[]? | select(.database."repo-key" == $repository)]
    | max_by(.database.id) | if . then $above + .id else empty end' <<<"$info"
}

# branches REPOSITORY…: those that earlier restores began, as pick-backup.jq wants them.
branches() {
  local repository archive name time
  for repository; do
    archive=$(archive_of "$repository")
    [ -n "$archive" ] || continue
    while read -r name time; do
      ask --repo="$repository" repo-get "$archive/$name" |
        jq --raw-input --slurp --compact-output --argjson timeline "$((16#${name%.history}))" --argjson began "$time" \
          '{timeline: $timeline, began: $began, history: .}'
    done < <(ask --repo="$repository" --output=json repo-ls "$archive" --filter='^[0-9A-F]{8}\.history$' |
      jq -r 'to_entries[] | select(.value.type == "file") | "\(.key) \(.value.time)"')
  done | jq --slurp --compact-output 'group_by(.timeline) | map(min_by(.began))'
}

# pick MOMENT [TIMELINE [REPOSITORY]]: sets picked (by pick-backup.jq), info (pgBackRest's) and away (out of reach).
# MOMENT in seconds, empty for the last. A branch that this machine's database doesn't know is of a restore that was cut off.
pick() {
  local known mine
  info=$(ask ${3:+"--repo=$3"} --output=json info)
  # shellcheck disable=SC2034 # used by those who source this
  away=$(jq -r '[.[].repo[]? | select(.status.code == 99) | .key] | join(" ")' <<<"$info")
  # shellcheck disable=SC2046 # one word each
  known=$(branches $(jq -r '.[].repo[]? | select(.status.code != 99) | .key' <<<"$info"))
  if [ ! -e "$etc/awaiting-restore" ] && [ -z "${2:-}" ]; then
    mine=$(current_timeline)
    known=$(jq --compact-output --argjson mine "${mine:-null}" 'map(select($mine == null or .timeline <= $mine))' <<<"$known")
  fi
  picked=$(jq --compact-output --argjson moment "${1:-null}" --argjson timeline "${2:-null}" \
    --argjson repository "${3:-null}" --argjson branches "$known" --from-file "$lib/pick-backup.jq" <<<"$info")
}

# reached SEGMENT REPOSITORY…: whether the log up to there comes to each of them within a minute.
reached() {
  local segment=$1 repository archive until=$((SECONDS + 60))
  shift
  for repository; do
    archive=$(archive_of "$repository")
    until [ -n "$(ask --repo="$repository" repo-ls "$archive/${segment:0:16}" --filter="^$segment-")" ]; do
      [ "$SECONDS" -lt "$until" ] || return 1
      sleep 0.5
    done
  done
}

# of_picked FILTER: nothing where it is null.
of_picked() { jq -r "$1 // empty" <<<"$picked"; }

# room BYTES: fails, and says so, unless a second database of this size, and what is replayed, fit beside the first.
room() {
  local free wanted=$(($1 + $1 / 10 + 1024 * 1024 * 1024))
  free=$(df --output=avail --block-size=1 "$postgres_home" | tail -n 1)
  [ "$free" -ge "$wanted" ] && return
  printf 'a second copy of the database needs %s, and %s has %s free (docs/runbook.md: The disk is full)\n' \
    "$(mib "$wanted")" "$postgres_home" "$(mib "$free")"
  return 1
}
mib() { printf '%d MiB' $(($1 / 1024 / 1024)); }

# differences EXPECTED FOUND: what a person is told of two fingerprints; nothing where they are the same.
differences() {
  awk -F'|' '
    !/[|]/ { next }
    FILENAME == ARGV[1] { rows[$1] = $2; sum[$1] = $3; next }
    { seen[$1] = 1 }
    !($1 in rows) { print $1 " is one table too many"; next }
    rows[$1] != $2 { print $1 " has " $2 " rows instead of " rows[$1]; next }
    sum[$1] != $3 { print $1 " has as many rows, but others" }
    END { for (name in rows) if (!(name in seen)) print name " is missing" }
  ' <(printf '%s\n' "$1") <(printf '%s\n' "$2") | sort
}

# why OUTPUT: what a failed command of pgBackRest or Postgres says the reason is, without when, where and which number.
why() {
  { grep -m 1 -E '(ASSERT|ERROR|FATAL|PANIC): ' <<<"$1" || tail -n 1 <<<"$1"; } |
    sed -E 's/^.*(ASSERT|ERROR|FATAL|PANIC): *//; s/^\[[0-9]+\]: *//; s/^raised from [^:]* protocol: *//'
}

# A restore that was cut off did not happen: the data directory of before comes back. Can itself be begun anew.
put_back() {
  local kept
  kept=$(cat "$under_way")
  # Postgres' user can write there, and this is root.
  if [[ $kept =~ ^main\.before-[0-9-]+$ ]] && [ -d "${cluster%/*}/$kept" ]; then
    rmdir "$cluster" 2>/dev/null || [ ! -e "$cluster" ] ||
      mv --no-target-directory "$cluster" "$cluster.failed-$(date +%Y%m%d-%H%M%S)"
    mv --no-target-directory "${cluster%/*}/$kept" "$cluster"
  fi
  sync --file-system "$postgres_home"
  rm -f "$under_way"
}

# Whoever restores writes this file first and Postgres' control file last; Postgres removes this one when it opens.
is_restored() { [ -e "$cluster/global/pg_control" ] && [ ! -e "$cluster/recovery.signal" ]; }

# Called whenever Postgres starts, also by the restore itself, which then still holds its lock.
put_back_if_cut_off() {
  [ -e "$under_way" ] || return 0
  exec 8<"$under_way"
  if ! flock --nonblock 8; then
    :
  elif is_restored; then
    # There may be orders in it by now.
    rm -f "$under_way"
    echo 'a restore was cut off when Postgres had opened the restored database already, and that stays'
  else
    put_back
    echo 'a restore was cut off: the database of before it is back'
  fi
  exec 8>&-
}
