#!/bin/sh
# ledger.sh - `repere-indexer ledger`: what it prints of files and pages, and how one chooses among them. Prints TAP.
# shellcheck source=tests/road.sh
. "${SOURCE:-.}/tests/road.sh"

lib=$work/lib
library "$lib" '[indexer]
translate=off
max-pages=4
[facet language]
source=dcterms:language
[facet quality]
source=quality'
text='The people of the valley say that they have come back with their families, and that they will stay there this year, and
the next one, because the school of the village has been built again and the harvest was a good one for most of them.'
printf '%s\f%s' "$text" "$text" >"$lib/files/whole.txt"
printf '%s\f%s\f%s\f%s\f%s' "$text" "$text" "$text" "$text" "$text" >"$lib/files/cut.txt"
printf 'Bees are kept on the hill, where heather and thyme flower late, and honey is sold at a market in town.\f\f\f\f' \
  >"$lib/files/holes.txt"
cp "$lib/files/whole.txt" "$lib/files/same.txt"
printf '<html lang="en"><head><title>Its own title</title></head><body><p>%s</p></body></html>' \
  'Boats leave the harbour before dawn, and whoever mends nets or sells fish waits on the quay until noon has passed.' >"$lib/files/untitled.html"
{
  record whole en Whole "$(file whole.txt en)"
  record cut en Cut "$(file cut.txt en)$(file gone.txt en)"
  record holes en Holes "$(file holes.txt en)"
  record same en 'The same' "$(file same.txt en)"
  record other fr Autre "<dcterms:language>fr</dcterms:language><dcterms:hasFormat href=\"cut.txt\" type=\"text/plain\"/>"
  printf '<record><dcterms:identifier>untitled</dcterms:identifier>%s</record>\n' \
    '<dcterms:hasFormat href="untitled.html" type="text/html"/>'
} | records "$lib/records/all.xml"
index "$lib" update

# files [OPTION...]: the files that it prints, with their works
files()
{
  "$indexer" -c "$lib/repere.conf" ledger "$@" 2>"$work/err" | jq -r '"\(.work)/\(.file)"' | paste -sd' '
}

# ---- what is chosen ----
is 'all' "$(files | wc -w)" 7
is 'a work, as an argument' "$(files cut)" 'cut/cut.txt cut/gone.txt'
is 'works' "$(files --work whole --work untitled)" 'untitled/untitled.html whole/whole.txt'
is 'files by a pattern' "$(files --file 'cut.*' --file '*.html')" 'cut/cut.txt other/cut.txt untitled/untitled.html'
is 'an outcome' "$(files --outcome missing)" cut/gone.txt
is 'one of several' "$(files --outcome missing,partial)" 'cut/cut.txt cut/gone.txt other/cut.txt'
is 'said twice is either, too' "$(files --outcome missing --outcome partial)" 'cut/cut.txt cut/gone.txt other/cut.txt'
is 'all but one' "$(files --outcome -indexed)" 'cut/cut.txt cut/gone.txt other/cut.txt'
is 'and two together' "$(files --outcome -indexed --outcome -missing)" 'cut/cut.txt other/cut.txt'
is 'a value of the facet quality' "$(files --quality no-text)" holes/holes.txt
is 'one that only the index knows: a duplicate' "$(files --quality duplicate | tr ' ' '\n' | grep -cE '^(whole|same)/')" 2
is 'and another language than that of the record' "$(files --quality language-mismatch)" other/cut.txt
is 'files without a fault' "$(files --quality none)" untitled/untitled.html
is 'and with any' "$(files --quality -none | wc -w)" 6
is 'different options hold together' "$(files --work cut --outcome -missing)" cut/cut.txt
is 'pages by their numbers' "$("$indexer" -c "$lib/repere.conf" ledger --pages 2,4- cut | jq -c '[.pages[].number]')" '[2,4]'
is 'a file that has none of them is not there' "$(files --pages 3- | tr ' ' '\n' | grep -c whole)" 0
is 'pages by the source of their text' \
  "$("$indexer" -c "$lib/repere.conf" ledger --source empty | jq -c '[.file, [.pages[].number]]')" '["holes.txt",[2,3,4]]'
is 'files alone' "$("$indexer" -c "$lib/repere.conf" ledger --pages none | jq -c 'select(has("pages"))' | wc -l)" 0
is 'files alone, with a page of a kind' "$(files --pages none --source empty)" holes/holes.txt
is 'nothing is as it was asked for: that is said, and no failure' \
  "$("$indexer" -c "$lib/repere.conf" ledger --outcome timeout 2>&1) $?" 'repere-indexer: The ledger has no such file. 0'

