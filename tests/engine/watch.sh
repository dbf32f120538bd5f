#!/bin/sh
# watch.sh - `repere-indexer watch` keeps the index equal to what it watches. Prints TAP.
# shellcheck source=tests/road.sh
. "${SOURCE:-.}/tests/road.sh"

lib=$work/lib
library "$lib" 'vocabularies=vocabularies
[indexer]
watch-seconds=1
translate=off'
mkdir "$lib/vocabularies"
en=' The people of the country were told about it in the morning and all of them went home with it in the end.'

# watch: begins it; sets watching
watch()
{
  "$indexer" -c "$lib/repere.conf" watch >"$work/out" 2>"$work/err" &
  watching=$!
  daemons="$daemons $watching"
}

# until NAME COMMAND...: within ten seconds it succeeds
until_so()
{
  name=$1
  shift
  for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33; do
    if "$@"; then
      ok "$name"
      return
    fi
    sleep 0.3
  done
  not_ok "$name" "$(cat "$work/out" "$work/err")"
}

# has WORD IDS: a dry run would do nothing, and the word is found in these works
words()
{
  "$indexer" -c "$lib/repere.conf" status --json 2>/dev/null | jq -r "$1"
}
# shellcheck disable=SC2317 # until_so calls it
works_are() { [ "$(words .works)" = "$1" ]; }
# shellcheck disable=SC2317 # until_so calls it
pages_are() { [ "$(words .pages)" = "$1" ]; }
# shellcheck disable=SC2317 # until_so calls it
revision_is() { [ "$(words .revision)" = "$1" ]; }
# shellcheck disable=SC2317 # until_so calls it
no_longer_due() { "$indexer" -c "$lib/repere.conf" update --dry-run 2>/dev/null | grep -q '^Works: 0 to add, 0 to replace, 0 to remove'; }
# shellcheck disable=SC2317 # until_so calls it
said() { grep -qE -- "$1" "$work/err"; }

# end_watch: told to end; sets code
end_watch()
{
  kill -TERM "$watching"
  wait "$watching"
  code=$?
}

echo "Obsidian stands here.$en" >"$lib/files/one.txt"
record one en First "$(file one.txt en)" | records "$lib/records/a.xml"
watch
until_so 'it begins with an update' works_are 1
until_so 'says what it watches' grep -q '^Watching [0-9]* folders' "$work/out"
{ record one en First "$(file one.txt en)"; record two en Second "$(file new/deep/two.txt en)"; } |
  records "$lib/records/a.xml"
until_so 'a new record is taken' works_are 2
like 'and its missing file named' "$(cat "$work/err")" 'new/deep/two\.txt: missing'
mkdir -p "$lib/files/new/deep"
echo "Quartz.$en" >"$lib/files/new/deep/two.txt"
until_so 'a file in folders that are new' pages_are 2
echo "Granite, and more.$en" >"$lib/files/one.txt"
until_so 'a changed file' no_longer_due
is 'only that one is read' "$(last "$lib" '"\(.replaced) \(.files_read)"')" '1 1'

# A file in the writing is not taken until it is closed.
{ record one en First "$(file one.txt en)"; record two en Second "$(file new/deep/two.txt en)$(file slow.txt en)"; } \
  >"$work/parts"
{
  echo 'The first half.'
  sleep 2.5
  echo "The second half.$en"
} >"$lib/files/slow.txt" &
slow=$!
records "$lib/records/a.xml" <"$work/parts"
wait "$slow"
until_so 'a file that was long in the writing' pages_are 3
is 'is read once' "$(last "$lib" '"\(.replaced) \(.files_read)"')" '1 1'

mv "$lib/files/new" "$lib/files/elsewhere"
{ record one en First "$(file one.txt en)"; record two en Second "$(file elsewhere/deep/two.txt en)$(file slow.txt en)"; } |
  records "$lib/records/a.xml"
until_so 'a folder that was moved' no_longer_due
is 'is not read again' "$(last "$lib" '"\(.files_read) \(.files_moved)"')" '0 1'
echo "Quartz and opal.$en" >"$lib/files/elsewhere/deep/two.txt"
until_so 'what changes in it is noticed' sh -c "jq -e '.files_read == 1' '$lib/index/last-run.json' >/dev/null"

revision=$(words .revision)
: >"$lib/files/.hidden"
: >"$lib/files/copy~"
sleep 2.5
is 'what records do not name changes nothing' "$(words .revision)" "$revision"

