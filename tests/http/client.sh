#!/bin/sh
# client.sh - the `repere` command against a daemon over an index of the sample library. Prints TAP.
set -u
build=$(cd "${BUILD:-build}" && pwd)
source=${SOURCE:-$PWD}
repere=$build/repere
unset REPERE_ADDRESS COLUMNS NO_COLOR LANGUAGE LANG
export LC_ALL=C.UTF-8
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

n=0
ok()
{
  n=$((n + 1))
  echo "ok $n - $1"
}
not_ok()
{
  n=$((n + 1))
  failed=1
  echo "not ok $n - $1"
  shift
  printf '%s\n' "$@" | sed 's/^/# /'
}
failed=0

# is NAME GOT WANTED
is()
{
  if [ "$2" = "$3" ]; then ok "$1"; else not_ok "$1" "got:    $2" "wanted: $3"; fi
}
# holds NAME COMMAND…: the command succeeds
holds()
{
  name=$1
  shift
  if "$@"; then ok "$name"; else not_ok "$name" "not so: $*"; fi
}
# shellcheck disable=SC2317 # holds calls it
lacks()
{
  [ -s "$2" ] && ! LC_ALL=C grep -q "$1" "$2"
}
# says NAME STATUS WORDS ARGUMENT…: the client ends so, and has these words on standard error
says()
{
  name=$1 status=$2 words=$3
  shift 3
  "$repere" "$@" >"$work/out" 2>"$work/err"
  got=$?
  if [ "$got" -eq "$status" ] && grep -qF -e "$words" "$work/err" && [ ! -s "$work/out" ]; then
    ok "$name"
  else
    not_ok "$name" "status $got, wanted $status and '$words' in:" "$(cat "$work/err" "$work/out")"
  fi
}
# on_terminal COLUMNS ARGUMENT…: what the client prints there, without carriage returns
on_terminal()
{
  columns=$1
  shift
  command=$repere
  for word in "$@"; do command="$command '$word'"; done
  COLUMNS=$columns TERM=xterm script -qec "$command" /dev/null </dev/null | tr -d '\r'
}
widest()
{
  wc -L # GNU's: in columns
}

mkdir "$work/library"
cp -r "$source/corpus/files" "$work/files"
echo '%PDF-1.7, and nothing more' >"$work/files/georgia-job-placement-en.pdf"
cat >"$work/library/repere.conf" <<END
[library]
records=$source/corpus/records
files=$work/files
vocabularies=$source/corpus/vocabularies
index=index
[searchd]
listen=unix:searchd.sock
END
cd "$work/library" || exit 1

says "no daemon: the address and how to start it are named" 69 \
  "unix:$work/library/searchd.sock (No such file or directory). Start it with 'repere-searchd -c $work/library/" \
  search x

# start: indexes the library of this folder and leaves a daemon answering
start()
{
  "$build/repere-indexer" update >"$work/update" 2>&1
  case $? in
    0 | 65) ok "the sample library is indexed" ;;
    *) not_ok "the sample library is indexed" "$(cat "$work/update")" ;;
  esac
  "$build/repere-searchd" 2>"$work/searchd.log" &
  daemon=$!
  tries=0
  until "$repere" search --limit 0 >/dev/null 2>&1; do
    tries=$((tries + 1))
    if [ "$tries" -gt 100 ] || ! kill -0 "$daemon" 2>/dev/null; then
      not_ok "the daemon answers" "$(cat "$work/searchd.log")"
      echo "1..$n"
      exit 1
    fi
    sleep 0.1
  done
  ok "the daemon answers at the address of ./repere.conf"
}

start
address=unix:$work/library/searchd.sock
total() { "$repere" search --json --limit 0 "$@" | jq .total; }
all=$(total)
holds "no words: every work" [ "$all" -gt 10 ]
is "--address" "$(cd / && "$repere" search --address "$address" --json --limit 0 | jq .total)" "$all"
# shellcheck disable=SC2097,SC2098 # the client's environment is meant
is "\$REPERE_ADDRESS" "$(cd / && REPERE_ADDRESS=$address "$repere" search --json --limit 0 | jq .total)" "$all"
is "-c before the command" \
  "$(cd / && "$repere" -c "$work/library/repere.conf" search --json --limit 0 | jq .total)" "$all"
is "--address beats \$REPERE_ADDRESS" \
  "$(REPERE_ADDRESS=unix:/nonexistent "$repere" search --address "$address" --json --limit 0 | jq .total)" "$all"

# ---- the question ----
query='q=reintegration%20training&lang=en&filter=language:en&filter=-type:report&facet=type,theme'
curl -s --unix-socket searchd.sock "http://localhost/v1/search?$query&sort=newest&limit=3&offset=1&passages=2" |
  sed 's/"took_ms":[0-9.]*//' >"$work/curl"
