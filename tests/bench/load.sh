#!/bin/bash
# The daemon under load: wrk with a mix of requests at 1, 8 and 64 connections; then 2 000 keystrokes a second over 64
# connections, alone and while one client sends the slowest questions: completions only, then with one search in ten.
# Percentiles of the many alone. No run has the targets of the one before.
#   load.sh              environment: as library.sh; CACHE_MB (default: the daemon's own), RATE (2000), SECONDS_EACH (15)
set -eu
CACHE_MB=${CACHE_MB:-32}
# shellcheck source=tests/bench/library.sh
. tests/bench/library.sh
rate=${RATE:-2000} each=${SECONDS_EACH:-15}
daemon=
clean_up() {
  if [ -n "$daemon" ]; then kill "$daemon" 2>/dev/null || true; wait "$daemon" || true; fi
  if [ -z "${BENCH_DIR:-}" ]; then rm -rf "$dir/index" "$dir/records" "$dir/vocabularies" "$dir/works.tsv"; fi
}
trap clean_up EXIT

say() { printf '%-52s' "$1"; }

"$build/repere-searchd" -c "$dir/bench.conf" 2>"$dir/searchd.log" &
daemon=$!
for _ in $(seq 600); do
  if curl -fs --unix-socket "$dir/bench.sock" http://localhost/health/ready >/dev/null 2>&1; then break; fi
  kill -0 "$daemon" || { cat "$dir/searchd.log" >&2; exit 70; }
  sleep 0.5
done

{
  echo "load on $n works, $(date -u +%Y-%m-%dT%H:%MZ), $(nproc) cores, cache $CACHE_MB MB"
  for connections in 1 8 64; do
    say "mixed requests, $connections connections"
    BENCH_TARGETS=$dir/mixed.txt wrk -t 1 -c "$connections" -d "${each}s" --timeout 30s -s tests/bench/load.lua \
      http://127.0.0.1:17321 | tail -n 1
  done
  for kind in keystrokes searching; do
    say "$kind, $rate a second, 64 connections"
    "$build/tests/bench/bench_paced" "$dir/bench.sock" "$rate" "$each" 64 "$dir/$kind.txt" 0
    say "the same beside one client with the slowest questions"
    "$build/tests/bench/bench_paced" "$dir/bench.sock" "$rate" "$each" 64 "$dir/$kind.txt" $((rate * each)) "$dir/slow.txt"
  done
} | tee -a "$dir/results.txt"
