//! The property of the same name.

#![no_main]

use libfuzzer_sys::fuzz_target;
use mailcheck_fuzz::properties::first_flights_do_not_depend_on_cuts;

fuzz_target!(|octets: &[u8]| first_flights_do_not_depend_on_cuts(octets));
