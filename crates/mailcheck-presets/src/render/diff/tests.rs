//! A comparison in both languages and in JSON, and what files say against whoever reads it.

use mailcheck::render::Lang;

use super::*;
use crate::diff::diff;
use crate::file::PresetFile;

const SCHEMA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/presets-diff.schema.json");
const RENDERED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/rendered");

fn file(path: &str, domains: &[&str], servers: &[(&str, &str, &str, &str)]) -> PresetFile {
    let domains: Vec<_> = domains.iter().map(|it| format!("<domain>{it}</domain>\n")).collect();
    let domains = domains.concat();
    let servers: Vec<_> = servers
        .iter()
        .map(|(service, host, security, more)| {
            let side = if *service == "smtp" { "outgoingServer" } else { "incomingServer" };
            format!(
                "<{side} type=\"{service}\">\n<hostname>{host}</hostname>\n\
                 <socketType>{security}</socketType>\n{more}</{side}>\n"
            )
        })
        .collect();
    let servers = servers.concat();
    let xml = format!(
        "<clientConfig version=\"1.1\"><emailProvider id=\"a\">\n{domains}{servers}\
         </emailProvider></clientConfig>"
    );
    let file = crate::read(xml.as_bytes(), path.as_ref()).expect("is autoconfig");
    file.expect("is well-formed")
}

/// Three lists with a conflict of each kind, and one of them looked at.
fn sample() -> Diff {
    let address =
        "<authentication>password-cleartext</authentication><username>%EMAILADDRESS%</username>\n";
    let local = "<authentication>OAuth2</authentication><username>%EMAILLOCALPART%</username>\n";
    let many: Vec<String> = (1..=9).map(|number| format!("many{number}.example")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let ours = [
        file(
            "ours/many.example.xml",
            &many,
            &[
                ("imap", "mail.many.example", "STARTTLS", ""),
                ("smtp", "smtp.many.example", "SSL", address),
            ],
        ),
        file(
            "ours/same.example.xml",
            &["same.example"],
            &[("imap", "imap.same.example", "SSL", "")],
        ),
        file("ours/pop.example.xml", &["pop.example"], &[("pop3", "pop.example", "SSL", "")]),
        file("ours/alone.example.xml", &["alone.example"], &[("imap", "a.example", "SSL", "")]),
    ];
    let theirs = [
        file(
            "theirs/providers.xml",
            &many,
            &[
                ("imap", "imap.many.example", "SSL", ""),
                ("smtp", "smtp.many.example", "SSL", local),
            ],
        ),
        file(
            "theirs/same.example.xml",
            &["same.example"],
            &[("imap", "imap.same.example", "SSL", "")],
        ),
    ];
    let third = [file("pop.json", &["pop.example"], &[("imap", "pop.example", "SSL", "")])];
    let mut told = diff(&[("ours", &ours), ("theirs", &theirs), ("a-third-list", &third)]);
    told.ask(|endpoint| {
        Some(match endpoint.host.as_str() {
            "imap.many.example" => ProbeOutcome::Works,
            _other => ProbeOutcome::Fails,
        })
    });
    told
}

#[test]
fn comparisons_read_as_they_should() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(RENDERED);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for lang in Lang::ALL {
            let name = format!("presets-diff.{}.txt", lang.name());
            insta::assert_snapshot!(name, diff_text(&sample(), &Style::new(lang)));
        }
        insta::assert_snapshot!("presets-diff.json", diff_json(&sample()));
    });
}

/// Whatever the width, a line is no wider unless what it shows cannot be broken.
#[test]
fn lines_fit() {
    for lang in Lang::ALL {
        for width in [60, 80] {
            let told = diff_text(&sample(), &Style::new(lang).width(width));
            for line in told.lines() {
                assert!(columns(line) <= width, "{line}");
            }
        }
    }
}

/// Columns of a line: wide characters take two.
fn columns(line: &str) -> usize {
    (0..=200).rev().find(|width| pad(line, *width).len() == line.len()).unwrap_or(200)
}

#[test]
fn lists_that_agree_or_share_nothing_are_told_so() {
    let one = [file("a", &["a.example"], &[("imap", "a.example", "SSL", "")])];
    let two = [file("b", &["b.example"], &[("imap", "a.example", "SSL", "")])];
    let style = Style::new(Lang::En);
    let agree = diff_text(&diff(&[("one", &one), ("two", &one)]), &style);
    assert!(
        agree.contains("The 1 domain that is in more than one list has the same settings"),
        "{agree}"
    );
    let apart = diff_text(&diff(&[("one", &one), ("two", &two)]), &style);
    assert!(apart.contains("The lists have no domain in common."), "{apart}");
    assert!(apart.contains("Only in one: 1 domain\n  a.example\n"), "{apart}");
}

#[test]
fn nothing_of_a_file_reaches_the_terminal_as_it_is() {
    let evil = "<username>\u{202e}\u{9b}31m</username>";
    let one = [file("a\u{1b}[31m", &["a.example"], &[("imap", "\u{9b}a.example", "SSL", evil)])];
    let two =
        [file("b", &["a.example"], &[("imap", "b.example", "SSL", "<username>x</username>")])];
    let told = diff(&[("on\u{1b}e", &one), ("two", &two)]);
    for text in [diff_text(&told, &Style::new(Lang::En)), diff_json(&told)] {
        let bad = text.chars().find(|it| (it.is_control() && *it != '\n') || *it == '\u{202e}');
        assert_eq!(bad, None, "{text}");
        assert!(text.contains("202e"), "{text}");
    }
}

fn schema() -> serde_json::Value {
    let settings = schemars::generate::SchemaSettings::draft2020_12().for_serialize();
    settings.into_generator().into_root_schema_for::<json::DiffJson<'_>>().to_value()
}

#[test]
fn published_schema_is_the_one_of_the_code() {
    let made = serde_json::to_string_pretty(&schema()).expect("is JSON") + "\n";
    if std::env::var_os("MAILCHECK_WRITE_SCHEMA").is_some() {
        std::fs::write(SCHEMA, &made).expect("docs can be written");
    }
    let published = std::fs::read_to_string(SCHEMA).unwrap_or_default();
    assert!(made == published, "run this test once with MAILCHECK_WRITE_SCHEMA=1");
}

#[test]
fn samples_are_valid_and_others_are_not() {
    let validator = jsonschema::validator_for(&schema()).expect("is a schema");
    let value: serde_json::Value = serde_json::from_str(&diff_json(&sample())).expect("is JSON");
    let faults: Vec<_> = validator.iter_errors(&value).map(|it| it.to_string()).collect();
    assert!(faults.is_empty(), "{faults:#?}");
    for (pointer, wrong) in [
        ("/schema", serde_json::json!("mailcheck-presets-diff/2")),
        ("/conflicts/0/services/0/aspects/0", serde_json::json!("colour")),
        ("/conflicts/0/services/0/sides/0/choice/security", serde_json::json!("ssl")),
        ("/conflicts/0/services/0/sides/0/answer", serde_json::json!("yes")),
        ("/lists/0/alone", serde_json::json!(null)),
    ] {
        let mut bad = value.clone();
        *bad.pointer_mut(pointer).expect(pointer) = wrong;
        assert!(!validator.is_valid(&bad), "{pointer}");
    }
}
