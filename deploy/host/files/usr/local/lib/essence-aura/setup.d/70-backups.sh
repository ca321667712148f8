# shellcheck shell=bash
# pgBackRest: a repository on this machine, and one in the bucket where there is one.
# shellcheck source=../common.sh
. "$(dirname "$0")/../common.sh"
bucket=$(host bucket) region=$(host region)

s3() {
  cat <<CONF

repo2-type=s3
repo2-path=/backups/pgbackrest
repo2-s3-bucket=$bucket
repo2-s3-region=$region
repo2-s3-endpoint=s3.$region.amazonaws.com
repo2-s3-key-type=auto
repo2-retention-full=5
repo2-bundle=y
repo2-block=y
CONF
}

settings() {
  cat <<CONF
# Written by essence-aura-setup. Fulls are made on Sundays, differences to them on all other nights.
[global]
repo1-path=/var/lib/pgbackrest
repo1-retention-full=2
repo1-bundle=y
repo1-block=y
compress-type=zst
process-max=2
start-fast=y
log-level-console=warn
log-level-file=detail
# Segments go out in the background, to one repository even while the other refuses. One that does not answer at all keeps
# the other waiting, each run for some eighteen times the seconds below: two runs and archive_timeout are to stay within
# five minutes. Beyond so much the oldest are given up, and the desk says so, before the disk is full and the shop stands.
archive-async=y
io-timeout=3
archive-push-queue-max=4GiB
spool-path=/var/spool/pgbackrest
$([ -z "$bucket" ] || s3)

[essence-aura]
pg1-path=$cluster
CONF
}
settings=$(settings)
! put /etc/pgbackrest.conf 0640 root:postgres <<<"$settings" || echo 'settings'
[ -d /var/spool/pgbackrest ] || install --directory --owner=postgres --group=postgres --mode=0750 /var/spool/pgbackrest

# 0: this database's; 1: nothing there yet; 2: of a database that is not this one
belongs() {
  local known mine
  known=$(backrest --repo="$1" --output=json info | jq -r --arg stanza "$stanza" \
    '[.[] | select(.name == $stanza) | .db[]? | select(."repo-key" == '"$1"') | ."system-id"] | last // empty')
  [ -n "$known" ] || return 1
  mine=$(sql --command='select system_identifier from pg_control_system()' postgres)
  [ "$known" = "$mine" ] || return 2
}

create=
for repository in $(repositories); do
  state=0
  belongs "$repository" || state=$?
  [ "$state" != 1 ] || create=1
  if [ "$state" = 2 ]; then
    # A machine that took the place of a lost one. An empty shop must not open, and write over nothing, before somebody
    # has said whether the old one comes back.
    touch "$etc/awaiting-restore"
    echo "repository $repository holds the backups of another database: docs/runbook.md"
    exit
  fi
done
if [ -n "$create" ]; then
  backrest stanza-create >&2
  echo 'repositories'
fi
rm -f "$etc/awaiting-restore"
