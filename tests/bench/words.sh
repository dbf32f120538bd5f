#!/bin/bash
# Running text in three languages, to draw words from: the files of the sample library and, where REPERE_SHARED is set,
# those of REPERE_SHARED/library, as their records name their languages.
#   words.sh DIR     writes DIR/en.txt, DIR/fr.txt, DIR/es.txt
set -eu
out=$1
mkdir -p "$out"

# HREF<tab>LANGUAGE of each file that the records name.
files_of() {
  cat "$@" | tr '\n' ' ' | grep -o '<dcterms:hasFormat [^>]*>' |
    sed -nE 's/.* href="([^"]*)".* xml:lang="(en|fr|es)".*/\1\t\2/p' | sort -u
}

text_of() {
  case $1 in
    *.pdf) pdftotext "$1" - 2>/dev/null || true ;;
    *.html) sed 's/<[^>]*>/ /g' "$1" ;;
    *) cat "$1" ;;
  esac
}

for lang in en fr es; do : >"$out/$lang.txt"; done
{
  files_of corpus/records/*.xml | sed 's|^|corpus/files/|'
  if [ -d "${REPERE_SHARED:-/nowhere}/library" ]; then
    files_of "$REPERE_SHARED/library/records.xml" | sed "s|^|$REPERE_SHARED/library/files/|"
  fi
} | while IFS=$'\t' read -r file lang; do
  if [ -f "$file" ]; then text_of "$file" >>"$out/$lang.txt"; fi
done
wc -w "$out"/*.txt >&2
