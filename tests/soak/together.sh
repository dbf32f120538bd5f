#!/bin/sh
# together.sh - four indexers at once for SOAK_SECONDS, each doing what comes, while the sources change and a daemon is
# asked: who comes second says who is at work, copies are of one revision, and in the end the index is whole and equal to
# one that was alone. Prints TAP.
# shellcheck source=tests/road.sh
. "${SOURCE:-.}/tests/road.sh"
WORKS=${WORKS:-60}
TRANSLATE=${TRANSLATE:-off}
# shellcheck source=tests/disturb.sh
. "$source/tests/disturb.sh"
seconds=${SOAK_SECONDS:-600}

two_states
lib=$work/lib
disturbed_library "$lib"
sources "$lib" A
index "$lib" -q update
index "$lib" snapshot "$work/first"
serve "$lib"
mkdir "$work/said"

# One run of a command: what is neither done nor given way to is kept.
run()
{
  name=$1
  shift
  "$indexer" -q -c "$lib/repere.conf" "$@" >"$work/said/$name.out" 2>&1
  code=$?
  echo "$1 $code" >>"$work/said/codes.$name"
  case $code in
    0) ;;
    75) grep -q 'another indexer (process [0-9]*)' "$work/said/$name.out" || { echo "$*:" && cat "$work/said/$name.out"; } ;;
    *) echo "$*: $code" && cat "$work/said/$name.out" ;;
  esac >>"$work/said/bad"
}
# The first changes the sources between its runs, and only then: half a set of files would be indexed as it is.
at_work()
{
  n=0
  end=$(($(date +%s) + seconds))
  while [ "$(date +%s)" -lt "$end" ]; do
    n=$((n + 1))
    case $1-$((n % 7)) in
      1-*) run "$1" update ;;
      2-[024]) run "$1" rebuild ;;
      2-*) run "$1" update ;;
      3-[036]) # it looks at every file before it asks for the lock, and would hardly ever come first
        for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
          run "$1" restore "$work/first"
          [ "$code" -eq 75 ] || break
        done
        ;;
      3-*) run "$1" verify ;;
      *) rm -rf "$work/copy.$1" && run "$1" snapshot "$work/copy.$1" &&
        { [ ! -e "$work/copy.$1" ] || run "$1" verify "$work/copy.$1"; } ;;
    esac
  done
}
ask_on()
{
  while [ ! -e "$work/stop" ]; do
    get "$lib" '/v1/search?q=village&limit=3&facet=year' -w '\n%{http_code}\n' | grep -vE '^(\{.*|200|)$' >>"$work/said/bad"
  done
}
ask_on &
asker=$!
at_work 1 & one=$!
at_work 2 & two=$!
at_work 3 & three=$!
at_work 4 & four=$!
wait "$one" "$two" "$three" "$four"
: >"$work/stop"
wait "$asker"
is 'nothing else than done, or given way' "$(cat "$work/said/bad" 2>/dev/null)" ''
for command in update rebuild restore snapshot verify; do
  is "$command was done" "$(cat "$work"/said/codes.* | grep -m 1 "^$command 0")" "$command 0"
done
like 'some gave way' "$(cat "$work"/said/codes.*)" ' 75$'
sort "$work"/said/codes.* | uniq -c | sed 's/^/# /'
sources "$lib" B
index "$lib" -q update
is 'whole and equal in the end' "$code $(faults "$lib")$(equal "$lib" B)" '0 '
kill -TERM "$daemon"
wait "$daemon"
is 'the daemon ends well' "$? $(grep -E 'CRITICAL|Sanitizer|runtime error' "$work/searchd.err")" '0 '
end
