#!/bin/sh
# documented.sh - what the programs take is in the manual pages, and what these say of it is so: keys of the configuration
# with their ranges and defaults, parameters of requests, options of the client, members of answers. Prints TAP.
# shellcheck source=tests/road.sh
. "${SOURCE:-.}/tests/road.sh"

repere=$build/repere
lib=$work/lib
library "$lib" '[indexer]
translate=off'
record one en 'A work' '<dcterms:issued>2019</dcterms:issued><text xml:lang="en">A word.</text>' | records "$lib/records/all.xml"
index "$lib" update
serve "$lib"

# missing WORDS PATTERN FILE: those of the words for which the file has no line of the pattern, where % is the word
missing()
{
  for word in $1; do
    printf '%s\n' "$2" | sed "s/%/$word/g" >"$work/pattern"
    grep -qE -f "$work/pattern" "$3" || echo "$word"
  done | paste -sd' '
}

# ---- repere.conf(5) ----
conf=$source/man/repere.conf.5
# section GROUP: what the page says of a group
section() { awk -v group=".Ss [$1]" '$0 == group { on = 1; next } /^\.S[sh] / { on = 0 } on' "$conf"; }
# known GROUP: the keys that the loader says it knows there
known()
{
  printf '[%s]\nzzzzzzzzzz=1\n' "$1" >"$work/key.conf"
  "$searchd" -c "$work/key.conf" --check 2>&1 | sed -n 's/.*known are: \(.*\)\.$/\1/p' | sed 's/, label\[LANG\]//' | tr -d ','
}
for group in library indexer searchd ranking 'facet NAME'; do
  keys=$(known "$(echo "$group" | tr '[:upper:]' '[:lower:]')")
  section "$group" >"$work/section"
  like "[$group]: the loader says its keys" "$keys" '^[a-z0-9-]+( [a-z0-9-]+)+$'
  is "[$group]: each has its place in the page" "$(missing "$keys" '^\.It Cm %( |$)' "$work/section")" ''
  documented=$(sed -n 's/^\.It Cm \([a-z0-9-]*\).*/\1/p' "$work/section" | paste -sd' ')
  for key in $documented; do
    case " $keys " in *" $key "*) ;; *) echo "$key" ;; esac
  done >"$work/unknown"
  is "[$group]: and the page has no others" "$(cat "$work/unknown")" ''
done

# item KEY: what the page says of a number
item() { awk -v key=".It Cm $1" '$0 == key { on = 1; next } /^\.(It|El|S[sh])/ { on = 0 } on' "$conf" | paste -sd' '; }
# numbers: key, least, most, default of each, as the sources have them
numbers()
{
  sed -nE 's/^ *\{"([a-z0-9-]+)", AT\([a-z0-9_]+\), ([0-9.]+), ([0-9.]+)\},$/\1 0 \3 \2/p' "$source/lib/library_ranking.c"
  sed -nE 's/^ *\{"(indexer|searchd)", "([a-z0-9-]+)", [A-Z]+\([a-z_]+\), ([0-9]+), ([0-9]+), ([0-9]+), FALSE\},$/\2 \3 \4 \5/p' \
    "$source/lib/library.c"
}
numbers >"$work/numbers"
is 'all numbers were found in the sources' \
  "$(grep -c . "$work/numbers")" \
  "$(($(known ranking | wc -w) + $(grep -cE '^ *\{"(indexer|searchd)", "[a-z-]+", .*FALSE\},$' "$source/lib/library.c")))"
while read -r key least most preset; do
  said=$(item "$key")
  range=$(printf '%s' "$said" | grep -cE "(^|[ ,])$least( \(none\))? to $most([.,; ]|$)")
  default=$(printf '%s' "$said" | grep -cF "Default: $preset.")
  [ "$range$default" = 11 ] || echo "$key: $least to $most, default $preset, but the page says: $said"
done <"$work/numbers" >"$work/wrong"
is 'ranges and defaults are those of the sources' "$(cat "$work/wrong")" ''

# ---- repere-searchd(8), /openapi.json ----
searchd8=$source/man/repere-searchd.8
get "$lib" /openapi.json >"$work/openapi.json"
paths=$(get "$lib" /nothing | jq -r .detail | sed 's/.*there is \(.*\)\.$/\1/' | tr -d ',')
like 'the daemon says its paths' "$paths" '/v1/search.*/metrics'
for path in $paths; do
  case $path in
    /v1/*) place=$(printf '%s' "$path" | sed 's/\(ID\|NAME\|N\)/ Ns Ar \1/g; s#\( Ar [A-Z]*\)/#\1 Ns Cm /#g') ;;
    *) place=$path ;;
  esac
  grep -qxF ".It Cm $place" "$searchd8" || echo "$path"
done >"$work/missing"
is 'every path is in repere-searchd(8)' "$(cat "$work/missing")" ''
# parameters PATH: those that the daemon says it takes there
parameters() { get "$lib" "$1?zzzzzzzzzz=1" | jq -r .detail | sed -n 's/.*the parameters are \([a-z, ]*[a-z]\).*/\1/p' | tr -d ','; }
all=
for path in search works/one/similar works/one/pages/1 suggest facets/type pivot trend export feed.atom; do
  here=$(parameters "/v1/$path")
  like "/v1/$path: the daemon says its parameters" "$here" '^[a-z]+( [a-z]+)*$'
  all="$all $here"
done
all=$(echo "$all" | tr ' ' '\n' | grep -v '^and$' | sort -u | paste -sd' ')
is 'every parameter is in repere-searchd(8)' "$(missing "$all" '^\.It Cm ([a-z]+ , )?%( |$)' "$searchd8")" ''
jq -r '[.paths[][].parameters // [] | .[]] + [.components.parameters[]] | .[].name // empty' "$work/openapi.json" | sort -u >"$work/named"
is 'and in openapi.json' "$(missing "$all" '^%$' "$work/named")" ''
parts=$(jq -r '.components.schemas.ScorePart.properties.what.enum[]' "$work/openapi.json" | paste -sd' ')
is 'every part of a score is in repere-searchd(8)' "$(missing "$parts" '^\.It Cm %$' "$searchd8")" ''
sed -n '/repere_weighed_name/,/^}/s/.*names\[\] = {\(.*\)};/\1/p' "$source/lib/plan_build.c" | tr -d '",' >"$work/kinds"
is 'and every kind of weight is a part' \
  "$(tr ' ' '\n' <"$work/kinds" | while read -r kind; do case " $parts like " in *" $kind "*) ;; *) echo "$kind" ;; esac; done)" ''
holds=$(jq -r '.components.schemas.Expansion.properties | keys[]' "$work/openapi.json" | paste -sd' ')
is 'every member of an expansion is in repere-searchd(8)' "$(missing "$holds" '^\.It Li %$' "$searchd8")" ''

# ---- repere(1) ----
for command in search facets pivot trend show similar suggest export; do
  for option in $("$repere" "$command" --help | grep -oE '^ +(-[a-z], )?--[a-z-]+' | grep -oE '[a-z][a-z-]+$'); do
    grep -qE "^\.It (Fl [a-zA-Z] .*)?(.* , )?Fl Fl $option( |$)" "$source/man/repere.1" || echo "$command --$option"
    grep -qE -- "--$option( |\)|$|\")" "$source/client/completion.bash" || echo "completion of $command --$option"
  done
done >"$work/missing"
is 'every option of the client is in repere(1), and completed' "$(cat "$work/missing")" ''
end
