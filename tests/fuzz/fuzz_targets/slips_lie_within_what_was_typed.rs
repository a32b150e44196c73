//! The property of the same name.

#![no_main]

use libfuzzer_sys::fuzz_target;
use mailcheck_fuzz::properties::slips_lie_within_what_was_typed;

fuzz_target!(|text: &str| slips_lie_within_what_was_typed(text));