# ---- what means nothing ----
wrong()
{
  index "$lib" ledger "$@"
  echo "$code $err"
}
is 'an outcome that there is none of' "$(wrong --outcome lost)" "64 repere-indexer: --outcome lost: there is no such outcome; \
there are indexed, partial, empty, encrypted, damaged, too-large, timeout, memory, crashed, missing and unreadable, each also \
with - before it."
like 'a value of quality' "$(wrong --quality bad)" '^64 .*no such value of the facet quality; there are no-text, .* and none,'
like 'a source' "$(wrong --source paper)" '^64 .*no such source of a page.s text; there are text-layer, '
for pages in 0 3-1 x 1,,2 '' 1-2-3 -; do
  like "pages \"$pages\"" "$(wrong --pages "$pages")" "^64 repere-indexer: --pages $pages: these are no pages; say them as in"
done
is 'a work that is not there' "$(wrong --work nobody)" \
  "72 repere-indexer: There is no work \"nobody\" in the index; 'repere-indexer ledger' lists them all."
index "$lib" status --outcome missing
is 'to another command' "$code $err" "64 repere-indexer: --outcome means nothing to the command status; see 'repere-indexer --help'."

# ---- CSV ----
"$indexer" -c "$lib/repere.conf" ledger --csv | tr -d '\r' >"$work/ledger.csv"
# column NAME: of the rows whose first two cells are WORK,FILE
column()
{
  awk -F, -v name="$1" -v row="$2" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) at = i; next }
    $1 "/" $2 == row { print $at; exit }' "$work/ledger.csv"
}
is 'its columns' "$(head -1 "$work/ledger.csv")" "work,file,outcome,reason,page,label,source,language,characters,confidence,\
hyphens_joined,accents_composed,ligatures_opened,soft_hyphens,furniture_dropped,invalid_bytes,lines_moved,leaders_dropped,\
letters_closed,quality,taken_title,taken_title_from,taken_issued,taken_issued_from,taken_creators,taken_creators_from,\
taken_language,taken_language_from"
is 'each row has as many cells' "$(grep -v '"' "$work/ledger.csv" | awk -F, '{ print NF }' | sort -u)" 28
is 'the values of quality' "$(column quality holes/holes.txt),$(column quality untitled/untitled.html)" 'no-text,'
is 'what was taken, and from where' \
  "$(column taken_title untitled/untitled.html),$(column taken_title_from untitled/untitled.html)" 'Its own title,html-title'
is 'nothing of what was not' "$(column taken_title_from whole/whole.txt)" ''
is 'files alone have one row each' "$("$indexer" -c "$lib/repere.conf" ledger --csv --pages none | wc -l)" 8

# ---- JSON ----
is 'what was taken, and from where, in JSON' \
  "$("$indexer" -c "$lib/repere.conf" ledger untitled | jq -c '[.taken, .taken_from]')" \
  '[{"title":"Its own title","language":"by page"},{"title":"html-title","language":"pages"}]'

printf 1998 >"$lib/files/number.txt"
record silent en Silent "$({ file absent.txt en; file number.txt en; } | sed 's/ xml:lang="[^"]*"//g')" | records "$lib/records/silent.xml"
index "$lib" update
is 'nothing is taken of a file that is not there, nor a language of pages that tell none' \
  "$("$indexer" -c "$lib/repere.conf" ledger silent | jq -c '[.file, .taken, .taken_from]' | paste -sd ' ')" \
  '["absent.txt",{},{}] ["number.txt",{},{}]'

# ---- a page's own request says the same ----
serve "$lib"
is 'source, confidence and repairs' "$(get "$lib" '/v1/works/cut/pages/1' | jq -c '[.source, .confidence, .repaired]')" \
  "$("$indexer" -c "$lib/repere.conf" ledger --file cut.txt cut | jq -c '.pages[0] | [.source, .confidence, .repaired]')"
is 'of a page without text' "$(get "$lib" '/v1/works/holes/pages/2' | jq -c '[.source, .confidence, .repaired]')" '["empty",null,{}]'

# ---- completion ----
offers()
{
  bash "$source/tests/http/complete.bash" "$source/indexer/completion.bash" "repere-indexer $1" _repere_indexer | paste -sd ' '
}
is 'completion: its options' "$(offers 'ledger --')" \
  '--work --file --outcome --quality --source --pages --json --csv --config --quiet --help'
is 'completion: outcomes' "$(offers 'ledger --outcome m')" 'memory missing'
is 'completion: all but those' "$(offers 'ledger --quality -')" '-none'
end
