#!/bin/sh
# moved.sh - files that were moved, renamed or copied are not read again; `update --dry-run` and `update --only`. Prints TAP.
# shellcheck source=tests/road.sh
. "${SOURCE:-.}/tests/road.sh"

lib=$work/lib
library "$lib"
en=' The people of the country were told about it in the morning and all of them went home with it in the end.'
fr=' Les gens du pays en ont entendu parler le matin et tous sont rentrés chez eux avec cela dans la soirée.'
records=$lib/records/a.xml

# text NAME WORDS LANGUAGE'S SENTENCE: every text has another length, but those that are to have the same
text()
{
  echo "$2.$3" >"$lib/files/$1"
}

# done_so: what the last run did
done_so()
{
  last "$lib" '"\(.added) \(.replaced) \(.removed) \(.unchanged), read \(.files_read), moved \(.files_moved)"'
}

# page ID: the first words of its first page, in the newest revision
page()
{
  ids "$lib" '/v1/search?limit=0' >/dev/null
  get "$lib" "/v1/works/$1/pages/1" | jq -r .text | cut -d. -f1
}

# as_rebuilt NAME: the index says and answers what one that is made from nothing does
as_rebuilt()
{
  rm -rf "$lib/aside"
  sed 's/^index=.*/index=aside/' "$lib/repere.conf" >"$lib/aside.conf"
  "$indexer" -q -c "$lib/aside.conf" update 2>/dev/null
  is "$1" "$("$indexer" -c "$lib/repere.conf" ledger --json | jq -cS . | sort)" \
    "$("$indexer" -c "$lib/aside.conf" ledger --json | jq -cS . | sort)"
}

text one.txt 'Obsidian one' "$en"
text two.txt 'Voici du quartz deux' "$fr"
text three.txt 'Basalt stands in three' "$en"
{
  record one en First "$(file one.txt en)"
  record two fr Deux "$(file two.txt fr)"
  record three en Third "$(file three.txt en)"
} | records "$records"

# ---- a dry run ----
index "$lib" update --dry-run
is 'a dry run says what would be added' "$code $(printf '%s\n' "$out" | grep -c '^add ')" '0 3'
like 'and why' "$out" '^add one: one\.txt new$'
like 'and how much it is' "$out" '^Works: 3 to add, 0 to replace, 0 to remove, 0 unchanged\. Files: 3 to read, 0 moved\.'
is 'it makes no index' "$([ -e "$lib/index" ] && echo yes)" ''
index "$lib" update
is 'the first update' "$code $(done_so)" '0 3 0 0 0, read 3, moved 0'
serve "$lib"
index "$lib" update --dry-run
is 'nothing is to be done' "$code $out" \
  '0 Works: 0 to add, 0 to replace, 0 to remove, 3 unchanged. Files: 0 to read, 0 moved. Nothing was written.'

# ---- a file and its record are renamed ----
mkdir "$lib/files/old"
mv "$lib/files/one.txt" "$lib/files/old/first.txt"
{
  record one en First "$(file old/first.txt en)"
  record two fr Deux "$(file two.txt fr)"
  record three en Third "$(file three.txt en)"
} | records "$records"
before=$(find "$lib/index" -type f -exec sha256sum {} + | sort)
index "$lib" update --dry-run
like 'a dry run knows a renamed file' "$code $out" '^0 replace one: record changed; old/first\.txt moved, known as one\.txt; one\.txt no longer named$'
is 'and changes nothing in the index' "$(find "$lib/index" -type f -exec sha256sum {} + | sort)" "$before"
index "$lib" update
is 'it is not read again' "$code $(done_so)" '0 0 1 0 2, read 0, moved 1'
like 'and the summary says so' "$out" 'Files: 3, 0 read now with 0 pages, 1 moved;'
is 'its words are found' "$(ids "$lib" '/v1/search?q=obsidian')" one
is 'at its new address' "$(get "$lib" '/v1/search?q=obsidian' | jq -r '.hits[0].files[0].url // .hits[0].files[0].href')" \
  'https://example.org/f/old/first.txt'
is 'its page is whole' "$(page one)" 'Obsidian one'
as_rebuilt 'nothing tells that it was moved'

# ---- from one work to another, whichever comes first ----
{
  record one en First
  record two fr Deux "$(file two.txt fr)"
  record three en Third "$(file three.txt en)$(file old/first.txt en)"
} | records "$records"
index "$lib" update
is 'a file goes to a later work' "$code $(done_so)" '0 0 2 0 1, read 0, moved 1'
is 'which is found by it' "$(ids "$lib" '/v1/search?q=obsidian')" three
{
  record one en First "$(file old/first.txt en)"
  record two fr Deux "$(file two.txt fr)"
  record three en Third "$(file three.txt en)"
} | records "$records"
index "$lib" update
is 'and to an earlier one' "$code $(done_so)" '0 0 2 0 1, read 0, moved 1'
is 'which has its page' "$(ids "$lib" '/v1/search?q=obsidian') $(page one)" 'one Obsidian one'
{
  record two fr Deux "$(file two.txt fr)"
  record three en Third "$(file three.txt en)"
  record uno en First "$(file old/first.txt en)"
} | records "$records"
index "$lib" update
is 'a work under another name' "$code $(done_so)" '0 1 0 1 2, read 0, moved 1'
is 'keeps its text' "$(ids "$lib" '/v1/search?q=obsidian') $(page uno)" 'uno Obsidian one'
{
  record two fr Deux "$(file three.txt fr)"
  record three en Third "$(file two.txt en)"
  record uno en First "$(file old/first.txt en)"
} | records "$records"
index "$lib" update
is 'two that change places are right' "$code $(page two); $(page three)" '0 Basalt stands in three; Voici du quartz deux'
as_rebuilt 'as if they had been there always'