"$repere" search reintegration training --lang en --filter language:en --filter=-type:report --facet type \
  --facet theme --sort newest --limit 3 --offset 1 --passages 2 --json |
  sed 's/"took_ms":[0-9.]*//' >"$work/client"
if cmp -s "$work/curl" "$work/client" && grep -q '"passages":\[{' "$work/client"; then
  ok "all options arrive; JSON is the daemon's, byte by byte"
else
  not_ok "all options arrive; JSON is the daemon's, byte by byte" "$(head -c 600 "$work/curl")" \
    "$(head -c 600 "$work/client")"
fi
with=$(total reintegration training) without=$(total reintegration -- -training) either=$(total reintegration)
if [ "$with" -gt 0 ] && [ $((with + without)) -eq "$either" ]; then
  ok "a word after -- may begin with a dash"
else
  not_ok "a word after -- may begin with a dash" "$with with, $without without, $either in all"
fi
in_french() { LC_ALL=fr_FR.UTF-8 "$repere" search --json --limit 0 "$@" | jq -r .query.lang; }
is "the locale's language is asked for" "$(in_french)" fr
is "--lang beats the locale" "$(in_french --lang es)" es

# ---- tables ----
"$repere" search --lang en reintegration >"$work/plain" 2>&1
total_line=$(head -n 1 "$work/plain")
case $total_line in
  "$either of $all works · 1 to "*" shown"*) ok "the table begins with the totals" ;;
  *) not_ok "the table begins with the totals" "$total_line" ;;
esac
is "every hit of the page is in the table, numbered" "$(grep -cE '^ ?[0-9]+\. ' "$work/plain")" \
  "$("$repere" search --lang en --json reintegration | jq '.hits | length')"
"$repere" search --lang en reintegration >"$work/again" 2>&1
holds "not on a terminal: the same every time" cmp "$work/plain" "$work/again"
holds "not on a terminal: 80 columns" [ "$(widest <"$work/plain")" -le 80 ]
holds "not on a terminal: no controls" lacks "$(printf '[\001-\010\013-\037\177]')" "$work/plain"
holds "not on a terminal: words are marked «so»" grep -q '«' "$work/plain"
holds "not on a terminal: facets only where asked" lacks '^Theme\|^Type' "$work/plain"
"$repere" search --lang en --facet theme reintegration >"$work/asked" 2>&1
holds "not on a terminal: facets where asked" grep -q '^Theme' "$work/asked"
LC_ALL=C "$repere" search --lang fr 'réintégration' >"$work/ascii" 2>&1
holds "in the C locale a table is ASCII" lacks "$(printf '[\200-\377]')" "$work/ascii"
holds "in the C locale a table is readable" grep -q 'reintegration' "$work/ascii"

if command -v script >/dev/null; then
  on_terminal 80 search --lang en reintegration >"$work/80"
  on_terminal 120 search --lang en reintegration >"$work/120"
  holds "on a terminal: words are marked in colour" grep -q "$(printf '\033\[1;33m')" "$work/80"
  sed "s/$(printf '\033')\[[0-9;]*m//g" "$work/80" >"$work/80.plain"
  sed "s/$(printf '\033')\[[0-9;]*m//g" "$work/120" >"$work/120.plain"
  if [ "$(widest <"$work/80.plain")" -le 80 ] && grep -q '^Type  *Country$' "$work/80.plain"; then
    ok "80 columns: facets below"
  else
    not_ok "80 columns: facets below" "$(cat "$work/80.plain")"
  fi
  if [ "$(widest <"$work/120.plain")" -le 120 ] && grep -q '^ *1\. .*   Type$' "$work/120.plain"; then
    ok "120 columns: facets beside"
  else
    not_ok "120 columns: facets beside" "$(cat "$work/120.plain")"
  fi
  NO_COLOR=1 on_terminal 80 search --lang en reintegration >"$work/mono"
  holds "NO_COLOR: bold and underlined" grep -q "$(printf '\033\[1;4m')" "$work/mono"
  holds "NO_COLOR: no colours" lacks "$(printf '\033\[[0-9;]*3[0-9]')" "$work/mono"
else
  ok "on a terminal # SKIP there is no script(1)"
fi

# ---- CSV, read back by a program that knows it ----
"$repere" search --lang en --limit 100 --format csv reintegration >"$work/hits.csv"
sqlite3 :memory: ".import --csv $work/hits.csv hits" 'select id from hits;' >"$work/ids" 2>"$work/err"
is "CSV has a row for each hit" "$(cat "$work/err" "$work/ids")" \
  "$("$repere" search --lang en --limit 100 --json reintegration | jq -r '.hits[].id')"
facets=theme,country,region,origin,host,year,organization,series,programme,audience,access
is "CSV has the facets in the configuration's order" "$(head -n 1 "$work/hits.csv" | tr -d '\r')" \
  "id,score,title,lang,type,issued,languages,creators,$facets,url,page,passage"
