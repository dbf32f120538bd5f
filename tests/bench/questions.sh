#!/bin/bash
# Questions with six facets over a generated library: Repère alone, or with rivals beside it.
#   questions.sh [sphinx] [groonga] [postgresql] [sqlite]     environment: as library.sh
# Leaves nothing but results.txt and results.json where BENCH_DIR is not set; else the library stays, to be used again.
set -eu
: "${BENCH_SECONDS:=8}"
export BENCH_SECONDS
# shellcheck source=tests/bench/library.sh
. tests/bench/library.sh

clean_up() {
  rm -f "$dir/searchd.log"
  if [ -z "${BENCH_DIR:-}" ]; then
    rm -rf "$dir/sphinx" "$dir/groonga" "$dir/postgresql" "$dir/sqlite"
    rm -rf "$dir/index" "$dir/records" "$dir/vocabularies" "$dir/works.tsv"
  fi
}
trap clean_up EXIT

echo "$n works, $(date -u +%Y-%m-%dT%H:%MZ), $(nproc) cores" | tee -a "$dir/results.txt"
/usr/bin/python3 tests/bench/questions.py "$dir" "$build" "$@"
echo "Kept in $dir/results.txt and results.json."
