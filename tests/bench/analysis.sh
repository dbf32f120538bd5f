#!/bin/bash
# Analysis on one core: MB of text a second for repair, language and words, beside the same work done by ICU alone. Text comes
# from the PDFs of REPERE_SHARED/library, or of the sample library.
set -eu
build=${BUILD:-build}
files=corpus/files
if [ -d "${REPERE_SHARED:-/nowhere}/library/files" ]; then files=$REPERE_SHARED/library/files; fi
exec taskset -c 0 "$build/tests/bench/bench_analysis" "$files"/*.pdf
