//! The property of the same name.

#![no_main]

use libfuzzer_sys::fuzz_target;
use mailcheck_fuzz::properties::saved_evidence_is_judged_the_same_twice;

fuzz_target!(|text: &str| saved_evidence_is_judged_the_same_twice(text));
