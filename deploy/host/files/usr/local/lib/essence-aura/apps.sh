#!/usr/bin/env bash
# apps.sh start|reload: tells pm2's daemon to run what the current release says. essence-aura.service calls it.
set -euo pipefail
file=$RELEASE_DIR/ecosystem.config.js
[ -e "$file" ] || exit 0

# A power cut in the seconds between a deploy's switch and its gate leaves a release that nobody has seen serve: the one
# that went live last serves then, until somebody deploys again.
if [ "$1" = start ] && [ ! -e "$RELEASE_DIR/.went-live" ]; then
  base=$(dirname "$RELEASE_DIR")
  proven=''
  for mark in "$base"/releases/*/.went-live; do
    if [[ -e $mark && (-z $proven || $mark -nt $proven) ]]; then proven=$mark; fi
  done
  if [ -n "$proven" ]; then
    id=$(basename "$(dirname "$proven")")
    ln -sfn "releases/$id" "$RELEASE_DIR.next"
    mv -T "$RELEASE_DIR.next" "$RELEASE_DIR"
    echo "the last deploy was cut off: back to $id"
  fi
fi

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
# Whoever asked for it believes that the shop has what is new.
[ "$1" != reload ]
