//! What a run saw to work: the only servers that are worth publishing.

use std::collections::BTreeMap;

use mailcheck::evidence::{
    AddressView, Attempt, EndpointView, Evidence, Fact, GreetingKind, Offer, ReadFailure, Stage,
    TlsFailure,
};
use mailcheck::model::{Authentication, Endpoint, Host, Security, Service, Setting, Source};
use mailcheck::render::escape;

use super::Reason;

/// The servers of a mail domain that a run saw to work.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct Verified {
    /// Servers for reading mail, the best first. What they take to log in with is what they offered.
    pub incoming: Vec<Setting>,
    /// Servers for sending mail.
    pub outgoing: Vec<Setting>,
    /// What was named and is not among them.
    pub left_out: Vec<(Endpoint, Reason)>,
}

/// The servers of which a run saw that they work, from sources that may be believed: TLS with a trusted
/// certificate, a greeting, something to log in with.
///
/// Where a person named servers of a side, these alone count. Else it is the best of each service, and what
/// else works on its host: who publishes two hosts makes mail programs disagree.
pub fn verified(evidence: &Evidence) -> Verified {
    let mut verified = Verified::default();
    verified.incoming = side(evidence, true, &mut verified.left_out);
    verified.outgoing = side(evidence, false, &mut verified.left_out);
    verified
}

fn side(
    evidence: &Evidence,
    incoming: bool,
    left_out: &mut Vec<(Endpoint, Reason)>,
) -> Vec<Setting> {
    let mut offers = evidence.offers(incoming);
    if offers.iter().any(is_given) {
        offers.retain(is_given);
    }
    let domain = evidence.account.domain.as_ref();
    // IMAP and POP3 may each have a host of its own.
    let mut best: BTreeMap<Service, &Host> = BTreeMap::new();
    let mut kept = Vec::new();
    for offer in &offers {
        let Endpoint { service, host, .. } = offer.endpoint;
        let is_beside = best.get(service).is_some_and(|best| *best != host) && !is_given(offer);
        let why = match working(evidence, offer.endpoint) {
            Err(why) => why,
            Ok(_) if !is_believed(offer, domain) => Reason::Forgeable,
            Ok(_) if is_beside => Reason::NotTheBest,
            Ok(view) => {
                best.entry(*service).or_insert(host);
                kept.push(setting(offer, &view));
                continue;
            }
        };
        // That a usual name leads nowhere is no news.
        let is_guess = offer.best().is_some_and(|it| it.asked.source == Source::Guess);
        if !is_guess {
            left_out.push((offer.endpoint.clone(), why));
        }
    }
    kept
}

fn is_given(offer: &Offer<'_>) -> bool {
    offer.named.iter().any(|it| it.asked.source == Source::Given)
}

fn is_believed(offer: &Offer<'_>, domain: Option<&Host>) -> bool {
    is_given(offer) || domain.is_some_and(|domain| offer.is_trusted(domain))
}

/// What was seen of a server, if it works.
fn working<'e>(evidence: &'e Evidence, endpoint: &Endpoint) -> Result<EndpointView<'e>, Reason> {
    if endpoint.security == Security::Plain {
        return Err(Reason::Plain);
    }
    let index = evidence.endpoints.iter().position(|it| it.endpoint == *endpoint);
    let view = index.and_then(|index| evidence.view(index)).ok_or(Reason::NotTested)?;
    let addresses = view.addresses();
    // An address that nobody reaches is a fault of its own; one that shows something else is none of
    // this server's.
    let is_against =
        |it: &AddressView<'_>| it.connect().done().is_some() && !is_sound(it) && !is_cut_short(it);
    let works = addresses.iter().any(is_sound) && !addresses.iter().any(is_against);
    if works { Ok(view) } else { Err(Reason::NotWorking) }
}

/// Whether the run ended before it was known how it is: a survey looks at a server no longer once another
/// address of it will do.
fn is_cut_short(address: &AddressView<'_>) -> bool {
    address.facts(Attempt::Client).any(|fact| {
        matches!(
            fact,
            Fact::CapabilitiesFailed { why: Some(ReadFailure::Stopped), .. }
                | Fact::GreetingFailed { why: ReadFailure::Stopped, .. }
                | Fact::HandshakeFailed { why: TlsFailure::Stopped, .. }
                | Fact::StarttlsFailed { why: ReadFailure::Stopped, .. }
        )
    })
}

fn is_sound(address: &AddressView<'_>) -> bool {
    let is_greeted = address.greeting().done().is_some_and(|it| it.kind == GreetingKind::Ready);
    let is_verified = address.handshake().done().is_some_and(|tls| tls.verified);
    is_greeted && is_verified && address.login_is_offered()
}

/// A server as it is published: under the log-in name that sources give, with what it offered itself.
fn setting(offer: &Offer<'_>, view: &EndpointView<'_>) -> Setting {
    let mut setting = Setting::new(offer.endpoint.clone());
    // What others could have written, or would not see as it is, is no name to hand on.
    let names = offer.named.iter().filter(|it| it.asked.forgeable().is_none());
    let name = names.into_iter().find_map(|it| it.setting.username.clone());
    setting.username = name.filter(|name| escape(name) == *name);
    setting.authentication = view.furthest().map(|address| ways(&address)).unwrap_or_default();
    setting
}

/// What a server offers to log in with inside TLS, in the words of the autoconfig draft. A challenge and
/// a ticket only count where there is nothing plainer: inside TLS they protect nothing more.
fn ways(address: &AddressView<'_>) -> Vec<Authentication> {
    let offered = address.mechanisms(Stage::AfterTls).unwrap_or_default();
    let has = |names: &[&str]| {
        offered.iter().any(|offered| names.iter().any(|name| offered.starts_with(name)))
    };
    let mut ways = Vec::new();
    ways.extend(has(&["OAUTHBEARER", "XOAUTH2"]).then_some(Authentication::OAuth2));
    // IMAP and POP3 have log-ins of their own beside SASL (RFC 9051 §6.2.3, RFC 2449 §6.3).
    let list = address.capabilities(Stage::AfterTls).unwrap_or_default();
    let has_own = match address.endpoint.endpoint().service {
        Service::Imap => !mailcheck::wire::offers(list, "LOGINDISABLED"),
        Service::Pop3 => list.is_empty() || mailcheck::wire::offers(list, "USER"),
        Service::Smtp | _ => false,
    };
    if has(&["PLAIN", "LOGIN"]) || has_own {
        ways.push(Authentication::PasswordCleartext);
        return ways;
    }
    for (names, way) in [
        (&["CRAM-MD5", "DIGEST-MD5", "SCRAM-"][..], Authentication::PasswordEncrypted),
        (&["NTLM"], Authentication::Ntlm),
        (&["GSSAPI"], Authentication::Gssapi),
    ] {
        ways.extend(has(names).then_some(way));
    }
    ways
}
