#!/bin/sh
# Runs test programs that speak TAP (GLib's --tap, or shell scripts that print it) and adds up what they say.
# The output of a failing program is shown whole. Ends with "N passed, N failed, N skipped".
set -u
export BUILD="${BUILD:-build}" SOURCE="$PWD" G_DEBUG=fatal-criticals LC_ALL=C.UTF-8
export ASAN_OPTIONS="detect_leaks=1:abort_on_error=0" LSAN_OPTIONS=print_suppressions=0 UBSAN_OPTIONS=print_stacktrace=1
passed=0 failed=0 skipped=0
log=$(mktemp)
trap 'rm -f "$log"' EXIT
for test in "$@"; do
  start=$(date +%s)
  case $test in
    *.sh) timeout 900 sh "$test" >"$log" 2>&1 ;;
    *) timeout 900 "$test" --tap >"$log" 2>&1 ;;
  esac
  code=$?
  s=$(grep -ciE '^ *ok .*# *skip' "$log")
  p=$(($(grep -cE '^ *ok ' "$log") - s))
  f=$(grep -cE '^ *not ok ' "$log")
  if [ "$code" -ne 0 ] && [ "$f" -eq 0 ]; then f=1; fi
  if [ "$p" -eq 0 ] && [ "$s" -eq 0 ] && [ "$f" -eq 0 ]; then f=1; echo "no test ran" >>"$log"; fi
  passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
  printf '%-34s %4d passed, %d failed, %d skipped, %d s\n' "${test#"$BUILD"/}" "$p" "$f" "$s" $(($(date +%s) - start))
  if [ "$f" -gt 0 ]; then sed 's/^/    /' "$log"; echo "    exit code $code"; fi
  grep -iE '^ *ok .*# *skip' "$log" | sed 's/^ */    /'
done
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
