//! What holds for whatever is in a file, and for whatever is offered.

use mailcheck::model::{Endpoint, Host, Security, Service, Setting};
use mailcheck::wire::pacc::{Pacc, Records, check, vouch};
use mailcheck_presets::provider_db;
use mailcheck_presets::publish::{Kind, Offer, publish};
use proptest::prelude::*;

/// Files of the database with a place of them changed, and texts that look a little like YAML.
fn files() -> impl Strategy<Value = Vec<u8>> {
    let whole = [
        include_str!("../../../fixtures/presets/provider-db/example.com.md"),
        include_str!("../../../fixtures/presets/provider-db/nauta.cu.md"),
        include_str!("../../../fixtures/presets/provider-db/hermes.radio.md"),
    ];
    let change = "[-:?,&*!|>'\"%@`#{}\\[\\]\\t\\n a\u{e9}\u{0}\u{85}\u{2028}\u{feff}~<=.]{0,6}";
    let damaged =
        (prop::sample::select(whole.to_vec()), any::<prop::sample::Index>(), 0..9_usize, change)
            .prop_map(|(whole, at, cut, change)| {
                let mut octets = whole.as_bytes().to_vec();
                let at = at.index(octets.len());
                let end = (at + cut).min(octets.len());
                octets.splice(at..end, change.into_bytes());
                octets
            });
    let alike = "([-?:,{}\\[\\]|>'\"&*!%#a \\n\\t]{0,3}){0,60}"
        .prop_map(|yaml: String| format!("---\n{yaml}\n---\n").into_bytes());
    prop_oneof![2 => damaged, 1 => alike]
}

fn settings(service: Service) -> impl Strategy<Value = Vec<Setting>> {
    let hosts = ["a.example", "b.example", "192.0.2.1"].map(|host| host.parse::<Host>().ok());
    let host = prop::sample::select(hosts.into_iter().flatten().collect::<Vec<_>>());
    let security = prop::sample::select(vec![Security::Tls, Security::Starttls, Security::Plain]);
    let port = prop::sample::select(vec![None, Some(4_321)]);
    let name = prop::sample::select(vec![
        None,
        Some("%EMAILADDRESS%"),
        Some("x%EMAILLOCALPART%"),
        Some("joe"),
    ]);
    let one = (host, security, port, name).prop_map(move |(host, security, port, name)| {
        let mut endpoint = Endpoint::usual(service, host, security);
        endpoint.port = port.unwrap_or(endpoint.port);
        let mut setting = Setting::new(endpoint);
        setting.username = name.map(str::to_owned);
        setting
    });
    proptest::collection::vec(one, 0..4)
}

proptest! {
    #[test]
    fn files_may_be_damaged(octets in files()) {
        let Ok(preset) = provider_db::read(&octets) else { return Ok(()) };
        prop_assert!(preset.deviations.len() <= 101);
        prop_assert!(preset.settings.iter().all(|it| it.endpoint.port != 0));
        let lines = octets.split(|&octet| octet == b'\n').count();
        for deviation in preset.deviations.iter().filter(|it| it.kind != "too-many") {
            let line = usize::try_from(deviation.line)?;
            prop_assert!((1..=lines).contains(&line), "{deviation:?}");
        }
    }

    #[test]
    fn nothing_without_encryption_is_published(
        incoming in settings(Service::Imap),
        outgoing in settings(Service::Smtp),
        name in any::<String>(),
    ) {
        let offer = Offer::new("example.org".parse()?, &name, incoming, outgoing);
        let publication = publish(&offer);
        for file in &publication.files {
            prop_assert!(!file.content.contains("192.0.2.1") && !file.content.contains("joe"));
            prop_assert!(file.kind == Kind::Pacc || !file.content.contains(">plain<"));
            if file.kind == Kind::Pacc {
                let found = Pacc::read(file.content.as_bytes()).map_err(|why| TestCaseError::fail(format!("{why:?}")))?;
                prop_assert_eq!(found.deviations, []);
                let written = |it: &Setting| offer.incoming.iter().chain(&offer.outgoing).any(|known| known.endpoint == it.endpoint);
                prop_assert!(found.settings.iter().all(written));
                prop_assert!(check(file.content.as_bytes(), &Records::read(&[vouch(file.content.as_bytes())])));
            }
        }
        // All four, each written or with a reason.
        let kinds = [Kind::Srv, Kind::Autoconfig, Kind::Pacc, Kind::Autodiscover];
        for kind in kinds {
            let is_written = publication.files.iter().any(|it| it.kind == kind);
            let is_left_out = publication.left_out.iter().any(|(left, _)| *left == kind);
            prop_assert!(is_written != is_left_out, "{kind:?}");
        }
    }
}
