#!/bin/bash
# What words added to a question cost: the questions of tests/relevance/questions.tsv, in three languages, with expand=on and
# expand=off in turn over the Unix socket, each answered anew; the daemon on REPERE_SHARED/library (or the sample library),
# with the thesauri of REPERE_SHARED where there are some. Prints medians, CPU and their ratios.
set -eu
build=$(realpath "${BUILD:-build}")
work=$(mktemp -d)
daemon=
trap '[ -z "$daemon" ] || kill "$daemon" 2>/dev/null; rm -rf "$work"' EXIT

library=$PWD/corpus records=$PWD/corpus/records shared=${REPERE_SHARED:-/nowhere}
if [ -d "$shared/library" ]; then library=$shared/library records=$library/records.xml; fi
mkdir "$work/vocabularies"
cp "$PWD"/corpus/vocabularies/* "$work/vocabularies"
for thesaurus in "$shared"/vocabularies/*.rdf; do [ ! -f "$thesaurus" ] || cp "$thesaurus" "$work/vocabularies"; done
cat >"$work/repere.conf" <<CONF
[library]
records=$records
files=$library/files
vocabularies=vocabularies
index=index
[searchd]
listen=unix:socket
cache-mb=0
CONF
"$build/repere-indexer" -q -c "$work/repere.conf" update 2>"$work/log" || [ $? -eq 65 ] || { cat "$work/log" >&2; exit 70; }
"$build/repere-searchd" -c "$work/repere.conf" 2>"$work/log" &
daemon=$!
for _ in $(seq 100); do
  if curl -fs --unix-socket "$work/socket" http://localhost/health/ready >"$work/ready" 2>&1; then break; fi
  sleep 0.1
done

/usr/bin/python3 - <<'PYTHON' >"$work/questions"
import urllib.parse
rows = [line.rstrip("\n").split("\t") for line in open("tests/relevance/questions.tsv", encoding="utf8")]
for at, lang in enumerate(rows[0][2:], 2):
    for row in rows[1:]:
        if len(row) > at and row[at]:
            print("/v1/search?" + urllib.parse.urlencode({"lang": lang, "q": row[at]}))
PYTHON
"$build/tests/bench/bench_expansion" "$work/socket" "$daemon" "${ROUNDS:-5}" <"$work/questions"
