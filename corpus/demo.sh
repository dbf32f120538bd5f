#!/bin/sh
# The demonstration: indexes the sample library and leaves a daemon answering in the background.
#   BUILD=build sh corpus/demo.sh start|stop
set -eu
build=${BUILD:-build}
conf=corpus/repere.conf
demo=build/demo # where corpus/repere.conf puts index and socket
pid=$demo/searchd.pid

running() {
  [ -s "$pid" ] && kill -0 "$(cat "$pid")" 2>/dev/null
}

stop() {
  if running; then
    kill "$(cat "$pid")"
    for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do running || break; sleep 0.25; done
    echo "Stopped."
  else
    echo "No demonstration is running."
  fi
  rm -f "$pid"
}

start() {
  mkdir -p "$demo"
  echo "Indexing the sample library (one page of it is a scan, whose text is recognised):"
  code=0
  "$build/repere-indexer" -c "$conf" update || code=$?
  if [ "$code" -eq 72 ]; then # the index is of another version of the programs
    code=0
    "$build/repere-indexer" -c "$conf" rebuild || code=$?
  fi
  [ "$code" -eq 0 ] || [ "$code" -eq 65 ] || exit "$code"
  if ! running; then
    "$build/repere-searchd" -c "$conf" >"$demo/searchd.log" 2>&1 &
    echo $! >"$pid"
  fi
  for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    if curl -fsS --unix-socket "$demo/searchd.sock" http://localhost/health/ready >/dev/null 2>&1; then break; fi
    running || { echo "demo.sh: the daemon did not start:" >&2; cat "$demo/searchd.log" >&2; rm -f "$pid"; exit 70; }
    sleep 0.25
  done
  echo
  echo "\$ build/repere search -c $conf --lang fr réintégration économique --limit 3 --facet theme,language"
  "$build/repere" search -c "$conf" --lang fr --limit 3 --facet theme,language réintégration économique
  echo
  echo "The daemon answers at http://127.0.0.1:7321/v1/search?q=reintegration (log: $demo/searchd.log). Ask it more:"
  echo "  curl 'http://127.0.0.1:7321/v1/search?q=reintegration&facet=theme,country'"
  echo "  $build/repere search -c $conf --lang es reintegración"
  echo "'make stop' stops it."
}

case ${1:-} in
  start) start ;;
  stop) stop ;;
  *) echo "usage: demo.sh start|stop" >&2; exit 64 ;;
esac
