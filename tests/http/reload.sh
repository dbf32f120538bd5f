#!/bin/sh
# reload.sh - SIGHUP with a configuration that is worse than the one in use: a vocabulary that is broken, or not there.
# The daemon goes on as it was, and says why. Prints TAP.
# shellcheck source=tests/road.sh
. "${SOURCE:-.}/tests/road.sh"

lib=$work/lib
# configure LABEL VOCABULARY
configure()
{
  rm -f "$lib/repere.conf"
  library "$lib" "vocabularies=vocabularies
[facet subject]
source=dcterms:subject
kind=terms
vocabulary=$2
label=$1"
}
# themes LABEL: a vocabulary of one theme
themes()
{
  cat >"$lib/vocabularies/themes.rdf" <<END
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:skos="http://www.w3.org/2004/02/skos/core#">
<skos:Concept rdf:about="urn:x:work"><skos:notation>work</skos:notation><skos:prefLabel xml:lang="en">$1</skos:prefLabel>
</skos:Concept></rdf:RDF>
END
}
facet()
{
  get "$lib" '/v1/search?limit=0&facet=subject' | jq -r '.facets.subject | "\(.label): \(.values[0].label)"'
}
# hup PATTERN: has the configuration read again, and waits for the log to answer it; sets said
hup()
{
  lines=$(wc -l <"$work/searchd.err")
  kill -HUP "$daemon"
  for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30; do
    said=$(tail -n "+$((lines + 1))" "$work/searchd.err")
    if printf '%s' "$said" | grep -q 'in use'; then return; fi
    sleep 0.1
  done
}

mkdir -p "$lib/vocabularies"
configure Subject themes
themes Labour
record one en One '<dcterms:subject>work</dcterms:subject>' | records "$lib/records/a.xml"
index "$lib" update
is 'a library with a vocabulary' "$code" 0
serve "$lib"
is 'its labels are answered' "$(facet)" 'Subject: Labour'

echo '<rdf:RDF><broken' >"$lib/vocabularies/themes.rdf"
configure Theme themes
hup
like 'a broken vocabulary is not taken over' "$said" \
  'repere.conf: not taken over, since the vocabulary .*themes.rdf cannot be read; the configuration read before stays in use'
like 'what is wrong with it is named' "$said" 'themes\.rdf:1'
is 'nor is any of its configuration' "$(facet)" 'Subject: Labour'

themes Employment
configure Theme topics
hup
like 'nor is one that is not there' "$said" 'since the vocabulary "topics" of the facet subject is not among the files'
is 'all stays as it was' "$(facet)" 'Subject: Labour'

echo '<broken' >"$lib/vocabularies/other.rdf"
configure Theme themes
hup
like 'nor is a broken one that no facet has: questions go by all of them' "$said" 'other.rdf cannot be read'
is 'which stays as it was, too' "$(facet)" 'Subject: Labour'

rm "$lib/vocabularies/other.rdf"
hup
like 'a good one is' "$said" 'read again, and in use'
is 'whole' "$(facet)" 'Theme: Employment'
is 'and nothing was lost meanwhile' "$(grep -cE 'CRITICAL|Sanitizer|runtime error' "$work/searchd.err")" 0
end
