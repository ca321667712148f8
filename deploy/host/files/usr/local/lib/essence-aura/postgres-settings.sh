#!/usr/bin/env bash
# postgres-settings.sh MIB CPUS: Postgres' settings for a machine with so much memory, most of which is the shop's.
set -euo pipefail
mib=$1 cpus=$2
clamp() { echo $(($1 < $2 ? $2 : $1 > $3 ? $3 : $1)); }

# 10 connections a worker of the shop, and one worker a processor; 8 and 2 for the jobs; the rest for operators.
connections=$((cpus * 10 + 30))
# Pages that Postgres has not are found again in the kernel's memory.
buffers=$(clamp $((mib / 6)) 64 8192)
# Not all sort at once; if a quarter of the connections does, it costs a sixteenth of the memory.
work=$(clamp $((mib / 16 / (connections / 4))) 2 64)
cat <<CONF
# Written by essence-aura-setup for $mib MiB and $cpus processors. Your own settings: a file beside it, later in the alphabet.
listen_addresses = ''
max_connections = $connections
shared_buffers = ${buffers}MB
effective_cache_size = $((mib / 2))MB
work_mem = ${work}MB
maintenance_work_mem = $(clamp $((mib / 16)) 32 1024)MB
max_wal_size = $(clamp $((mib / 2)) 512 8192)MB
min_wal_size = 128MB
wal_compression = lz4
checkpoint_timeout = 15min
random_page_cost = 1.1
jit = off
# While it recovers nobody reads, and a smaller machine than the one before can recover.
hot_standby = off
idle_in_transaction_session_timeout = 60s
log_min_duration_statement = 1s
timezone = 'UTC'
archive_mode = on
archive_command = 'pgbackrest --stanza=essence-aura archive-push %p'
archive_timeout = 120
CONF
