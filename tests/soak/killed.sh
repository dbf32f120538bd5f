#!/bin/sh
# killed.sh - the test of that name at length: SOAK_KILLS= kills, over a larger library and with its words translated.
KILLS=${SOAK_KILLS:-100}
WORKS=200
WORDS=600
TRANSLATE=on
# shellcheck source=tests/engine/killed.sh
. "${SOURCE:-.}/tests/engine/killed.sh"
