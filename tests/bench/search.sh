#!/bin/bash
# A search with six facets over the Unix socket: the daemon on REPERE_SHARED/library (or the sample library), one
# connection, a mix of questions, each answered anew: the cache of answers is off. Prints median and p99 by kind.
set -eu
build=$(realpath "${BUILD:-build}")
work=$(mktemp -d)
daemon=
trap '[ -z "$daemon" ] || kill "$daemon" 2>/dev/null; rm -rf "$work"' EXIT

library=$PWD/corpus records=$PWD/corpus/records
if [ -d "${REPERE_SHARED:-/nowhere}/library" ]; then library=$REPERE_SHARED/library records=$library/records.xml; fi
cat >"$work/repere.conf" <<CONF
[library]
records=$records
files=$library/files
vocabularies=$PWD/corpus/vocabularies
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

facets='facet=type,country,language,year,organization,series'
{
  echo '# one word, six facets'
  for q in climate water energy project; do echo "/v1/search?lang=en&q=$q&$facets"; done
  echo '# two words, six facets'
  for q in d%C3%A9veloppement+durable analyse+texte changement+climatique; do echo "/v1/search?lang=fr&q=$q&$facets"; done
  echo '# a phrase, six facets'
  for q in %22climate+change%22 %22cambio+clim%C3%A1tico%22; do echo "/v1/search?lang=es&q=$q&$facets"; done
  echo '# a word and two filters, six facets'
  echo "/v1/search?lang=fr&q=projet&filter=language:fr&filter=year:2010..2020&$facets"
  echo '# no word, six facets'
  echo "/v1/search?q=&$facets"
  echo '# no facets, five passages'
  echo "/v1/search?lang=es&q=energ%C3%ADa&passages=5"
} >"$work/questions"
"$build/tests/bench/bench_search" "$work/socket" 300 <"$work/questions"