# ---- in place ----
mv "$lib/files/two.txt" "$lib/files/aside"
mv "$lib/files/three.txt" "$lib/files/two.txt"
mv "$lib/files/aside" "$lib/files/three.txt"
index "$lib" update
is 'files that change places under their records' "$code $(page two); $(page three)" \
  '0 Voici du quartz deux; Basalt stands in three'
{
  record two fr Deux "$(file two.txt fr)$(file three.txt en)"
  record three en Third
  record uno en First "$(file old/first.txt en)"
} | records "$records"
index "$lib" update
{
  record two fr Deux "$(file three.txt fr)$(file two.txt en)"
  record three en Third
  record uno en First "$(file old/first.txt en)"
} | records "$records"
index "$lib" update
is 'in another order in their work' "$code $(done_so) $(page two)" '0 0 1 0 2, read 0, moved 0 Basalt stands in three'

# ---- copies, and what is no copy ----
cp "$lib/files/old/first.txt" "$lib/files/copy.txt"
text twin.txt 'Obsidian two' "$en"
is 'another text of the same length' "$(wc -c <"$lib/files/twin.txt")" "$(wc -c <"$lib/files/copy.txt" | tr -d ' ')"
{
  record two fr Deux "$(file three.txt fr)$(file two.txt en)"
  record three en Third
  record uno en First "$(file old/first.txt en)"
  record copy en Copy "$(file copy.txt en)"
  record twin en Twin "$(file twin.txt en)"
} | records "$records"
index "$lib" update
is 'a copy is not read, what only looks like one is' "$code $(done_so)" '0 2 0 0 3, read 1, moved 1'
is 'each has its own text' "$(page copy); $(page twin)" 'Obsidian one; Obsidian two'
printf '<html><body><p>Marble</p></body></html>' >"$lib/files/page.html"
cp "$lib/files/page.html" "$lib/files/page.txt"
record html en Html '<dcterms:hasFormat href="page.html" xml:lang="en" type="text/html"/>' | records "$lib/records/b.xml"
index "$lib" update
record html en Html "$(file page.txt en)" | records "$lib/records/b.xml"
index "$lib" update
is 'the same bytes as another kind of file are read' "$code $(done_so | cut -d, -f2)" '0  read 1'
rm "$lib/records/b.xml"
: >"$lib/files/empty.txt"
cp "$lib/files/empty.txt" "$lib/files/void.txt"
record empty en Empty "$(file empty.txt en)" | records "$lib/records/b.xml"
index "$lib" update
record empty en Empty "$(file void.txt en)" | records "$lib/records/b.xml"
index "$lib" update
like 'what has no text says so in its new place' "$code $err" '^65 .*void\.txt: '
rm "$lib/records/b.xml"
index "$lib" update
as_rebuilt 'all is as if made from nothing'

# ---- --only ----
index "$lib" update --only uno
is '--only reads a work again' "$code $(done_so)" '0 0 1 0 0, read 1, moved 0'
text old/first.txt 'Granite one' "$en"
text two.txt 'Marble two' "$en"
index "$lib" update --only uno --only twin
is 'those that are named' "$code $(done_so) $(page uno)" '0 0 2 0 0, read 2, moved 0 Granite one'
is 'and no other' "$(ids "$lib" '/v1/search?q=marble')" ''
grep -v '>copy<' "$records" >"$records.new"
mv "$records.new" "$records"
index "$lib" update --only uno
is 'nothing is removed' "$code $(ids "$lib" '/v1/search?q=copy')" '0 copy'
index "$lib" update --only copy
like 'a work whose record is gone' "$code $err" '^65 .*--only copy: the records no longer have this work'
index "$lib" update --only nobody --only uno
like 'one that never was' "$code $err" '^65 .*--only nobody: no record has this identifier'
is 'costs the other nothing' "$(done_so)" '0 1 0 0, read 1, moved 0'
index "$lib" update --dry-run --only uno
like 'a dry run of it' "$code $out" '^0 replace uno: old/first\.txt read again$'
index "$lib" rebuild --only uno
like 'a rebuild has no use for it' "$code $err" '^64 .*--only means nothing to the command rebuild'
index "$lib" update --dry-run
like 'what is due after it' "$code $out" '^0 replace two: two\.txt changed$'
like 'and what goes' "$out" '^remove copy$'
rm "$lib/files/old/first.txt"
index "$lib" update --dry-run
like 'a missing file is named as an update would' "$code $err" '^65 .*old/first\.txt: missing'
like 'with what comes of it' "$out" '^replace uno: old/first\.txt missing$'

# ---- a dry run where an update could not be ----
printf 'not xml' >"$records"
index "$lib" update --dry-run
like 'records that cannot be read' "$code $err" '^65 .*records/a\.xml:1: '
is 'remove nothing' "$(printf '%s\n' "$out" | grep -c '^remove')" 0

# ---- what is no file any more ----
lib=$work/pipes
library "$lib"
: >"$lib/files/empty.txt"
record empty en Empty "$(file empty.txt en)" | records "$lib/records/a.xml"
index "$lib" update
ln -sf /dev/zero "$lib/files/empty.txt"
"$indexer" -q -c "$lib/repere.conf" update 2>"$work/err" &
pid=$!
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30; do
  kill -0 "$pid" 2>/dev/null || break
  sleep 1
done
kill -9 "$pid" 2>/dev/null
wait "$pid"
like 'a device in place of an empty file is not read to its end' "$? $(cat "$work/err")" '^65 .*empty\.txt: '
end
