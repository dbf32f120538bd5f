#!/bin/sh
# backup.sh - verify, snapshot and restore, with a daemon that goes on answering: what is copied can be served and gone back
# to, what is damaged is told, and nothing half done passes for whole. Prints TAP.
# shellcheck source=tests/road.sh
. "${SOURCE:-.}/tests/road.sh"

lib=$work/lib
quick='[indexer]
translate=off'
library "$lib" "$quick"
en=' The people of the country were told about it in the morning and all of them went home with it in the end.'

# fill FROM TO: works with a file of two pages each
fill()
{
  i=$1
  while [ "$i" -le "$2" ]; do
    printf 'Obsidian number%d.%s\fThe second page tells of quartz.%s\n' "$i" "$en" "$en" >"$lib/files/$i.txt"
    record "work-$i" en "Village $i" "<dcterms:issued>$((2000 + i))</dcterms:issued><dcterms:publisher>Org$((i % 3))</dcterms:publisher>$(file "$i.txt" en)"
    i=$((i + 1))
  done | records "$lib/records/all.xml"
}
total()
{
  get "$lib" "/v1/search?q=obsidian" | jq .total
}
# until_total N: the daemon follows
until_total()
{
  for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25; do
    [ "$(total)" != "$1" ] || break
    sleep 0.1
  done
  total
}

# ---- before there is an index ----
index "$lib" verify
like 'nothing to verify' "$code $err" '^72 .*no index yet'
index "$lib" snapshot "$work/none"
like 'nothing to copy' "$code $err" '^72 .*no index yet'
is 'and nothing was made' "$(ls -d "$work"/none* 2>/dev/null)" ''
index "$lib" verify "$work/none"
like 'a folder that is no snapshot' "$code $err" "^72 .*/none: there is no snapshot and no index here; name a folder"

# ---- a snapshot ----
fill 1 30
index "$lib" update
index "$lib" verify
is 'a new index is sound' "$code $out" "0 $lib/index: sound; 30 works with 60 pages at revision $(last "$lib" .revision)."
serve "$lib"
is 'served' "$(total)" 30
index "$lib" snapshot "$work/monday"
like 'a copy is made while it is served' "$code $out" "^0 $work/monday: revision .* with 30 works and 60 pages, verified"
is 'of one revision' "$(jq -c '[.revision, .works, .pages, (.files | length > 4)]' "$work/monday/snapshot.json")" \
  "[$(last "$lib" .revision),30,60,true]"
is 'with the account of the last run' "$(jq .added "$work/monday/last-run.json")" 30
index "$lib" verify "$work/monday"
like 'which is sound' "$code $out" '^0 .*sound; 30 works'
if mount --bind "$work/monday" "$work/monday" 2>/dev/null && mounted=$work/monday && mount -o remount,ro,bind "$mounted"; then
  index "$lib" verify "$work/monday"
  like 'where it cannot be written to, too, as far as it can be known' "$code $err $out" \
    '^0 .*cannot be written to, so that Xapian.s check of them is left out.*sound; 30 works'
  umount "$mounted"
  mounted=
else
  skip 'a snapshot that cannot be written to' 'nothing can be mounted read-only here'
fi
index "$lib" --json verify "$work/monday"
is 'for programs, too' "$code $(printf '%s' "$out" | jq -c '[.sound, .works, .pages, .faults]')" '0 [true,30,60,[]]'
mkdir "$work/empty"
index "$lib" snapshot "$work/empty"
is 'an empty folder will do' "$code $(jq .works "$work/empty/snapshot.json")" '0 30'

# ---- where no snapshot goes ----
ln -s "$lib/index" "$work/link"
ln -s "$work/nowhere" "$work/dangling"
for place in "$work/link/copy" "$work/dangling" "$work/monday" "$work/lib/repere.conf" "$lib/index/copy" "$lib/index"; do
  index "$lib" snapshot "$place"
  like "not to ${place#"$work"/}" "$code $err" '^78 repere-indexer: .*name a folder that is not there yet'
