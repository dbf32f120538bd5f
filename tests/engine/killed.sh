#!/bin/sh
# killed.sh - an indexer that is killed, interrupted or in another's way: the index stays whole, and the next
# update makes it equal to one that was never disturbed. Prints TAP.
# shellcheck source=tests/road.sh
. "${SOURCE:-.}/tests/road.sh"

# Two states of one library, A and B: B has a third of A's works changed, some gone, some new.
# generate DIR STATE
generate()
{
  rm -rf "$1/records" "$1/files"
  mkdir -p "$1/records" "$1/files"
  awk -v state="$2" -v dir="$1/files" '
    function one_of(letters) {
      return substr(letters, 1 + rand() * length(letters), 1)
    }
    function text(seed, words,   i, line) {
      srand(seed)
      line = "The report of the village"
      for (i = 0; i < words; i++)
        line = line " " one_of("abcdefghij") one_of("aeiou") one_of("klmnpqrst") one_of("aeiou") one_of("dfgh") \
          int(rand() * 90)
      return line
    }
    BEGIN {
      for (i = 0; i < 220; i++) {
        if (state == "A" && i >= 200) continue
        if (state == "B" && i % 11 == 3) continue
        version = state == "B" && i % 3 == 0 ? 2 : 1
        print text(1000 * version + i, 600) > (dir "/" i ".txt")
        close(dir "/" i ".txt")
        printf "<record><dcterms:identifier>work-%d</dcterms:identifier>", i
        printf "<dcterms:title xml:lang=\"en\">Report %d of %d</dcterms:title>", i, version
        printf "<dcterms:issued>%d</dcterms:issued>", 2000 + i % 20
        printf "<dcterms:publisher>Org%d</dcterms:publisher>", i % 7
        printf "<dcterms:hasFormat href=\"%d.txt\" xml:lang=\"en\" type=\"text/plain\"/></record>\n", i
      }
    }' | records "$1/records/all.xml"
}

# What the index holds, whatever way it came to it.
contents()
{
  "$indexer" -c "$1/repere.conf" ledger --json | jq -cS .
  "$indexer" -c "$1/repere.conf" status --json | jq -cS '[.works, .files, .pages, .languages, .outcomes]'
}

# And what it answers: totals, counts, hits with their scores and passages.
answers()
{
  for q in '' village 'report akad1' '"of the village"' '-bakad12 village'; do
    for offset in 0 100 200; do
      get "$1" /v1/search -G --data-urlencode "q=$q" -d "offset=$offset" \
        -d 'facet=year,organization,language&limit=100&sort=title'
    done
  done | jq -cS 'del(.took_ms, .index.revision, .next)' # a cursor names the revision
}

commits='[indexer]
commit-mb=1'
for state in A B; do
  library "$work/$state" "$commits"
  generate "$work/$state" $state
  index "$work/$state" update
  is "library $state" "$code" 0
  contents "$work/$state" >"$work/contents.$state"
  serve "$work/$state"
  answers "$work/$state" >"$work/answers.$state"
  kill "$daemon"
  wait "$daemon"
done
is 'of more than one commit' "$([ "$(last "$work/A" .revision)" -gt 2 ] && echo yes)" yes
took=$(last "$work/A" .seconds)

# The files' times differ between A, B and what is disturbed; their contents do not.
lib=$work/lib
library "$lib" "$commits"

# ---- SIGKILL ----
# Updates take as long as the machine has time for: one that was done before it could be killed is done again from what
# was there before, and killed in half the time.
bad=
killed=0
workers=
for n in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16; do
  [ $((n % 5)) -ne 1 ] || rm -rf "$lib/index"
  [ $((n % 2)) -eq 0 ] && state=B || state=A
  rm -rf "$lib/records" "$lib/files"
  cp -r "$work/$state/records" "$work/$state/files" "$lib/"
  rm -rf "$work/before"
  [ ! -e "$lib/index" ] || cp -a "$lib/index" "$work/before"
  delay=$(awk -v n="$n" -v took="$took" 'BEGIN { srand(n * 7919); print 0.01 + rand() * took * 0.6 }')
  for try in 1 2 3 4 5; do
    if [ "$try" -gt 1 ]; then
      rm -rf "$lib/index"
      [ ! -e "$work/before" ] || cp -a "$work/before" "$lib/index"
    fi
    "$indexer" -q -c "$lib/repere.conf" update 2>/dev/null &
    pid=$!
    sleep "$delay"
    workers="$workers $(pgrep -P "$pid" | tr '\n' ' ')"
    kill -9 "$pid" 2>/dev/null
    wait "$pid" 2>/dev/null
    ended=$?
    [ "$ended" -ne 137 ] || break
    delay=$(awk -v delay="$delay" 'BEGIN { print delay / 2 }')
  done
  [ "$ended" -ne 137 ] || killed=$((killed + 1))
  [ ! -e "$lib/index/current" ] || "$indexer" -c "$lib/repere.conf" status >/dev/null || bad="$bad $n:unreadable"
  index "$lib" -q update
  [ "$code" = 0 ] || bad="$bad $n:$code:$err"
  contents "$lib" >"$work/contents"
  cmp -s "$work/contents" "$work/contents.$state" || bad="$bad $n:differs"
