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
is "--expand and --explain arrive" \
  "$("$repere" search --lang en --json --explain --expand -return --expand '-a b' return | jq -r .request)" \
  "/v1/search?expand=-a%20b&expand=-return&explain=1&lang=en&q=return"
says "another value of --expand" 65 "write on, off, or" search --expand maybe return

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
  for columns in 40 80 132; do
    for line in "pivot country year" "pivot theme type" "trend return training" "trend --share return" \
      "facets country" "facets theme" "suggest rein"; do
      # shellcheck disable=SC2086 # words are meant
      on_terminal "$columns" $line | sed "s/$(printf '\033')\[[0-9;]*m//g" >"$work/narrow"
      if [ ! -s "$work/narrow" ] || [ "$(widest <"$work/narrow")" -gt "$columns" ]; then
        not_ok "$columns columns: $line" "$(cat "$work/narrow")"
      fi
    done
  done
  ok "tables are as wide as the terminal at most"
  on_terminal 60 search --lang en --explain --limit 3 reintegration of migrants |
    sed "s/$(printf '\033')\[[0-9;]*m//g" >"$work/narrow"
  if [ "$(widest <"$work/narrow")" -le 60 ] && [ "$(grep -c '  score, of which:$' "$work/narrow")" -eq 3 ] &&
    grep -qE '^ +[0-9]+\.[0-9]{3}  the best page, (en|fr|es) page [0-9]+$' "$work/narrow"; then
    ok "60 columns: what made a score"
  else
    not_ok "60 columns: what made a score" "$(cat "$work/narrow")"
  fi
  on_terminal 60 pivot country year | sed "s/$(printf '\033')\[[0-9;]*m//g" >"$work/narrow"
  holds "a pivot says which columns have no room" grep -q 'columns have no room here; --format csv' "$work/narrow"
  latest=$("$repere" pivot country year --json | jq -r '.columns.values[-1].label')
  holds "and keeps the latest years" grep -q "^Country .* $latest total$" "$work/narrow"
  on_terminal 80 search --json --limit 1 reintegration >"$work/indented"
  holds "JSON on a terminal is indented" grep -q '^  "total": [0-9]*,$' "$work/indented"
  holds "and the same" [ "$(jq -c 'del(.took_ms)' "$work/indented")" = \
    "$("$repere" search --json --limit 1 reintegration | jq -c 'del(.took_ms)')" ]
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

# ---- all pages ----
"$repere" search --lang en --all --json | jq -r '.hits[].id' >"$work/ids"
is "--all has every hit once" "$(wc -l <"$work/ids") $(sort -u "$work/ids" | wc -l)" "$all $all"
"$repere" search --lang en --all --format csv >"$work/all.csv"
sqlite3 :memory: ".import --csv $work/all.csv hits" 'select id from hits;' >"$work/csv.ids" 2>"$work/err"
holds "--all in CSV: the same, with one header" cmp "$work/ids" "$work/csv.ids"
"$repere" search --lang en --all --sort title --facet type >"$work/out"
is "--all in a table: all numbers" "$(grep -oE '^ *[0-9]+\. ' "$work/out" | tr -dc '0-9\n')" "$(seq 1 "$all")"
is "--all in a table: counts at the end" "$(grep -c '^Type' "$work/out")" 1
is "--all --limit: so many hits" \
  "$("$repere" search --all --limit "$((all - 1))" --json | jq -s 'map(.hits | length) | add')" "$((all - 1))"

# ---- facets ----
timeless() { sed 's/,"took_ms":[0-9.]*//; s/"took_ms":[0-9.]*,//'; }
asked() { curl -s --unix-socket searchd.sock "http://localhost$1" | timeless; }
asked '/v1/facets/country?q=return&lang=fr&filter=type:report&sort=label&limit=5&offset=1&match=m' >"$work/curl"
"$repere" facets country --lang fr --filter type:report --sort label --limit 5 --offset 1 --match m --json return |
  timeless >"$work/client"
holds "facets: all options arrive; JSON is the daemon's" cmp "$work/curl" "$work/client"
is "facets without a name: the configuration's, in its order" "$("$repere" facets | cut -d ' ' -f 1 | paste -sd,)" \
  "type,theme,country,region,origin,host,language,year,organization,series,programme,audience,access,concept,mentions,quality"
"$repere" facets country --lang en --limit 1000 --format csv >"$work/facet.csv"
sqlite3 :memory: ".import --csv $work/facet.csv f" "select value || ' ' || count from f where value != '';" >"$work/got"
asked '/v1/facets/country?limit=1000&lang=en' | jq -r '.facet.values[] | "\(.value) \(.count)"' >"$work/wanted"
holds "facets in CSV: values and counts" cmp "$work/got" "$work/wanted"
is "facets: a line for each value" \
  "$("$repere" facets country --lang en --limit 1000 | grep -c ' ([A-Z][A-Z]) ')" "$(wc -l <"$work/wanted")"

