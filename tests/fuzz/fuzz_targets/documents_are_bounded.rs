//! The property of the same name.

#![no_main]

use libfuzzer_sys::fuzz_target;
use mailcheck_fuzz::properties::documents_are_bounded;

fuzz_target!(|octets: &[u8]| documents_are_bounded(octets));
