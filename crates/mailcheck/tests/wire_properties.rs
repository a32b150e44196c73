//! What holds for whatever comes from the network: a few hundred inputs to each property.

use mailcheck::model::{Address, Endpoint, Host, Service};
use proptest::prelude::*;

#[path = "../../../tests/properties.rs"]
pub mod properties;

/// Octets that look like what servers say, and octets that do not.
fn octets() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..300),
        "(\\+OK|-ERR|\\+)( ?\\[[A-Z/-]{0,12}\\]?)?( <[0-9.]{0,3}@[a-z]{0,3}>)?.{0,40}(\n\\.{0,2}[A-Z]{0,4}){0,4}"
            .prop_map(String::into_bytes),
        "(\\* |a1 |\\+ |[0-9]{3}[ -])?(OK|NO|BYE|CAPABILITY|AUTH)?( ?\\[?[A-Z=]{0,12}\\]?.{0,40})"
            .prop_map(String::into_bytes),
    ]
}

/// What SCRAM servers and others say, a line each; the nonce is the one that goes on from ours.
fn challenges() -> impl Strategy<Value = Vec<u8>> {
    let first = "(r=A{0,26}[a-z+/]{0,4},)?(s=[A-Za-z]{4},)?(i=[0-9]{1,3})?(,[a-z]=[a-z]{0,3})?";
    let last = "([ve]=)?[A-Za-z0-9+/]{0,44}=?|\\{\"status\": ?\"?[0-9a-z]{0,5}\"?\\}";
    prop_oneof![
        octets(),
        (first, last).prop_map(|(first, last)| format!("\n{first}\n{last}\n{last}").into_bytes()),
        (last, last).prop_map(|(first, last)| format!("{first}\n{last}").into_bytes()),
    ]
}

/// A saved run with one place of it changed.
fn saved() -> impl Strategy<Value = String> {
    let saved = [
        include_str!("../../../fixtures/evidence/expired-certificate.json"),
        include_str!("../../../fixtures/evidence/healthy.json"),
        include_str!("../../../fixtures/evidence/unreachable.json"),
        include_str!("../../../fixtures/evidence/wrong-password.json"),
    ];
    (prop::sample::select(saved.to_vec()), any::<prop::sample::Index>(), "[^\"\\\\]{1,3}").prop_map(
        |(saved, at, text)| {
            let places: Vec<_> = saved.char_indices().map(|(place, _)| place).collect();
            let place = *at.get(&places);
            let after = saved[place..].chars().next().map_or(place, |old| place + old.len_utf8());
            [&saved[..place], &text, &saved[after..]].concat()
        },
    )
}

/// Documents and records with settings, whole, cut and with a place of them changed.
fn documents() -> impl Strategy<Value = Vec<u8>> {
    let whole = [
        r#"{"protocols": {"imap": {"host": "a.example"}, "smtp": {"host": "b.example"}},
            "authentication": {"oauth-public": {"issuer": "https://c.example"}, "password": true},
            "info": {"provider": {"name": "E"}, "help": {"documentation": "https://d.example"}}}"#,
        "v=UAAC1; a=sha256; d=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
        "mailconf=https://a.example/c.xml\nv=spf1 -all\nmailconf=http://[2001:db8::1]:80/c.xml",
    ];
    let change = proptest::collection::vec(any::<u8>(), 0..3);
    (prop::sample::select(whole.to_vec()), any::<prop::sample::Index>(), 0..9_usize, change)
        .prop_map(|(whole, at, cut, change)| {
            let mut octets = whole.as_bytes().to_vec();
            let at = at.index(octets.len());
            let end = (at + cut).min(octets.len());
            octets.splice(at..end, change);
            octets
        })
}

