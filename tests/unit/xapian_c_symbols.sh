#!/bin/sh
# The header of the C API over libxapian compiles alone, and the shared library exports exactly the functions
# it declares. Usage: xapian_c_symbols.sh [BUILD [SOURCE]]; the compilers are CC and CXX.
set -eu

build=${1:-build}
source=${2:-.}
header=$source/include/xapian_c.h
library=$build/libxapian-c.so.0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if [ ! -e "$library" ]; then
  echo "xapian_c_symbols: $library is not there: run make first." >&2
  exit 1
fi

warnings='-Wall -Wextra -Wpedantic -Wshadow -Werror'
# shellcheck disable=SC2086 # a list of options
"${CC:-cc}" -std=c11 $warnings -Wstrict-prototypes -fsyntax-only -x c "$header"
# shellcheck disable=SC2086
"${CXX:-c++}" -std=c++17 $warnings -fsyntax-only -x c++ "$header"

# A declaration a line, without comments, of those that XC_API marks.
"${CC:-cc}" -std=c11 -E -P "$header" | tr '\n' ' ' | tr ';' '\n' |
  sed -n 's/.*visibility("default"))) *[A-Za-z_0-9 ]*[ *]\(xc_[a-z_0-9]*\)(.*/\1/p' | sort > "$work/declared"
# The version node of the linker script is an absolute symbol (A).
nm -D --defined-only "$library" | awk '$2 != "A" { sub(/@.*/, "", $3); print $3 }' | sort > "$work/exported"

if [ ! -s "$work/declared" ]; then
  echo "xapian_c_symbols: no declaration was found in $header." >&2
  exit 1
fi
if ! diff "$work/declared" "$work/exported" > "$work/difference"; then
  echo "xapian_c_symbols: < is declared only, > is exported only:" >&2
  cat "$work/difference" >&2
  exit 1
fi
echo "xapian_c_symbols: $(wc -l < "$work/declared") functions declared and exported."
