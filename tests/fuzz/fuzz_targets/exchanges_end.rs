//! The property of the same name.

#![no_main]

use libfuzzer_sys::fuzz_target;
use mailcheck_fuzz::properties::exchanges_end;

fuzz_target!(|octets: &[u8]| exchanges_end(octets));