# ---- what is wrong ends nothing ----
printf 'not xml' >"$lib/records/b.xml"
until_so 'wrong records are named' said 'records/b\.xml:1: '
echo "Marble.$en" >"$lib/files/one.txt"
until_so 'and stop nothing' no_longer_due
is 'they are named once' "$(grep -c 'records/b\.xml:1: ' "$work/err")" 1
rm "$lib/records/b.xml"
conf=$(cat "$lib/repere.conf")
printf '[nonsense]\n' >>"$lib/repere.conf"
until_so 'so is a wrong configuration' said 'nonsense.* The configuration stays as it was\.'
printf '%s\n[facet title]\nsource=dcterms:title\n' "$conf" >"$lib/repere.conf"
until_so 'a right one is taken' sh -c "jq -e '.replaced == 2' '$lib/index/last-run.json' >/dev/null"
mv "$lib/records" "$lib/gone"
until_so 'records that are gone' said 'there is no such file or folder of records'
record three en Third | records "$lib/gone/b.xml"
mv "$lib/gone" "$lib/records"
until_so 'are taken when they are back' works_are 3

cp "$lib/repere.conf" "$work/conf"
mkdir "$work/tessdata"
: >"$work/tessdata/eng.traineddata"
printf '[indexer]\nocr-data=%s\nocr-languages=en;xx\n' "$work/tessdata" >>"$lib/repere.conf"
until_so 'languages that scans cannot be recognised in are named' said 'no language data for xx'
touch "$lib/files/one.txt"
printf '#\n' >>"$lib/repere.conf"
sleep 2.5
is 'once, too' "$(grep -c 'no language data' "$work/err")" 1
cp "$work/conf" "$lib/repere.conf"
sleep 2.5

# ---- the lock is held in rounds only ----
"$indexer" -q -c "$lib/repere.conf" rebuild 2>/dev/null
is 'a rebuild can run beside it' $? 0
exec 9>"$lib/index/lock"
flock 9
rm "$lib/records/b.xml"
until_so 'another indexer is waited for' said 'another indexer'
sleep 2.2
is 'which is said once' "$(grep -c 'another indexer' "$work/err")" 1
exec 9>&-
until_so 'and then it goes on' works_are 2
kill -0 "$watching" 2>/dev/null
is 'it is alive' $? 0
end_watch
is 'and ends when it is told to' "$code" 0
index "$lib" update
is 'leaving nothing to do' "$code $(last "$lib" '"\(.added) \(.replaced) \(.removed) \(.unchanged)"')" '0 0 0 0 2'

# ---- what is not heard of ----
printf '[indexer]\npoll-seconds=1\n' >>"$lib/repere.conf"
if unshare -Ur true 2>/dev/null; then
  # shellcheck disable=SC2016
  unshare -Ur sh -c 'echo 2 >/proc/sys/user/max_inotify_watches && exec "$0" -c "$1" watch' \
    "$indexer" "$lib/repere.conf" >"$work/out" 2>"$work/err" &
  watching=$!
  daemons="$daemons $watching"
  until_so 'more folders than the system watches are said' \
    said 'no further folder.*fs\.inotify\.max_user_watches.*looked through every 1 s \(poll-seconds'
  until_so 'and begun with' grep -q '^Watching' "$work/out"
  echo "Slate.$en" >"$lib/files/elsewhere/deep/two.txt"
  until_so 'a change in one that is not watched is seen' no_longer_due
  is 'only that one is read' "$(last "$lib" '"\(.replaced) \(.files_read)"')" '1 1'
  printf '#\n' >>"$lib/repere.conf"
  sleep 3
  is 'it is said once' "$(grep -c 'no further folder' "$work/err")" 1
  end_watch
  is 'it ends when it is told to' "$code" 0
else
  skip 'too many folders' 'there are no user namespaces here'
fi

# What is written below an overlay is as unheard of as what another machine writes on a network file system.
mkdir "$work/lower" "$work/upper" "$work/overlay"
mv "$lib/files" "$work/upper/files" && ln -s "$work/overlay/files" "$lib/files"
if mkdir "$work/work" && mount -t overlay overlay \
  -o "lowerdir=$work/lower,upperdir=$work/upper,workdir=$work/work" "$work/overlay" 2>/dev/null; then
  mounted=$work/overlay
  watch
  until_so 'a file system that does not tell of changes is named' \
    said 'files: what others change on this kind of file system \(overlay\) is not heard of, so that'
  until_so 'and begun with' grep -q '^Watching' "$work/out"
  echo "Basalt.$en" >"$work/upper/files/elsewhere/deep/two.txt"
  until_so 'what another one changes there is seen' no_longer_due
  sleep 3
  is 'once' "$(grep -c '^Works: ' "$work/out")" 2
  end_watch
  is 'it ends when it is told to' "$code" 0
else
  skip 'a file system that does not tell of changes' 'no overlay can be mounted here'
fi
end