# ---- pivots ----
asked '/v1/pivot?rows=country&columns=theme&q=return&lang=es&filter=year:2010..&country.limit=4&theme.sort=label' \
  >"$work/curl"
"$repere" pivot country theme --lang es --filter year:2010.. --rows 4 --sort-columns label --json return |
  timeless >"$work/client"
holds "pivot: all options arrive; JSON is the daemon's" cmp "$work/curl" "$work/client"
"$repere" pivot country year --lang en >"$work/pivot"
asked '/v1/pivot?rows=country&columns=year&lang=en' | jq -r '
  (.rows.values | map(.label)) as $labels | (.rows.values | map(.count)) as $totals |
  ((range(.cells | length) as $i | [$labels[$i]] + .cells[$i] + [$totals[$i]]),
   (["total"] + (.columns.values | map(.count)) + [.total])) |
  map(if . == 0 then "·" else tostring end) | join(" ")' >"$work/wanted"
sed '1,/^Country /d; /^$/,$d' "$work/pivot" | tr -s ' ' >"$work/got"
holds "pivot: every cell and total in its place, zeros as dots" cmp "$work/got" "$work/wanted"
is "pivot: straight, and as wide as it must be where there is no terminal" \
  "$(sed '1,2d; /^$/,$d' "$work/pivot" | while read -r line; do echo "$line" | widest; done | sort -u | wc -l)" 1
"$repere" pivot country year --lang en --format csv >"$work/pivot.csv"
is "pivot in CSV: the total of the first row" \
  "$(sqlite3 :memory: ".import --csv $work/pivot.csv p" 'select value, total from p limit 1;')" \
  "$(asked '/v1/pivot?rows=country&columns=year&lang=en' | jq -r '.rows.values[0] | "\(.value)|\(.count)"')"

# ---- trends ----
asked '/v1/trend?q=return&q=women%20work&by=year&lang=en&filter=type:report' >"$work/curl"
"$repere" trend --by year --lang en --filter type:report --json return 'women work' | timeless >"$work/client"
holds "trend: all options arrive; JSON is the daemon's" cmp "$work/curl" "$work/client"
"$repere" trend --lang en --format csv return >"$work/trend.csv"
sqlite3 -separator ' ' :memory: ".import --csv $work/trend.csv t" \
  'select year, works, "return" from t where year != "";' >"$work/got"
asked '/v1/trend?q=return&lang=en' |
  jq -r '.years as $y | .series[0].counts as $c | range($c | length) | "\($y[.].year) \($y[.].works) \($c[.])"' \
    >"$work/wanted"
holds "trend in CSV: years, works, counts" cmp "$work/got" "$work/wanted"
"$repere" trend --lang en return >"$work/trend"
grep -oE '^  [0-9]{4} +[0-9]+' "$work/trend" | tr -s ' ' | sed 's/^ //' >"$work/got"
missing=$(awk '$3 > 0 { print $1, $3 }' "$work/wanted" |
  while read -r line; do grep -qx "$line" "$work/got" || echo "$line"; done)
is "trend: a row for each year with works" "$missing" ""
holds "trend: 80 columns" [ "$(widest <"$work/trend")" -le 80 ]
"$repere" trend --lang en --share return >"$work/out"
holds "trend --share: the share of each year's works" grep -qE '^  [0-9]{4} .* of .* %' "$work/out"
"$repere" trend >"$work/out"
holds "trend without a question: every work" grep -q "^every work *$all " "$work/out"

# ---- similar works, completions ----
asked "/v1/works/$id/similar?lang=en&limit=3&facet=theme" >"$work/curl"
"$repere" similar --lang en --limit 3 --facet theme --json "$id" | timeless >"$work/client"
holds "similar: all options arrive; JSON is the daemon's" cmp "$work/curl" "$work/client"
"$repere" similar --lang en "$id" >"$work/out"
holds "similar: it says to which" grep -q " works like $id" "$work/out"
holds "similar: and by which words" grep -q '^Found by its words: [a-z]*, ' "$work/out"
holds "similar: hits are numbered" grep -q '^ *1\. ' "$work/out"
asked '/v1/suggest?q=reinteg&lang=en&limit=4' >"$work/curl"
"$repere" suggest --lang en --limit 4 --json reinteg | timeless >"$work/client"
holds "suggest: all options arrive; JSON is the daemon's" cmp "$work/curl" "$work/client"
"$repere" suggest --lang en reinteg | tr -s ' \n' ' ' >"$work/out"
missing=$("$repere" suggest --lang en --json reinteg | jq -r '(.titles, .concepts, .words)[].text' |
  while read -r words; do grep -qF -e "$words" "$work/out" || echo "$words"; done)
