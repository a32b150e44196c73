//! The property of the same name.

#![no_main]

use libfuzzer_sys::fuzz_target;
use mailcheck_fuzz::properties::pop3_responses_are_bounded;

fuzz_target!(|octets: &[u8]| pop3_responses_are_bounded(octets));
