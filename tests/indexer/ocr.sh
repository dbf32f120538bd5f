#!/bin/sh
# ocr.sh - the curator's road with scans: they are recognised, found, told in the ledger, and not recognised again. Prints
# TAP. Skips, saying so, where the program is built without Tesseract, or there is no language data.
# shellcheck source=tests/road.sh
. "${SOURCE:-.}/tests/road.sh"
scans=$source/tests/indexer/data

lib=$work/lib
library "$lib" '[indexer]
translate=off
ocr=on
ocr-languages=en;fr;es'
scan()
{
  record "$1" "$1" "$2" "<dcterms:hasFormat href=\"$1.pdf\" type=\"application/pdf\"/>"
  cp "$scans/scan-$1.pdf" "$lib/files/$1.pdf"
}
{ scan en Village; scan es Aldea; } | records "$lib/records/a.xml"
index "$lib" update
if [ "$code" -eq 70 ] || [ "$code" -eq 78 ]; then
  skip 'scans are recognised' "$err"
  end
fi
is 'scans are recognised' "$code $(last "$lib" '"\(.pages_read) \(.pages_recognised) \(.pages_recalled)"')" '0 2 2 0'
like 'the summary says so' "$out" '^Recognised: 2 scanned pages \(0 taken from earlier runs\)\.$'
is 'the ledger says which pages' "$("$indexer" -c "$lib/repere.conf" ledger |
  jq -r '"\(.work) \(.outcome) \(.pages[] | "\(.source) \(.language) \(.confidence > 60)")"' | sort)" \
  "en indexed ocr en true
es indexed ocr es true"
serve "$lib"
is 'their words are found' "$(ids "$lib" '/v1/search?q=groundnuts')" en
is 'accented ones, too' "$(ids "$lib" '/v1/search?q=oto%C3%B1o')" es
like 'their text can be read' "$(get "$lib" /v1/works/en/pages/1 | jq -r .text)" 'forty families'

# ---- nothing is recognised twice ----
index "$lib" update
is 'what did not change is not read' "$(last "$lib" '"\(.files_read) \(.pages_recognised)"')" '0 0'
index "$lib" rebuild
is 'a rebuild recognises nothing again' "$(last "$lib" '"\(.pages_recognised) \(.pages_recalled)"')" '2 2'
rm -rf "$lib/index/current" "$lib"/index/g0*
index "$lib" update
is 'nor does an index made anew' "$(last "$lib" '"\(.pages_recognised) \(.pages_recalled)"')" '2 2'

# ---- switched off, and on again ----
sed -i 's/^ocr=on/ocr=off/' "$lib/repere.conf"
index "$lib" update --dry-run
like 'a dry run knows what it would read again' "$out" 'Files: 2 to read'
index "$lib" update
is 'switched off, scans have no text' "$code $(last "$lib" '"\(.files_read) \(.pages_without_text)"')" '65 2 2'
like 'and it is said what to do' "$err" 'en\.pdf: empty: .* To have it recognised, switch ocr on in \[indexer\]\.'
like 'in the summary, too' "$out" 'Without text: 2 pages of those read now; to have them recognised, switch ocr on'
is 'their words are gone' "$(ids "$lib" '/v1/search?q=groundnuts')" ''
index "$lib" update
is 'that is no reason to read them again' "$(last "$lib" .files_read)" 0
sed -i 's/^ocr=off/ocr=auto/' "$lib/repere.conf"
index "$lib" update
is 'switched on, they are taken from what is kept' "$code $(last "$lib" '"\(.files_read) \(.pages_recalled)"')" '0 2 2'
is 'and found again' "$(ids "$lib" '/v1/search?q=groundnuts')" en

# ---- a run that is killed ----
killed=$work/killed
library "$killed" '[indexer]
translate=off
workers=1'
for lang in en fr es; do
  record "$lang" "$lang" "$lang" "<dcterms:hasFormat href=\"$lang.pdf\" type=\"application/pdf\"/>"
  cp "$scans/scan-$lang.pdf" "$killed/files/$lang.pdf"
done | records "$killed/records/a.xml"
"$indexer" -c "$killed/repere.conf" update --quiet &
run=$!
# A name with a dot is an entry that is still being written.
while kill -0 "$run" 2>/dev/null && [ -z "$(find "$killed/index/ocr" -type f ! -name '*.*' 2>/dev/null)" ]; do sleep 0.05; done
kill -9 "$run" 2>/dev/null
wait "$run" 2>/dev/null
index "$killed" update
is 'after a run that was killed, what it had recognised is not recognised again' \
  "$code $(last "$killed" '.pages_recognised - .pages_recalled < 3')" '0 true'
is 'and all is there' "$("$indexer" -c "$killed/repere.conf" ledger | jq -r '"\(.work) \(.pages[0].source)"' | sort | tr '\n' ' ')" \
  'en ocr es ocr fr ocr '

# ---- a first run that is interrupted ----
rm -rf "$killed/index"
"$indexer" -c "$killed/repere.conf" update --quiet &
run=$!
while kill -0 "$run" 2>/dev/null && [ "$(find "$killed/index/ocr" -type f 2>/dev/null | wc -l)" -lt 2 ]; do sleep 0.05; done
kill -TERM "$run" 2>/dev/null
wait "$run" 2>/dev/null
index "$killed" update
is 'after a first run that was interrupted, nothing is said to be recognised in another way' \
  "$code $(printf '%s' "$err" | grep -c 'another way')" '0 0'

# ---- what cannot be ----
sed -i 's/^ocr-languages=.*/ocr-languages=en;xx/' "$lib/repere.conf"
index "$lib" update
like 'a language without data is named' "$err" 'no language data for xx'
sed -i 's/^ocr=auto/ocr=on/; s/^ocr-languages=.*/ocr-languages=xx/' "$lib/repere.conf"
index "$lib" update
like 'with ocr=on that is an error where there is no other' "$code $err" '^[1-9][0-9]* .*\[indexer\] ocr is on, but pages cannot be recognised'
end
