#!/bin/sh
# harvest.sh - `harvest` against a provider on loopback (provider.py) that misbehaves as it is told. Prints TAP.
# shellcheck disable=SC2016 # $all is of jq
# shellcheck source=tests/road.sh
. "${SOURCE:-.}/tests/road.sh"
export no_proxy='*'

mkdir "$work/provider"
python3 "$source/tests/indexer/provider.py" "$work/provider" >"$work/port" 2>"$work/provider.err" &
daemons="$daemons $!"
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30; do
  [ -s "$work/port" ] && break
  sleep 0.1
done
base=http://127.0.0.1:$(cat "$work/port")

# scene NAME JQ: what stands at /NAME; $all are ten records, of one second each
scene()
{
  jq -n --argjson all "$all" "$2" >"$work/provider/$1.json.new"
  mv "$work/provider/$1.json.new" "$work/provider/$1.json"
  rm -f "$work/provider/$1.log"
}
all=$(jq -n '[range(10) | {id: "oai:x:\(.)", stamp: "2024-01-01T00:00:0\(.)Z"}]')

# fresh NAME: a library without a harvest
fresh()
{
  lib=$work/$1
  rm -rf "$lib"
  library "$lib" '[indexer]
translate=off
harvest-wait-ms=5
harvest-tries=4
harvest-seconds=2
harvest-mb=1'
  sed -i 's/^records=.*/records=harvested/' "$lib/repere.conf"
}
harvest() { index "$lib" harvest "$@"; }
# kept: the identifiers that are kept, without their beginning
kept() { cat "$lib"/harvested/*.xml 2>/dev/null | grep -o '<identifier>[^<]*' | sed 's/.*oai:x://' | sort | paste -sd' '; }
# asked NAME: the requests for lists, shortened
asked() { grep ListRecords "$work/provider/$1.log" | sed 's/verb=ListRecords&//; s/metadataPrefix=oai_dc/all/' | paste -sd';'; }
counts() { printf '%s\n' "$out" | sed -n 's/^Records: //p'; }
ten='0 1 2 3 4 5 6 7 8 9'

# ---- a provider that behaves ----
scene plain '{records: $all}'
fresh one
harvest "$base/plain"
is 'pages are joined to one file, whole' "$code $(kept)" "0 $ten"
is 'the summary counts' "$(counts)" '10 received; 10 added, 0 replaced, 0 deleted, 0 unchanged, 0 left out.'
like 'and names the provider' "$out" '^Harvested from Provider & test, http://127.0.0.1:[0-9]*/plain\.$'
is 'tokens go back letter by letter' "$(asked plain | tr ';' '\n' | sed -n 2p)" 'resumptionToken=[3, "", "", "&<é+ %"]'
is 'one file is left, and no pages' "$(find "$lib/harvested" -mindepth 1 | wc -l)" 1
index "$lib" update
is 'update takes them' "$code $("$indexer" -c "$lib/repere.conf" status --json | jq .works)" '0 10'
sum=$(sha256sum "$lib"/harvested/*.xml)
rm "$work/provider/plain.log"
harvest "$base/plain/"
is 'the next asks for what changed since, by the clock of the provider' "$(asked plain)" 'all&from=2024-06-01T00:00:00Z'
is 'nothing matches: that is no error, and nothing is written' "$code $(sha256sum "$lib"/harvested/*.xml)" "0 $sum"
like 'the summary says since when' "$out" '^Asked for: what changed since 2024-06-01T00:00:00Z\.$'

# ---- increments ----
scene plain '{records: ($all | .[2].stamp = "2024-06-01T00:00:00Z" | .[2].title = "Other <words> & signs"
  | .[3] = {id: "oai:x:3", stamp: "2024-06-02T00:00:00Z", deleted: true} | .[4].stamp = "2024-06-03T00:00:00Z"
  | . + [{id: "oai:x:a&<b>\"é", stamp: "2024-06-03T00:00:00Z"}, {id: "oai:x:never", stamp: "2024-06-03T00:00:00Z", deleted: true}]),
  now: "2024-07-01T00:00:00Z"}'
harvest "$base/plain"
is 'changed, touched, deleted and new records' "$(counts)" '5 received; 1 added, 1 replaced, 1 deleted, 1 unchanged, 0 left out.'
is 'replaced, not doubled; deleted; escaped' "$(kept)" '0 1 2 4 5 6 7 8 9 a&amp;&lt;b&gt;"é'
index "$lib" update
is 'the index follows' "$code $(last "$lib" '"\(.added) \(.replaced) \(.removed)"')" '0 1 1 1'
is 'a work is found under its identifier' "$("$indexer" -c "$lib/repere.conf" status --json | jq .works)" 10
harvest "$base/plain" --full
is '--full asks for all' "$(asked plain | tr ';' '\n' | tail -4 | head -1) $code" 'all 0'
scene plain '{records: $all[:4], now: "2024-08-01T00:00:00Z"}'
harvest "$base/plain" --full
is '--full removes what the provider no longer lists' "$(kept)" '0 1 2 3'
like 'and counts it' "$(counts)" '^4 received; 1 added, 1 replaced, 7 deleted, 2 unchanged'
scene plain '{records: []}'
harvest "$base/plain" --full
is 'a provider that lost everything takes nothing with it' "$code $(kept)" '76 0 1 2 3'
like 'with what to do' "$err" 'lists no record at all, where 4 are kept; nothing was removed. If that is right, delete /'
scene plain '{records: ($all[:4] | map(.deleted = true | .stamp = "2024-09-01T00:00:00Z")), now: "2024-09-01T00:00:00Z"}'
harvest "$base/plain"
is 'one that deletes all, and says so, does' "$code $(kept)" '0 '
index "$lib" update
is 'and so does the index, without a fault' "$code $(last "$lib" .removed)" '0 10'

# ---- granularity, clocks, policies, sets ----
scene day '{records: $all, granularity: "YYYY-MM-DD", policy: "no"}'
fresh two
harvest "$base/day"
like 'a harvest that is whole does not speak of deletions' "$(echo "$out" | grep -c deletedRecord)" 0
harvest "$base/day"
is 'a provider that counts in days is asked for days' "$code $(asked day | tr ';' '\n' | tail -1)" '0 all&from=2024-06-01'
like 'one that does not tell deletions: it is said' "$out" 'need not say what it deletes \(deletedRecord: no\): harvest with --full'
scene day '{records: $all, granularity: "YYYY-MM-DD", now: "2023-12-31T23:00:00Z"}'
harvest "$base/day"
is 'a clock set back since: asked from there' "$code $(asked day | head -1 | cut -d';' -f1)" '0 all&from=2023-12-31'
is 'nothing is doubled' "$(counts)" '10 received; 0 added, 0 replaced, 0 deleted, 10 unchanged, 0 left out.'
scene sets '{records: ($all | .[5:] |= map(.set = "a:b"))}'
harvest "$base/sets" --set a:b
is 'a set by itself' "$code $(asked sets | cut -d';' -f1) $(printf '%s\n' "$out" | grep -c 'set "a:b"')" '0 all&set=a:b 1'
is 'has a file of its own' "$(find "$lib/harvested" -name '*.xml' | wc -l)" 2
harvest "$base/sets" --set a:c
like 'a set that there is not is named' "$err" 'no record in the set "a:c"; look at http.*/sets\?verb=ListSets'
scene none '{records: []}'
harvest "$base/none"
is 'a provider without records is none with an error' "$code $(counts)" \
  '0 0 received; 0 added, 0 replaced, 0 deleted, 0 unchanged, 0 left out.'

# ---- what comes right again ----
# heals NAME FAULT…: the fault at the second request; whole in the end, with the code 0
heals()
{
  scene heal "{records: \$all, faults: {\"2\": \"$2\"}}"
  fresh heal
  harvest "$base/heal"
  is "$1" "$code $(kept)" "0 $ten"
}
heals '503 without a word of when' 503
like 'is said, with the try' "$err" "heal: the provider answers HTTP 503 .*; trying again in 0\.0 s \(try 2 of 4\)\.$"
began=$(date +%s%N)
heals '503 with Retry-After in seconds' 503:1
is 'is obeyed' "$(($(date +%s%N) - began >= 1000000000))" 1
heals '503 with Retry-After as a date' 503:date
like 'is waited for' "$err" 'trying again in [12]\.0 s'
heals '429' 429
heals 'HTTP 500' 500
heals 'a connection that is cut before the answer' silence
heals 'a connection that is cut midway' cut
heals 'XML that stops' truncate
like 'is named with its line' "$err" 'the reply cannot be read: line [0-9]+: the file '
heals 'an empty reply' empty
heals 'gzip' gzip
heals 'another content type' plain-type
heals 'a page that is given twice' repeat
heals 'a token that is no longer known' bad-token
like 'means to begin anew, and it is said' "$err" 'no longer knows where the list was to go on \(The token has expired\); beginning anew'
scene heal '{records: $all, faults: {"2": "bad-token", "5": "error=noRecordsMatch"}}'
fresh heal
harvest "$base/heal"
is 'a list that ends with noRecordsMatch, short' "$code" 65
like 'is told apart' "$err" 'announced 10 records and sent 6'
scene slow '{records: $all, faults: {"2": "drip"}}'
fresh heal
began=$(date +%s)
harvest "$base/slow"
is 'a reply that drips is given up, and asked for again' "$code $(kept) $(($(date +%s) - began < 8))" "0 $ten 1"
scene there '{records: $all}'
scene moved '{moved: "there"}'
fresh heal
harvest "$base/moved"
is 'a redirect' "$code $(kept)" "0 $ten"
scene twice '{records: ($all + [$all[0] | .title = "Later"])}'
fresh heal
harvest "$base/twice"
is 'a record in two pages: once, the later' "$code $(kept) $(grep -c '>Later<' "$lib"/harvested/*.xml)" "0 $ten 1"

# ---- what is wrong, and stays so ----
# fails NAME CODE PATTERN FAULT: at every request after the first; what was kept before stays
fails()
{
  scene good '{records: $all[:2]}'
  fresh fail
  harvest "$base/good"
  scene good "{records: \$all, now: \"2024-07-01T00:00:00Z\", faults: {\"1\": \"\", \"*\": \"$4\"}}"
  harvest "$base/good" --full
  is "$1: ends, and nothing is lost" "$code $(kept)" "$2 0 1"
  like "$1: a sentence says what, where and what to do" "$err" "$base/good.*: .*$3"
}
fails 'HTTP 404' 76 'the provider answers HTTP 404 \(there is nothing at this address\); check it' 404
fails 'HTTP 403' 76 'the provider answers HTTP 403 .*ask its operators' 403
fails 'always 503' 75 'the provider answers HTTP 503 .*, 4 times over; harvest again later' 503
fails 'Retry-After of a day' 75 'HTTP 503 .*asks to be left alone for 86400 s; harvest again then' 503:86400
fails 'a web page' 76 'the answer is a web page, not OAI-PMH; check the address' html
fails 'a redirect to itself' 76 'it redirects more than 5 times; check the address' loop
fails 'a redirect to a file' 76 'it leads to an address that is not followed' to-file
fails 'a reply without end' 76 'the reply is larger than 1 MB; raise .indexer. harvest-mb' huge
fails 'a bomb of gzip' 76 'the reply is larger than 1 MB' bomb
fails 'a billion laughs' 76 'the reply is not OAI-PMH 2.0: .*document type' laughs
fails 'an external entity' 76 'the reply is not OAI-PMH 2.0: .*document type' external
fails 'always the same token' 76 'gives the resumption token .* again and again, so its list has no end' same-token
fails 'a list without end' 76 'its last 101 replies brought no new record' endless
fails 'tokens that always expire' 75 'forgot its resumption token 4 times .*--set' bad-token
fails 'badArgument' 76 'the provider refuses \(badArgument: So it is\)' error=badArgument
fails 'badArgument with the status 400' 76 'the provider refuses \(cannotDisseminateFormat: .*has no oai_dc' \
  error=cannotDisseminateFormat
is 'nothing of the system was read' "$(grep -rc 'root:' "$lib/harvested" | grep -vc ':0$')" 0
scene good '{records: $all, identify: "html"}'
harvest "$base/good"
like 'an address of something else' "$code $err" '^76 .*good\?verb=Identify: the answer is a web page'
scene good '{records: $all, version: "1.1"}'
harvest "$base/good"
like 'an older protocol' "$code $err" '^76 .*speaks OAI-PMH 1\.1; only 2\.0'
harvest http://127.0.0.1:1/oai
like 'nobody there' "$code $(echo "$err" | tail -1)" '^75 .*the connection failed \(.*, 4 times over; harvest again later'
for wrong in ftp://x.org/oai oai "$base/plain?verb=Identify" http://a:b@x.org/oai; do
  harvest "$wrong"
  is "no address: $wrong" "$code" 64
done
harvest
like 'no address at all' "$code $err" '^64 .*say from which provider'
index "$lib" update --full
is 'options of harvest are no others'"'" "$code" 64

# ---- records that are wrong ----
scene bad '{records: ($all | .[1].bare = true | .[2].id = "has space" | .[3].id = "")}'
fresh bad
harvest "$base/bad"
is 'wrong records are left out, the others go in' "$code $(kept)" '65 0 4 5 6 7 8 9'
like 'one without metadata is named' "$err" 'bad: record "oai:x:1": the record is not marked as deleted and has no oai_dc metadata.* It is left out\.'
like 'one without a name is named' "$err" "bad: a record: the identifier in the record's header is empty"
like 'they are counted' "$(counts)" '10 received; 7 added.* 3 left out'
scene bad '{records: $all, faults: {"1": "latin"}}'
fresh bad
harvest "$base/bad"
is 'letters that are no UTF-8 or no XML are mended' \
  "$code $(grep -o 'R[^<]*of oai:x:0' "$lib"/harvested/*.xml | tr -s ' ')" '65 Réintégration été of oai:x:0'
like 'and counted' "$err" 'reply 1 had 12 characters that are no XML or no UTF-8, which were mended'
scene bad '{records: $all, size: 20}'
harvest "$base/bad"
scene bad '{records: $all[:4], size: 10}'
harvest "$base/bad" --full
is 'a list that is shorter than announced removes nothing' "$code $(kept)" "65 $ten"

# ---- interrupted ----
scene stop '{records: $all, faults: {"*": "503", "1": "", "2": ""}}'
fresh stop
harvest "$base/stop"
is 'a first harvest that fails midway leaves no records, but its pages' \
  "$code $(kept) $(find "$lib/harvested" -name '00*.xml' | wc -l)" '75  2'
index "$lib" update
is 'update does not see them' "$code" 65
scene stop '{records: $all}'
harvest "$base/stop"
is 'the next goes on, then asks for what changed since' "$code $(kept) $(asked stop | sed 's/, "", "", "[^]]*//g')" \
  "0 $ten resumptionToken=[6];resumptionToken=[9];all&from=2024-06-01T00:00:00Z"
like 'and says so' "$err" 'going on with a harvest that was interrupted after 6 records'
scene stop '{records: $all, faults: {"*": "drip"}}'
rm "$lib"/harvested/*.xml
"$indexer" -c "$lib/repere.conf" harvest "$base/stop" >/dev/null 2>"$work/err" &
pid=$!
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
  grep -q ListRecords "$work/provider/stop.log" 2>/dev/null && break
  sleep 0.1
done
harvest "$base/stop"
like 'two at once: the second says so' "$code $err" '^75 .*another harvest of the same provider is under way'
kill -INT "$pid" 2>/dev/null || kill -TERM "$pid"
kill -TERM "$pid"
wait "$pid"
like 'a signal ends it' "$? $(cat "$work/err")" '^75 .*interrupted; what came so far is kept'
# Killed at any moment: the next is as if it had never been.
scene kill '{records: $all, page: 1}'
fresh kill
harvest "$base/kill"
whole=$(cat "$lib"/harvested/*.xml)
bad=
for ms in 004 008 012 016 020 024 028 032 040 060; do
  rm -rf "$lib/harvested"
  "$indexer" -c "$lib/repere.conf" harvest "$base/kill" >/dev/null 2>&1 &
  pid=$!
  sleep "0.$ms"
  kill -KILL "$pid" 2>/dev/null
  wait "$pid" 2>/dev/null
  harvest "$base/kill"
  [ "$code" = 0 ] && [ "$(cat "$lib"/harvested/*.xml)" = "$whole" ] && [ "$(find "$lib/harvested" | wc -l)" = 2 ] || bad="$bad $ms: $code"
done
is 'killed at ten moments, the next harvest is whole' "$bad" ''

# ---- the library ----
fresh outside
sed -i 's/^records=.*/records=records/' "$lib/repere.conf"
harvest "$base/plain"
like 'a folder that is not among the records is named' "$err" '\[library\] records does not name .*/outside/harvested, .*; add it there'
is 'the provider had no complaint' "$(cat "$work/provider.err")" ''
end
