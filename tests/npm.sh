#!/bin/sh
# npm.sh FOLDER: installs what tests/http/npm/package.json names into FOLDER, once; fails, saying why, where npm's registry
# cannot be reached.
set -u
folder=$1 package=$(dirname "$0")/http/npm/package.json
stamp=$folder/$(cksum <"$package" | tr ' ' -)
[ -e "$stamp" ] && exit 0
mkdir -p "$folder" && cp "$package" "$folder/" && cd "$folder" && npm install --no-audit --no-fund --silent 2>&1 && : >"$stamp"
