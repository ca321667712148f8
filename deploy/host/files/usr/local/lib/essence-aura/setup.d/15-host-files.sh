# shellcheck shell=bash
# All other files of this machine. User-data, of which EC2 takes 16 KB, has brought the few that fetch a release; the rest
# comes with it. A machine that has them is left as it is: essence-aura-upgrade-host is for that.
# shellcheck source=../common.sh
. "$(dirname "$0")/../common.sh"
# shellcheck source=../host-files.sh
. "$lib/host-files.sh"
if [ -e "$store/installed" ]; then exit; fi
if [ -z "$(host bucket)" ]; then
  [ -e "$lib/setup.d/20-volume.sh" ] || fail 'these files are not complete, and host.json names no bucket to fetch them from'
  exit
fi

# A role that was made with the machine is known everywhere only some seconds later.
for attempt in $(seq 1 24); do
  fetched=$(fetch_release) && break
  [ "$attempt" -lt 24 ] || fail "no release could be fetched from the bucket $(host bucket)"
  sleep 5
done
archive=${fetched% *}
offer "$archive" || fail "$archive brings no files of the host: it was packed by an older npm run pack"
install_files "$offered"
systemctl daemon-reload
echo "$(files_of "$offered" | wc -l) files of $(<"$offered/release")"
