//! What holds for the findings of the rules, whatever is written in a preset.

use mailcheck::render::{Lang, Words};
use mailcheck_presets::lint;
use proptest::prelude::*;

/// The preset in which no rule finds anything, with some of its values replaced.
fn files() -> impl Strategy<Value = String> {
    let base = include_str!("../../../fixtures/lint/base.xml");
    let values = [
        "example.org",
        "imap.example.org",
        "smtp.example.org",
        "993",
        "465",
        "SSL",
        "password-cleartext",
        "%EMAILADDRESS%",
        "https://www.example.org/help/mail",
        "pop3",
    ];
    let word = prop_oneof![
        prop::sample::select(vec![
            "",
            "plain",
            "STARTTLS",
            "OAuth2",
            "none",
            "587",
            "25",
            "0",
            "localhost",
            "[::1]",
            "a.onion",
            "%",
            "http://",
            "https://@:/",
            "*.example.org",
            "client-IP-address",
            "pop",
            "com",
            "1.2.3.4",
            "xn--a",
        ])
        .prop_map(str::to_owned),
        "[^<>&$\"\u{0}-\u{8}\u{b}\u{c}\u{e}-\u{1f}\u{fffe}\u{ffff}]{0,40}",
    ];
    let change = (prop::sample::select(values.to_vec()), word);
    proptest::collection::vec(change, 1..6).prop_map(move |changes| {
        let replace = |text: String, (old, new): (&str, String)| text.replacen(old, &new, 1);
        changes.into_iter().fold(base.to_owned(), replace)
    })
}

#[test]
fn findings_can_be_told_and_found() {
    let words = Lang::ALL.map(|lang| Words::new(lang).and(mailcheck_presets::words));
    proptest!(|(first in files(), second in files())| {
        let read = |text: &str, path: &str| mailcheck_presets::read(text.as_bytes(), path.as_ref());
        let files: Vec<_> = [(first.as_str(), "a.xml"), (second.as_str(), "b\u{1b}[31m.xml")]
            .iter()
            .filter_map(|(text, path)| read(text, path)?.ok())
            .collect();
        let lines = first.lines().count().max(second.lines().count());
        let findings = lint::lint(&files);
        // The same files give the same findings.
        prop_assert_eq!(&lint::lint(&files), &findings);
        for finding in &findings {
            prop_assert!(usize::try_from(finding.at.line)? <= lines, "{finding:?}");
            for words in &words {
                let it = &finding.finding;
                for text in [words.title(it), words.cause(it), words.action(it)] {
                    prop_assert!(!text.chars().any(char::is_control), "{text:?}");
                    // A text that lacks an argument shows its name.
                    prop_assert!(!text.contains("{$"), "{text}");
                }
            }
        }
    });
}
