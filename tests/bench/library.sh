#!/bin/bash
# A library of N works in BENCH_DIR (default: build/bench/N), indexed, with questions chosen for it. What is there already is
# kept. Prints what the indexing took. Sourced and run by the other scripts of this folder.
#   library.sh           N (default 100000), SEED (default 1), BENCH_DIR, REPERE_SHARED for more words to draw from
set -eu
build=$(realpath "${BUILD:-build}")
n=${N:-100000}
dir=${BENCH_DIR:-$build/bench/$n}
mkdir -p "$dir"
dir=$(realpath "$dir")

write_configuration() {
  cat >"$dir/bench.conf" <<CONF
[library]
records=records
vocabularies=vocabularies
index=index

[searchd]
listen=unix:bench.sock;127.0.0.1:17321
cache-mb=${CACHE_MB:-0}

[facet country]
source=dcterms:spatial
vocabulary=iso3166

[facet theme]
source=dcterms:subject
kind=tree
vocabulary=themes

[facet year]
source=dcterms:issued
kind=year

[facet type]
source=dcterms:type

[facet language]
source=dcterms:language
vocabulary=iso639

[facet organization]
source=dcterms:publisher
CONF
}

# The indexer's processor time, and the most memory it had, are the kernel's account of it.
index_works() {
  local bytes peak=0 now
  bytes=$(cut -f 15-17 "$dir/works.tsv" | wc -c)
  "$build/repere-indexer" -q -c "$dir/bench.conf" update &
  local indexer=$! start=$EPOCHREALTIME ticks=0 line
  while kill -0 "$indexer" 2>/dev/null; do
    now=$(awk '/^VmHWM/ {print $2}' "/proc/$indexer/status" 2>/dev/null || true)
    [ "${now:-0}" -le "$peak" ] || peak=$now
    line=$(cut -d ')' -f 2 "/proc/$indexer/stat" 2>/dev/null | awk '{print $12 + $13}' || true)
    [ "${line:-0}" -eq 0 ] || ticks=$line
    sleep 0.2
  done
  wait "$indexer" || [ $? -eq 65 ]
  awk -v start="$start" -v end="$EPOCHREALTIME" -v ticks="$ticks" -v hz="$(getconf CLK_TCK)" -v n="$n" -v bytes="$bytes" \
    -v peak="$peak" -v size="$(du -sm "$dir/index" | cut -f 1)" 'BEGIN {
      wall = end - start
      printf "%-14s loaded %d works in %8.1f s, %8.0f works/s, %8.0f MB", "repere", n, wall, n / wall, size
      printf "; CPU %.0f s, %.2f MB of text/s, at most %.0f MB of memory\n", ticks / hz, bytes / wall / 1e6, peak / 1024 }' |
    tee -a "$dir/results.txt"
}

if [ ! -s "$dir/works.tsv" ]; then
  words=$build/bench/words
  [ -s "$words/es.txt" ] || bash tests/bench/words.sh "$words"
  "$build/tests/bench/bench_generate" "$n" "${SEED:-1}" "$words" "$dir"
fi
write_configuration
[ -d "$dir/index" ] || index_works
[ -s "$dir/questions.json" ] || /usr/bin/python3 tests/bench/choose.py "$dir/works.tsv" >"$dir/questions.json"
[ -s "$dir/slow.txt" ] || /usr/bin/python3 tests/bench/targets.py "$dir"
