#!/bin/sh
# expansions.sh - what words find besides themselves, and what makes a score: over the socket and in the client, on a
# library in three languages. Prints TAP.
# shellcheck source=tests/road.sh
. "${SOURCE:-.}/tests/road.sh"

repere=$build/repere
export REPERE_NPM="${REPERE_NPM:-$source/build/npm}"
lib=$work/lib
library "$lib" "vocabularies=$lib/vocabularies
[indexer]
translate=on"
mkdir "$lib/vocabularies"
cat >"$lib/vocabularies/topics.rdf" <<'END'
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:skos="http://www.w3.org/2004/02/skos/core#">
<skos:Concept rdf:about="https://example.org/topics/a&amp;b%20c">
  <skos:prefLabel xml:lang="en">Debt bondage</skos:prefLabel>
  <skos:prefLabel xml:lang="fr">Servitude pour dettes</skos:prefLabel>
  <skos:prefLabel xml:lang="es">Servidumbre por deudas</skos:prefLabel>
</skos:Concept>
</rdf:RDF>
END
{
  record en-bondage en 'A first work' '<text xml:lang="en">Those who live in debt bondage are heard here.</text>'
  record fr-bondage fr 'Un premier ouvrage' \
    '<text xml:lang="fr">La servitude pour dettes est étudiée ici, et la servitude pour dettes seulement.</text>'
  record es-bondage es 'Una primera obra' '<text xml:lang="es">La servidumbre por deudas sigue existiendo.</text>'
  record en-house en 'A second work' '<text xml:lang="en">The house stands alone.</text>'
  record fr-house fr 'Un second ouvrage' '<text xml:lang="fr">La maison est seule.</text>'"$(file house.txt fr)"
  record es-house es 'Una segunda obra' '<text xml:lang="es">La casa está sola.</text>'
} | records "$lib/records/all.xml"
printf 'Rien ici.\fLa maison est ancienne, la maison est belle.' >"$lib/files/house.txt"
index "$lib" update
is 'the library is indexed' "$code" 0
serve "$lib"

# each answer is as openapi.json says
described()
{
  if ! sh "$source/tests/npm.sh" "$REPERE_NPM" >"$work/npm"; then
    skip "$1" "npm's registry cannot be reached: $(tail -n 1 "$work/npm")"
    return
  fi
  shift
  node "$source/tests/http/openapi_check.mjs" "$lib/s.sock" "$@" >"$work/tap"
  why=$(grep '^#' "$work/tap")
  while IFS= read -r line; do
    case $line in
      ok*) ok "${line#*- }" ;;
      'not ok'*) not_ok "${line#*- }" "$why" ;;
    esac
  done <"$work/tap"
  like 'all were checked' "$(tail -n 1 "$work/tap")" "^1\.\.$#$"
}

# ---- concepts ----
bondage='/v1/search?q=debt+bondage&lang=en'
topic='https%3A%2F%2Fexample.org%2Ftopics%2Fa%26b%2520c'
concepts() { get "$lib" "$1" | jq -c '[.expansions[] | select(.concept)]'; }
is 'a concept finds the works that hold it in any language' "$(ids "$lib" "$bondage")" 'en-bondage es-bondage fr-bondage'
is 'and says so' "$(concepts "$bondage" | jq -c '.[] | [.id, .concept, .source, .words, .works]')" \
  '["https://example.org/topics/a&b%20c","https://example.org/topics/a&b%20c","topics","debt bondage",3]'
is 'with its labels' "$(concepts "$bondage" | jq -c '[.[].labels[] | "\(.lang) \(.label)"] | sort')" \
  '["en Debt bondage","es Servidumbre por deudas","fr Servitude pour dettes"]'
is 'the same concept by its label in another language' \
  "$(concepts '/v1/search?q=servitude+pour+dettes&lang=fr' | jq -r '.[].words')" 'servitude pour dettes'
