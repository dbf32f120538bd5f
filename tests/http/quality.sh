#!/bin/sh
# quality.sh - what the ledger says of the files, as a facet over the socket: filters, counts, tables, labels, the client;
# and that an index made without it gets it. Prints TAP.
# shellcheck source=tests/road.sh
. "${SOURCE:-.}/tests/road.sh"

repere=$build/repere
lib=$work/lib
only_year='translate=off
[facet year]
source=dcterms:issued
kind=year'
library "$lib" "[indexer]
$only_year"
year()
{
  printf '<dcterms:issued>%s</dcterms:issued>' "$1"
}
pdf()
{
  printf '<dcterms:hasFormat href="%s" xml:lang="en" type="application/pdf"/>' "$1"
}
english='The people of the valley say that they have come back with their families, and that they will stay there this year.'
printf '%s %s' "$english" "$english" >"$lib/files/good.txt"
other='Every morning the boats are pulled onto the sand, and the fish that were caught in the night are sold before the sun is high.'
printf '%s %s' "$other" "$other" >"$lib/files/french.txt"
: >"$lib/files/nothing.txt"
printf '%%PDF-1.4\nnot one' >"$lib/files/broken.pdf"
printf '%%PDF-1.4\nnor this' >"$lib/files/cracked.pdf"
{
  record good en Good "$(year 2019)$(file good.txt en)"
  record french fr 'Dit français' "$(year 2019)$(file french.txt fr)"
  record nothing en Nothing "$(year 2020)$(file nothing.txt en)"
  record broken en Broken "$(year 2020)$(pdf broken.pdf)"
  record gone en Gone "$(year 2020)$(file gone.txt en)"
  record both en Both "$(year 2021)$(pdf cracked.pdf)$(file nothing.txt en)"
  record event en 'No file at all' "$(year 2021)"
  record hidden en Hidden "<dcterms:accessRights>members</dcterms:accessRights>$(file nothing.txt en)"
} | records "$lib/records/all.xml"

# ---- an index that was made without it ----
index "$lib" update
library "$lib" '[indexer]
translate=off' # and the facets there are without a configuration of them
index "$lib" update
is 'an index without it is written anew, and no file is read for that' \
  "$(last "$lib" '"\(.replaced) \(.files_read)"')" '8 0'
index "$lib" update
is 'once' "$(last "$lib" '"\(.replaced) \(.unchanged)"')" '0 8'
serve "$lib"

counts()
{
  get "$lib" "/v1/search?limit=0&facet=quality&$1" | jq -r '.facets.quality.values | map("\(.value) \(.count)") | sort | join(",")'
}
is 'the library lists it, and whence it is' \
  "$(get "$lib" '/v1/facets?lang=en' | jq -c '.facets[] | select(.name == "quality") | [.label, .kind, .source]')" \
  '["To be checked","terms","quality"]'
for value in no-text:'both nothing' language-mismatch:french damaged:'both broken' missing:gone; do
  is "filter ${value%%:*}" "$(ids "$lib" "/v1/search?filter=quality:${value%%:*}")" "${value#*:}"
done
is 'a value without works' "$(ids "$lib" '/v1/search?filter=quality:ocr-low')" ''
is 'two values are either' "$(ids "$lib" '/v1/search?filter=quality:missing&filter=quality:damaged')" 'both broken gone'
is 'all that have none' "$(ids "$lib" '/v1/search?filter=-quality:no-text&filter=-quality:damaged&filter=-quality:missing')" \
  'event french good'
is 'counts, of the works that may be seen' "$(counts '')" 'damaged 2,language-mismatch 1,missing 1,no-text 2'
is 'counts under a filter' "$(counts 'filter=year:2020')" 'damaged 1,missing 1,no-text 1'
is 'its own filter leaves its counts as they are' "$(counts 'filter=quality:missing')" \
  'damaged 2,language-mismatch 1,missing 1,no-text 2'
is 'works without a fault' "$(get "$lib" '/v1/search?limit=0&facet=quality' | jq .facets.quality.missing)" 2
is 'a table' "$(get "$lib" '/v1/pivot?rows=quality&columns=year' |
  jq -c '[.rows.values, .cells] | transpose | map([.[0].value, .[1]]) | sort')" \
  '[["damaged",[0,1,1]],["language-mismatch",[1,0,0]],["missing",[0,1,0]],["no-text",[0,1,1]]]'
for label in en:'To be checked: Missing file' fr:'À vérifier: Fichier manquant' es:'Por revisar: Archivo ausente'; do
  is "labels: ${label%%:*}" "$(get "$lib" "/v1/search?limit=0&facet=quality&filter=quality:missing&lang=${label%%:*}" |
    jq -r '.facets.quality | "\(.label): \(.values[] | select(.selected).label)"')" "${label#*:}"
done
is 'a hit has it only where it is asked for' \
  "$(get "$lib" '/v1/search' | jq '[.hits[].facets | has("quality")] | any')" false
is 'then with labels' "$(get "$lib" '/v1/search?filter=quality:missing&facet=quality&lang=en' | jq -c '.hits[0].facets.quality')" \
  '[{"value":"missing","label":"Missing file"}]'
is 'one work has it' "$(get "$lib" '/v1/works/both' | jq -c '[.facets.quality[].value]')" '["no-text","damaged"]'
is 'readers are not offered it while they type' \
  "$(get "$lib" '/v1/suggest?q=missing&lang=en' | jq '.concepts | length')" 0
is 'an export as CSV has no column of it' "$(get "$lib" '/v1/export?format=csv' | head -1 | grep -c quality)" 0
is 'an export of such works' "$(get "$lib" '/v1/export?format=jsonl&filter=quality:damaged' | jq -r .id | sort | paste -sd' ')" \
  'both broken'

# ---- the client ----
export REPERE_ADDRESS="unix:$lib/s.sock"
like 'repere search' "$("$repere" search --lang en --filter quality:no-text)" '^2 of 7 works'
like 'repere facets' "$("$repere" facets quality --lang fr)" 'Pages sans texte \(no-text\) +2'

# ---- it follows the files ----
cp "$lib/files/good.txt" "$lib/files/gone.txt"
index "$lib" update
is 'a file that is there again' "$(ids "$lib" '/v1/search?filter=quality:missing')" ''
sed -i '/french.txt/s/xml:lang="fr" type/xml:lang="en" type/' "$lib/records/all.xml"
index "$lib" update
is 'a declaration mended, without reading the file' \
  "$(ids "$lib" '/v1/search?filter=quality:language-mismatch') $(last "$lib" .files_read)" ' 0'
is 'one faulty facet is named' "$(sed '$a[facet q]\nsource=quality;origin' "$lib/repere.conf" >"$work/q.conf"
  "$indexer" -c "$work/q.conf" status 2>&1 | grep -c 'give the elements a facet of their own')" 1
end
