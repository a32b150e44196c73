//! The language that a call names, and the files of words.

use super::*;

#[test]
fn the_arguments_name_the_language() {
    for (call, expected) in [
        (&["--lang", "ja", "verify"][..], Some(Lang::Ja)),
        (&["verify", "--help", "--lang=ja"], Some(Lang::Ja)),
        (&["verify", "--lang", "EN"], Some(Lang::En)),
        (&["verify", "--lang", "fr", "--lang", "ja"], Some(Lang::Ja)),
        (&["verify", "--lang"], None),
        (&["verify", "--language=ja"], None),
        (&["explain", "--", "--lang", "ja"], None),
        (&["explain", "ja"], None),
    ] {
        let found = named(call.iter().map(|it| (*it).to_owned()));
        assert_eq!(found, expected, "{call:?}");
    }
}
