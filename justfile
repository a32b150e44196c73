# The recipes for every day. `just` alone runs what the gate runs.

gate:
    .ci/run

test *ARGS:
    tests/run {{ARGS}}

check:
    cargo fmt --all --check
    cargo clippy --workspace --all-targets -- -D warnings
    cargo clippy -p mailcheck --no-default-features -- -D warnings
    cargo clippy -p mailcheck-cli --all-targets --features keyring -- -D warnings
    RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps
    cargo deny --all-features check bans licenses sources

# Judges a saved run: just judge fixtures/evidence/healthy.json
judge FILE:
    cargo run -q -p mailcheck --example judge_saved_run -- {{FILE}}

# The speed table over a link with delay (root): just speed
speed:
    benches/speed.sh
