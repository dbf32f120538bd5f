#!/bin/sh
# follow.sh - a daemon at work while the index under it is updated, rebuilt, taken away, damaged and put back: no
# request fails, and what is new is answered within two seconds. Prints TAP.
# shellcheck source=tests/road.sh
. "${SOURCE:-.}/tests/road.sh"

lib=$work/lib
library "$lib"

# fill FROM TO: records of that many works, each with a word of its own
fill()
{
  awk -v from="$1" -v to="$2" 'BEGIN {
    for (i = from; i <= to; i++) {
      printf "<record><dcterms:identifier>work-%d</dcterms:identifier>", i
      printf "<dcterms:title xml:lang=\"en\">Village number%d</dcterms:title>", i
      printf "<dcterms:issued>%d</dcterms:issued>", 2000 + i % 20
      print "<text xml:lang=\"en\">The people of the village were told about it.</text></record>"
    }
  }' | records "$lib/records/all.xml"
}

# until NAME SECONDS JQ TARGET: an answer comes in time of which JQ is true
until_true()
{
  start=$(date +%s%N)
  while :; do
    get "$lib" "$4" | jq -e "$3" >/dev/null 2>&1 && { ok "$1"; return; }
    [ $(($(date +%s%N) - start)) -lt $(($2 * 1000000000)) ] || { not_ok "$1" "$(get "$lib" "$4")"; return; }
    sleep 0.05
  done
}
status_of()
{
  get "$lib" "$1" -o "$work/body" -w '%{http_code}'
}

# ---- before there is an index ----
serve "$lib"
is 'alive without an index' "$(status_of /health/live)" 200
is 'but not ready' "$(status_of /health/ready)" 503
is 'nor can it search' "$(status_of '/v1/search?q=village')" 503
like 'it says what to do' "$(jq -r .detail "$work/body")" "index.*repere-indexer update"
fill 1 40
index "$lib" update
until_true 'an index that comes is found' 2 '.total == 40' '/v1/search?q=village'
is 'ready' "$(status_of /health/ready)" 200

# ---- requests all the while ----
# Two askers with a connection each, until they are told to stop. Every answer must be 200 and of one revision: the
# words are in every work, so it finds as many as the revision has, and counts as many.
ask_on()
{
  while [ ! -e "$work/stop" ]; do
    get "$lib" "/v1/search?q=village&limit=3&facet=year&passages=1#[1-20]" -w '\n%{http_code}\n' \
      >"$work/answers.$1" 2>&1
    grep -c '^200$' "$work/answers.$1" >>"$work/asked.$1"
    grep -vE '^(\{.*|200|)$' "$work/answers.$1" >>"$work/bad.$1"
    grep '^{' "$work/answers.$1" | jq -c 'select((.total == .index.works and (.hits | length) == 3 and
      .total == ([.facets.year.values[].count] | add) and
      ([.hits[].passages[].html | contains("<mark>")] | all)) | not)' \
      >>"$work/bad.$1"
  done
}
ask_on 1 &
first=$!
ask_on 2 &
second=$!
for n in 60 50 70 80 90; do
  fill 1 "$n"
  index "$lib" update
  [ "$code" = 0 ] || not_ok "update to $n" "$err"
  until_true "an update to $n works is followed" 2 ".total == $n" '/v1/search?q=village'
  index "$lib" rebuild
  [ "$code" = 0 ] || not_ok "rebuild of $n" "$err"
  revision=$(last "$lib" .revision)
  until_true "so is a rebuild" 2 ".total == $n and .index.revision == $revision" '/v1/search?q=village'
done
: >"$work/stop"
wait "$first" "$second"
is 'meanwhile no request failed' "$(cat "$work/bad.1" "$work/bad.2" 2>/dev/null)" ''
asked=$(cat "$work/asked.1" "$work/asked.2" | awk '{ n += $1 } END { print n }')
is 'of hundreds' "$([ "$asked" -ge 300 ] && echo yes || echo "$asked")" yes

# ---- an index that is taken away ----
mv "$lib/index" "$lib/away"
sleep 0.6
is 'without its folder, the open revision goes on' \
  "$(get "$lib" '/v1/search?q=village&limit=5' | jq -c '[.total, (.hits | length)]')" '[90,5]'
like 'and the log says why' "$(cat "$work/searchd.err")" 'lib/index: there is no index'
mv "$lib/away" "$lib/index"
fill 1 95
index "$lib" update
until_true 'when it is back it is followed' 2 '.total == 95' '/v1/search?q=village'

# ---- made anew from nothing ----
# Path and revision of the new index are those of an old one, its works are not.
rm -rf "$lib/index"
fill 201 240
index "$lib" update
until_true 'a new index in the same place is seen' 2 '.total == 40' '/v1/search?q=village'
rm -rf "$lib/index"
fill 301 340
index "$lib" update
until_true 'also when path and revision are the same' 2 '.total == 1' '/v1/search?q=number340'

# ---- damaged ----
current=$lib/index/$(readlink "$lib/index/current")
cp -r "$current" "$work/copy"
printf 'nonsense' >"$current/iamglass"
sleep 0.6
is 'a damaged index leaves the open revision' "$(get "$lib" '/v1/search?q=village' | jq .total)" 40
like 'and is told of' "$(tail -1 "$work/searchd.err")" 'index|damaged|rebuild'
kill -HUP "$daemon"
sleep 0.6
is 'a reload does not replace good by bad' "$(get "$lib" '/v1/search?q=village' | jq .total)" 40
cp "$work/copy/iamglass" "$current/iamglass.new"
mv "$current/iamglass.new" "$current/iamglass"
for table in postlist position docdata termlist; do
  [ ! -e "$current/$table.glass" ] ||
    dd if=/dev/urandom of="$current/$table.glass" bs=8192 count=100 conv=notrunc 2>/dev/null
done
kill -HUP "$daemon"
sleep 0.6
answer=$(status_of '/v1/search?q=village')
like 'damaged tables are answered with an error or as before' "$answer" '^(200|5[0-9][0-9])$'
is 'and not with an end' "$(status_of /health/live)" 200
index "$lib" rebuild
is 'a rebuild mends it' "$code" 0
until_true 'and is followed' 2 '.total == 40' '/v1/search?q=village'
kill -TERM "$daemon"
wait "$daemon"
is 'the daemon ends well' "$?" 0
if grep -qE 'CRITICAL|WARNING|Sanitizer|runtime error' "$work/searchd.err"; then
  not_ok 'nothing went wrong inside' "$(cat "$work/searchd.err")"
else
  ok 'nothing went wrong inside'
fi
end
