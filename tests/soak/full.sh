#!/bin/sh
# full.sh - the test of that name over more sizes of disk, and a library whose words are translated.
export SIZES="${SOAK_SIZES:-0 4 8 12 16 24 32 48 64 96 128 200 300 400 600}" WORKS=120 WORDS=600 TRANSLATE=on
exec sh "${SOURCE:-.}/tests/engine/full.sh"
