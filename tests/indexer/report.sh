#!/bin/sh
# report.sh - the curator's report: what it suggests for works without a subject, which files it names, and that its page
# stands by itself. Prints TAP.
# shellcheck source=tests/road.sh
. "${SOURCE:-.}/tests/road.sh"

# rows SECTION: of the report of $lib, as JSON
rows()
{
  "$indexer" -c "$lib/repere.conf" report --json | jq -c --arg name "$1" '.sections[] | select(.name == $name).rows[]'
}

# ---- a library made for it ----
lib=$work/lib
library "$lib" 'vocabularies=vocabularies
[indexer]
translate=off
[facet topic]
source=dcterms:subject
kind=tree
vocabulary=topics
[facet said]
source=text
vocabulary=topics'
mkdir "$lib/vocabularies"
concept()
{
  printf '<skos:Concept rdf:about="urn:%s"><skos:notation>%s</skos:notation>' "$1" "$1"
  printf '<skos:prefLabel xml:lang="en">%s</skos:prefLabel><skos:broader rdf:resource="urn:%s"/></skos:Concept>\n' "$2" "$3"
}
{
  echo '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:skos="http://www.w3.org/2004/02/skos/core#">'
  concept food Food root
  concept honey 'Honey &lt; wax' food
  concept bees Bees food
  concept root Everything none | sed 's|<skos:broader[^>]*>||'
  echo '</rdf:RDF>'
} >"$lib/vocabularies/topics.rdf"
{
  printf 'Bees are kept in the valley, and bees fly to the flowers.\f'
  printf 'Food of the bees is in the flowers, and the food of the people too.\f'
  printf 'Nothing is said here of them.'
} >"$lib/files/hive.txt"
{
  record hive en 'The <b>hive</b>' "$(file hive.txt en)" | sed 's|<b>|\&lt;b>|; s|</b>|\&lt;/b>|'
  record kitchen en Kitchen '<text xml:lang="en">Food is made here, and more food.</text>'
  record gone en Gone "$(file gone.txt en)<dcterms:subject>honey</dcterms:subject>"
  record silent en Silent '<text xml:lang="en">It says little of the matter.</text>'
} | records "$lib/records/all.xml"
index "$lib" update

is 'works without a subject, and no others' "$(rows without-topic | jq -r .id | paste -sd ' ')" 'hive kitchen silent'
is 'what tells more comes first, with its pages' \
  "$(rows without-topic | jq -r 'select(.id == "hive").suggestions[] | "\(.value) \(.occurrences) \(.pages) \(.works)"' |
    paste -sd,)" 'bees 3 2 1'
is 'a broader value is left out where a narrower one tells more, else it is there' \
  "$(rows without-topic | jq -r 'select(.id == "kitchen").suggestions[] | "\(.value) \(.label) \(.occurrences) \(.pages)"')" \
  'food Food 2 1'
is 'a work whose texts say nothing is there, too' \
  "$(rows without-topic | jq -c 'select(.id == "silent").suggestions')" '[]'
is 'files that failed, with the reason of the ledger' "$(rows files | jq -c '[.file, .work, .outcome, .reason]')" \
  "$("$indexer" -c "$lib/repere.conf" ledger | jq -c 'select(.outcome != "indexed") | [.file, .work, .outcome, .reason]')"

# ---- the page ----
index "$lib" report
is 'it is written beside the index, and says where' "$code $out" "0 The report is in $lib/index/report.html"
cp "$lib/index/report.html" "$work/page.html"
is 'it is sound HTML' "$(xmllint --html --noout "$work/page.html" 2>&1 | grep -v 'Tag \(main\|section\) invalid' | grep error)" ''
like 'titles are text, not markup' "$(cat "$work/page.html")" '>The &lt;b&gt;hive&lt;/b&gt;<'
like 'the title says its language' "$(cat "$work/page.html")" '<td lang="en">Kitchen</td>'
is 'the sections have headings' "$(grep -oE '<h2 [^>]*>[^<]*' "$work/page.html" | sed 's/.*>//' | paste -sd,)" \
  'Works without a topic,Files that need attention,Suspected duplicates'
is 'it needs nothing else and runs nothing' "$(grep -ciE '<script|<link|<img|http|url\(|[[:space:]]on[a-z]+=' "$work/page.html")" 0
is 'each row is headed' "$(grep -c '<tr><th scope="row">' "$work/page.html")" 4
is '-o names the file' "$("$indexer" -c "$lib/repere.conf" -q -o "$work/other.html" report; grep -c '<h1>' "$work/other.html")" 1
is '-o - is the standard output' "$("$indexer" -c "$lib/repere.conf" report -o - | grep -c '<h1>')" 1
index "$lib" report --csv
is 'there is no CSV of it' "$code" 64
index "$lib" report -o "$lib/nowhere/report.html"
is 'a place that is not there is named' "$code $out" '74 '
like 'with what to do' "$err" 'nowhere/report.html: the report cannot be written .*; name another file with -o'
is 'nothing is due' "$("$indexer" -c "$lib/repere.conf" report --json | jq .update_due)" false
sed -i 's/>Bees</>Wasps</' "$lib/vocabularies/topics.rdf"
is 'other labels since: an update is due' "$("$indexer" -c "$lib/repere.conf" report --json | jq .update_due)" true
like 'and the page says so' "$("$indexer" -c "$lib/repere.conf" report -o -)" 'changed since the index was made: run'
index "$work/lib" report --output
is 'an option without its value is wrong usage' "$code" 64

# ---- the sample library: what its curators wrote, suggested again from the texts ----
lib=$work/corpus
cp -r "$source/corpus" "$lib"
rm -rf "$lib/index"
sed -i 's|^index=.*|index=index|; s|^listen=.*|listen=unix:s.sock|' "$lib/repere.conf"
printf '[indexer]\ntranslate=off\n' >>"$lib/repere.conf"
index "$lib" update
works=$("$indexer" -c "$lib/repere.conf" status --json | jq .works)
is 'every work of the sample library has a theme' "$(rows without-theme | wc -l)" 0
serve "$lib"
get "$lib" '/v1/search?limit=100&passages=0&lang=en' |
  jq '.hits | map({key: .id, value: [.facets.theme[].value]}) | from_entries' >"$work/themes.json"
sed -i '/<dcterms:subject>/d' "$lib"/records/*.xml
index "$lib" update
is 'without them, every work is in the report' "$(rows without-theme | wc -l)" "$works"
right=$(rows without-theme | jq -c --slurpfile themes "$work/themes.json" \
  'select($themes[0][.id] as $true | $true and any(.suggestions[]; .value as $v | $true | index($v)))' | wc -l)
told=$(jq length "$work/themes.json")
if [ "$told" -gt 20 ] && [ $((right * 3)) -ge $((told * 2)) ]; then
  ok 'two thirds of the works at least have a theme of theirs among five suggested'
else
  not_ok 'two thirds of the works at least have a theme of theirs among five suggested' "$right of $told"
fi

# ---- completion ----
offers()
{
  bash "$source/tests/http/complete.bash" "$source/indexer/completion.bash" "repere-indexer $1" _repere_indexer | paste -sd ' '
}
is 'completion: commands' "$(offers r)" 'rebuild report'
is 'completion: options of the command' "$(offers 'report --o')" '--output'
is 'completion: nothing that the command does not take' "$(offers 'report --c')" '--config'
end