if [ -s "$work/out" ] && [ -z "$missing" ]; then
  ok "suggest has all titles, concepts and words"
else
  not_ok "suggest has all titles, concepts and words" "$missing"
fi

# ---- exports ----
for format in csv jsonl ris bibtex csl; do
  curl -s --unix-socket searchd.sock "http://localhost/v1/export?format=$format&lang=en&q=return&sort=title" \
    >"$work/curl"
  "$repere" export --format "$format" --lang en --sort title --output "$work/export" return >"$work/out" 2>&1
  if cmp -s "$work/curl" "$work/export" && [ -s "$work/export" ] && [ ! -s "$work/out" ] &&
    [ ! -e "$work/export.part" ]; then
    ok "export as $format is the daemon's, in a file"
  else
    not_ok "export as $format is the daemon's, in a file" "$(cat "$work/out")" "$(head -c 300 "$work/export")"
  fi
done
is "export --bom" "$("$repere" export --format csv --bom | head -c 3 | od -An -tx1 | tr -d ' ')" efbbbf
is "export has every work" "$("$repere" export --json | jq -r .id | sort -u | wc -l)" "$all"
"$repere" search --lang en --limit 3 --format csl reintegration | jq -r '.[].id' >"$work/got"
"$repere" search --lang en --limit 3 --json reintegration | jq -r '.hits[].id' >"$work/wanted"
holds "references of a search are those of the page it shows" cmp "$work/got" "$work/wanted"
is "references of a search: ten where nothing is said" "$("$repere" search --format csl | jq length)" 10
is "references of all hits" "$("$repere" search --all --format ris | grep -c '^TY  - ')" "$all"
says "export into a folder that is not there" 73 "cannot be written" export --format csv --output "$work/no/x" x
says "export without a format" 64 "says what to write" export return
says "export as a table" 64 "csv, jsonl, ris, bibtex or csl" export --format table return
says "a byte order mark in RIS" 64 "--bom goes with" export --format ris --bom return
says "--offset of references" 64 "--offset goes with" search --format ris --offset 3 return
says "--explain of references" 64 "--explain goes with" search --explain --format ris return
says "--explain by date" 64 "--sort relevance" search --explain --sort newest return
says "--offset with --all" 64 "does not go with --offset" search --all --offset 3 return
is "export says that a filter finds nothing" \
  "$("$repere" export --format csv --lang en --filter type:Handbook 2>&1 >/dev/null)" \
  'repere: warning: No work has “Handbook” in “type”; perhaps “handbook” (Handbook) is meant.'
is "export says that matches are partial" \
  "$("$repere" export --format ris --lang en return xylophonists 2>&1 >/dev/null)" \
  'repere: warning: Few works or none have all the words: these are partial matches.'
is "so do citations" \
  "$("$repere" search --format ris --lang en --filter type:Handbook 2>&1 >/dev/null)" \
  'repere: warning: No work has “Handbook” in “type”; perhaps “handbook” (Handbook) is meant.'
says "an export that the daemon refuses" 65 "nosuch" export --format csv --filter nosuch:x --output "$work/refused"
is "and no file of it" "$(find "$work" -name 'refused*')" ""

# ---- what a shell completes, as bash calls it ----
offered()
{
  bash "$source/tests/http/complete.bash" "$source/client/completion.bash" "$repere $1" | paste -sd' '
}
if command -v bash >/dev/null; then
  is "completion: commands" "$(offered '')" "search facets pivot trend show similar suggest export"
  is "completion: a command" "$(offered se)" search
  is "completion: options" "$(offered 'pivot --sort')" "--sort-rows --sort-columns"
  is "completion: a format" "$(offered 'export --format ')" "csv jsonl ris bibtex csl"
  is "completion: a format behind a sign" "$(offered 'search --format=bi')" bibtex
  is "completion: facets" "$(offered 'facets ')" "$("$repere" facets | cut -d ' ' -f 1 | paste -sd' ')"
  is "completion: the second facet" "$(offered 'pivot country y')" year
  is "completion: no third one" "$(offered 'pivot country year ')" ""
  is "completion: options of a search" "$(offered 'search --ex')" "--explain --expand"
  is "completion: what is added" "$(offered 'trend --expand o')" "off on"
  is "completion: behind an option without a value" "$(offered 'facets --explain --expand off ty')" type
  is "completion: a list of facets" "$(offered 'search --facet type,y')" "type,year"
  is "completion: a filter's facet" "$(offered 'search --filter cou')" country:
  is "completion: what is left out" "$(offered 'search --filter -cou')" -country:
  is "completion: values" "$(offered 'search --filter language:')" \
    "$(asked '/v1/facets/language' | jq -r '.facet.values[].value' | paste -sd' ')"
  value=$(asked '/v1/facets/country?lang=en&limit=1' | jq -r '.facet.values[0].value')
  label=$(asked '/v1/facets/country?lang=en&limit=1' | jq -r '.facet.values[0].label')
  is "completion: a value by its label" "$(offered "--lang en search --filter country:$label")" "$value"
  is "completion: likewise behind a sign" "$(offered "--lang en search --filter=-country:$label")" "$value"
  series=$(asked '/v1/facets/series?lang=en&limit=1000' | jq -r 'first(.facet.values[].value | select(test(" ")))')
  is "completion: a value with spaces" "$(offered "search --filter series:${series%% *}")" \
    "$(printf '%s' "$series" | sed 's/ /\\ /g')"
  is "completion: another daemon is asked where the line names one" \
    "$(cd / && offered "facets --address $address ty")" type
  is "completion: no daemon, no words" "$(offered '--address unix:/nonexistent facets ')" ""
  is "completion: nothing behind two dashes" "$(offered 'search -- --f')" ""
