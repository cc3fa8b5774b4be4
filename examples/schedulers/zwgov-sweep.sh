#!/bin/sh
# Runs the sweep to its end for a scheduler that knows only success (0) and failure (anything else).
# Stopped at a limit (3), it goes on at once; busy (75), it waits and tries again. What is left is
# for a person: 1 a family could not be swept, 2 misuse, 4 the installation is broken.
#
# Usage: zwgov-sweep.sh [OPTIONS OF zwgov sweep]
# Settings: ZWGOV (the program), ZWGOV_TURNS (how often at most), ZWGOV_PAUSE (seconds when busy).

turn=0
while :; do
    "${ZWGOV:-zwgov}" sweep --as "${ZWGOV_SERVICE:-nightly}" --json --log json "$@"
    code=$?
    turn=$((turn + 1))
    [ "$turn" -lt "${ZWGOV_TURNS:-20}" ] || exit "$code"
    case $code in
        3) ;;
        75) sleep "${ZWGOV_PAUSE:-60}" ;;
        *) exit "$code" ;;
    esac
done
