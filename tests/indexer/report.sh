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
is 'the ledger says what a curator should look at' \
  "$("$indexer" -c "$lib/repere.conf" ledger | jq -c "[.file, .quality]" | sort | paste -sd" ")" \
  '["gone.txt",["missing"]] ["hive.txt",[]]'
is 'files that failed, with the reason of the ledger' "$(rows files | jq -c '[.file, .work, .outcome, .reason]')" \
  "$("$indexer" -c "$lib/repere.conf" ledger | jq -c 'select(.outcome != "indexed") | [.file, .work, .outcome, .reason]')"

# ---- the page ----
# headings FILE: what its sections are called, without their counts
headings()
{
  grep -oE '<h2 id=[^>]*>[^<]*' "$1" | sed 's/.*>//; s/ $//' | paste -sd,
}
# as_xml FILE: the page, which writes every element out, as XML
as_xml()
{
  sed 's/<!DOCTYPE html>//; s/<meta \([^>]*\)>/<meta \1\/>/' "$1"
}
# sound FILE: what is not well-formed in it, read as XML: elements that are not closed, attributes that end too soon
sound()
{
  as_xml "$1" | xmllint --noout - 2>&1
  grep -oE ' id="[^"]*"' "$1" | sort | uniq -d
  grep -oE 'href="#[^"]*"' "$1" | cut -d'#' -f2 | tr -d '"' | while read -r id; do
    grep -q " id=\"$id\"" "$1" || echo "no $id"
  done
}
index "$lib" report
is 'it is written beside the index, and says where' "$code $out" "0 The report is in $lib/index/report.html"
cp "$lib/index/report.html" "$work/page.html"
is 'it is well-formed, its ids are unique, its links lead somewhere' "$(sound "$work/page.html")" ''
like 'titles are text, not markup' "$(cat "$work/page.html")" '>The &lt;b&gt;hive&lt;/b&gt;<'
like 'the title says its language' "$(cat "$work/page.html")" ' lang="en">Kitchen<'
is 'what is to be done comes first, then what there is' "$(headings "$work/page.html")" \
  "What changed in the last run,Files that need attention,Works without a value of topic,Works without a date,Works \
without a type,Works without an abstract,Works in one language only,Works by language,Works by year and \
language,Pages by the source of their text,topic by language,In order"
like 'the page says at its head how much is to be done' "$(cat "$work/page.html")" \
  '<p class="verdict">Lists to work through: 4; works concerned: 4 of 4</p>'
like 'and what is in order' "$(cat "$work/page.html")" '<li>No text layer is garbage.</li>'
is 'it needs nothing else and runs nothing' \
  "$(grep -ciE '<script|<link|<img|<iframe|src=|url\(|@import|[[:space:]]on[a-z]+=' "$work/page.html")" 0
is 'and forbids itself to' "$(grep -c "default-src 'none'" "$work/page.html")" 1
is 'each row is headed' "$(grep -c '^<tr>' "$work/page.html")" "$(grep -c '^<tr><th scope="row"' "$work/page.html")"
is 'a chart has a title, a description and its figures as a table' \
  "$(grep -c '<svg role="img" aria-labelledby' "$work/page.html") $(grep -c '<title id=' "$work/page.html") $(
    grep -c '</desc>' "$work/page.html") $(grep -c '<summary>The figures' "$work/page.html")" '2 2 2 2'
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

# ---- the curator's language ----
is 'in French' "$("$indexer" -c "$lib/repere.conf" report -o - --lang fr | grep -oE '<html lang="fr">|>Rapport sur la bibliothèque</h1>' | wc -l)" 2
is 'in Spanish' "$("$indexer" -c "$lib/repere.conf" report -o - --lang es | grep -oE '<html lang="es">|>Informe sobre la biblioteca</h1>' | wc -l)" 2
"$indexer" -c "$lib/repere.conf" report -o "$work/fr.html" --lang fr >/dev/null
is 'as sound' "$(sound "$work/fr.html")" ''
is 'no English phrase is left, but titles' \
  "$(sed 's/<td[^>]*lang="en".*//; s/<bdi.*//' "$work/fr.html" | grep -cE 'Works|Pages concerned|The |What |There ')" 0
