#!/bin/sh
# formats.sh - what the daemon gives to other programs is read by those programs: references by bibutils and
# citeproc, the feed by Atom's schema, openapi.json by a linter and against real answers. Prints TAP.
set -u
build=$(cd "${BUILD:-build}" && pwd)
source=${SOURCE:-$PWD}
tests=$source/tests/http
export LC_ALL=C.UTF-8 REPERE_NPM="${REPERE_NPM:-$source/build/npm}"
export REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true
work=$(mktemp -d)
daemon=
# shellcheck disable=SC2317 # the trap calls it
stop()
{
  [ -z "$daemon" ] || { kill "$daemon" && wait "$daemon"; } 2>/dev/null
  rm -rf "$work"
}
trap stop EXIT
trap 'exit 130' INT TERM
ok() { echo "ok - $1"; }
not_ok()
{
  echo "not ok - $1"
  shift
  printf '%s\n' "$@" | sed 's/^/# /'
}
# holds NAME COMMAND…: the command succeeds; what it says is shown where it does not
holds()
{
  name=$1
  shift
  if "$@" >"$work/said" 2>&1; then ok "$name"; else not_ok "$name" "$(tail -n 40 "$work/said")"; fi
}
# sub COMMAND…: its TAP is ours
sub()
{
  "$@" >"$work/tap" 2>&1
  code=$?
  grep -E '^(ok|not ok|#)' "$work/tap" | sed -E 's/^((not )?ok) [0-9]+/\1/'
  if ! grep -q '^1\.\.' "$work/tap" || { [ "$code" -ne 0 ] && ! grep -q '^not ok' "$work/tap"; }; then
    not_ok "$2 came to its end" "$(tail -n 20 "$work/tap")"
  fi
}
get() { curl -sS --fail --max-time 60 --unix-socket "$work/socket" "http://localhost$1"; }

checks()
{
  # ---- a library with hard words in it ----
  cat >"$work/repere.conf" <<CONF
[library]
records=$source/corpus/records;$tests/data/hard.xml
files=$source/corpus/files
vocabularies=$source/corpus/vocabularies
index=$work/index
url=https://example.org/files/
[searchd]
listen=unix:$work/socket
CONF
  "$build/repere-indexer" -c "$work/repere.conf" update >/dev/null 2>"$work/indexer"
  case $? in
    0 | 65) ;;
    *) not_ok "the library is indexed" "$(cat "$work/indexer")"; return ;;
  esac
  "$build/repere-searchd" -c "$work/repere.conf" 2>"$work/log" &
  daemon=$!
  i=0
  while [ $i -lt 200 ] && ! get /health/ready >/dev/null 2>&1; do i=$((i + 1)); sleep 0.1; done

  # ---- npm's modules ----
  sh "$tests/../npm.sh" "$REPERE_NPM" >"$work/npm" && npm=yes || npm=

  # ---- references ----
  for format in jsonl ris bibtex csl 'csv&bom=1'; do
    holds "an export as $format" get "/v1/export?lang=en&sort=title&format=$format"
    cp "$work/said" "$work/export.${format%%&*}"
  done
  sub node "$tests/references_check.mjs" "$work/export.jsonl" "$work/export.ris" "$work/export.bibtex" \
    "$work/export.csl" "$work/export.csv"

  # ---- the feed ----
  for target in '?lang=en&limit=100' '?lang=fr&limit=7&q=retour' '?lang=es&since=2021-06' '?q=zzzxq&lang=en' \
    '?lang=en&filter=-type:report'; do
    get "/v1/feed.atom$target" >"$work/feed.xml"
    holds "the feed $target is valid" jing -c "$tests/data/atom.rnc" "$work/feed.xml"
  done
  get '/v1/feed.atom?lang=en&limit=100' >"$work/feed.xml"
  get '/v1/feed.atom?lang=fr&limit=3' >"$work/other.xml"
  xpath() { xmllint --xpath "$1" "$2" 2>/dev/null; }
  # of_entries NAME FILE: the texts of that child of the entries
  of_entries() { xpath "//*[local-name()='entry']/*[local-name()='$1']/text()" "$2"; }
  entries=$(xpath 'count(//*[local-name()="entry"])' "$work/feed.xml")
  works=$(get '/v1/search?limit=0' | jq .total)
  holds "the feed has every work" test "$entries" = "$works"
  of_entries id "$work/feed.xml" >"$work/ids"
  of_entries id "$work/other.xml" >"$work/other-ids"
  holds "ids are each one work's" test "$(sort -u "$work/ids" | wc -l)" = "$works"
  holds "ids are the same in every feed" test "$(head -n 3 "$work/ids")" = "$(cat "$work/other-ids")"
  of_entries updated "$work/feed.xml" >"$work/dates"
  holds "the newest come first" sort -r -c "$work/dates"
  get '/v1/feed.atom?lang=en&limit=100&since=2022-03-01' >"$work/since.xml"
  since=$(of_entries updated "$work/since.xml")
  wanted=$(awk '$0 >= "2022-03-01"' "$work/dates")
  holds "since leaves out what is older, and no more" test "$since" = "$wanted"
  holds "some works are older" test "$(echo "$wanted" | wc -l)" -lt "$works"
  next=$(xpath 'string(/*/*[local-name()="link"][@rel="next"]/@href)' "$work/other.xml")
  get "${next#http://localhost}" >"$work/next.xml"
  of_entries id "$work/next.xml" >"$work/next-ids"
  holds "the next page goes on" test "$(sed -n 4,6p "$work/ids")" = "$(cat "$work/next-ids")"

  # ---- addresses ----
  # base HOST PROTO: what the daemon takes for its own address
  base()
  {
    curl -sS --unix-socket "$work/socket" -H "Host: $1" -H "X-Forwarded-Proto: $2" 'http://localhost/opensearch.xml?lang=en' |
      xmllint --xpath 'string(/*/*[local-name()="Url"][@rel="self"]/@template)' - | sed 's|/opensearch.xml?lang=en$||'
  }
  holds "addresses are those the client came by" test "$(base a.example.org https)" = https://a.example.org
  holds "no other scheme" test "$(base a:81 javascript)" = http://a:81
  holds "what is no host is left out" test "$(base 'a/b"><x' http)" = ""
  holds "a dot is an id" test "$(get '/v1/works/%2E?lang=en' | jq -r .id,.request)" = ".
/v1/works/%2E?lang=en"

  # ---- the description ----
  if [ "$npm" ]; then
    get /openapi.json >"$work/openapi.json"
    linter=$REPERE_NPM/node_modules/.bin/redocly
    holds "openapi.json passes the linter" "$linter" lint --extends=recommended "$work/openapi.json"
    holds "without a warning" sh -c "! grep -q -i warning: '$work/said'"
    sub node "$tests/openapi_check.mjs" "$work/socket"
  else
    echo "ok - openapi.json # SKIP npm's registry cannot be reached: $(tail -n 1 "$work/npm")"
  fi
  holds "the daemon still runs" kill -0 "$daemon"
}

checks >"$work/lines"
awk '/^(not )?ok /{ sub(/ok -/, "ok " (++n) " -") } { print } END { print "1.." n }' "$work/lines"
! grep -q '^not ok' "$work/lines"