done
index "$lib" snapshot "$work/no/such/../../no/folder/at/all"
is 'folders on the way are made' "$code $(jq .works "$work/no/folder/at/all/snapshot.json")" '0 30'
index "$lib" snapshot /proc/copy
like 'a place that cannot be written' "$code $err" '^74 repere-indexer: /proc/copy'
index "$lib" snapshot
like 'nowhere' "$code $err" '^64 .*say where to'

# ---- served by itself ----
library "$work/served" "$quick"
cp "$lib/repere.conf" "$work/served/repere.conf"
sed -i "s|^index=.*|index=$work/monday|" "$work/served/repere.conf"
main=$daemon
serve "$work/served"
is 'a daemon answers from it' "$(get "$work/served" '/v1/search?q=obsidian&limit=1' | jq -c '[.total, .hits[0].passages[0].page]')" \
  '[30,1]'
kill "$daemon"
wait "$daemon"
daemon=$main

# ---- going back ----
fill 11 50
index "$lib" update
is 'the index moves on' "$(until_total 40)" 40
revision=$(last "$lib" .revision)
next=$(get "$lib" '/v1/search?limit=5' | jq -r .next)
etag=$(get "$lib" '/v1/search?q=obsidian' -o /dev/null -D - | sed -n 's/^[Ee][Tt]ag: *//p' | tr -d '\r')
index "$lib" restore "$work/monday"
like 'restored' "$code $out" "^0 .*is what it was at revision .*: 30 works, now at revision $((revision + 1))\."
is 'the daemon follows' "$(until_total 30)" 30
is 'by a later revision' "$(get "$lib" '/v1/search' | jq .index.revision)" $((revision + 1))
is 'what was kept of it before is old' \
  "$(get "$lib" '/v1/search?q=obsidian' -H "If-None-Match: $etag" -o /dev/null -w '%{http_code}')" 200
like 'a cursor of before ends or goes on' "$(get "$lib" "/v1/search?limit=5&cursor=$next" -o "$work/body" -w '%{http_code}')" \
  '^(200|400|410)$'
is 'facets are those of then' \
  "$(get "$lib" '/v1/search?facet=organization,year&limit=0' | jq -c '[(.facets.organization.values | map(.count)), .facets.year.distinct]')" \
  '[[10,10,10],30]'
index "$lib" verify
is 'it is sound' "$code" 0
index "$lib" status
like 'status tells of it' "$out" 'Last run: *restore'
index "$lib" update
is 'an update brings it up to date' "$code $(last "$lib" '"\(.added) \(.removed) \(.unchanged)"')" '0 20 10 20'
is 'which is followed' "$(until_total 40)" 40
index "$lib" verify
is 'and sound' "$code $err" '0 '
rm -rf "$lib/index"
index "$lib" restore "$work/monday"
is 'an index that is gone comes back' "$code $(until_total 30)" '0 30'
index "$lib" verify "$work/monday"
is 'the snapshot stays what it was' "$code" 0