is 'no reason is said to be English' "$(grep -c 'class="words" lang="en"' "$work/fr.html")" 0
like 'the reason of the ledger is French' "$(cat "$work/fr.html")" 'Ce fichier n.*existe pas.: mettez-le à sa place, ou corrigez href'
like 'the outcome, too, with the name that options take' "$(cat "$work/fr.html")" '>absent<code class="id">missing</code>'
"$indexer" -c "$lib/repere.conf" report -o "$work/es.html" --lang es >/dev/null
like 'and Spanish' "$(cat "$work/es.html")" 'Ese archivo no existe: póngalo en su lugar, o corrija href'
is 'in JSON, outcomes are names in every language, and reasons are worded' \
  "$("$indexer" -c "$lib/repere.conf" report --json --lang es | jq -c '.sections[] | select(.name == "files").rows[] |
    [.outcome, (.reason | startswith("Ese archivo no existe"))]')" '["missing",true]'
like 'numbers have the comma of the language' "$(cat "$work/fr.html")" ' a duré [0-9]+,[0-9] s'
is 'no level of headings is left out' "$(grep -oE '<h[1-6]' "$work/fr.html" | sort -u | paste -sd' ')" '<h1 <h2'
index "$lib" report --lang de
is 'in no other' "$code" 64

# ---- hostile works: other people's words, in every place that shows them ----
lib=$work/hostile
library "$lib" '[indexer]
translate=off'
evil='&lt;/script&gt;&lt;/style&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;"&apos;&amp;lt;'
bidi=$(printf 'left \342\200\256thgir\342\200\254 \342\201\246x')
{
  record '&quot;&gt;&lt;img/src=x&gt;' en "$evil $bidi" "<dcterms:hasFormat href=\"gone.pdf\" url=\"javascript:alert(1)\" \
xml:lang=\"en\" type=\"application/pdf\"/>"
  record worse en "$evil" "<dcterms:type>$evil</dcterms:type><dcterms:publisher>$evil</dcterms:publisher>$(file \
'&quot; onclick=&quot;alert(1).txt' en)"
  i=0
  while [ $((i += 1)) -le 210 ]; do record "plain-$i" fr "Numéro $i" '<text xml:lang="fr">Rien de plus.</text>'; done
  echo '<record><dcterms:identifier>wrong</dcterms:identifier><dcterms:issued>1&lt;script&gt;9</dcterms:issued></record>'
} | records "$lib/records/all.xml"
index "$lib" update
index "$lib" report
page=$lib/index/report.html
is 'hostile words leave it sound' "$(sound "$page")" ''
is 'no element of theirs' "$(as_xml "$page" | xmllint --xpath 'count(//script|//img|//@*[starts-with(name(), "on")])' -)" 0
is 'no address of theirs but of the web' "$(grep -c 'href="javascript' "$page")" 0
is 'nothing turns round what follows' "$(grep -c "$(printf '\342\200\256\\|\342\201\246')" "$page")" 0
is 'a record that was left out is named' "$(rows problems | grep -c 'wrong')" 1
is 'and what is wrong with it, in the language of the page' \
  "$("$indexer" -c "$lib/repere.conf" report -o - --lang fr | grep -c 'notice.*wrong.*qui n.*est pas une date.*; écrivez AAAA')" 1
is 'a list is cut and says so' "$(grep -c '<p class="more">12 more are not shown' "$page")" 4
is 'JSON has all of it' "$(rows without-date | wc -l)" 212
is 'the account of the run names the first works' "$(last "$lib" '.changed.added | length') $(last "$lib" .added)" '200 212'
sed -i '/"plain-7"\|>plain-7</d; s/Numéro 8</Numéro huit</' "$lib/records/all.xml"
index "$lib" update
is 'what changed' "$(rows changes | jq -r '"\(.work) \(.change) \(.title)"' | sort | paste -sd,)" \
  'plain-7 removed null,plain-8 replaced Numéro huit'

