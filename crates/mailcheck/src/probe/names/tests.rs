//! Which names of a certificate are looked up, and in which order.

use jiff::Timestamp;

use super::*;
use crate::evidence::{
    Account, Attempt, Candidate, Chain, Greeting, GreetingKind, Observation, Trust,
};
use crate::model::{Endpoint, ServerText, Source};

const DER: &str = include_str!("../../../../../fixtures/tls/certificate-p256.hex");

/// A certificate that is for these names.
fn certificate(names: &[&str]) -> Certificate {
    let octet = |at| u8::from_str_radix(&DER[at..at + 2], 16).expect("is hexadecimal");
    let der: Vec<u8> = (0..DER.trim().len()).step_by(2).map(octet).collect();
    let mut certificate = Certificate::parse(&der).expect("is a certificate");
    certificate.names = names.iter().copied().map(str::to_owned).collect();
    certificate
}

/// The names to look up for a server that greets so and shows a certificate for these names.
fn chosen(place: &str, greeting: &str, names: &[&str]) -> Vec<String> {
    let mut evidence = Evidence::new(Timestamp::UNIX_EPOCH, Account::default());
    let endpoint = Endpoint::parse(Service::Smtp, place).expect("is an endpoint");
    evidence.endpoints.push(Candidate::new(endpoint, Source::Given));
    let ip = Some([192, 0, 2, 1].into());
    let place = Place { endpoint: Some(0), ip, attempt: Some(Attempt::Client) };
    let text = "not valid for name".to_owned();
    let lines = vec![ServerText::from(greeting)];
    let facts = [
        Fact::Connected { took_ms: 1 },
        Fact::Greeted(Greeting::new(GreetingKind::Ready, lines, 1)),
        Fact::Presented(Chain::new([certificate(names)], Trust::Path, false, Some(text.clone()))),
        Fact::HandshakeFailed { why: TlsFailure::Certificate { text }, took_ms: 1 },
    ];
    evidence.observations = facts.map(|fact| Observation::new(1, place, fact)).to_vec().into();
    let refused = refused(&evidence);
    refused.iter().flat_map(|it| &it.names).map(ToString::to_string).collect()
}

const HERE: &str = "post.customer.example:587";

#[test]
fn names_that_stand_there_come_before_what_a_wildcard_stands_for() {
    let names = ["*.hoster.example", "www.hoster.example", "smtp.hoster.example"];
    let expected = [
        "smtp.hoster.example",
        "www.hoster.example",
        "mx17.hoster.example",
        "post.hoster.example",
        "mail.hoster.example",
    ];
    assert_eq!(chosen(HERE, "220 mx17.hoster.example ESMTP", &names), expected);
}

#[test]
fn a_name_that_the_server_says_counts_only_where_the_certificate_is_for_it() {
    let found = chosen(HERE, "220 mx17.elsewhere.example ESMTP", &["*.hoster.example"]);
    let expected = ["post.hoster.example", "mail.hoster.example", "smtp.hoster.example"];
    assert_eq!(found, expected);
}

#[test]
fn what_no_phone_can_use_is_not_looked_up() {
    let names = ["localhost", "192.0.2.7", "dns:192.0.2.7", "post.customer.example", "a..b"];
    assert_eq!(chosen(HERE, "220 localhost ESMTP", &names), [""; 0]);
    assert_eq!(chosen("192.0.2.1:587", "220 hi", &["*.a.example"])[0], "mail.a.example");
}

#[test]
fn of_hundreds_of_names_few_are_looked_up() {
    let mut names: Vec<String> = (0..300).map(|at| format!("{at}.customers.example")).collect();
    names.push("mail.hoster.example".to_owned());
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let found = chosen(HERE, "220 hi", &names);
    assert_eq!(found.len(), MOST_NAMES);
    assert_eq!(found[0], "mail.hoster.example");
}