is 'expand=off: the words alone' "$(get "$lib" "$bondage&expand=off" | jq -c '[.total, .expansions]')" '[1,[]]'
is 'expand=-ID: not that one' "$(concepts "$bondage&expand=-$topic")" '[]'
is 'and the request says it in its normal form' \
  "$(get "$lib" "$(get "$lib" "$bondage&expand=-$topic" | jq -r .request)" | jq -c 'del(.took_ms)')" \
  "$(get "$lib" "$bondage&expand=-$topic" | jq -c 'del(.took_ms)')"
is 'expand=-ID of another one changes nothing' "$(ids "$lib" "$bondage&expand=-none%20such")" \
  'en-bondage es-bondage fr-bondage'
is 'a quoted phrase is not expanded' "$(get "$lib" '/v1/search?q=%22debt+bondage%22&lang=en' | jq -c '[.total, .expansions]')" \
  '[1,[]]'
is 'nor are words of a field' "$(get "$lib" '/v1/search?q=text:debt+text:bondage&lang=en' | jq -c '[.total, .expansions]')" \
  '[1,[]]'
is 'facets count the same works' "$(get "$lib" '/v1/facets/language?q=debt+bondage&lang=en' | jq .total)" 3
is 'with expand=off as well' "$(get "$lib" '/v1/facets/language?q=debt+bondage&lang=en&expand=off' | jq .total)" 1

# ---- translations ----
house='/v1/search?q=house&lang=en'
if [ -d /usr/share/apertium/apertium-eng-spa ] && [ -d /usr/share/apertium/apertium-fra-cat ] &&
  [ -d /usr/share/apertium/apertium-eng-cat ]; then
  is 'a translation finds works in other languages' "$(ids "$lib" "$house")" 'en-house es-house fr-house'
  is 'and says so' "$(get "$lib" "$house" | jq -c '.expansions[] | [.id, .concept, .words, .works]')" \
    '["house",null,"house",2]'
  like 'with the dictionaries' "$(get "$lib" "$house" | jq -r '.expansions[].source')" '^apertium(\+freedict)?$'
  is 'and the words' \
    "$(get "$lib" "$house" | jq -c '[.expansions[].labels[] | "\(.lang) \(.label)"] | sort | map(select(test("casa|maison")))')" \
    '["es casa","fr maison"]'
  is 'the same evidence weighs more in the asked language' \
    "$(get "$lib" "$house" | jq -r '[.hits[].id | select(. != "fr-house")] | join(" ")')" 'en-house es-house'
  is 'expand=off: the word alone' "$(ids "$lib" "$house&expand=off")" en-house
  is 'expand=-ID: not that word' "$(ids "$lib" "$house&expand=-house")" en-house
  is 'word* is not translated' "$(ids "$lib" '/v1/search?q=hous*&lang=en')" en-house
  second='/v1/search?lang=en&q=second+work'
  is 'what is excluded is so in all languages' "$(ids "$lib" "$second") / $(ids "$lib" "$second+-house" | grep -c house)" \
    'en-house es-house fr-house / 0'
  is 'in quotation marks by itself' "$(ids "$lib" "$second+-%22house%22")" 'es-house fr-house'
  explained=$(get "$lib" "$house&explain=1" | jq -c '[.hits[] | {id, what: [.explanation[].what]}]')
  is 'a score says where it is of a translation' \
    "$(echo "$explained" | jq -c '[.[] | select(.what | index("translation")).id] | sort')" '["es-house","fr-house"]'
  is 'and where of the word' "$(echo "$explained" | jq -c '[.[] | select(.what | index("stem")).id]')" '["en-house"]'
  is 'the best page is named' "$(get "$lib" "$house&explain=1" |
    jq -c '[.hits[] | select(.id == "fr-house").explanation[] | select(.what == "page") | [.file, .page]]')" '[[1,2]]'
  like 'the client names it too' "$("$repere" search --address "unix:$lib/s.sock" --lang en --explain house)" \
    '^ +0\.[0-9]+  the best page, fr page 2$'
  like 'and what the word finds' "$("$repere" search --address "unix:$lib/s.sock" --lang en house | head -n 2)" \
    '^house also finds: .*\((es|fr)\).* in 2 works$'
