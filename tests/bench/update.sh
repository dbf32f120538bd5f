#!/bin/bash
# How long an `update` takes when one file changed among N works (10 000), each a record and a text of about 3 KB.
#   update.sh      environment: BUILD, N, BENCH_DIR (keeps the library there, to be used again)
# Prints seconds by the clock and of the processor, of three rounds the middle one. The processor's are what counts on a
# machine that others use as well; the target is two seconds.
set -eu
build=$(realpath "${BUILD:-build}")
n=${N:-10000}
if [ -n "${BENCH_DIR:-}" ]; then
  dir=$BENCH_DIR
  mkdir -p "$dir"
else
  dir=$(mktemp -d)
  trap 'rm -rf "$dir"' EXIT
fi
TIMEFORMAT='%R %U %S'

# A work's file is its own text and those of the nine before it in its language.
make_library() {
  [ -s "$dir/words/en.txt" ] || bash tests/bench/words.sh "$dir/words"
  "$build/tests/bench/bench_generate" "$n" 1 "$dir/words" "$dir"
  mkdir -p "$dir/files"
  awk -F '\t' -v to="$dir/files" '{
    text[$3, count[$3]++ % 10] = $17
    name = to "/" $2 ".txt"
    for (i = 0; i < 10; i++) if (($3, i) in text) print text[$3, i] >name
    close(name)
  }' "$dir/works.tsv"
  sed -i -E '/^<dcterms:identifier>/ { h; s/.*>(w[0-9]+)<.*/\1/; x }
    /^<text / { G; s|<text xml:lang="(..)">.*</text>\n(.*)|<dcterms:hasFormat href="\2.txt" xml:lang="\1" type="text/plain"/>| }' \
    "$dir"/records/*.xml
  rm "$dir/works.tsv"
  printf '[library]\nrecords=records\nfiles=files\nindex=index\nvocabularies=vocabularies\nlanguages=en;fr;es\n' \
    >"$dir/repere.conf"
  printf '[facet theme]\nsource=dcterms:subject\nkind=tree\nvocabulary=themes\n' >>"$dir/repere.conf"
}

update() {
  local code=0
  { time "$build/repere-indexer" -q -c "$dir/repere.conf" update || code=$?; } 2>"$dir/time"
  [ $code -eq 0 ] || { cat "$dir/time" >&2; exit 70; }
  tail -n 1 "$dir/time"
}

# middle LABEL: of three rounds on standard input
middle() {
  sort -n | sed -n 2p | awk -v label="$1" '{ printf "%-34s %7.2f  %7.2f\n", label, $1, $2 + $3 }'
}

[ -s "$dir/repere.conf" ] || make_library
printf '%s works                          wall s    CPU s\n' "$n"
update | awk '{ printf "%-34s %7.2f  %7.2f\n", "the first update", $1, $2 + $3 }'
for _ in 1 2 3; do update; done | middle 'nothing changed'
for round in 1 2 3; do
  echo "And one line more, about wells and schools, in round $round $RANDOM$RANDOM." >>"$dir/files/w0004321.txt"
  update
done | middle 'one file changed'
jq -e '.replaced == 1 and .files_read == 1' "$dir/index/last-run.json" >/dev/null || {
  echo "More was read than the one file: see $dir/index/last-run.json." >&2
  exit 70
}