# ---- damaged ----
# damaged NAME PATTERN COMMANDS: a copy of the snapshot is damaged by the commands, with its generation in $g
damaged()
{
  rm -rf "$work/bad"
  cp -a "$work/monday" "$work/bad"
  # shellcheck disable=SC2034
  g=$work/bad/g000001
  eval "$3"
  index "$lib" verify "$work/bad"
  is "$1 is a fault" "$code" 65
  like 'which is named' "$err" "^repere-indexer: .*$2"
  like 'and what to do' "$err" 'do not restore it, take another'
  before=$(readlink "$lib/index/current")
  index "$lib" restore "$work/bad"
  like 'it is not restored' "$code $err" '^74 repere-indexer: .*(snapshot is damaged|damaged, so that)'
  is 'nothing was changed' "$(readlink "$lib/index/current") $(total)" "$before 30"
}
# shellcheck disable=SC2016
{
  damaged 'one byte' 'docdata.glass: its content is not what it was' \
    'printf x | dd of="$g/docdata.glass" bs=1 seek=5000 conv=notrunc 2>/dev/null'
  damaged 'a file cut short' 'postlist.glass: it has 8192 bytes, and had' 'truncate -s 8192 "$g/postlist.glass"'
  damaged 'a file lost' 'position.glass: it cannot be read' 'rm "$g/position.glass"'
  damaged 'a block of noise' 'termlist.glass: its content' \
    'dd if=/dev/urandom of="$g/termlist.glass" bs=8192 count=1 conv=notrunc 2>/dev/null'
  damaged 'no database' 'iamglass: it has 8 bytes' 'printf nonsense >"$g/iamglass"'
  damaged 'a pipe in place of a file' 'docdata.glass: it is no regular file' 'rm "$g/docdata.glass"; mkfifo "$g/docdata.glass"'
  damaged 'a link out of it' 'docdata.glass: it is no regular file' 'ln -sf /dev/zero "$g/docdata.glass"'
  damaged 'a manifest of other places' 'snapshot.json: it is damaged' \
    'sed -i "s|g000001/|../lib/|" "$work/bad/snapshot.json"'
  damaged 'a manifest of nothing' 'snapshot.json: it is damaged' 'printf "{}" >"$work/bad/snapshot.json"'
  damaged 'a manifest of brackets' 'snapshot.json: it is damaged' \
    'head -c 300000 /dev/zero | tr "\\0" "[" >"$work/bad/snapshot.json"'
}
rm -rf "$work/bad"
cp -a "$work/monday" "$work/bad"
mkdir -p "$work/bad/ocr/aa"
mkfifo "$work/bad/ocr/aa/pipe"
index "$lib" restore "$work/bad"
like 'a pipe among recognised pages is not waited for' "$code $err" '^74 .*ocr/aa/pipe: it is no regular file'
rm "$work/bad/current"
index "$lib" restore "$work/bad"
like 'a snapshot that names no index is damaged' "$code $err" '^74 .*bad/current: .*snapshot is damaged'
rm "$work/bad/snapshot.json"
index "$lib" restore "$work/bad"
like 'what is no snapshot' "$code $err" '^72 .*no snapshot .*name a folder'
index "$lib" restore "$work/nothing"
like 'and nothing' "$code $err" '^72 .*no snapshot'

# The index itself, which has no sums: by Xapian's check and by what its works say.
cp -a "$lib/index" "$work/sound"
for table in postlist termlist docdata; do
  file=$lib/index/$(readlink "$lib/index/current")/$table.glass
  dd if=/dev/urandom of="$file" bs=8192 count=100 conv=notrunc 2>/dev/null
  index "$lib" verify
  is "noise in $table is a fault" "$code" 65
  like 'that says what to do' "$err" "repere-indexer rebuild'.*'repere-indexer restore'"
  index "$lib" snapshot "$work/of-noise"
  like 'of which no snapshot is made' "$code $err $(ls -d "$work"/of-noise* 2>/dev/null)" '^74 repere-indexer: .* $'
  rm -rf "$lib/index"
  cp -a "$work/sound" "$lib/index"
done
printf 'nonsense' >"$lib/index/$(readlink "$lib/index/current")/iamglass"
index "$lib" verify
like 'no database at all' "$code $err" '^65 .*cannot be read'
index "$lib" restore "$work/monday"
is 'a damaged index is gone back from' "$code $(until_total 30)" '0 30'
index "$lib" verify
is 'and sound again' "$code" 0

# ---- while it is written to ----
fill 1 150
"$indexer" -q -c "$lib/repere.conf" update &
pid=$!
index "$lib" snapshot "$work/amid"
is 'a snapshot amid an update' "$code" 0
wait "$pid"
index "$lib" verify "$work/amid"
is 'is of one revision' "$code $err" '0 '
kill -TERM "$main"
wait "$main"
is 'the daemon ends well' "$? $(grep -E 'CRITICAL|Sanitizer|runtime error' "$work/searchd.err")" '0 '
end
