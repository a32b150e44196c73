//! Lists that differ in one thing each, and what that is told as.

use super::*;
use crate::file::Word;

/// A list of one file for some domains.
fn list(path: &str, domains: &[&str], servers: &str) -> Vec<PresetFile> {
    let domains: Vec<_> = domains.iter().map(|it| format!("<domain>{it}</domain>\n")).collect();
    let domains = domains.concat();
    let xml = format!(
        "<clientConfig version=\"1.1\"><emailProvider id=\"a.example\">\n{domains}{servers}\
         </emailProvider></clientConfig>"
    );
    let file = crate::read(xml.as_bytes(), path.as_ref()).expect("is autoconfig");
    vec![file.expect("is well-formed")]
}

/// A server in one line of a file.
fn server(service: &str, host: &str, port: &str, security: &str, more: &str) -> String {
    let side = if service == "smtp" { "outgoingServer" } else { "incomingServer" };
    let port = if port.is_empty() { String::new() } else { format!("<port>{port}</port>") };
    format!(
        "<{side} type=\"{service}\"><hostname>{host}</hostname>{port}\
         <socketType>{security}</socketType>{more}</{side}>\n"
    )
}

fn name(form: &str) -> String {
    format!("<username>{form}</username>")
}

fn aspects(diff: &Diff) -> Vec<Vec<&'static str>> {
    let services = diff.conflicts.iter().flat_map(|it| &it.services);
    services.map(|it| it.aspects.iter().map(|it| it.name()).collect()).collect()
}

#[test]
fn what_differs_is_named_and_what_is_left_open_is_not() {
    let base = server("imap", "imap.a.example", "993", "SSL", &name("%EMAILADDRESS%"));
    let auth = |way: &str| format!("<authentication>{way}</authentication>");
    for (other, expected) in [
        (base.clone(), &[][..]),
        (server("imap", "IMAP.a.example", "", "SSL", ""), &[]),
        (server("imap", "imap.a.example", "993", "SSL", &name("%EMAILLOCALPART%@a.example")), &[]),
        (server("imap", "imap.%EMAILDOMAIN%", "993", "SSL", ""), &[]),
        (server("imap", "imap.a.example", "993", "later", &auth("OAuth2")), &[]),
        (server("imap", "mail.a.example", "993", "SSL", ""), &["host"]),
        (server("imap", "imap.a.example", "143", "STARTTLS", ""), &["port", "security"]),
        (server("imap", "imap.a.example", "", "STARTTLS", ""), &["port", "security"]),
        (server("imap", "imap.a.example", "993", "SSL", &name("%EMAILLOCALPART%")), &["username"]),
        (server("pop3", "imap.a.example", "995", "SSL", ""), &["service"]),
    ] {
        let (one, two) = (list("a", &["a.example"], &base), list("b", &["a.example"], &other));
        let told = diff(&[("one", &one), ("two", &two)]);
        let expected: Vec<_> =
            [expected.to_vec()].into_iter().filter(|it| !it.is_empty()).collect();
        assert_eq!(aspects(&told), expected, "{other}");
        assert_eq!(told.is_same(), expected.is_empty(), "{other}");
    }
    let one =
        list("a", &["a.example"], &server("imap", "a.example", "993", "SSL", &auth("OAuth2")));
    let cleartext = server("imap", "a.example", "993", "SSL", &auth("password-cleartext"));
    let two = list("b", &["a.example"], &cleartext);
    let told = diff(&[("one", &one), ("two", &two)]);
    assert_eq!(aspects(&told), [["authentication"]]);
    assert!(!told.conflicts[0].is_place() && !told.conflicts[0].shares_none());
    assert_eq!(told.endpoints(), []);
}

#[test]
fn a_list_that_has_imap_needs_no_pop3() {
    let imap = server("imap", "imap.a.example", "993", "SSL", "");
    let both = imap.clone() + &server("pop3", "pop.a.example", "995", "SSL", "");
    let (one, two) = (list("a", &["a.example"], &imap), list("b", &["a.example"], &both));
    assert!(diff(&[("one", &one), ("two", &two)]).is_same());
}

/// A list of services that can only send is not told that it lacks what its format cannot have.
#[test]
fn formats_are_not_blamed_for_what_they_cannot_hold() {
    let smtp = server("smtp", "smtp.a.example", "465", "SSL", "");
    let both = server("imap", "imap.a.example", "993", "SSL", "") + &smtp;
    let (mut one, two) = (list("a", &["a.example"], &smtp), list("b", &["a.example"], &both));
    assert_eq!(aspects(&diff(&[("one", &one), ("two", &two)])), [["service"]]);
    one[0].format = Format::Nodemailer;
    assert!(diff(&[("one", &one), ("two", &two)]).is_same());
}

