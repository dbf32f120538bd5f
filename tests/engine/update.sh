#!/bin/sh
# update.sh - the curator's road: what `repere-indexer` does when records, files and configuration change and when
# input, usage or the place of the index is wrong. Prints TAP.
# shellcheck source=tests/road.sh
. "${SOURCE:-.}/tests/road.sh"

lib=$work/lib
library "$lib"

# What every work's text has, so that its language is told.
en=' The people of the country were told about it in the morning and all of them went home with it in the end.'
fr=' Les gens du pays en ont entendu parler le matin et tous sont rentrés chez eux avec cela dans la soirée.'

# one_two_three TITLE-OF-ONE
one_two_three()
{
  record one en "$1" "$(file one.txt en)"
  record two fr 'Deuxième' "$(file two.txt fr)"
  record three en Third '<text xml:lang="en">Kayaks on the river.</text>'
}
echo "Obsidian stands here.$en" >"$lib/files/one.txt"
echo "Voici du quartz.$fr" >"$lib/files/two.txt"
one_two_three First | records "$lib/records/a.xml"

# ---- add, replace, remove ----
index "$lib" update
is 'the first update' \
  "$code $(last "$lib" '"\(.added) \(.replaced) \(.removed) \(.unchanged) \(.files_read)"')" '0 3 0 0 0 2'
serve "$lib"
is 'all are found' "$(ids "$lib" '/v1/search')" 'one three two'
revision=$(last "$lib" .revision)
index "$lib" update
is 'a second update touches nothing' \
  "$code $(last "$lib" '"\(.added) \(.replaced) \(.removed) \(.unchanged) \(.files_read) \(.revision)"')" \
  "0 0 0 0 3 0 $revision"

{ one_two_three Changed | grep -v '>three<'; record four en Fourth; } | records "$lib/records/a.xml"
index "$lib" update
is 'one added, one replaced, one removed' \
  "$code $(last "$lib" '"\(.added) \(.replaced) \(.removed) \(.unchanged)"')" '0 1 1 1 1'
is 'an edited record costs no reading' "$(last "$lib" .files_read)" 0
is 'its pages are still there' "$(ids "$lib" '/v1/search?q=obsidian')" one
is 'its new title is found' "$(ids "$lib" '/v1/search?q=changed')" one
is 'its old title is not' "$(ids "$lib" '/v1/search?q=first')" ''
is 'what was removed is gone' "$(ids "$lib" '/v1/search?q=kayaks')" ''
is 'and answers 404' "$(get "$lib" /v1/works/three -o /dev/null -w '%{http_code}')" 404
is 'pages taken over are whole' \
  "$(get "$lib" /v1/works/one/pages/1 | jq -r .text | head -c 21)" 'Obsidian stands here.'

# ---- files ----
echo "Granite stands here.$en" >"$lib/files/one.txt"
index "$lib" update
is 'a changed file is read' "$code $(last "$lib" '"\(.replaced) \(.files_read)"')" '0 1 1'
is 'its new words are found' "$(ids "$lib" '/v1/search?q=granite')" one
is 'its old words are not' "$(ids "$lib" '/v1/search?q=obsidian')" ''
touch "$lib/files/one.txt"
index "$lib" update
is 'a touched file is not read' "$code $(last "$lib" '"\(.replaced) \(.unchanged) \(.files_read)"')" '0 0 3 0'
revision=$(last "$lib" .revision)
index "$lib" update
is 'and its time is kept' "$(last "$lib" .revision)" "$revision"
mv "$lib/files/one.txt" "$lib/files/aside"
index "$lib" update
is 'a missing file' "$code $(last "$lib" .replaced)" '65 1'
like 'is named' "$err" 'files/one.txt: missing'
is 'its work stays' "$(ids "$lib" '/v1/search?q=changed')" one
is 'its words are not found' "$(ids "$lib" '/v1/search?q=granite')" ''
index "$lib" update
like 'what to do is said by the ledger' "$err" "files/one.txt: missing: As before: 'repere-indexer ledger' says why"
is 'and named again' \
  "$code $(printf '%s' "$err" | grep -c missing) $(last "$lib" '"\(.replaced) \(.files_read)"')" '65 1 0 0'