else
  skip 'translations' "Apertium's dictionaries are not installed (make deps)"
fi

# ---- what makes a score ----
sums()
{
  get "$lib" "$1" | jq -c '[.hits[] | (.score - ([.explanation[].score] | add // 0)) | fabs < 0.002] | [length > 0, all]'
}
is 'the parts of a score add up to it' "$(sums "$bondage&explain=1")" '[true,true]'
is 'of a phrase' "$(sums '/v1/search?q=%22debt+bondage%22+work&lang=en&explain=1')" '[true,true]'
is 'of partial matches' "$(sums '/v1/search?q=bondage+second+solitude&lang=en&explain=1')" '[true,true]'
is 'unasked there are none' "$(get "$lib" "$bondage" | jq '[.hits[] | has("explanation")] | any')" false
is 'explain=0 neither' "$(get "$lib" "$bondage&explain=0" | jq -r '.request, ([.hits[] | has("explanation")] | any)' | paste -sd' ')" \
  '/v1/search?lang=en&q=debt%20bondage false'
is 'by another order there is no score to be made' \
  "$(get "$lib" "$bondage&explain=1&sort=title" | jq -c '[.hits[] | [.score, has("explanation")]] | unique')" '[[0,false]]'
is 'another value is refused' "$(get "$lib" "$bondage&explain=yes" | jq -r .parameter)" explain

# ---- the client ----
export REPERE_ADDRESS="unix:$lib/s.sock"
is 'search --expand off' "$("$repere" search --lang en --json --expand off debt bondage | jq .total)" 1
is 'search --expand -ID' \
  "$("$repere" search --lang en --json --expand '-https://example.org/topics/a&b%20c' debt bondage | jq -c '[.expansions[] | select(.concept)]')" '[]'
for command in 'facets language' 'pivot language type' 'export --format jsonl'; do
  # shellcheck disable=SC2086 # words are meant
  is "$command --expand off" "$("$repere" $command --lang en --json --expand off debt bondage | jq -s '.[0].total // length')" 1
done
is 'trend --expand off' "$("$repere" trend --lang en --json --expand off 'debt bondage' | jq '.series[0].total')" 1
"$repere" search --lang en --explain debt bondage >"$work/explained"
is 'search --explain: a score each' "$(grep -c '  score, of which:$' "$work/explained")" 3
is 'figures stand under figures' \
  "$(grep -oE '^ +[0-9]+\.[0-9]{3}  ' "$work/explained" | awk '{ print length }' | sort -u | wc -l)" 1
like 'what words find besides themselves is in the head' "$(sed 1d "$work/explained" | paste -sd' ' | tr -s ' ')" \
  'debt bondage also finds: Servidumbre por deudas \(es\), Servitude pour dettes \(fr\)[^;]* in 3 works'
"$repere" search --explain --format csv debt >"$work/out" 2>"$work/err"
is '--explain as CSV is refused' "$? $(grep -c 'goes with the formats table and json' "$work/err")" '64 1'
"$repere" search --explain --sort newest debt >"$work/out" 2>"$work/err"
is '--explain by date is refused' "$? $(grep -c 'goes with --sort relevance' "$work/err")" '64 1'

described 'answers are as openapi.json says' "$bondage" "$bondage&explain=1" "$bondage&expand=off" "$bondage&expand=-$topic" \
  "$house&explain=1" '/v1/search?q=servitude+pour+dettes&lang=fr&explain=1' \
  '/v1/search?q=servidumbre+por+deudas+casa&lang=es&explain=1&facet=concept' '/v1/search?q=maison+seule&lang=fr&explain=1'
end