/// A document with settings of which some places were changed, taken out or doubled.
fn xml_documents() -> impl Strategy<Value = Vec<u8>> {
    let documents = [
        include_bytes!("../../../fixtures/presets/autoconfig-spec/autoconfig-sample.xml")
            .as_slice(),
        include_bytes!("../../../fixtures/presets/ispdb/googlemail.com.xml"),
        include_bytes!("../../../fixtures/presets/ispdb/office365.com.xml"),
        include_bytes!("../../../fixtures/presets/ispdb/yandex.ru.xml"),
        include_bytes!("../../../fixtures/presets/autodiscover/mail.xml"),
    ];
    let pieces =
        ["", "<", ">", "\"", "&", "&#x9b;", "\0", "=", "plain", "%", "<a>", "</a>", "<!--", "-1"];
    let change = (any::<prop::sample::Index>(), 0..40_usize, prop::sample::select(pieces.to_vec()));
    let changes = proptest::collection::vec(change, 0..6);
    (prop::sample::select(documents.to_vec()), changes).prop_map(|(document, changes)| {
        changes.into_iter().fold(document.to_vec(), |mut document, (at, length, piece)| {
            let start = at.index(document.len());
            let end = (start + length).min(document.len());
            document.splice(start..end, piece.bytes());
            document
        })
    })
}

/// Data responses of which parts are others than they should be.
fn data_of_imap() -> impl Strategy<Value = Vec<u8>> {
    let parts = "LIST |ID |NAMESPACE |QUOTA |7 EXISTS|(|)|\"|NIL |\\Sent |Sent |INBOX|.|/|{3}|~{1+}| |ü|&|-|\"a\" \
        |{99999999999999999999}|STORAGE 9 0 |MESSAGE 18446744073709551615 1 |&kAFP4W4IMH8-";
    let parts: Vec<&str> = parts.split('|').collect();
    prop::collection::vec(prop::sample::select(parts), 0..24)
        .prop_map(|parts| format!("* {}", parts.concat()).into_bytes())
}

proptest! {
    #[test]
    fn xml_documents_may_be_damaged(document in xml_documents()) {
        properties::documents_are_bounded(&document);
    }

    #[test]
    fn readers_hold_what_they_promise(line in octets()) {
        properties::smtp_replies_end(&line);
        properties::imap_responses_are_bounded(&line);
        properties::imap_data_is_bounded(&line);
        properties::pop3_responses_are_bounded(&line);
        properties::greetings_are_of_one_service(&line);
        properties::mechanisms_are_listed_once(&line);
        properties::srv_records_have_one_order(&line);
        properties::certificates_are_read_in_one_way(&line);
        properties::first_flights_do_not_depend_on_cuts(&line);
        properties::client_hellos_are_one_record(&line);
        properties::documents_are_bounded(&line);
    }

    #[test]
    fn data_of_imap_may_be_damaged(line in data_of_imap()) {
        properties::imap_data_is_bounded(&line);
    }

    #[test]
    fn a_server_may_ask_anything(octets in challenges()) {
        properties::exchanges_end(&octets);
    }

    #[test]
    fn documents_may_be_damaged(octets in documents()) {
        properties::pacc_documents_are_bounded(&octets);
        properties::mailconf_records_lead_to_the_web(&octets);
    }

    #[test]
    fn a_flight_is_read(mut octets in proptest::collection::vec(any::<u8>(), 0..400)) {
        // Let it look like TLS, so that the reader gets to the messages.
        octets.splice(0..0, [22, 3, 1, 0, 200]);
        properties::first_flights_do_not_depend_on_cuts(&octets);
    }

    #[test]
    fn text_from_the_wire_is_harmless(octets in proptest::collection::vec(any::<u8>(), 0..5000)) {
        properties::text_is_harmless(&octets);
    }

    #[test]
    fn people_may_type_anything(text in "\\PC{0,60}") {
        let _host = text.parse::<Host>();
        let _address = text.parse::<Address>();
        for service in [Service::Imap, Service::Pop3, Service::Smtp] {
            if let Ok(endpoint) = Endpoint::parse(service, &text) {
                prop_assert!(endpoint.port != 0);
            }
        }
    }

    #[test]
    fn any_text_can_be_quoted(text in any::<String>()) {
        properties::quoted_strings_say_the_same(&text);
        properties::slips_lie_within_what_was_typed(&text);
    }

    #[test]
    fn saved_runs_may_be_damaged(saved in saved()) {
        properties::saved_evidence_is_judged_the_same_twice(&saved);
    }
}
