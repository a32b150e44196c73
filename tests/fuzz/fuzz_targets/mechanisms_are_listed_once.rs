//! The property of the same name.

#![no_main]

use libfuzzer_sys::fuzz_target;
use mailcheck_fuzz::properties::mechanisms_are_listed_once;

fuzz_target!(|octets: &[u8]| mechanisms_are_listed_once(octets));