#[test]
fn second_choices_are_in_common() {
    let old = server("imap", "old.a.example", "993", "SSL", "");
    let new = server("imap", "new.a.example", "993", "SSL", "");
    for (other, shares_none) in [(format!("{new}{old}"), false), (new, true)] {
        let (one, two) = (list("a", &["a.example"], &old), list("b", &["a.example"], &other));
        let told = diff(&[("one", &one), ("two", &two)]);
        assert_eq!(aspects(&told), [["host"]]);
        assert_eq!(told.conflicts[0].shares_none(), shares_none);
    }
}

#[test]
fn domains_with_the_same_conflict_are_one() {
    let old = server("imap", "imap.%EMAILDOMAIN%", "993", "SSL", "");
    let new = server("imap", "new.example", "993", "SSL", "");
    let one = list("a.xml", &["b.example", "a.example", "only.example"], &old);
    let two = list("b.xml", &["a.example", "b.example"], &new);
    let told = diff(&[("one", &one), ("two", &two)]);
    assert_eq!(told.conflicts.len(), 1, "{told:#?}");
    assert_eq!(told.conflicts[0].domains, ["a.example", "b.example"]);
    assert_eq!((told.shared, told.differing()), (2, 2));
    assert_eq!(told.lists[0].alone, ["only.example"]);
    assert!(!told.is_same() && told.clone().only_shared().lists[0].alone.is_empty());
    let sides = &told.conflicts[0].services[0].sides;
    let places: Vec<_> = sides.iter().flat_map(|side| &side.places).collect();
    let at = |path: &str, line, column| (PathBuf::from(path), Place { line, column });
    assert_eq!(places, [&at("a.xml", 5, 39), &at("b.xml", 4, 39)]);
    let endpoints: Vec<_> = told.endpoints().iter().map(ToString::to_string).collect();
    assert_eq!(endpoints, ["imap://imap.a.example:993/tls", "imap://new.example:993/tls"]);
}

#[test]
fn domains_without_servers_are_not_compared() {
    let one = list("a", &["a.example"], "");
    let two = list("b", &["a.example"], &server("imap", "a.example", "993", "SSL", ""));
    let told = diff(&[("one", &one), ("two", &two)]);
    assert_eq!((told.lists[0].domains, told.lists[0].without_servers, told.shared), (1, 1, 0));
    assert_eq!(told.lists[1].alone, ["a.example"]);
}

#[test]
fn looking_at_the_servers_says_who_is_right() {
    use ProbeOutcome::{Fails, Inconclusive, NotProbed, Works};
    let lists: Vec<_> = ["one", "two", "three"]
        .map(|host| {
            list(host, &["a.example"], &server("imap", &format!("{host}.example"), "", "SSL", ""))
        })
        .into();
    let told = diff(&[("one", &lists[0]), ("two", &lists[1]), ("three", &lists[2])]);
    let right = |right: &[usize], wrong: &[usize]| Verdict::Right {
        right: right.into(),
        wrong: wrong.into(),
    };
    for (answers, expected) in [
        ([Some(Works), Some(Fails), Some(Fails)], Some(right(&[0], &[1, 2]))),
        ([Some(Fails), Some(Works), Some(Inconclusive)], Some(right(&[1], &[0]))),
        ([Some(Works); 3], Some(Verdict::AllWork)),
        ([Some(Fails); 3], Some(Verdict::NoneWorks)),
        ([Some(Works), Some(Works), Some(Inconclusive)], Some(Verdict::Unknown)),
        ([Some(Fails), None, Some(NotProbed)], Some(Verdict::Unknown)),
        ([None; 3], None),
    ] {
        let mut told = told.clone();
        told.ask(|endpoint| {
            let hosts = ["one.example", "two.example", "three.example"];
            answers[hosts.iter().position(|host| endpoint.host.as_str() == *host)?]
        });
        assert_eq!(told.conflicts[0].services[0].verdict(), expected, "{answers:?}");
    }
}

/// What is found does not depend on which list comes first, and a list is the same as itself.
#[test]
fn the_order_of_lists_does_not_matter() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/presets/ispdb");
    let files = crate::Collection::load(&[path]).files;
    assert!(files.len() > 100);
    let same = diff(&[("one", &files), ("two", &files)]);
    assert!(same.is_same(), "{:#?}", same.conflicts);
    let mut other = files.clone();
    for server in other.iter_mut().step_by(10).filter_map(|it| it.providers[0].servers.first_mut())
    {
        server.host = Some(Word::new("%EMAILDOMAIN%", Place::default()));
    }
    let told = diff(&[("one", &files), ("two", &other)]);
    let back = diff(&[("two", &other), ("one", &files)]);
    let domains =
        |diff: &Diff| diff.conflicts.iter().map(|it| it.domains.clone()).collect::<BTreeSet<_>>();
    assert!(told.conflicts.len() > 10);
    assert_eq!(domains(&told), domains(&back));
}