holds "passages in CSV are plain text" lacks '<mark>\|&amp;\|&lt;' "$work/hits.csv"

# ---- one work ----
id=$("$repere" search --lang en --json --limit 1 reintegration | jq -r '.hits[0].id')
curl -s --unix-socket searchd.sock "http://localhost/v1/works/$id?lang=en" >"$work/curl"
"$repere" show --lang en --json "$id" >"$work/client"
holds "show --json is the daemon's answer" cmp "$work/curl" "$work/client"
"$repere" show --lang en "$id" | tr -s ' \n' ' ' >"$work/shown"
missing=$(jq -r '.titles[].text, .abstracts[].text, .files[].url, .creators[], .facets[][].label' "$work/client" |
  while read -r words; do grep -qF -e "$words" "$work/shown" || echo "$words"; done)
is "show has all titles, abstracts, addresses, people and values" "$missing" ""
damaged=$("$repere" search --lang en --json --limit 100 |
  jq -r 'first(.hits[] | select(any(.files[]; .outcome == "damaged"))).id')
"$repere" show --lang en "$damaged" >"$work/shown"
holds "show names a file that is damaged" grep -qF "(damaged)" "$work/shown"
page=$("$repere" search --lang en --json --limit 1 reintegration | jq '.hits[0].passages[0].page')
"$repere" show --lang en --page "$page" --json "$id" | jq -r .text | tr -s ' \n' ' ' | tr -d ' ' >"$work/text"
"$repere" show --lang en --page "$page" "$id" | sed 1,3d | tr -s ' \n' ' ' | tr -d ' ' >"$work/shown"
if [ -s "$work/text" ] && cmp -s "$work/text" "$work/shown"; then
  ok "show --page has the whole text of the page"
else
  not_ok "show --page has the whole text of the page" "$(diff "$work/text" "$work/shown" | head -n 6)"
fi

# ---- what goes wrong ----
says "an unknown facet" 65 "nosuchfacet" search --facet nosuchfacet x
says "an unknown language" 65 "xx" search --lang xx x
says "a limit too high" 65 "1000" search --limit 1000 x
says "an unknown work" 65 "no-such-work" show no-such-work
says "an unknown page" 65 "9999" show --page 9999 "$id"
says "no command" 64 "Usage: repere COMMAND"
says "a slip" 64 "Did you mean 'repere search'?" serach x
says "an unknown option" 64 "goes after '--'" search -without
says "a number that is none" 64 "many" search --limit many x
says "a negative number" 64 "from 0" search --limit -7 x
says "an unknown format" 64 "table, json or csv" search --format xml x
says "a format of another command" 64 "table, json." show --format csv "$id"
says "formats that contradict each other" 64 "contradict" search --json --format csv x
says "--file without --page" 64 "--file goes with --page" show --file 1 "$id"
says "no id" 64 "id of one work" show
says "no such address" 64 "is no address" search --address nowhere x
says "a configuration that is not there" 78 "there is no such file" -c "$work/none.conf" search x
"$repere" search '"never closed' >/dev/null 2>"$work/err"
is "a warning is on standard error, and there is an answer" "$?$(cut -c 1-16 "$work/err")" "0repere: warning:"
"$repere" search 'title:Reintegration AND work* AND training' >"$work/out" 2>"$work/err"
is "operators that are not there are named, once each" "$?$(grep -c '^repere: warning:' "$work/err")" 03
if [ -w /dev/full ]; then
  "$repere" search reintegration >/dev/full 2>"$work/err"
  is "output that cannot be written" "$?$(cut -c 1-40 "$work/err")" "74repere: The answer could not be written:"
fi
"$repere" --help >"$work/help" && "$repere" search --help >>"$work/help" && "$repere" show --help >>"$work/help"
is "help is there, with examples" "$?$(grep -c '^Examples:' "$work/help")" 02
is "--version" "$("$repere" --version | cut -d ' ' -f 1)" repere

kill "$daemon"
wait "$daemon"
daemon=
says "the daemon has gone" 69 "No daemon answers at" search x

# ---- a library with other facets ----
if command -v script >/dev/null; then
  mkdir "$work/other" && cd "$work/other" || exit 1
  cp "$work/library/repere.conf" .
  printf '[facet %s]\nsource=dcterms:%s\nkind=%s\n' person creator terms year issued year >>repere.conf
  start
  on_terminal 80 search --lang en reintegration | sed "s/$(printf '\033')\[[0-9;]*m//g" >"$work/80"
  holds "of the usual facets, those that the library has" grep -q '^Year' "$work/80"
  holds "and no others" lacks '^Theme\|^Type\|^Country\|no facet' "$work/80"
  says "a facet that was asked for is not dropped" 65 "theme" search --facet theme x
fi
echo "1..$n"
exit "$failed"
