//! The property of the same name.

#![no_main]

use libfuzzer_sys::fuzz_target;
use mailcheck_fuzz::properties::srv_records_have_one_order;

fuzz_target!(|octets: &[u8]| srv_records_have_one_order(octets));
