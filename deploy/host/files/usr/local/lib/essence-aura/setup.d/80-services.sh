# shellcheck shell=bash
# The shop under systemd, and everything that runs by the clock.
# shellcheck source=../common.sh
. "$(dirname "$0")/../common.sh"
# shellcheck source=../host-files.sh
. "$lib/host-files.sh"
systemctl daemon-reload
units=(essence-aura.service essence-aura-{files,backup,verify,environment,first-release,dns-credentials,confirmations}.timer)
for unit in "${units[@]}"; do
  if ! systemctl is-enabled --quiet "$unit" || ! systemctl is-active --quiet "$unit"; then
    case $unit in
      # Done with its work.
      essence-aura-first-release.timer) [ ! -e "$base/current" ] || continue ;;
    esac
    systemctl enable --now "$unit" >&2
    echo "${unit#essence-aura-}"
  fi
done
! is_outdated || echo 'the shop runs on what was here before: systemctl restart essence-aura'
