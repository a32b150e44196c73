//! Apple Mail and Outlook, of which the source is not open, and what all clients leave unread.

use super::*;

#[test]
fn apple_mail_asks_whatever_is_published() {
    let silent = Run::silent;
    for run in [
        silent().found(AUTOCONFIG, &BOTH),
        silent().found(HTTP, &BOTH),
        silent().found("_imaps._tcp.example.org", &BOTH[..1]),
        silent().found(AUTODISCOVER, &BOTH),
        silent().hoster(HOSTER, &OTHERS, Dnssec::Secure),
        silent(),
    ] {
        assert_eq!(told(Client::AppleMail, &run), "by hand | ");
        assert_eq!(
            remarks(Client::AppleMail, &run),
            ["port-25-first", "wants-profile", "generally-known"]
        );
        assert_eq!(guesses(Client::AppleMail, &run), [""; 0]);
    }
}

#[test]
fn outlook_goes_by_autodiscover() {
    let below = "https://autodiscover.example.org/autodiscover/autodiscover.xml";
    let http = "http://autodiscover.example.org/autodiscover/autodiscover.xml";
    let silent = Run::silent;
    let taken = "imap://imap.example.org:993/tls you@example.org | \
                 smtp://smtp.example.org:465/tls you@example.org | address";
    for (run, expected) in [
        (
            silent().found(AUTODISCOVER, &BOTH).found(below, &OTHERS),
            format!("{AUTODISCOVER} | {taken}"),
        ),
        (silent().found(below, &BOTH).found(http, &OTHERS), format!("{below} | {taken}")),
        (silent().found(http, &BOTH), format!("{http} | {taken}")),
        (
            silent().found(AUTODISCOVER, &BOTH[..1]).found(below, &BOTH),
            format!("{below} | {taken}"),
        ),
        (silent().found(AUTOCONFIG, &BOTH).found(ISPDB, &BOTH), "by hand | ".to_owned()),
        (silent(), "by hand | ".to_owned()),
    ] {
        assert_eq!(told(Client::Outlook, &run), expected);
    }
    let run = silent().found(http, &BOTH);
    assert_eq!(remarks(Client::Outlook, &run), ["trusts-plain-http", "generally-known"]);
    let run = silent().outcome(AUTODISCOVER, SourceOutcome::Unusable { why: Unusable::WantsLogin });
    assert_eq!(rejected(Client::Outlook, &run), [format!("{AUTODISCOVER} wants-login")]);
}

/// A source of settings that a client does not know is named.
#[test]
fn what_is_never_asked_is_named() {
    let run = Run::silent()
        .found("_imaps._tcp.example.org", &BOTH[..1])
        .found(HTTP, &BOTH)
        .found(AUTODISCOVER, &OTHERS);
    for (client, expected) in [
        (Client::Thunderbird, &["_imaps._tcp.example.org"][..]),
        (Client::ThunderbirdAndroid, &["_imaps._tcp.example.org", AUTODISCOVER]),
        (Client::DeltaChat, &[HTTP, "_imaps._tcp.example.org"]),
        (Client::FairEmail, &[HTTP, AUTODISCOVER]),
        (Client::AppleMail, &[HTTP, "_imaps._tcp.example.org", AUTODISCOVER]),
        (Client::Outlook, &[HTTP, "_imaps._tcp.example.org"]),
    ] {
        let evidence = run.evidence(None);
        let mut ignored: Vec<&str> = Vec::new();
        for index in replay(client, &evidence).ignored {
            ignored.push(&sources(&evidence)[index].location);
        }
        assert_eq!(ignored.len(), expected.len(), "{client}: {ignored:?}");
        assert!(expected.iter().all(|location| ignored.contains(location)), "{client}");
    }
}

/// No client walks up from the mail domain.
#[test]
fn what_a_domain_above_says_is_not_asked_for() {
    let run = Run::silent().found(AUTOCONFIG, &BOTH).found(WELL_KNOWN, &BOTH).found(ISPDB, &BOTH);
    let mut evidence = run.evidence(None);
    evidence.account.domain = "sub.example.org".parse().ok();
    for client in Client::ALL {
        let replay = replay(client, &evidence);
        assert_eq!((replay.source(), replay.ignored.len()), (None, 3), "{client}");
        assert!(!replay.is_certain(), "{client}");
    }
}

/// Without the address the parts that it stands for stay as they are.
#[test]
fn names_are_filled_in_as_far_as_the_address_is_known() {
    let run = Run::silent().found(AUTOCONFIG, &OTHERS);
    for (address, expected) in [(Some("you@example.org"), Some("you")), (None, None)] {
        let replay = replay(Client::Thunderbird, &run.evidence(address));
        assert_eq!(replay.names, [super::super::NameForm::LocalPart]);
        let username = replay.incoming.and_then(|pick| pick.username);
        assert_eq!(username.as_deref(), expected);
    }
}
