#!/bin/sh
# npm.sh FOLDER: installs what tests/http/npm/package.json names into FOLDER, once; fails, saying why, where npm's registry
# cannot be reached.
set -u
folder=$1 package=$(dirname "$0")/http/npm/package.json
stamp=$folder/$(cksum <"$package" | tr ' ' -)
mkdir -p "$folder" || exit
exec 9>"$folder/lock"
flock 9 # another test may be at it
[ -e "$stamp" ] && exit 0
cp "$package" "$folder/" && cd "$folder" && npm install --no-audit --no-fund --silent 2>&1 && : >"$stamp"