mv "$lib/files/aside" "$lib/files/one.txt"
index "$lib" update
is 'when it is back it is read' "$code $(last "$lib" .files_read)" '0 1'
mkdir "$lib/files/folder.txt"
record five en Fifth "$(file folder.txt en)" | records "$lib/records/b.xml"
index "$lib" update
is 'a folder in place of a file is bad input' "$code" 65
index "$lib" update
is 'which is not read at each update' "$(last "$lib" '"\(.replaced) \(.files_read)"')" '0 0'
rmdir "$lib/files/folder.txt"
echo "Basalt.$en" >"$lib/files/folder.txt"
index "$lib" update
is 'a file in its place is read' "$code $(ids "$lib" '/v1/search?q=basalt')" '0 five'
rm "$lib/records/b.xml"
index "$lib" update

# ---- languages ----
echo 'Radio Dakar, radio Mali: villages.' >"$lib/files/radio.txt"
record radio en Radio "$(file radio.txt en)" | records "$lib/records/radio.xml"
index "$lib" update
is 'a stem of the declared language' "$(ids "$lib" '/v1/search?q=radios&lang=en')" radio
record radio en Radio "$(file radio.txt fr)" | records "$lib/records/radio.xml"
index "$lib" update
is 'another declared language costs no reading' "$code $(last "$lib" '"\(.replaced) \(.files_read)"')" '0 1 0'
is 'and counts' "$(ids "$lib" '/v1/search?q=dakar&filter=language:fr')" radio
is 'and is in the ledger' \
  "$("$indexer" -c "$lib/repere.conf" ledger --json radio | jq -r '.pages[0].language')" fr
rm "$lib/records/radio.xml"

# ---- records that are wrong ----
{ record bad en Good; record other en Other; } | records "$lib/records/c.xml"
index "$lib" update
is 'two good records' "$code $(ids "$lib" '/v1/search?q=good')" '0 bad'
{ record bad en Worse '<dcterms:issued>yesterday</dcterms:issued>'; record other en Altered; } |
  records "$lib/records/c.xml"
index "$lib" update
is 'a bad record' "$code" 65
like 'is named with its file and line' "$err" 'records/c\.xml:[0-9]+: record "bad": .*issued'
is 'its last good version stays' "$(ids "$lib" '/v1/search?q=good')" bad
is 'the others go in' "$(ids "$lib" '/v1/search?q=altered')" other
{ record six en Sixth; record six en Twin; } | records "$lib/records/d.xml"
index "$lib" update
is 'two records of one name' \
  "$code $(ids "$lib" '/v1/search?q=sixth') $(ids "$lib" '/v1/search?q=twin')" '65 six '
like 'are named' "$err" 'records/d\.xml:[0-9]+: record "six"'
{ record seven en Seventh; record eight en Eighth; } | records "$lib/records/d.xml"
index "$lib" update
{
  echo '<records xmlns="urn:repere:record:1" xmlns:dcterms="http://purl.org/dc/terms/">'
  record seven en Anew
  echo '<record><dcterms:identifier>nine</dcterms:identifier><dcterms:title>Broken</record>'
  record eight en Unread
} >"$lib/records/d.xml"
index "$lib" update
is 'a file that is not well-formed' "$code" 65
like 'is named with its line' "$err" 'records/d\.xml:3: '
is 'what stands before the fault goes in' "$(ids "$lib" '/v1/search?q=anew')" seven
is 'what it cannot be read for stays' "$(ids "$lib" '/v1/search?q=eighth')" eight
rm "$lib/records/c.xml" "$lib/records/d.xml"
index "$lib" update
is 'when the files are gone, so are the works' "$code $(ids "$lib" '/v1/search')" '0 four one two'
printf 'not xml' >"$lib/records/e.xml"
index "$lib" update
like 'a file that is no XML' "$code $err" '^65 .*records/e\.xml:1: '
rm "$lib/records/e.xml"
: >"$lib/records/e.xml"
index "$lib" update
like 'an empty file' "$code $err" '^65 .*records/e\.xml: '
rm "$lib/records/e.xml"

mkdir "$work/unmounted"
mv "$lib/records/"* "$work/unmounted/"
index "$lib" update
like 'a folder without records is named' "$code $err" '^65 .*/records: '
is 'and empties no index: it may not be mounted' "$(ids "$lib" '/v1/search')" 'four one two'
mv "$work/unmounted/"* "$lib/records/"
index "$lib" update
is 'it is as it was' "$code $(last "$lib" .unchanged)" '0 3'