# ---- the pages of files ----
lib=$work/pages
library "$lib" '[indexer]
translate=off
[facet language]
source=dcterms:language
vocabulary=iso639'
text='The people of the valley say that they have come back with their families, and that they will stay there this year.'
printf '%s %s\f\f\f\f%s' "$text" "$text" "$text" >"$lib/files/holes.txt"
printf '%s %s' "$text" "$text" >"$lib/files/other.txt"
printf '<html lang="en"><head><title>Its own title</title></head><body><p>%s</p></body></html>' "$text" >"$lib/files/untitled.html"
dated='<dcterms:issued>2019-05</dcterms:issued><dcterms:type>report</dcterms:type>'
{
  record holes en Holes "$dated$(file holes.txt en)"
  record other fr Autre "$dated$(file other.txt fr)"
  printf '<record><dcterms:identifier>untitled</dcterms:identifier>%s%s</record>\n' "$dated" \
    '<dcterms:hasFormat href="untitled.html" type="text/html"/>'
} | records "$lib/records/all.xml"
index "$lib" update
is 'pages without text' "$(rows no-text | jq -c '[.work, .file, .page_numbers, .pages]')" '["holes","holes.txt",[2,3,4],5]'
like 'as ranges on the page' "$("$indexer" -c "$lib/repere.conf" report -o -)" '>2–4</td>'
like 'with the address of the file' "$("$indexer" -c "$lib/repere.conf" report -o -)" '<a href="https://example.org/f/holes.txt">holes.txt</a>'
is 'another language than declared, with the pages' \
  "$(rows language-mismatch | jq -c '[.work, .file, .page_numbers, .declared, .found]')" '["other","other.txt",[1],"fr","en"]'
is 'what was taken from a file, from where in it, and where to put it' \
  "$(rows taken | jq -c '[.work, .taken, .value, .file, .from, .record]')" \
  "[\"untitled\",\"title\",\"Its own title\",\"untitled.html\",\"html-title\",\"$lib/records/all.xml\"]"
like 'in words on the page' "$("$indexer" -c "$lib/repere.conf" report -o - --lang fr)" '>son élément title<'
is 'files without a declared language, with the record' "$(rows without-language | jq -c '[.work, .file, .record]')" \
  "[\"untitled\",\"untitled.html\",\"$lib/records/all.xml\"]"
is 'years, each work once' "$(rows by-year | jq -c '[.year, .en, .fr, .several, .works]')" '["2019",2,1,0,3]'
is 'sources of pages' "$(rows by-source | jq -c 'select(.pages > 0) | [.source, .pages]' | paste -sd' ')" \
  '["document",4] ["empty",3]'

# ---- the shared library: no page without a line ----
if [ "${build##*/}" = asan ]; then
  skip 'a line for every page of the shared library' 'sanitizers change no number of pages, and are slow'
elif [ -d "${REPERE_SHARED-}/library/files" ] && command -v pdfinfo >/dev/null; then
  lib=$work/shared
  library "$lib" "[indexer]
translate=off
ocr=off"
  sed -i "s|^records=.*|records=$REPERE_SHARED/library/records.xml|; s|^files=.*|files=$REPERE_SHARED/library/files|" "$lib/repere.conf"
  index "$lib" update
  "$indexer" -c "$lib/repere.conf" ledger | jq -r 'select(.file | endswith(".pdf")) | "\(.file)\t\(.pages | length)"' |
    sort -u >"$work/ledger.tsv"
  while IFS="$(printf '\t')" read -r name lines; do
    pages=$(pdfinfo "$REPERE_SHARED/library/files/$name" 2>/dev/null | sed -n 's/^Pages: *//p')
    [ "${pages:-0}" = "$lines" ] || echo "$name: $lines lines, ${pages:-no} pages"
  done <"$work/ledger.tsv" >"$work/differ"
  is 'a line for every page that pdfinfo counts, in every file of the shared library' "$(cat "$work/differ")" ''
  is 'and a row of the CSV' "$("$indexer" -c "$lib/repere.conf" ledger --csv | tail -n +2 | wc -l)" \
    "$("$indexer" -c "$lib/repere.conf" ledger | jq '[(.pages | length), 1] | max' | paste -sd+ | bc)"
else
  skip 'a line for every page of the shared library' 'REPERE_SHARED is not set, or pdfinfo is not there'
fi

# ---- the sample library: what its curators wrote, suggested again from the texts ----
lib=$work/corpus
cp -r "$source/corpus" "$lib"
rm -rf "$lib/index"
sed -i 's|^index=.*|index=index|; s|^listen=.*|listen=unix:s.sock|' "$lib/repere.conf"
printf '[indexer]\ntranslate=off\nocr=off\n' >>"$lib/repere.conf"
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
is 'completion: commands' "$(offers r)" 'rebuild report restore'
is 'completion: options of the command' "$(offers 'report --o')" '--output'
is 'completion: languages of the report' "$(offers 'report --lang ')" 'en fr es'
is 'completion: nothing that the command does not take' "$(offers 'report --c')" '--config'
end
