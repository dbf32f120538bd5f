#!/bin/sh
# killed.sh - an indexer that is killed, interrupted or in another's way: the index stays whole, and the next
# update makes it equal to one that was never disturbed. Prints TAP. KILLS= how often it is killed; see tests/disturb.sh.
# shellcheck source=tests/road.sh
. "${SOURCE:-.}/tests/road.sh"
WORKS=${WORKS:-70}
WORDS=${WORDS:-900}
TRANSLATE=${TRANSLATE:-off}
# shellcheck source=tests/disturb.sh
. "$source/tests/disturb.sh"
kills=${KILLS:-6}

two_states
is 'of more than one commit' "$([ "$(last "$work/A" .revision)" -gt 2 ] && echo yes)" yes
lib=$work/lib
disturbed_library "$lib"
"$indexer" -q -c "$work/A/repere.conf" snapshot "$work/snapshot"

# ---- SIGKILL ----
# Mostly updates, the first of them of no index at all; every third time a rebuild, or going back to a snapshot.
bad=
killed=0
n=0
while [ $((n += 1)) -le "$kills" ]; do
  [ $((n % 5)) -ne 1 ] || rm -rf "$lib/index"
  [ $((n % 2)) -eq 0 ] && state=B || state=A
  sources "$lib" "$state"
  case $((n % 6)) in
    3) killed_while "$(moment "$n" "$took")" "$lib" rebuild ;;
    5) killed_while "$(moment "$n" 0.6)" "$lib" restore "$work/snapshot" ;;
    *) killed_while "$(moment "$n" "$(awk -v took="$took" 'BEGIN { print took * 0.6 }')")" "$lib" update ;;
  esac
  [ "$ended" -ne 137 ] || killed=$((killed + 1))
  found=$(faults "$lib") || bad="$bad $n:$found"
  index "$lib" -q update
  [ "$code" = 0 ] || bad="$bad $n:$code:$err"
  [ -z "$(equal "$lib" "$state")" ] || bad="$bad $n:differs"
done
is "killed $kills times, the index is whole and the next update makes it equal" "$bad" ''
is 'most times while at work' "$([ $((killed * 2)) -ge "$kills" ] && echo yes || echo "$killed")" yes
is 'the last one is whole' "$(faults "$lib")" ''
serve "$lib"
answers "$lib" >"$work/answers"
is 'and answers as if nothing had been' "$(cmp "$work/answers" "$work/answers.$state" 2>&1)" ''
kill "$daemon"
wait "$daemon"
sleep 0.2
is 'no worker outlives its indexer' "$(left_over)" some

# at_work PID: waits until it has the index's lock, however slow the machine is
at_work()
{
  while [ "$(cat "$lib/index/lock" 2>/dev/null)" != "$1" ] && kill -0 "$1" 2>/dev/null; do sleep 0.02; done
}

# ---- SIGINT ----
sources "$lib" A
rm -rf "$lib/index"
# A shell starts what it runs in the background with SIGINT ignored; env --default-signal gives it back.
env --default-signal=INT "$indexer" -c "$lib/repere.conf" update >"$work/out" 2>"$work/err" &
pid=$!
at_work "$pid"
kill -INT "$pid"
wait "$pid"
is 'an interrupted update' "$? $(last "$lib" .interrupted)" '75 true'
like 'says so' "$(cat "$work/out")" 'Interrupted'
index "$lib" status
like 'and status says what to do' "$out" 'update again'
index "$lib" -q update
is 'the next one finishes' "$code $(equal "$lib" A)" '0 '

# ---- two at once ----
sources "$lib" B
"$indexer" -q -c "$lib/repere.conf" update &
pid=$!
at_work "$pid"
kill -STOP "$pid"
for command in update rebuild "restore $work/snapshot"; do
  # shellcheck disable=SC2086
  index "$lib" $command
  like "a second indexer gives way: ${command%% *}" "$code $err" "^75 repere-indexer: .*process $pid"
done
index "$lib" status
is 'looking is allowed' "$code" 0
index "$lib" verify
is 'closely, too' "$code $err" '0 '
index "$lib" snapshot "$work/meanwhile"
is 'and so is copying' "$code $err" '0 '
kill -CONT "$pid"
wait "$pid"
is 'the first one is not disturbed' "$?" 0
is 'and does its work' "$(equal "$lib" B)" ''

# ---- rebuild ----
before=$(readlink "$lib/index/current")
revision=$(last "$lib" .revision)
env --default-signal=INT "$indexer" -c "$lib/repere.conf" rebuild >"$work/out" 2>"$work/err" &
pid=$!
at_work "$pid"
kill -INT "$pid"
wait "$pid"
is 'an interrupted rebuild' "$? $(last "$lib" '"\(.interrupted) \(.added)"')" '75 true 0'
is 'says that nothing was switched' "$(sed 's/ after .*//' "$work/out")" \
  "Interrupted; nothing was switched, the index stays at revision $revision"
is 'which is so' "$(readlink "$lib/index/current") $(last "$lib" .revision)" "$before $revision"
index "$lib" status
like 'and status says which command to run again' "$out" 'rebuild again'
killed_at 0.15 "$lib" rebuild
is 'a rebuild that is killed switches nothing' "$ended $(readlink "$lib/index/current")" "137 $before"
index "$lib" rebuild
is 'a rebuild switches' "$code $([ "$(readlink "$lib/index/current")" != "$before" ] && echo yes)" '0 yes'
is 'revisions go on' "$([ "$(last "$lib" .revision)" -gt "$revision" ] && echo yes)" yes
is 'it holds the same' "$(equal "$lib" B)" ''
index "$lib" update
is 'an update after it has nothing to do' "$code $(last "$lib" '"\(.unchanged) \(.files_read)"')" \
  "0 $("$indexer" -c "$work/B/repere.conf" status --json | jq .works) 0"
is 'and old generations are gone' "$(find "$lib/index" -maxdepth 1 -name 'g*' | wc -l)" 1

# ---- a snapshot ----
killed_at 0.1 "$lib" snapshot "$work/copy"
is 'a snapshot that is killed is none' "$ended $([ -e "$work/copy" ] && echo there)" '137 '
# Xapian's compaction, broken off, leaves a table of its own behind in memory, at the end of the process.
env --default-signal=INT ASAN_OPTIONS="${ASAN_OPTIONS-}:detect_leaks=0" \
  "$indexer" -c "$lib/repere.conf" snapshot "$work/other" >"$work/out" 2>"$work/err" &
pid=$!
while [ ! -e "$work/other.partial/g000001" ] && kill -0 "$pid" 2>/dev/null; do sleep 0.01; done
kill -INT "$pid"
wait "$pid"
is 'one that is interrupted leaves nothing behind' "$? $(ls -d "$work"/other* 2>/dev/null)" '75 '
index "$lib" snapshot "$work/copy"
is 'the next one to the same place' "$code $(ls -d "$work"/copy*)" "0 $work/copy"
index "$lib" verify "$work/copy"
is 'is whole' "$code $err" '0 '
end
