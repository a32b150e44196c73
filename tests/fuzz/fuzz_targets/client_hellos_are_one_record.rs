//! The property of the same name.

#![no_main]

use libfuzzer_sys::fuzz_target;
use mailcheck_fuzz::properties::client_hellos_are_one_record;

fuzz_target!(|octets: &[u8]| client_hellos_are_one_record(octets));