# ---- what a rebuild would lose ----
record five en Fifth | records "$lib/records/b.xml"
index "$lib" update
current=$(readlink "$lib/index/current")
revision=$(last "$lib" .revision)
printf 'not xml' >"$lib/records/b.xml"
index "$lib" rebuild
like 'a rebuild that would lose a work' "$code $err" '^65 '
like 'says so' "$err" 'would lose works .*\(1, such as "five"\).*repere-indexer update'
is 'switches nothing' "$(readlink "$lib/index/current") $(last "$lib" .revision)" "$current $revision"
is 'leaves nothing behind' "$(find "$lib/index" -maxdepth 1 -name 'g*' | wc -l)" 1
is 'and the work stays' "$(ids "$lib" '/v1/search?q=fifth')" five
mv "$lib/records/"* "$work/unmounted/"
index "$lib" rebuild
like 'one without records' "$code $err" '^65 '
like 'would lose all' "$err" 'would lose works .*\(4, '
mv "$work/unmounted/"* "$lib/records/"
rm "$lib/records/b.xml"
index "$lib" rebuild
is 'what is gone from the sources is no loss' \
  "$code $([ "$(readlink "$lib/index/current")" != "$current" ] && echo yes) $(ids "$lib" '/v1/search')" \
  '0 yes four one two'

# ---- configuration ----
conf=$(cat "$lib/repere.conf")
printf '%s\n[facet title]\nsource=dcterms:title\n' "$conf" >"$lib/repere.conf"
index "$lib" update
is 'another facet writes all works anew, and reads no file' \
  "$code $(last "$lib" '"\(.replaced) \(.files_read)"')" '0 3 0'
kill -HUP "$daemon"
sleep 0.5
is 'and can be asked for' \
  "$(get "$lib" '/v1/search?filter=title:Changed&facet=title' | jq -rc '[.total, .facets.title.distinct]')" \
  '[1,3]'
index "$lib" update
is 'once' "$code $(last "$lib" .replaced)" '0 0'
printf '%s\n' "$conf" >"$lib/repere.conf"
index "$lib" update
is 'and back' "$code $(last "$lib" '"\(.replaced) \(.files_read)"')" '0 3 0'

sed -i 's|^url=.*|url=https://example.org/g/|' "$lib/repere.conf"
index "$lib" update
like 'another address of files, too, and says why' "$code $(last "$lib" .replaced) $err" '^0 3 .*address of files'

# ---- what can be asked ----
index "$lib" status --json
is 'status as JSON' \
  "$code $(printf '%s' "$out" | jq -c '[.works, .files, .pages, .last_run.command]')" '0 [3,2,2,"update"]'
index "$lib" status
like 'status for people' "$out" 'Works: +3'
index "$lib" ledger --json
is 'the ledger as JSON' \
  "$code $(printf '%s\n' "$out" | jq -r '"\(.work) \(.file) \(.outcome) \(.pages | length)"' | tr '\n' ';')" \
  '0 one one.txt indexed 1;two two.txt indexed 1;'
index "$lib" ledger two
is 'of one work' "$code $(printf '%s\n' "$out" | jq -r .work)" '0 two'
index "$lib" ledger --csv
if command -v python3 >/dev/null; then
  is 'the ledger as CSV' "$code $(python3 -c 'import csv,sys
print(len({len(row) for row in csv.reader(open(sys.argv[1], newline=""))}))' \
    "$work/out")" '0 1'
else
  skip 'the ledger as CSV' 'python3 is not there'
fi
index "$lib" ledger nowhere
like 'the ledger of an unknown work' "$code $err" '^7[0-9] repere-indexer: .*nowhere'
index "$lib" check
is 'check finds nothing wrong' "$code" 0
revision=$(last "$lib" .revision)
record ten en Tenth | records "$lib/records/f.xml"
index "$lib" check
index "$lib" status --json
is 'check writes nothing' "$(printf '%s' "$out" | jq .revision)" "$revision"
rm "$lib/records/f.xml"

