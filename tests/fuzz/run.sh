#!/bin/sh
# run.sh FUZZER... - runs them side by side for FUZZ_SECONDS each. What they learn stays in BUILD/corpus/NAME; an input that
# breaks something is kept, and named.
set -eu
build=${BUILD:-build/fuzz}
seconds=${FUZZ_SECONDS:-600}
here=$(dirname "$0")

# One fuzzer: its words are in a dictionary beside its source, if it has one.
fuzz()
{
  name=$(basename "$1")
  mkdir -p "$build/corpus/$name" "$build/found"
  set -- "$1" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=2048 -artifact_prefix="$build/found/$name-" \
    -print_final_stats=1
  [ ! -f "$here/$name.dict" ] || set -- "$@" -dict="$here/$name.dict"
  "$@" "$build/corpus/$name" >"$build/$name.log" 2>&1
}

jobs=
for fuzzer in "$@"; do
  fuzz "$fuzzer" &
  jobs="$jobs $!"
done
status=0
for job in $jobs; do
  fuzzer=$1
  shift
  name=$(basename "$fuzzer")
  if wait "$job"; then
    echo "$name: nothing found in $seconds s, $(sed -n 's/^stat::number_of_executed_units: *//p' "$build/$name.log") inputs."
  else
    status=1
    tail -n 40 "$build/$name.log" >&2
    kept=$(sed -n 's/.*Test unit written to //p' "$build/$name.log" | tail -n 1)
    echo "$name: a fault. The input is ${kept:-not kept}; run '$fuzzer $kept' to see it again ($build/$name.log)." >&2
  fi
done
exit $status
