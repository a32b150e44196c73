//! The property of the same name.

#![no_main]

use libfuzzer_sys::fuzz_target;
use mailcheck_fuzz::properties::mailconf_records_lead_to_the_web;

fuzz_target!(|octets: &[u8]| mailconf_records_lead_to_the_web(octets));
