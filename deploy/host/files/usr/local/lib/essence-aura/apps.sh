#!/bin/sh
# apps.sh start|reload: tells pm2's daemon to run what the current release says. essence-aura.service calls it.
set -eu
file=/opt/essence-aura/current/ecosystem.config.js
[ -e "$file" ] || exit 0
tries=0
until [ -S "$PM2_HOME/rpc.sock" ]; do
  tries=$((tries + 1))
  [ "$tries" -lt 100 ] || exit 1
  sleep 0.1
done
# What fails later pm2 starts again by itself: that is no reason to end the daemon. What it could not start at all it
# forgets, so that is tried again.
for pause in 5 10 0; do
  pm2 --silent "$1" "$file" --update-env && exit
  sleep $pause
done
echo "pm2 $1 did not go well: see /var/lib/essence-aura/pm2/logs" >&2
