//! The property of the same name.

#![no_main]

use libfuzzer_sys::fuzz_target;
use mailcheck_fuzz::properties::certificates_are_read_in_one_way;

fuzz_target!(|octets: &[u8]| certificates_are_read_in_one_way(octets));
