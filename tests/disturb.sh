# shellcheck shell=sh disable=SC2154 # what road.sh sets
# disturb.sh - a library in two states, and what tells an index that was disturbed on its way from one to the other from
# one that never was. Sourced after road.sh.
#
# WORKS, WORDS: how many works state A has, and words each; B has a third of them changed, some gone, some new.
# TRANSLATE=off: without the dictionaries, which take longer than such a library.
works=${WORKS:-200}
words=${WORDS:-600}

# generate DIR STATE
generate()
{
  rm -rf "$1/records" "$1/files"
  mkdir -p "$1/records" "$1/files"
  awk -v state="$2" -v dir="$1/files" -v works="$works" -v words="$words" '
    function one_of(letters) {
      return substr(letters, 1 + rand() * length(letters), 1)
    }
    function text(seed,   i, line) {
      srand(seed)
      line = "The report of the village"
      for (i = 0; i < words; i++)
        line = line (i % 200 == 199 ? "\f" : " ") one_of("abcdefghij") one_of("aeiou") one_of("klmnpqrst") \
          one_of("aeiou") one_of("dfgh") int(rand() * 90)
      return line
    }
    BEGIN {
      for (i = 0; i < works * 1.1; i++) {
        if (state == "A" && i >= works) continue
        if (state == "B" && i % 11 == 3) continue
        version = state == "B" && i % 3 == 0 ? 2 : 1
        print text(1000 * version + i) > (dir "/" i ".txt")
        close(dir "/" i ".txt")
        printf "<record><dcterms:identifier>work-%d</dcterms:identifier>", i
        printf "<dcterms:title xml:lang=\"en\">Report %d of %d</dcterms:title>", i, version
        printf "<dcterms:issued>%d</dcterms:issued>", 2000 + i % 20
        printf "<dcterms:publisher>Org%d</dcterms:publisher>", i % 7
        printf "<dcterms:hasFormat href=\"%d.txt\" xml:lang=\"en\" type=\"text/plain\"/></record>\n", i
      }
    }' | records "$1/records/all.xml"
}

# What the index holds, whatever way it came to it.
contents()
{
  "$indexer" -c "$1/repere.conf" ledger --json | jq -cS .
  "$indexer" -c "$1/repere.conf" status --json | jq -cS '[.works, .files, .pages, .languages, .outcomes]'
}

# And what it answers: totals, counts, hits with their scores and passages.
answers()
{
  for q in '' village 'report akad1' '"of the village"' '-bakad12 village'; do
    for offset in 0 100 200; do
      get "$1" /v1/search -G --data-urlencode "q=$q" -d "offset=$offset" \
        -d 'facet=year,organization,language&limit=100&sort=title'
    done
  done | jq -cS 'del(.took_ms, .index.revision, .next)' # a cursor names the revision
}

# A commit every MB, so that there is a last one to stay at.
disturbed_library()
{
  library "$1" "[indexer]
commit-mb=1
translate=${TRANSLATE:-on}"
}

# two_states: libraries A and B in $work, indexed, with their contents and answers beside them; sets took, the seconds
# that A's took.
two_states()
{
  for state in A B; do
    disturbed_library "$work/$state"
    generate "$work/$state" "$state"
    index "$work/$state" update
    is "library $state" "$code" 0
    contents "$work/$state" >"$work/contents.$state"
    serve "$work/$state"
    answers "$work/$state" >"$work/answers.$state"
    kill "$daemon"
    wait "$daemon"
  done
  # shellcheck disable=SC2034
  took=$(last "$work/A" .seconds)
}

# sources DIR STATE: the files' times differ between A, B and what is disturbed; their contents do not.
sources()
{
  rm -rf "$1/records" "$1/files"
  cp -r "$work/$2/records" "$work/$2/files" "$1/"
}

# faults DIR: nothing where the index, if there is one, is whole
faults()
{
  [ ! -e "$1/index/current" ] || "$indexer" -q -c "$1/repere.conf" verify 2>&1
}

# equal DIR STATE: nothing where the index holds what that state's does
equal()
{
  contents "$1" >"$work/contents"
  cmp "$work/contents" "$work/contents.$2" 2>&1
}

# killed_at SECONDS DIR COMMAND [ARGUMENT...]: runs the indexer and kills it then; sets ended (137: it was killed) and
# adds its workers to workers
workers=
killed_at()
{
  at=$1 in=$2
  shift 2
  "$indexer" -q -c "$in/repere.conf" "$@" >/dev/null 2>"$work/err" &
  pid=$!
  sleep "$at"
  workers="$workers $(pgrep -P "$pid" | tr '\n' ' ')"
  kill -9 "$pid" 2>/dev/null
  wait "$pid" 2>/dev/null
  ended=$?
}

# killed_while SECONDS DIR COMMAND [ARGUMENT...]: the same, and where it was done before, again from what was there, in half
# the time: runs take as long as the machine has time for.
killed_while()
{
  delay=$1 of=$2
  shift 2
  rm -rf "$work/before"
  [ ! -e "$of/index" ] || cp -a "$of/index" "$work/before"
  for try in 1 2 3 4 5; do
    if [ "$try" -gt 1 ]; then
      rm -rf "$of/index"
      [ ! -e "$work/before" ] || cp -a "$work/before" "$of/index"
    fi
    killed_at "$delay" "$of" "$@"
    [ "$ended" -ne 137 ] || return 0
    delay=$(awk -v delay="$delay" 'BEGIN { print delay / 2 }')
  done
}

# moment N MOST: one of the moments up to MOST seconds, another one for each N
moment()
{
  awk -v n="$1" -v most="$2" 'BEGIN { srand(n * 7919); print 0.01 + rand() * most }'
}

# left_over: those of workers that live on, of "some" where there were any
left_over()
{
  left=
  for pid in $workers; do # numbers come again: it must be an indexer, too
    [ "$(readlink "/proc/$pid/exe")" != "$indexer" ] || left="$left $pid"
  done
  echo "$([ -n "$workers" ] && echo some)$left"
}
