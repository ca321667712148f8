# The newest backup that ended before the moment and lies on the way to the branch of history that is followed. pgBackRest
# itself looks at the time only, and would take one of a branch that Postgres then refuses.
#
# Reads what `pgbackrest --output=json info` says. Arguments:
#   moment      seconds since 1970; null: whatever came last
#   branches    [{timeline, began, history}]: those that restores began, when, and the file in which Postgres wrote down
#               how it came there; the first timeline has none
#   timeline    the one to follow; null: the one that was the shop's at the moment
#   repository  the only one to look into; null: all, and the first that has one, as it is the nearest
# Gives: timeline, chosen, and oldest, the time of the first backup on the way. Null where there is none.

def hex: ascii_downcase | explode | reduce .[] as $digit (0; . * 16 + $digit - (if $digit > 96 then 87 else 48 end));
# As two numbers: one would be larger than jq can tell apart.
def position: split("/") | map(hex);

# A file's time may be that of a copy; a backup of a branch was begun after the branch.
def branches_of($backups): $branches
  | map(.timeline as $it | .began = ([.began, ($backups[] | select(.timeline == $it) | .begun)] | min));

# A line for each branch on the way, the first one first: which, where it was left, and why.
def forks_of($history): [$history | split("\n")[] | select(test("^\\s*[0-9]+\\s")) | [splits("\\s+") | select(. != "")]
  | {timeline: (.[0] | tonumber), at: (.[1] | position)}];

# Who goes back beyond an earlier fork writes that one down too, though the way leads past it no more: each branch is left
# where the earliest of the forks from it on is.
def leads_to($followed; $forks): .timeline as $it | .stop as $stop
  | ($forks | map(.timeline) | index($it)) as $first
  | $it == $followed or ($first != null and $stop <= ($forks[$first:] | map(.at) | min));

# After an upgrade of Postgres the backups of the version before stay in the repository for a while.
([.[].db[]?] | group_by(."repo-key") | map(max_by(.id) | {key: "\(."repo-key")", value: .id}) | from_entries) as $newest
| [.[].backup[]?
    | {set: .label, repository: .database."repo-key", database: .database.id, begun: .timestamp.start, at: .timestamp.stop,
       bytes: .info.size, damaged: (.error == true), timeline: (.archive.stop[0:8] | hex), stop: (.lsn.stop | position)}
    | select(.database == $newest["\(.repository)"])] as $backups
| ($timeline // ([1, (branches_of($backups)[] | select($moment == null or .began <= $moment) | .timeline)] | max)) as $followed
| forks_of([$branches[] | select(.timeline == $followed) | .history] | first // "") as $forks
| [$backups[] | select($repository == null or .repository == $repository) | select(leads_to($followed; $forks))] as $reachable
# Told in whole seconds: one that ended within the second of the moment may have ended after it. One in which damaged pages
# were found only where there is no other.
| {
    timeline: $followed,
    chosen: ([$reachable[] | select($moment == null or .at < $moment)]
      | group_by([.damaged, .repository]) | first // [] | max_by(.at)),
    oldest: ([$reachable[].at] | min)
  }
