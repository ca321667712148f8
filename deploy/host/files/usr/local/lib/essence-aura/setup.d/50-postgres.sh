# shellcheck shell=bash
# The database: Debian's Postgres on its socket, and the shop's user and database in it.
# shellcheck source=../common.sh
. "$(dirname "$0")/../common.sh"

# A data directory that is there already, of a machine before this one, steps aside while Debian makes the configuration
# that belongs to it, and comes back as it was; also when this was interrupted in between.
kept=$cluster.kept
if [ ! -e "/etc/postgresql/$pg/main/postgresql.conf" ]; then
  if [ -e "$cluster/PG_VERSION" ] && [ ! -e "$kept" ]; then mv "$cluster" "$kept"; fi
  rm -rf "$cluster" "/etc/postgresql/$pg/main"
  pg_createcluster --encoding=UTF8 --locale=C.UTF-8 "$pg" main -- \
    --locale-provider=builtin --builtin-locale=C.UTF-8 --data-checksums --no-sync >&2
  echo "Postgres $pg"
fi
if [ -e "$kept" ]; then
  rm -rf "$cluster"
  mv "$kept" "$cluster"
  echo 'took over the database that was there'
fi
mib=$(awk '/^MemTotal/ { print int($2 / 1024) }' /proc/meminfo)
# Only another kind of machine is another size: what the kernel reserves changes with every update.
mib=$(((mib + 64) / 128 * 128))
settings=$("$lib/postgres-settings.sh" "$mib" "$(nproc)")
if put "/etc/postgresql/$pg/main/conf.d/essence-aura.conf" <<<"$settings"; then
  systemctl stop "postgresql@$pg-main"
  echo "settings for $mib MiB"
fi
systemctl is-active --quiet "postgresql@$pg-main" || systemctl start "postgresql@$pg-main"

if [ -z "$(sql --command="select 1 from pg_roles where rolname = '$user'" postgres)" ]; then
  as_postgres createuser "$user"
  echo "its user $user"
fi
if [ -z "$(sql --command="select 1 from pg_database where datname = 'essence_aura'" postgres)" ]; then
  as_postgres createdb --owner="$user" essence_aura
  echo 'its database'
fi
