//! Exemptions: read, found to be for something, and judged themselves.

use super::comment;
use super::*;
use crate::file::Word;

const HERE: &str = "/srv";

/// What is read of a comment, told in one way of writing; a question mark for what is no exemption.
fn read(text: &str) -> Vec<String> {
    let word = Word::new(text, Place { line: 3, column: 5 });
    let mut told = Vec::new();
    for read in comment::read(&word) {
        match read {
            Ok(all) => told.extend(all.into_iter().map(|it| {
                let until = it.until.map(|day| day.to_string()).unwrap_or_default();
                format!("{}|{until}|{}", it.rule, it.reason.unwrap_or_default())
            })),
            Err(_) => told.push("?".to_owned()),
        }
    }
    told
}

#[test]
fn comments_are_read() {
    for (text, expected) in [
        ("the usual servers", &[][..]),
        ("see mailcheck: allow a", &[]),
        ("mailcheck: allow a because b c", &["a||b c"]),
        ("# mailcheck: allow a", &["a||"]),
        ("mailcheck: allow a, b until 2027-06-30 because c", &["a|2027-06-30|c", "b|2027-06-30|c"]),
        (
            "Why so?\n  mailcheck: allow a because it\n    is so\n\n  mailcheck: allow b because c",
            &["a||it is so", "b||c"],
        ),
        ("mailcheck: alow a because b", &["?"]),
        ("mailcheck: allow", &["?"]),
        ("mailcheck: allow a b because c", &["?"]),
        ("mailcheck: allow a, because c", &["?"]),
        ("mailcheck: allow a until tomorrow because c", &["?"]),
    ] {
        assert_eq!(read(text), expected, "{text}");
    }
}

#[test]
fn configurations_are_read_with_their_places() {
    let text = "# why\n\n[[allow]]\nrule = \"tls.certificate-expired\"\nuntil = 2027-06-30\n";
    let config = Config::read(text, "a/mailcheck.toml".as_ref(), HERE.as_ref()).expect("is good");
    let [exemption] = &config.exemptions[..] else { panic!("{config:?}") };
    assert_eq!(exemption.at, Place { line: 3, column: 1 });
    assert_eq!(exemption.until, Some(jiff::civil::date(2027, 6, 30)));
    let files = Files::Below { folder: "/srv/a".into(), pattern: None };
    assert_eq!(exemption.files, files);
}

#[test]
fn bad_configurations_are_refused_with_their_lines() {
    for (text, why) in [
        ("[[allow]]\nrule = \"a\"\nuntil = \"soon\"\n", "line 1: \"soon\" is no day"),
        ("[[allow]]\nreason = \"a\"\n", "line 1: missing field `rule`"),
        ("[[allow]]\nrule = \"a\"\nreson = \"b\"\n", "line 3: unknown field `reson`"),
        ("[[alow]]\nrule = \"a\"\n", "line 1: unknown field `alow`"),
        ("allow", "line 1: key with no value"),
    ] {
        let told = Config::read(text, "mailcheck.toml".as_ref(), HERE.as_ref());
        let told = told.expect_err(text).to_string();
        assert!(told.contains(why), "{text}: {told}");
    }
}

#[test]
fn files_are_those_below_the_configuration_that_are_like_its_pattern() {
    for (config, pattern, path, expected) in [
        ("mailcheck.toml", None, "a/b.xml", true),
        ("a/mailcheck.toml", None, "b/b.xml", false),
        ("a/mailcheck.toml", None, "a/b.xml", true),
        ("a/mailcheck.toml", Some("c/b.xml"), "a/c/b.xml", true),
        ("a/mailcheck.toml", Some("c/b.xml"), "./a/x/../c/b.xml", true),
        ("a/mailcheck.toml", Some("b.xml"), "a/c/b.xml", true),
        ("a/mailcheck.toml", Some("*.xml"), "/srv/a/c/b.xml", true),
        ("../mailcheck.toml", Some("srv/*.xml"), "b.xml", true),
        ("a/mailcheck.toml", Some("*.xml"), "a/c/b.json", false),
    ] {
        let pattern = pattern.map(|it| format!("path = \"{it}\"\n")).unwrap_or_default();
        let text = format!("[[allow]]\nrule = \"a\"\n{pattern}");
        let config = Config::read(&text, config.as_ref(), HERE.as_ref()).expect("is good");
        let covers = config.exemptions[0].covers(path.as_ref(), HERE.as_ref());
        assert_eq!(covers, expected, "{pattern} {path}");
    }
}

/// Applies a configuration to the findings in one file, and gives the ids with whether each is exempt.
fn applied(config: &str, circumstances: Circumstances) -> Vec<(&'static str, bool)> {
    let xml = br#"<clientConfig version="1.1"><emailProvider id="a.example">
        <displayName>A</displayName></emailProvider></clientConfig>"#;
    let file = crate::read(xml, "a/a.example.xml".as_ref()).expect("is one").expect("is good");
    let files = [file];
    let mut findings = lint::lint(&files);
    findings.retain(|finding| finding.finding.id == "preset.no-domain");
    let config = Config::read(config, "mailcheck.toml".as_ref(), HERE.as_ref()).expect("is good");
    apply(&mut findings, &files, &config, circumstances);
    let exempt = |finding: &Finding| matches!(finding.standing, Standing::Exempt(_));
    findings.iter().map(|finding| (finding.finding.id, exempt(finding))).collect()
}

#[test]
fn what_was_not_looked_at_is_not_told_to_be_unneeded() {
    let whole =
        Circumstances { today: jiff::civil::date(2026, 11, 30), is_probed: true, is_whole: true };
    let found = ("preset.no-domain", false);
    let unused = ("preset.exemption-unused", false);
    let offline = Circumstances { is_probed: false, ..whole };
    let part = Circumstances { is_whole: false, ..whole };
    for (rule, path, circumstances, is_told) in [
        ("tls.certificate-expired", "", whole, true),
        ("tls.certificate-expired", "", offline, false),
        ("preset.no-provider", "", offline, true),
        ("preset.no-provider", "", part, false),
        ("preset.no-provider", "path = \"a/*.xml\"", part, false),
        ("preset.no-provider", "path = \"a/a.example.xml\"", part, true),
        ("preset.no-provider", "path = \"a/b.example.xml\"", part, false),
    ] {
        let config = format!("[[allow]]\nrule = \"{rule}\"\nreason = \"why\"\n{path}\n");
        let mut expected = vec![found];
        expected.extend(is_told.then_some(unused));
        assert_eq!(applied(&config, circumstances), expected, "{config}");
    }
}

#[test]
fn the_provider_counts() {
    let whole =
        Circumstances { today: jiff::civil::date(2026, 11, 30), is_probed: true, is_whole: true };
    let config = |provider: &str| {
        format!("[[allow]]\nrule = \"preset.no-domain\"\nprovider = \"{provider}\"\nreason = \"w\"")
    };
    assert_eq!(applied(&config("a.example"), whole), [("preset.no-domain", true)]);
    let other = [("preset.no-domain", false), ("preset.exemption-unused", false)];
    assert_eq!(applied(&config("b.example"), whole), other);
}