else
  ok "completion # SKIP there is no bash"
fi

# ---- what goes wrong ----
says "values of an unknown facet" 65 "nosuchfacet" facets nosuchfacet
says "a pivot of one facet" 64 "names of two facets" pivot country
says "a pivot of an unknown one" 65 "nosuchfacet" pivot country nosuchfacet
says "a trend by a facet that is none of years" 65 "theme" trend --by theme return
says "nothing to complete" 64 "what is to be completed" suggest
says "--limit without a facet" 64 "go with a facet's name" facets --limit 3
says "works like an unknown one" 65 "no-such-work" similar no-such-work
says "an id of two dots" 65 '".."' show ..
says "works like an id of a dot" 65 '"."' similar .
"$repere" search reintegration >&- 2>"$work/err"
is "a closed output" "$?$(cut -c 1-40 "$work/err")" "74repere: The answer could not be written:"
"$repere" search reintegration 2>&- >"$work/out"
is "a closed standard error" "$?" 0
(
  trap '' PIPE
  "$repere" export --json 2>"$work/err"
  echo $? >"$work/status"
) | head -c 1 >/dev/null
is "a reader that has had enough ends it quietly" "$(cat "$work/status" "$work/err")" 141
says "an unknown facet" 65 "nosuchfacet" search --facet nosuchfacet x
says "an unknown language" 65 "xx" search --lang xx x
says "a limit too high" 65 "1000" search --limit 1000 x
says "an unknown work" 65 "no-such-work" show no-such-work
says "an unknown page" 65 "9999" show --page 9999 "$id"
says "no command" 64 "Usage: repere COMMAND"
says "a slip" 64 "Did you mean 'repere search'?" serach x
says "an unknown option" 64 "goes after '--'" search -without
says "a number just below none" 64 "from 0" search --limit -1 x
says "a number that is none" 64 "many" search --limit many x
says "a negative number" 64 "from 0" search --limit -7 x
says "an unknown format" 64 "table, json, csv, ris, bibtex or csl" search --format xml x
says "a format of another command" 64 "table or json." show --format csv "$id"
says "formats that contradict each other" 64 "contradict" search --json --format csv x
says "--file without --page" 64 "--file goes with --page" show --file 1 "$id"
says "no id" 64 "id of one work" show
says "no such address" 64 "is no address" search --address nowhere x
says "a configuration that is not there" 78 "there is no such file" -c "$work/none.conf" search x
"$repere" search '"never closed' >/dev/null 2>"$work/err"
is "a warning is on standard error, and there is an answer" "$?$(cut -c 1-16 "$work/err")" "0repere: warning:"
"$repere" search 'title:reintegration AND (work* OR training)' >"$work/out" 2>"$work/err"
is "operators are understood: there is nothing to be warned of" "$?$(cat "$work/err")" 0
if [ -w /dev/full ]; then
  "$repere" search reintegration >/dev/full 2>"$work/err"
  is "output that cannot be written" "$?$(cut -c 1-40 "$work/err")" "74repere: The answer could not be written:"
fi
commands="search facets pivot trend show similar suggest export"
for command in $commands; do "$repere" "$command" --help || break; done >"$work/help"
is "help is there, with examples" "$(grep -c '^Examples:' "$work/help")" "$(echo "$commands" | wc -w)"
"$repere" --help >"$work/help"
missing=$(for command in $commands; do grep -q "^  $command  *[A-Z].*[.]$" "$work/help" || echo "$command"; done)
is "the program's help has all commands" "$missing" ""
holds "and not the one of the completion" lacks complete "$work/help"
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
