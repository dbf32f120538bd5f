#!/bin/sh
# Runs test programs that speak TAP (GLib's --tap, or shell scripts that print it) and adds up what they say: as many at
# once as there are cores (JOBS=), and then, one after the other, those that look at the clock.
# The output of a failing program is shown whole. Ends with "N passed, N failed, N skipped".
set -u
export BUILD="${BUILD:-build}" SOURCE="$PWD" G_DEBUG=fatal-criticals LC_ALL=C.UTF-8
# Xapian's check gives an object back by the size of its base class; the project itself deletes in one file only.
export ASAN_OPTIONS="detect_leaks=1:abort_on_error=0:new_delete_type_mismatch=0" LSAN_OPTIONS=print_suppressions=0 UBSAN_OPTIONS=print_stacktrace=1

run_one()
{
  test=$1 log=$(mktemp "$counts/XXXXXX") start=$(date +%s)
  case $test in
    *.sh) timeout "${TEST_SECONDS:-900}" sh "$test" >"$log" 2>&1 ;;
    *) timeout "${TEST_SECONDS:-900}" "$test" --tap >"$log" 2>&1 ;;
  esac
  code=$?
  s=$(grep -ciE '^ *ok .*# *skip' "$log")
  p=$(($(grep -cE '^ *ok ' "$log") - s))
  f=$(grep -cE '^ *not ok ' "$log")
  if [ "$code" -ne 0 ] && [ "$f" -eq 0 ]; then f=1; fi
  if [ "$p" -eq 0 ] && [ "$s" -eq 0 ] && [ "$f" -eq 0 ]; then f=1; echo "no test ran" >>"$log"; fi
  echo "$p $f $s" >"$log.count"
  {
    printf '%-34s %4d passed, %d failed, %d skipped, %d s\n' "${test#"$BUILD"/}" "$p" "$f" "$s" $(($(date +%s) - start))
    if [ "$f" -gt 0 ]; then sed 's/^/    /' "$log"; echo "    exit code $code"; fi
    grep -iE '^ *ok .*# *skip' "$log" | sed 's/^ */    /'
  } >"$log.said"
  cat "$log.said"
}

if [ "${1-}" = --one ]; then
  counts=$2
  run_one "$3"
  exit 0
fi

counts=$(mktemp -d)
trap 'rm -rf "$counts"' EXIT
trap 'exit 130' INT TERM
# run JOBS TEST...: the same tests, so many at once
run()
{
  jobs=$1
  shift
  [ $# -eq 0 ] || printf '%s\n' "$@" | xargs -P "$jobs" -n 1 sh "$0" --one "$counts"
}

together='' alone=''
for test in "$@"; do
  case ${test#"$BUILD"/tests/} in
    indexer/test_pool | http/test_lifecycle | http/test_shell | http/test_streams) alone="$alone $test" ;;
    *) together="$together $test" ;;
  esac
done
# shellcheck disable=SC2086 # names of tests have no spaces
run "${JOBS:-$(nproc)}" $together
# shellcheck disable=SC2086
run 1 $alone
cat "$counts"/*.count | awk -v wanted=$# '
  { passed += $1; failed += $2; skipped += $3 }
  END {
    if (NR != wanted) failed += wanted - NR # a test that could not even be counted
    printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped
    exit failed > 0 || passed == 0
  }'
