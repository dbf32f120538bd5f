# shellcheck shell=sh
# road.sh - for shell tests that print TAP: a temporary folder, libraries in it, the programs on them. Sourced.
#
# Sets build, source and work (the temporary folder). A library is a folder with repere.conf, records/, files/, index/.
set -u
build=$(cd "${BUILD:-build}" && pwd)
# shellcheck disable=SC2034 # for those who source this
source=$(cd "${SOURCE:-.}" && pwd)
indexer=$build/repere-indexer
searchd=$build/repere-searchd
export LC_ALL=C.UTF-8
work=$(mktemp -d)
daemons=
mounted=
clean_up()
{
  for pid in $daemons; do kill "$pid" 2>/dev/null && wait "$pid" 2>/dev/null; done
  [ -z "$mounted" ] || umount "$mounted"
  rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

# ---- TAP ----
tests=0
failures=0
ok()
{
  tests=$((tests + 1))
  echo "ok $tests - $1"
}
not_ok()
{
  tests=$((tests + 1))
  failures=$((failures + 1))
  echo "not ok $tests - $1"
  shift
  printf '%s\n' "$@" | head -40 | sed 's/^/# /'
}
skip()
{
  tests=$((tests + 1))
  echo "ok $tests - $1 # SKIP $2"
}
# is NAME GOT WANTED
is()
{
  if [ "$2" = "$3" ]; then ok "$1"; else not_ok "$1" "got:    $2" "wanted: $3"; fi
}
# like NAME TEXT PATTERN: the text holds what the extended regular expression says
like()
{
  if printf '%s\n' "$2" | grep -qE -- "$3"; then ok "$1"; else not_ok "$1" "no $3 in:" "$2"; fi
}
# end: the plan, and the exit status
end()
{
  echo "1..$tests"
  [ "$failures" -eq 0 ]
  exit
}

# ---- libraries ----

# library DIR [LINES]: a folder with a configuration; LINES stand in its [library] group and may begin further ones. Unless they
# say so, words are not translated: opening the dictionaries takes longer than indexing a few records.
library()
{
  mkdir -p "$1/records" "$1/files"
  printf '[library]\nrecords=records\nfiles=files\nindex=index\nurl=https://example.org/f/\n%s\n' "${2-}" \
    >"$1/repere.conf"
  if ! grep -q '^\[searchd\]' "$1/repere.conf"; then
    printf '[searchd]\nlisten=unix:s.sock\nthreads=2\n' >>"$1/repere.conf"
  fi
  grep -q '^translate' "$1/repere.conf" || printf '[indexer]\ntranslate=off\n' >>"$1/repere.conf"
}

# record ID LANG TITLE [ELEMENTS]
record()
{
  printf '<record><dcterms:identifier>%s</dcterms:identifier>' "$1"
  printf '<dcterms:title xml:lang="%s">%s</dcterms:title>%s</record>\n' "$2" "$3" "${4-}"
}

# file HREF LANG: an element of a record
file()
{
  printf '<dcterms:hasFormat href="%s" xml:lang="%s" type="text/plain"/>' "$1" "$2"
}

# records FILE: records from standard input
records()
{
  {
    echo '<records xmlns="urn:repere:record:1" xmlns:dcterms="http://purl.org/dc/terms/">'
    cat
    echo '</records>'
  } >"$1.new"
  mv "$1.new" "$1"
}

# index DIR COMMAND [ARGUMENT…]: runs the indexer; sets code, out, err
# shellcheck disable=SC2034
index()
{
  in=$1
  shift
  "$indexer" -c "$in/repere.conf" "$@" >"$work/out" 2>"$work/err"
  code=$?
  out=$(cat "$work/out")
  err=$(cat "$work/err")
}

# last DIR JQ: of what the last run left
last()
{
  jq -r "$2" "$1/index/last-run.json"
}

# ---- the daemon ----

# serve DIR: starts a daemon, which ends with the test; sets daemon
serve()
{
  "$searchd" -c "$1/repere.conf" 2>>"$work/searchd.err" &
  daemon=$!
  daemons="$daemons $daemon"
  for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    get "$1" /health/live >/dev/null 2>&1 && return
    sleep 0.1
  done
}

# get DIR TARGET [CURL'S OPTIONS…]
get()
{
  where=$1/s.sock
  target=$2
  shift 2
  curl -sS --max-time 10 --unix-socket "$where" "$@" "http://localhost$target"
}

# ids DIR TARGET: the hits' ids in alphabetical order, with spaces, from the newest revision
ids()
{
  wanted=$("$indexer" -c "$1/repere.conf" status --json 2>/dev/null | jq .revision)
  for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25; do
    [ "$(get "$1" '/v1/search?limit=0' | jq .index.revision)" = "$wanted" ] && break
    sleep 0.1
  done
  get "$1" "$2" | jq -r '[.hits[].id] | sort | join(" ")'
}