# ---- wrong usage, wrong configuration, wrong places ----
for usage in '' 'frobnicate' 'update --frobnicate' 'update twice' 'ledger a b' 'ledger --json --csv' \
  'update --workers=x' 'update --workers=0' 'update --workers=-1' 'status --csv' 'update --csv' 'update --read' \
  'check --json' 'ledger --workers=1' 'rebuild --json'; do
  # shellcheck disable=SC2086
  index "$lib" $usage
  like "usage: $usage" "$code $err" '^64 repere-indexer: .*--help'
done
index "$work/nowhere" update
like 'no configuration' "$code $err" '^78 repere-indexer: .*nowhere/repere\.conf: '
library "$work/typo" 'recrods=x'
index "$work/typo" update
like 'an unknown key' "$code $err" '^78 .*recrods.*records'
library "$work/facets" 'vocabularies=v
[facet subjects]
source=dcterms:subject
vocabulary=thems
[facet place]
source=dcterms:spatial;dcterms:spatail'
mkdir "$work/facets/v"
{
  echo '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
  echo 'xmlns:skos="http://www.w3.org/2004/02/skos/core#"><skos:Concept rdf:about="urn:a">'
  echo '<skos:prefLabel xml:lang="en">A</skos:prefLabel></skos:Concept></rdf:RDF>'
} >"$work/facets/v/themes.rdf"
record a en A | records "$work/facets/records/a.xml"
for command in check update; do
  index "$work/facets" $command
  like "$command: a vocabulary that is not there" "$code $err" '^65 .*\[facet subjects\].*"thems".*themes\?'
  like "$command: a source that no record has" "$err" '\[facet place\].*"dcterms:spatail".*dcterms:spatial\?'
  is "$command: and no more than these" "$(printf '%s\n' "$err" | grep -c '\[facet')" 2
done
library "$work/large" '[indexer]
max-file-mb=1'
head -c 1100000 /dev/zero >"$work/large/files/large.txt"
mkdir "$work/large/files/folder.txt"
record a en A "$(file large.txt en)$(file folder.txt en)$(file none.txt en)" | records "$work/large/records/a.xml"
index "$work/large" check
like 'check: a file too large' "$code $err" '^65 .*large\.txt: too-large: .*max-file-mb'
like 'a folder' "$err" 'folder\.txt: unreadable: This is a folder'
like 'a file that is not there' "$err" 'none\.txt: missing: .*href'
index "$work/large" update
like 'update says the same' "$code $err" '^65 .*large\.txt: too-large: .*max-file-mb'
library "$work/norecords"
rmdir "$work/norecords/records"
index "$work/norecords" update
like 'no records' "$code $err" '^78 .*/records: '
library "$work/noindex"
index "$work/noindex" status
like 'no index yet' "$code $err" '^7[0-9] .*update'
library "$work/badplace"
: >"$work/badplace/index"
index "$work/badplace" update
like 'an index where there can be none' "$code $err" '^7[0-9] repere-indexer: .*/index'
library "$work/rdf" 'vocabularies=v'
mkdir "$work/rdf/v"
record a en A | records "$work/rdf/records/a.xml"
echo '<rdf:RDF>' >"$work/rdf/v/themes.rdf"
index "$work/rdf" update
like 'a vocabulary that cannot be read' "$code $err" '^65 .*v/themes\.rdf'
printf '[facet theme]\nsource=dcterms:subject\nkind=tree\nvocabulary=themes\n' >>"$work/rdf/repere.conf"
index "$work/rdf" update
like 'does not cost a live index the values of its facet' "$code $(echo "$err" | tail -n 1)" '^65 .*index stays as it is'
index "$work/rdf" rebuild
like 'nor does a rebuild' "$code $(echo "$err" | tail -n 1)" '^65 .*index stays as it is'
library "$work/unmounted"
echo 'A text.' >"$work/unmounted/files/a.txt"
record a en A "$(file a.txt en)" | records "$work/unmounted/records/a.xml"
index "$work/unmounted" update
mv "$work/unmounted/files" "$work/unmounted/elsewhere"
index "$work/unmounted" update
like 'a folder of files that is gone does not cost the texts' "$code $err" '^78 .*mount it'
mv "$work/unmounted/elsewhere" "$work/unmounted/files"
index "$work/unmounted" update
is 'when it is back nothing is read again' "$code $(last "$work/unmounted" .unchanged)" '0 1'
for i in 1 2 3; do
  cp "$work/unmounted/files/a.txt" "$work/unmounted/files/$i.txt"
  record "w$i" en "Work $i" "$(file $i.txt en)"
