#!/bin/sh
# How long `mailcheck verify` takes against real Dovecot and Postfix, by round-trip time of the link.
#
#   cargo build --release --workspace && benches/speed.sh [RUNS]      (as root, after tests/setup)
#
# Prints the median wall-clock time of RUNS (9) runs after two that only wake the servers.
set -eu

if [ -z "${MAILCHECK_LAB_CA:-}" ]; then
    root=$(cd "$(dirname "$0")/.." && pwd)
    MAILCHECK_BIN=${MAILCHECK_BIN:-$root/target/release/mailcheck}
    export MAILCHECK_BIN
    [ -x "$MAILCHECK_BIN" ] || { echo "speed.sh: no program at $MAILCHECK_BIN; build it first" >&2; exit 2; }
    echo "| round-trip time | settings given | found by SRV |"
    echo "|---|---|---|"
    for round_trip in 0 50 200; do
        "$root/target/release/lab" --rtt "$round_trip" -- "$root/benches/speed.sh" "${1:-9}" "$round_trip"
    done
    exit 0
fi

runs=$1 round_trip=$2

verify() {
    printf '%s\n' "$MAILCHECK_LAB_PASSWORD" | "$MAILCHECK_BIN" verify "$MAILCHECK_LAB_USER" --password-stdin \
        --nameserver "$MAILCHECK_LAB_NAMESERVER" --ca-file "$MAILCHECK_LAB_CA" "$@" >/dev/null
}

median() {
    verify "$@"
    verify "$@"
    run=0
    while [ "$run" -lt "$runs" ]; do
        begin=$(date +%s%N)
        verify "$@"
        echo $((($(date +%s%N) - begin) / 1000000))
        run=$((run + 1))
    done | sort -n | sed -n "$(((runs + 1) / 2))p"
}

given=$(median --imap healthy.example.test:993/tls --smtp healthy.example.test:465/tls)
found=$(median)
echo "| $round_trip ms | $given ms | $found ms |"
