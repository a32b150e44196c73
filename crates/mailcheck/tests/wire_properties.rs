//! What holds for whatever comes from the network: nothing panics, nothing dangerous stays, and how
//! the octets were split does not matter.

use mailcheck::model::{Address, Endpoint, Host, ServerText, Service};
use mailcheck::wire::certificate::Certificate;
use mailcheck::wire::client_hello::FirstFlight;
use mailcheck::wire::imap::{Response, literal, quote};
use mailcheck::wire::smtp::Collector;
use mailcheck::wire::{greeting, mechanisms, offers};
use proptest::prelude::*;

/// Octets that look like what servers say, and octets that do not.
fn octets() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..300),
        "(\\* |a1 |\\+ |[0-9]{3}[ -])?(OK|NO|BYE|CAPABILITY|AUTH)?( ?\\[?[A-Z=]{0,12}\\]?.{0,40})"
            .prop_map(String::into_bytes),
    ]
}

proptest! {
    #[test]
    fn readers_never_panic(line in octets()) {
        let _response = Response::parse(&line);
        let _reply = Collector::default().push(&line);
        let _certificate = Certificate::parse(&line);
        let _flight = FirstFlight::parse(&line);
        let _literal = literal(&line);
        for service in [Service::Imap, Service::Smtp, Service::Pop3] {
            let _kind = greeting::kind(service, &line);
            let list = [ServerText::from_bytes(&line)];
            let _names = mechanisms(service, &list);
            let _offered = offers(&list, "STARTTLS");
        }
    }

    #[test]
    fn a_flight_never_panics(mut octets in proptest::collection::vec(any::<u8>(), 0..400)) {
        // Let it look like TLS, so that the reader gets to the messages.
        octets.splice(0..0, [22, 3, 1, 0, 200]);
        let _flight = FirstFlight::parse(&octets);
    }

    #[test]
    fn text_from_the_wire_cannot_drive_a_terminal(octets in proptest::collection::vec(any::<u8>(), 0..5000)) {
        let text = ServerText::from_bytes(&octets);
        prop_assert!(!text.as_str().chars().any(char::is_control));
        prop_assert!(text.as_str().len() < 2_100);
        prop_assert_eq!(&ServerText::from(text.as_str()), &text);
    }

    #[test]
    fn people_may_type_anything(text in "\\PC{0,60}") {
        let _host = text.parse::<Host>();
        let _address = text.parse::<Address>();
        for service in [Service::Imap, Service::Smtp] {
            if let Ok(endpoint) = Endpoint::parse(service, &text) {
                prop_assert!(endpoint.port != 0);
            }
        }
    }

    #[test]
    fn a_quoted_string_is_one_line_of_ascii(text in any::<String>()) {
        if let Some(quoted) = quote(&text) {
            prop_assert!(quoted.bytes().all(|octet| (0x20..0x7f).contains(&octet)));
        }
    }
}
