#!/bin/sh
# clang-tidy and cppcheck over the C, shellcheck over the shell, mandoc over the manual pages. Silent when all is clean.
#   lint.sh 'CFLAGS' 'C++ FLAGS' FILE.c...
set -u
cflags=$1 cxxflags=$2
shift 2
build=${BUILD:-build}
failed=0

say() { echo "  LINT $*"; }

say clang-tidy
# shellcheck disable=SC2086,SC2016 # flags are words; the inner shell expands
printf '%s\n' "$@" | xargs -P "$(nproc)" -n 8 sh -c '
  flags=$1; shift
  clang-tidy --quiet --warnings-as-errors="*" "$@" -- $flags 2>/dev/null' sh "$cflags" >"$build/tidy.log" || { cat "$build/tidy.log"; failed=1; }
# shellcheck disable=SC2086
clang-tidy --quiet --warnings-as-errors='*' lib/xapian_c.cc -- -std=c++17 -Iinclude $cxxflags 2>/dev/null >"$build/tidy.log" ||
  { cat "$build/tidy.log"; failed=1; }

say cppcheck
cppcheck --quiet --error-exitcode=1 --std=c11 --enable=warning,performance,portability --inline-suppr --library=gtk \
  --suppressions-list=tests/cppcheck.supp "-DG_DEFINE_QUARK(a,b)=" -j "$(nproc)" -Iinclude -Ilib -I. "$@" || failed=1

say shellcheck
git ls-files --cached --others --exclude-standard | while read -r file; do
  case $file in *.sh | .ci/run) echo "$file" ;; esac
done | xargs shellcheck || failed=1

say mandoc
mandoc -T lint -W warning man/*.[1578] || failed=1

exit "$failed"
