#!/bin/sh
# mentions.sh - what texts speak of, over the socket: in answers, filters, tables, exports and the client. Prints TAP.
# shellcheck source=tests/road.sh
. "${SOURCE:-.}/tests/road.sh"

repere=$build/repere
lib=$work/lib
library "$lib" # the facets there are without a configuration of them
{
  record north en 'From Kenya' \
    '<dcterms:type>report</dcterms:type><dcterms:issued>2019</dcterms:issued>
     <text xml:lang="en">Kenya and Malawi are named here, and Kenya again.</text>
     <text xml:lang="fr">Le Kenya est nommé ici, et le Mozambique aussi.</text>'"$(file north.txt en)"
  record south fr 'Au sud' \
    '<dcterms:type>report</dcterms:type><dcterms:issued>2021</dcterms:issued>
     <text xml:lang="es">De Mozambique se habla en el texto.</text>'
  record title en 'Malawi in a title' '<dcterms:type>news</dcterms:type><dcterms:issued>2021</dcterms:issued>'
  record hidden en Hidden '<dcterms:accessRights>members</dcterms:accessRights><text xml:lang="en">Kenya, Kenya.</text>'
} | records "$lib/records/all.xml"
printf 'The first page names Malawi.\fThe second one names Kenya and then Malawi.\fThe third one names nobody.' \
  >"$lib/files/north.txt"
index "$lib" update
serve "$lib"

work_facet()
{
  get "$lib" "/v1/works/$1?lang=${3:-en}" | jq -r --arg facet "$2" '.facets[$facet] // [] | map("\(.value) \(.label) \(.pages)") | join(",")'
}
is 'pages of files and texts of the record, those with most first' "$(work_facet north mentions)" \
  'KE Kenya 3,MW Malawi 3,MZ Mozambique 1'
is 'in a title alone: no page' "$(work_facet title mentions)" 'MW Malawi 0'
is 'labels in the asked language' "$(work_facet north mentions es | cut -d, -f1,2)" 'KE Kenia 3,MW Malaui 3'
is 'values that records feed have no pages' \
  "$(get "$lib" '/v1/works/north' | jq -c '.facets.year')" '[{"value":"2019","label":"2019"}]'
is 'which facets texts feed' \
  "$(get "$lib" /v1/facets | jq -r '[.facets[] | select(.source == "text").name] | join(" ")')" 'concept mentions'
is 'counts, of the works that may be seen' \
  "$(get "$lib" '/v1/search?facet=mentions&limit=0' | jq -r '.facets.mentions.values | map("\(.value) \(.count)") | join(",")')" \
  'MW 2,MZ 2,KE 1'
is 'their name' "$(get "$lib" '/v1/search?facet=mentions&limit=0&lang=fr' | jq -r .facets.mentions.label)" 'Pays mentionnés'
is 'a filter' "$(ids "$lib" '/v1/search?filter=mentions:MZ')" 'north south'
is 'a filter that excludes' "$(ids "$lib" '/v1/search?filter=-mentions:MZ')" title
is 'values found by their label' \
  "$(get "$lib" '/v1/facets/mentions?match=moz&lang=en' | jq -r '[.facet.values[].value] | join(" ")')" MZ
is 'a table' "$(get "$lib" '/v1/pivot?rows=mentions&columns=year' |
  jq -c '[.rows.values, .cells] | transpose | map([.[0].value, .[1]]) | sort')" \
  '[["KE",[1,0,0]],["MW",[1,0,1]],["MZ",[1,0,1]]]'
is 'years of what is mentioned' "$(get "$lib" '/v1/trend?filter=mentions:MW' | jq -c '.series[0].total')" 2
is 'a page of hits has them only where they are asked for' \
  "$(get "$lib" '/v1/search' | jq '[.hits[].facets | has("mentions")] | any')" false
is 'then with pages' "$(get "$lib" '/v1/search?q=north+malawi&facet=mentions&filter=year:2019' |
  jq -c '.hits[0].facets.mentions[0]')" '{"value":"KE","label":"Kenya","pages":3}'
is 'an export as CSV has no column of them' \
  "$(get "$lib" '/v1/export?format=csv' | head -1 | grep -cE 'concept|mentions')" 0
is 'nor one as JSON Lines' \
  "$(get "$lib" '/v1/export?format=jsonl' | jq -s '[.[].facets | has("mentions")] | any')" false

# ---- the client ----
export REPERE_ADDRESS="unix:$lib/s.sock"
like 'repere facets' "$("$repere" facets mentions --lang en)" 'Malawi \(MW\) +2'
like 'repere pivot' "$("$repere" pivot mentions year --lang en)" '^Mozambique.* 1 .* 1'
like 'repere show has the pages' "$("$repere" show --lang en north)" 'Kenya \(KE, 3 p\.\); Malawi \(MW, 3 p\.\)'
is 'CSV of a search has no empty columns of them' \
  "$("$repere" search --lang en --format csv | head -1 | grep -cE 'concept|mentions')" 0
is 'and a full one where it is asked for' \
  "$("$repere" search --lang en --format csv --facet mentions --filter year:2019 | grep -c 'Kenya; Malawi; Mozambique')" 1
end
