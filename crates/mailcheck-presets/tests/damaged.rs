//! Files of keys and values may be damaged anywhere: they are read or refused, and what is odd stands in the file.

use std::path::Path;

use mailcheck_presets::file::Place;
use mailcheck_presets::{Format, read};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;

const TOML: &str = r#"# Ours
[[provider]]
id = "example.org"
domains = ["example.org", "*.example.org"]
last-checked = 2026-11-30
oauth2 = { issuer = "sso.example.org" } # who

[[provider.server]]
service = "imap"
host = "imap.example.org"
port = 993
security = "tls"
username = "%EMAILADDRESS%"
authentication = ["password-cleartext"]
"#;

/// Files with a place of them changed.
fn files() -> impl Strategy<Value = Vec<u8>> {
    let json = |text: &'static str, from: &str| {
        let start = text.find(from).unwrap_or_default();
        let entry = text[start..].split("\n    },").next().unwrap_or_default();
        format!("{{{entry}\n    }}\n}}")
    };
    let whole = vec![
        TOML.to_owned(),
        include_str!("../../../fixtures/presets/provider-db/nauta.cu.md").to_owned(),
        json(include_str!("../../../fixtures/presets/mailcore2/providers.json"), "\"yahoo\""),
        json(include_str!("../../../fixtures/presets/nodemailer/services.json"), "\"Aruba\""),
    ];
    let change =
        "[-:?,&*!|>'\"%@`#{}\\[\\]\\\\\\t\\n a1\u{e9}\u{0}\u{85}\u{2028}\u{feff}~<=.]{0,6}";
    let octets = prop_oneof![
        3 => change.prop_map(String::into_bytes),
        1 => prop::collection::vec(any::<u8>(), 0..4),
    ];
    (prop::sample::select(whole), any::<prop::sample::Index>(), 0..9_usize, octets).prop_map(
        |(whole, at, cut, change)| {
            let mut octets = whole.into_bytes();
            let at = at.index(octets.len());
            let end = (at + cut).min(octets.len());
            octets.splice(at..end, change);
            octets
        },
    )
}

/// Whether a place is in a text of so many lines and octets.
fn is_inside(at: Place, octets: &[u8]) -> bool {
    let lines = octets.split(|octet| *octet == b'\n').count();
    let is_within = |number: u32, most: usize| usize::try_from(number).is_ok_and(|it| it <= most);
    at.line >= 1
        && at.column >= 1
        && is_within(at.line, lines)
        && is_within(at.column, octets.len() + 1)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn damage_is_told_where_it_is(octets in files()) {
        let Some(Ok(file)) = read(&octets, Path::new("a")) else { return Ok(()) };
        prop_assert!(file.format != Format::Autoconfig);
        for oddity in &file.oddities {
            prop_assert!(is_inside(oddity.at, &octets), "{oddity:?}");
        }
        for comment in &file.comments {
            prop_assert!(is_inside(comment.at, &octets), "{comment:?}");
        }
        for provider in &file.providers {
            for server in &provider.servers {
                prop_assert!(is_inside(server.at, &octets), "{server:?}");
                prop_assert!(server.endpoint().is_none_or(|endpoint| endpoint.port != 0));
            }
        }
    }
}

/// As they are, the files are read: what is damaged above was whole.
#[test]
fn the_files_are_whole() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut read_well = 0;
    for _ in 0..200 {
        let tree = files().new_tree(&mut runner).expect("is made");
        read_well += usize::from(matches!(read(&tree.current(), Path::new("a")), Some(Ok(_))));
    }
    assert!(read_well > 20, "{read_well} of 200 are read");
}