done
is 'killed at sixteen moments, each next update makes the index whole' "$bad" ''
is 'most of them while at work' "$([ "$killed" -ge 10 ] && echo yes || echo "$killed")" yes
serve "$lib"
answers "$lib" >"$work/answers"
is 'which answers as if nothing had been' "$(cmp "$work/answers" "$work/answers.$state" 2>&1)" ''
sleep 0.2
left=
for pid in $workers; do # numbers come again: it must be an indexer, too
  [ "$(readlink "/proc/$pid/exe")" != "$indexer" ] || left="$left $pid"
done
is 'no worker outlives its indexer' "$([ -n "$workers" ] && echo some)$left" some

# ---- SIGINT ----
rm -rf "$lib/records" "$lib/files"
cp -r "$work/A/records" "$work/A/files" "$lib/"
# A shell starts what it runs in the background with SIGINT ignored; env --default-signal gives it back.
env --default-signal=INT "$indexer" -c "$lib/repere.conf" update >"$work/out" 2>"$work/err" &
pid=$!
sleep 0.1
kill -INT "$pid"
wait "$pid"
is 'an interrupted update' "$? $(last "$lib" .interrupted)" '75 true'
like 'says so' "$(cat "$work/out")" 'Interrupted'
index "$lib" status
like 'and status says what to do' "$out" 'update again'
index "$lib" -q update
contents "$lib" >"$work/contents"
is 'the next one finishes' "$code $(cmp "$work/contents" "$work/contents.A" 2>&1)" '0 '

# ---- two at once ----
rm -rf "$lib/records" "$lib/files"
cp -r "$work/B/records" "$work/B/files" "$lib/"
"$indexer" -q -c "$lib/repere.conf" update &
pid=$!
sleep 0.1
kill -STOP "$pid"
index "$lib" update
like 'a second indexer gives way' "$code $err" "^75 repere-indexer: .*process $pid"
index "$lib" rebuild
like 'whatever it wants' "$code $err" "^75 repere-indexer: .*process $pid"
index "$lib" status
is 'looking is allowed' "$code" 0
kill -CONT "$pid"
wait "$pid"
is 'the first one is not disturbed' "$?" 0
contents "$lib" >"$work/contents"
is 'and does its work' "$(cmp "$work/contents" "$work/contents.B" 2>&1)" ''

# ---- rebuild ----
before=$(readlink "$lib/index/current")
revision=$(last "$lib" .revision)
env --default-signal=INT "$indexer" -c "$lib/repere.conf" rebuild >"$work/out" 2>"$work/err" &
pid=$!
sleep 0.1
kill -INT "$pid"
wait "$pid"
is 'an interrupted rebuild' "$? $(last "$lib" '"\(.interrupted) \(.added)"')" '75 true 0'
is 'says that nothing was switched' "$(sed 's/ after .*//' "$work/out")" \
  "Interrupted; nothing was switched, the index stays at revision $revision"
is 'which is so' "$(readlink "$lib/index/current") $(last "$lib" .revision)" "$before $revision"
index "$lib" status
like 'and status says which command to run again' "$out" 'rebuild again'
"$indexer" -q -c "$lib/repere.conf" rebuild &
pid=$!
sleep 0.15
kill -9 "$pid"
wait "$pid" 2>/dev/null
is 'a rebuild that is killed switches nothing' "$(readlink "$lib/index/current")" "$before"
index "$lib" rebuild
is 'a rebuild switches' "$code $([ "$(readlink "$lib/index/current")" != "$before" ] && echo yes)" '0 yes'
is 'revisions go on' "$([ "$(last "$lib" .revision)" -gt "$revision" ] && echo yes)" yes
contents "$lib" >"$work/contents"
is 'it holds the same' "$(cmp "$work/contents" "$work/contents.B" 2>&1)" ''
index "$lib" update
is 'an update after it has nothing to do' "$code $(last "$lib" '"\(.unchanged) \(.files_read)"')" '0 200 0'
is 'and old generations are gone' "$(find "$lib/index" -maxdepth 1 -name 'g*' | wc -l)" 1
end
