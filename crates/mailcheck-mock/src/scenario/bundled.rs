//! The scenarios and profiles that come with this crate, from `fixtures/`.

include!(concat!(env!("OUT_DIR"), "/bundled.rs"));

/// Every scenario: name and text.
pub(super) fn scenarios() -> impl Iterator<Item = (&'static str, &'static str)> {
    SCENARIOS.iter().copied()
}

/// Every profile: name and text.
pub(super) fn profiles() -> impl Iterator<Item = (&'static str, &'static str)> {
    PROFILES.iter().copied()
}
