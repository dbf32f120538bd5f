#!/bin/sh
# full.sh - a disk that is full: at the lock, at the first index, amid an update, a rebuild, a snapshot, at the account of
# the run. It is said whose disk it is and what to do, the daemon goes on answering, and with room again the next run does
# it all. The disk is a small tmpfs, mounted here or in a namespace of the user's own. Prints TAP. SIZES= (KB) tries more.
if [ -z "${FULL_INSIDE-}" ]; then
  # Without the right to mount, one may have it in a namespace.
  probe=$(mktemp -d)
  if mount -t tmpfs -o size=64k tmpfs "$probe" 2>/dev/null; then
    umount "$probe"
    rmdir "$probe"
  elif unshare -rm true 2>/dev/null && unshare -rm mount -t tmpfs -o size=64k tmpfs "$probe" 2>/dev/null; then
    rmdir "$probe"
    FULL_INSIDE=yes exec unshare -rm sh "$0"
  else
    rmdir "$probe"
    echo 'ok 1 - a full disk # SKIP neither this user nor a namespace of its own may mount a small one'
    echo '1..1'
    exit 0
  fi
fi
# shellcheck source=tests/road.sh
. "${SOURCE:-.}/tests/road.sh"
WORKS=${WORKS:-40}
WORDS=${WORDS:-600}
TRANSLATE=${TRANSLATE:-off}
# shellcheck source=tests/disturb.sh
. "$source/tests/disturb.sh"

two_states
disk=$work/disk
mkdir "$disk"
mount -t tmpfs -o size=64m tmpfs "$disk"
# shellcheck disable=SC2034 # road.sh unmounts it
mounted=$disk
lib=$work/lib
disturbed_library "$lib"
sed -i "s|^index=.*|index=$disk/index|" "$lib/repere.conf"
ln -s "$disk/index" "$lib/index"

# room KB: leaves so much free
room()
{
  rm -f "$disk/ballast"
  free=$(($(df -k --output=avail "$disk" | tail -1) - $1))
  [ "$free" -le 0 ] || head -c "${free}k" /dev/zero >"$disk/ballast" 2>/dev/null
}
# says_full NAME
says_full()
{
  is "$1 ends with an error of input and output" "$code" 74
  like 'that says that the disk is full, and what to do' "$err" "^repere-indexer: $disk.*(disk is full|free some space)"
}

# ---- no index yet ----
sources "$lib" A
for kb in ${SIZES:-0 8 60}; do
  rm -rf "$disk/index"
  room "$kb"
  index "$lib" -q update
  says_full "a first index on ${kb} KB"
  [ "$kb" -lt 8 ] || is 'what there is of it is whole' "$(faults "$lib")" ''
  room 64000
  index "$lib" -q update
  is 'with room again it is made' "$code $(equal "$lib" A)" '0 '
done
serve "$lib"
answers "$lib" >"$work/answers"
is 'it answers' "$(cmp "$work/answers" "$work/answers.A" 2>&1)" ''

# ---- update and rebuild ----
# still_as_before NAME: the index as it was is served
still_as_before()
{
  is "$1" "$(faults "$lib")$(get "$lib" '/v1/search?q=village&limit=1' | jq -c '[.total > 0, (.hits | length)]')" '[true,1]'
}
sources "$lib" B
for kb in ${SIZES:-0 60}; do
  room "$kb"
  index "$lib" -q update
  says_full "an update on ${kb} KB"
  like 'by name of the folder' "$err" "$disk"
  still_as_before 'what was there is answered from'
done
room 64000
index "$lib" -q update
is 'with room again it goes on where it was' "$code $(faults "$lib")$(equal "$lib" B)" '0 '
before=$(readlink "$lib/index/current")
for kb in ${SIZES:-300}; do
  room "$kb"
  index "$lib" -q rebuild
  says_full "a rebuild on ${kb} KB"
  still_as_before 'the old index is answered from'
  is 'nothing was switched, and nothing left behind' \
    "$(readlink "$lib/index/current") $(find "$disk/index" -maxdepth 1 -name 'g*' | wc -l)" "$before 1"
done
room 64000
index "$lib" -q rebuild
is 'with room again it is switched to' "$code $(faults "$lib")$(equal "$lib" B)" '0 '

# ---- the account, and the report ----
index "$lib" -q update # takes the old generation away
room 0
cp "$lib/index/last-run.json" "$work/account"
sleep 1 # an account says when its run began, in seconds
index "$lib" update
if [ "$code" = 0 ] && [ -z "$err" ]; then
  is 'an update with nothing to do keeps its account in place of the one before' \
    "$(cmp -s "$work/account" "$lib/index/last-run.json" || last "$lib" '"\(.added) \(.error)"')" '0 null'
else
  like 'an update with nothing to do says what it cannot keep' "$code $err" \
    '^74 .*lock: cannot write|account of this run could not be kept'
fi
index "$lib" report
is 'a report that has no room' "$code" 74
like 'says where else it could go' "$err" 'name another file with -o'
index "$lib" report -o "$work/report.html"
is 'and goes there' "$code" 0
index "$lib" status
is 'status needs none' "$code" 0
still_as_before 'nor do questions'

# ---- a snapshot, and going back ----
index "$lib" snapshot "$disk/copy"
says_full 'a snapshot without room'
room 500
index "$lib" snapshot "$disk/copy"
says_full 'with too little'
is 'nothing is left of them' "$(ls -d "$disk"/copy* 2>/dev/null)" ''
index "$lib" snapshot "$work/copy"
is 'on another disk there is room' "$code" 0
room 100
index "$lib" restore "$work/copy"
says_full 'going back without room'
still_as_before 'leaves what there is'
room 64000
index "$lib" restore "$work/copy"
is 'with room again it is gone back to' "$code $(faults "$lib")$(equal "$lib" B)" '0 '
answers "$lib" >"$work/answers"
is 'and answers' "$(cmp "$work/answers" "$work/answers.B" 2>&1)" ''
kill -TERM "$daemon"
wait "$daemon"
is 'the daemon has seen nothing of it' "$? $(grep -E 'CRITICAL|Sanitizer|runtime error' "$work/searchd.err")" '0 '
end
