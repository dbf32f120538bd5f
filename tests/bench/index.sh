#!/bin/bash
# Indexing, side by side in one run over the same PDFs: pdftotext alone, repere-indexer with one and with two workers, omindex.
# Prints seconds and ratios; what counts are the ratios, for machines are shared and noisy. REPERE_SHARED/library is the
# library; without it, the sample library.
set -eu
build=$(realpath "${BUILD:-build}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
TIMEFORMAT='%R %U %S'

if [ -d "${REPERE_SHARED:-/nowhere}/library" ]; then
  library=$REPERE_SHARED/library
  printf '[library]\nrecords=%s\nfiles=%s\nindex=index\n' "$library/records.xml" "$library/files" >"$work/repere.conf"
else
  echo "REPERE_SHARED/library is not there: measuring on the sample library, which is too small to tell much."
  library=$PWD/corpus
  sed -e "s|^records=.*|records=$library/records|" -e "s|^files=.*|files=$library/files|" -e "s|^index=.*|index=index|" \
    -e "s|^vocabularies=.*|vocabularies=$library/vocabularies|" "$library/repere.conf" >"$work/repere.conf"
fi
files=$library/files

# Proportional memory of a process and its children, in KB: each shared page is divided among those that use it.
memory_of() {
  local pid
  for pid in "$1" $(pgrep -P "$1"); do
    awk '/^Pss:/ {print $2}' "/proc/$pid/smaps_rollup" 2>/dev/null || true
  done | awk '{sum += $1} END {print sum + 0}'
}

# Samples the indexer at work until $work/running is gone; leaves the peak in $work/peak.
watch_memory() {
  local peak=0 now pid
  while [ -e "$work/running" ]; do
    pid=$(pgrep -o -f "^$build/repere-indexer" || true)
    now=$([ -z "$pid" ] || memory_of "$pid")
    [ "${now:-0}" -le "$peak" ] || peak=$now
    sleep 0.1
  done
  echo "$peak" >"$work/peak"
}

# measure NAME COMMAND...: leaves "wall user sys" in $work/NAME
measure() {
  local name=$1
  shift
  { time "$@" >"$work/$name.out" 2>"$work/$name.err" || [ $? -eq 65 ] || { cat "$work/$name.err" >&2; exit 70; }; } 2>"$work/$name"
}

extract_all() {
  for pdf in "$files"/*.pdf; do pdftotext "$pdf" /dev/null 2>/dev/null || true; done
}

index_with() {
  rm -rf "$work/index"
  "$build/repere-indexer" -q -c "$work/repere.conf" --workers "$1" update
}

cat "$files"/*.pdf >/dev/null # warm
for round in 1 2 3; do
  measure pdftotext.$round extract_all
  measure one.$round index_with 1
  touch "$work/running"
  watch_memory &
  watcher=$!
  measure two.$round index_with 2
  rm "$work/running"
  wait "$watcher"
  measure again.$round "$build/repere-indexer" -q -c "$work/repere.conf" update
  rm -rf "$work/omega"
  measure omindex.$round omindex --db "$work/omega" --url / "$files"
done

"$build/repere-indexer" -c "$work/repere.conf" status --json >"$work/status" 2>/dev/null
awk -v dir="$work" -v pages="$(jq .pages "$work/status")" '
function median(a, b, c) { return a > b ? (b > c ? b : (a > c ? c : a)) : (a > c ? a : (b > c ? c : b)) }
function read(name,  i, line, part) {
  for (i = 1; i <= 3; i++) { getline line < (dir "/" name "." i); split(line, part, " "); w[i] = part[1]; c[i] = part[2] + part[3] }
  wall[name] = median(w[1] + 0, w[2] + 0, w[3] + 0); cpu[name] = median(c[1], c[2], c[3])
}
BEGIN {
  split("pdftotext one two again omindex", names, " ")
  for (i = 1; i in names; i++) read(names[i])
  getline peak < (dir "/peak")
  printf "%d pages, medians of three rounds   wall s    CPU s\n", pages
  label["pdftotext"] = "pdftotext, text thrown away"; label["one"] = "repere-indexer, 1 worker"
  label["two"] = "repere-indexer, 2 workers"; label["again"] = "a second update"; label["omindex"] = "omindex"
  for (i = 1; i in names; i++) printf "%-34s %7.2f  %7.2f\n", label[names[i]], wall[names[i]], cpu[names[i]]
  printf "\nCPU, indexer to pdftotext:        %.2f  (at most 1.4)\n", cpu["two"] / cpu["pdftotext"]
  printf "wall, indexer to omindex:         %.2f  (at most 0.5)\n", wall["two"] / wall["omindex"]
  printf "wall, one worker to two:          %.2f  (at least 1.8)\n", wall["one"] / wall["two"]
  printf "peak memory, indexer and workers: %d MB (under 500)\n", peak / 1024
}'
