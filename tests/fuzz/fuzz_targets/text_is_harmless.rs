//! The property of the same name.

#![no_main]

use libfuzzer_sys::fuzz_target;
use mailcheck_fuzz::properties::text_is_harmless;

fuzz_target!(|octets: &[u8]| text_is_harmless(octets));
