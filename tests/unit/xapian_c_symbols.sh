#!/bin/sh
# The header of the C API over libxapian compiles alone, and the shared library exports exactly the functions it declares.
# TAP; the compilers are CC and CXX.
set -u

header=include/xapian_c.h
library=${BUILD:-build}/libxapian-c.so.0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
test=0

# check NAME: by the last command's exit code
check() {
  code=$?
  test=$((test + 1))
  if [ "$code" -eq 0 ]; then echo "ok $test - $1"; else echo "not ok $test - $1"; fi
}

warnings='-Wall -Wextra -Wpedantic -Wshadow -Werror'
# shellcheck disable=SC2086 # a list of options
"${CC:-cc}" -std=c11 $warnings -Wstrict-prototypes -fsyntax-only -x c "$header"
check "compiles alone as C11"
# shellcheck disable=SC2086
"${CXX:-c++}" -std=c++17 $warnings -fsyntax-only -x c++ "$header"
check "compiles alone as C++17"

# A declaration a line, without comments, of those that XC_API marks.
"${CC:-cc}" -std=c11 -E -P "$header" | tr '\n' ' ' | tr ';' '\n' |
  sed -n 's/.*visibility("default"))) *[A-Za-z_0-9 ]*[ *]\(xc_[a-z_0-9]*\)(.*/\1/p' | sort >"$work/declared"
# The version node of the linker script is an absolute symbol (A).
nm -D --defined-only "$library" | awk '$2 != "A" { sub(/@.*/, "", $3); print $3 }' | sort >"$work/exported"
[ -s "$work/declared" ]
check "declares functions ($(wc -l <"$work/declared"))"
diff "$work/declared" "$work/exported" >"$work/difference"
check "exports them and nothing else"
sed -e 's/^</# declared only:/' -e 's/^>/# exported only:/' -e 's/^[^#]/# &/' "$work/difference"
echo "1..$test"
