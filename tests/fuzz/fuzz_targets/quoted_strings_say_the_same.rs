//! The property of the same name.

#![no_main]

use libfuzzer_sys::fuzz_target;
use mailcheck_fuzz::properties::quoted_strings_say_the_same;

fuzz_target!(|text: &str| quoted_strings_say_the_same(text));
