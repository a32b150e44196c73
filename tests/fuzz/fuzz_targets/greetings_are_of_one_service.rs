//! The property of the same name.

#![no_main]

use libfuzzer_sys::fuzz_target;
use mailcheck_fuzz::properties::greetings_are_of_one_service;

fuzz_target!(|octets: &[u8]| greetings_are_of_one_service(octets));