done | records "$work/unmounted/records/b.xml"
index "$work/unmounted" update
revision=$(last "$work/unmounted" .revision)
mv "$work/unmounted/files" "$work/unmounted/elsewhere"
mkdir "$work/unmounted/files"
for command in update rebuild 'update --dry-run'; do
  # shellcheck disable=SC2086
  index "$work/unmounted" $command
  like "nor does one that is empty, as where nothing is mounted: $command" "$code $err" '^78 .*files is empty.*mount it'
done
rm -r "$work/unmounted/files"
mv "$work/unmounted/elsewhere" "$work/unmounted/files"
index "$work/unmounted" update
is 'all is as it was' "$code $(last "$work/unmounted" '"\(.unchanged) \(.revision)"')" "0 4 $revision"
library "$work/broken"
record a en A | records "$work/broken/records/a.xml"
index "$work/broken" update
head -c 100 /dev/urandom >"$work/broken/index/g000001/iamglass"
index "$work/broken" update
like 'a damaged index' "$code $err" '^7[0-9] .*rebuild'
index "$work/broken" rebuild
is 'is mended by a rebuild' "$code" 0
rm -rf "$work/broken/index/g000002"
index "$work/broken" update
is 'a generation that is gone is made again' "$code $(last "$work/broken" .added)" '0 1'
rm "$work/broken/index/current"
index "$work/broken" update
like 'an index that no link names is made again' "$code $(last "$work/broken" .added)" '0 1'
like 'and that is said' "$err" 'no link "current"'
kept=$(readlink "$work/broken/index/current")
rm "$work/broken/index/current"
echo "$kept" >"$work/broken/index/current"
index "$work/broken" update
like 'a link that cannot be read' "$code $err" '^74 .*/current: '
is 'costs no generation' "$([ -d "$work/broken/index/$kept" ] && echo there)" there

# ---- what a summary and status say ----
library "$work/said" 'records=records;harvested
[indexer]
translate=off'
sed -i '/^records=records$/d' "$work/said/repere.conf"
mkdir "$work/said/harvested"
record one en First | records "$work/said/records/a.xml"
index "$work/said" update
is 'a folder without records is named, and is no record that was left out' \
  "$code $(printf '%s' "$err" | grep -c 'harvested: the folder has no') $(last "$work/said" .records_left_out)" '65 1 0'
index "$work/said" status
like 'translation that is off' "$out" '^Translated: off'
sed -i 's/^translate=off/translate=on/' "$work/said/repere.conf"
index "$work/said" status
like 'is told from one that is still to come' "$out" "^Translated: not yet; 'repere-indexer update' does it$"

# ---- a full disk ----
library "$work/full"
mkdir "$work/full/index"
if mount -t tmpfs -o size=700k tmpfs "$work/full/index" 2>/dev/null; then
  mounted=$work/full/index
  record small en Small | records "$work/full/records/a.xml"
  index "$work/full" update
  is 'a small library fits on a small disk' "$code" 0
  awk 'BEGIN {
    srand(7)
    for (i = 0; i < 60000; i++) printf "%c%c%c%c%d ", 97 + rand() * 26, 97 + rand() * 26, 97 + rand() * 26, 97 + rand() * 26, i
  }' >"$work/full/files/large.txt"
  { record small en Small; record large en Large "$(file large.txt en)"; } | records "$work/full/records/a.xml"
  index "$work/full" update
  like 'a large one does not, and that is said' "$code $err" '^7[0-9] .*([Nn]o space|full)'
  is 'nothing counts that was not committed' "$(last "$work/full" '"\(.added) \(.error != null)"')" '0 true'
  index "$work/full" ledger
  is 'what was committed before stands' "$code" 0
  mount -o remount,size=100m "$mounted"
  index "$work/full" update
  is 'with more room it goes in' "$code $(last "$work/full" '"\(.added) \(.unchanged)"')" '0 1 1'
else
  skip 'a full disk' 'a tmpfs cannot be mounted here'
fi
end
