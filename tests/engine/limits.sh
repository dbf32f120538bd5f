#!/bin/sh
# limits.sh - files that a limit of [indexer] cut are read again when it is raised: these, once, and no others.
# Prints TAP.
# shellcheck source=tests/road.sh
. "${SOURCE:-.}/tests/road.sh"

lib=$work/lib
# limits LINES: the configuration with these in [indexer]
limits()
{
  rm -f "$lib/repere.conf"
  library "$lib" "[indexer]
translate=off
ocr=off
$1"
}
# run NAME WANTED [ARGUMENT...]: an update, and its exit code, works replaced, files read, files read for a larger limit
run()
{
  name=$1 wanted=$2
  shift 2
  index "$lib" update "$@"
  is "$name" "$code $(last "$lib" '"\(.replaced) \(.files_read) \(.files_raised)"')" "$wanted"
}

limits 'max-pages=2
max-file-mb=1'
en='The people of the country were told about it in the morning and all of them went home.'
printf '%s\fobsidian %s\fquartz %s\fgranite %s\n' "$en" "$en" "$en" "$en" >"$lib/files/long.txt"
printf '%s\n' "$en basalt" >"$lib/files/short.txt"
for mb in 2 4; do
  { echo "$en gneiss$mb"; head -c "$((mb * 1048576 - 1000))" /dev/zero | tr '\0' '\n'; } >"$lib/files/$mb.txt"
done
{
  record long en Long "$(file long.txt en)$(file short.txt en)"
  record two en Two "$(file 2.txt en)"
  record four en Four "$(file 4.txt en)"
  record other en Other "$(file short.txt en)"
} | records "$lib/records/a.xml"
index "$lib" update
is 'limits cut' "$code $(last "$lib" '.outcomes | "\(.partial) \(.["too-large"])"')" '65 1 2'
is 'the ledger says by which' \
  "$("$indexer" -c "$lib/repere.conf" ledger --json | jq -c 'select(.limits != {}) | [.file, .limits]' | sort | tr '\n' ' ')" \
  '["2.txt",{"max-file-mb":1}] ["4.txt",{"max-file-mb":1}] ["long.txt",{"max-pages":2}] '
revision=$(last "$lib" .revision)
run 'nothing is read again under the same limits' '65 0 0 0'

limits 'max-pages=1
max-file-mb=1'
run 'nor under smaller ones' '65 0 0 0'
is 'which write nothing' "$(last "$lib" .revision)" "$revision"

limits 'max-pages=3
max-file-mb=2'
index "$lib" update --dry-run
like 'a dry run says what larger ones let in' "$out" '^replace long: long.txt read again$'
like 'and what for' "$err" 'larger now \(max-file-mb, max-pages\): 2 files are read again'
run 'larger ones: the files that they cut' '65 2 2 2'
like 'the run says so' "$err" 'larger now \(max-file-mb, max-pages\): 2 files are read again'
like 'and its summary' "$out" 'Read again: 2 files that limits cut before \(max-file-mb, max-pages\)\.'
serve "$lib"
is 'what was cut is found' "$(ids "$lib" '/v1/search?q=quartz') $(ids "$lib" '/v1/search?q=gneiss2')" 'long two'
is 'and no more than they allow' "$(ids "$lib" '/v1/search?q=granite')$(ids "$lib" '/v1/search?q=gneiss4')" ''
run 'once' '65 0 0 0'

# ---- with other changes ----
limits 'max-pages=4
max-file-mb=2'
mv "$lib/files/long.txt" "$lib/files/moved.txt"
{
  record long en Long "$(file moved.txt en)$(file short.txt en)"
  record four en Four "$(file 4.txt en)"
  record other en Other "$(file short.txt en)"
} | records "$lib/records/a.xml"
run 'a file that was moved, too, is not taken over as it was cut' '65 1 1 1'
is 'it is whole' "$(ids "$lib" '/v1/search?q=granite')" long
limits 'max-pages=4
max-file-mb=8'
run '--only reads no others for it' '0 1 1 0' --only other
run 'what is left comes with the next update' '0 1 1 1'
is 'all is in' "$(ids "$lib" '/v1/search?q=gneiss4') $(last "$lib" '.outcomes | keys | join(" ")')" 'four indexed'
index "$lib" verify
is 'the index is sound' "$code" 0
end
