//! The property of the same name.

#![no_main]

use libfuzzer_sys::fuzz_target;
use mailcheck_fuzz::properties::imap_data_is_bounded;

fuzz_target!(|octets: &[u8]| imap_data_is_bounded(octets));
