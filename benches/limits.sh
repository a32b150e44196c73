#!/bin/sh
# How long it takes to measure how many connections a real Dovecot lets be held, behind a link, and how much memory.
#
#   cargo build --release --workspace && benches/limits.sh [RUNS]      (as root, after tests/setup)
#
# Prints the median of RUNS (9) runs: the time from the first connection that is held to the proof that the account is
# usable again, and the most memory that the program had.
set -eu

if [ -z "${MAILCHECK_LAB_CA:-}" ]; then
    root=$(cd "$(dirname "$0")/.." && pwd)
    MAILCHECK_BIN=${MAILCHECK_BIN:-$root/target/release/mailcheck}
    export MAILCHECK_BIN
    [ -x "$MAILCHECK_BIN" ] || { echo "limits.sh: no program at $MAILCHECK_BIN; build it first" >&2; exit 2; }
    lab=${MAILCHECK_LAB_BIN:-$root/target/release/lab}
    echo "| what is held | round-trip time | measured in | memory |"
    echo "|---|---|---|---|"
    for round_trip in 0 50; do
        "$lab" --rtt "$round_trip" -- "$root/benches/limits.sh" "${1:-9}" "$round_trip"
    done
    exit 0
fi

runs=$1 round_trip=$2
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# Milliseconds and KiB of one run.
measure() {
    printf '%s\n' "$MAILCHECK_LAB_PASSWORD" | /usr/bin/time -f %M -o "$scratch/memory" \
        "$MAILCHECK_BIN" limits "you@$1" --imap "$1/tls" --max-connections "$2" --password-stdin \
        --nameserver "$MAILCHECK_LAB_NAMESERVER" --ca-file "$MAILCHECK_LAB_CA" --format evidence \
        >"$scratch/evidence" 2>/dev/null || true
    took=$(jq --arg held "$3" '
        [.observations[] | select(.fact == "held" or .fact == "tried")]
        | if .[0].held != ($held | tonumber) then error("\(.[0].held) were held") else . end
        | map(select(.kind != "beside")) | .[1].at_ms - .[0].at_ms + .[0].took_ms
    ' "$scratch/evidence")
    echo "$took $(tail -n 1 "$scratch/memory")"
}

for held in 10 64; do
    case $held in 10) host=limited-10.example.test most=16 ;; *) host=healthy.example.test most=64 ;; esac
    run=0
    while [ "$run" -lt "$runs" ]; do
        measure "$host" "$most" "$held"
        run=$((run + 1))
    done >"$scratch/all"
    middle=$(((runs + 1) / 2))
    took=$(cut -d ' ' -f 1 "$scratch/all" | sort -n | sed -n "${middle}p")
    memory=$(cut -d ' ' -f 2 "$scratch/all" | sort -n | sed -n "${middle}p")
    echo "| $held sessions | $round_trip ms | $took ms | $((memory / 1024)) MB |"
done
