//! TLS: whether encryption comes about. What is wrong with certificates stands beside.

use super::beside::swallows_all;
use super::certificate;
use super::concerned::{concerned, quoted};
use super::meaning::{self, asked};
use super::opening::{dismissal, opening};
use super::rule::{Judge, Rule};
use super::waits;
use crate::evidence::{
    AddressView, Credential, EndpointView, Fact, Flight, GreetingKind, ReadFailure, Stage, Step,
    TlsFailure,
};
use crate::knowledge::replies::Moment;
use crate::model::{Security, ServerText};
use crate::report::{Decides, Severity, Who};

/// STARTTLS was set where implicit TLS is spoken, or the other way round.
pub(super) static WRONG_KIND: Rule = Rule {
    id: "tls.wrong-kind",
    severity: Severity::Error,
    reference: "RFC 8314 §3",
    judge: Judge::Endpoint(|view| {
        let found = concerned(view, |address| {
            if address.speaks_implicit_tls() {
                return Some(("is-tls", None));
            }
            let opening = opening(address).filter(|opening| opening.instead_of_tls)?;
            let is_this = matches!(opening.kind, GreetingKind::Ready | GreetingKind::Preauth);
            is_this.then(|| ("other", opening.lines.first().cloned()))
        })?;
        let (case, heard) = &found.first;
        let endpoint = view.endpoint();
        // On the port that is registered for TLS there is no other port to name.
        let is_tls_port = endpoint.port == endpoint.service.tls_port();
        let case = if *case == "other" && is_tls_port { "usual-port" } else { case };
        Some(found.advice(Who::You).case(case).evidence(heard.clone()))
    }),
};

/// STARTTLS set, the server does not offer it: either it has no TLS there, or something on the way
/// took the offer away. A client must not go on in clear.
pub(super) static STARTTLS_NOT_OFFERED: Rule = Rule {
    id: "tls.starttls-not-offered",
    severity: Severity::Error,
    reference: "RFC 8314 §5.2, RFC 3207 §6",
    judge: Judge::Endpoint(|view| {
        let found = concerned(view, |address| {
            let is_missing = matches!(address.starttls(), Some(Fact::StarttlsNotOffered));
            let heard = address.said_for_a_list(Stage::BeforeTls);
            is_missing.then(|| (opening(address), heard))
        })?;
        let (opening, heard) = &found.first;
        let is_preauth =
            opening.as_ref().is_some_and(|opening| opening.kind == GreetingKind::Preauth);
        let case = if is_preauth { "preauth" } else { "other" };
        Some(found.advice(Who::You).case(case).evidence(heard.cloned()))
    }),
};

/// Offered, then refused, or answered by nothing.
pub(super) static STARTTLS_REFUSED: Rule = Rule {
    id: "tls.starttls-refused",
    severity: Severity::Error,
    reference: "RFC 3207 §4, RFC 9051 §6.2.1",
    judge: Judge::Endpoint(|view| {
        let found = concerned(view, |address| {
            let is_dismissed = dismissal(address).is_some();
            let (case, heard) = refusal(address.starttls()?).filter(|_| !is_dismissed)?;
            Some((case, asked(address, Moment::Starttls, heard.as_slice()), heard))
        })?;
        let (case, meanings, heard) = &found.first;
        let advice = found.advice(Who::You).case(case).evidence(heard.clone());
        let may_pass = *case != "other";
        let wait = meaning::wait(meanings).unwrap_or(waits::STARTTLS);
        Some(if may_pass { advice.wait(wait).decides(Decides::No) } else { advice })
    }),
};

/// Text in clear followed the go-ahead: a client that reads on would take it as said inside TLS. Or
/// the server reads on, and does inside TLS what was sent in clear.
pub(super) static STARTTLS_INJECTION: Rule = Rule {
    id: "tls.starttls-injection",
    severity: Severity::Error,
    reference: "RFC 3207 §4.2, RFC 9051 §6.2.1, CVE-2011-0411",
    judge: Judge::Endpoint(|view| {
        let found = concerned(view, |address| {
            let leftover = address.starttls_leftover().map(|text| ("other", text.clone()));
            leftover.or_else(|| Some(("commands", address.injected_reply()?.clone())))
        })?;
        let (case, heard) = found.first.clone();
        Some(found.advice(Who::Provider).case(case).evidence(heard.lines()))
    }),
};

/// No common ground, or no answer to the handshake.
pub(super) static HANDSHAKE_FAILED: Rule = Rule {
    id: "tls.handshake-failed",
    severity: Severity::Error,
    reference: "RFC 8446 §6.2, RFC 9325 §4.1",
    judge: Judge::Endpoint(|view| {
        let found = concerned(view, |address| {
            let why = failure(address)?;
            match answered(address) {
                Some(answered) if answered.fares() == Fares::OldVersion => None,
                answered => Some(Handshake { why, answered, flight: address.flight() }),
            }
        })?;
        let handshake = &found.first;
        let case = handshake.case();
        let is_own = shows_certificate(view) && handshake.alert().is_some_and(is_of_certificate);
        let case = if is_own { "own-certificate" } else { case };
        let is_about_server =
            matches!(case, "alert" | "certificate" | "obsolete-suite" | "uncommon-group");
        let who = if is_about_server { Who::Provider } else { Who::You };
        // What agreed to STARTTLS is a mail server; what says nothing at all may be anything.
        let is_starttls = view.endpoint().security == Security::Starttls;
        let told = match case {
            "closed" if is_starttls => "closed-starttls",
            "silent" if is_starttls => "silent-starttls",
            "silent" if swallows_all(view) => "every-port",
            other => other,
        };
        let mut advice = found.advice(who).case(told).evidence(handshake.heard());
        if let Some(Answered { version, cipher_suite, key_exchange }) = handshake.answered
            && matches!(case, "obsolete-suite" | "uncommon-group")
        {
            advice = advice.arg("version", quoted(version)).arg("suite", quoted(cipher_suite));
            advice = advice.arg("key-exchange", quoted(key_exchange));
        } else if let Some(name) = handshake.alert() {
            advice = advice.arg("alert", quoted(name));
        }
        // Nothing was said at all: a server at its limit does the same.
        let is_mute = matches!(case, "closed" | "silent");
        if is_mute && is_starttls {
            return Some(advice.wait(waits::STARTTLS).decides(Decides::No));
        }
        if is_mute {
            let first: &[&str] = match told {
                "every-port" => &["cause-sign-in", "cause-security-software"],
                _nothing_else => &["cause-too-many-connections"],
            };
            let causes =
                ["cause-server-overloaded", "cause-blocked-for-now", "cause-wrong-server-or-port"];
            advice = advice.causes(first).causes(&causes);
        }
        if handshake.may_pass() || is_mute {
            advice = advice.wait(waits::BUSY).decides(Decides::No);
        }
        Some(advice)
    }),
};

/// The server ends at TLS 1.1 or below, which today's devices refuse.
pub(super) static VERSION_OBSOLETE: Rule = Rule {
    id: "tls.version-obsolete",
    severity: Severity::Error,
    reference: "RFC 8996, RFC 8997",
    judge: Judge::Endpoint(|view| {
        let found = concerned(view, |address| {
            failure(address)?;
            let answered = answered(address)?;
            (answered.fares() == Fares::OldVersion).then_some(answered.version)
        })?;
        Some(found.advice(Who::Provider).arg("version", quoted(found.first)))
    }),
};

/// Which text fits a refusal of STARTTLS, and the server's words.
fn refusal(fact: &Fact) -> Option<(&'static str, Option<ServerText>)> {
    if let Fact::StarttlsRefused { reply, transient } = fact {
        return Some((if *transient { "transient" } else { "other" }, Some(reply.clone())));
    }
    let Fact::StarttlsFailed { why } = fact else { return None };
    if let ReadFailure::Garbled { text } = why {
        return Some(("no-answer", Some(text.clone())));
    }
    (*why != ReadFailure::Stopped).then_some(("no-answer", None))
}

/// Whether the person's own certificate was shown to the server, and nothing else is there to log in with.
fn shows_certificate(view: &EndpointView<'_>) -> bool {
    view.evidence.account.credential == Credential::Certificate
}

/// Whether an alert is about the client's certificate, where it showed one (RFC 8446 §6.2).
fn is_of_certificate(alert: &str) -> bool {
    matches!(
        alert,
        "access_denied"
            | "bad_certificate"
            | "certificate_expired"
            | "certificate_required"
            | "certificate_revoked"
            | "certificate_unknown"
            | "unknown_ca"
            | "unsupported_certificate"
    )
}

/// A handshake that failed, and what the hand-made `ClientHello` told.
struct Handshake<'a> {
    why: &'a TlsFailure,
    answered: Option<Answered<'a>>,
    flight: Option<&'a Flight>,
}

/// What the server agrees to when it is asked for old things.
#[derive(Clone, Copy)]
struct Answered<'a> {
    version: &'a str,
    cipher_suite: &'a str,
    key_exchange: &'a str,
}

/// How the devices of today fare with what a server agrees to.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Fares {
    /// They refuse a cipher suite without fresh keys on a curve and authenticated encryption.
    OldSuite,
    /// They refuse versions below TLS 1.2, the floor of RFC 8997.
    OldVersion,
    /// Many do not have the group.
    UncommonGroup,
    /// They take it, or nothing is known against it.
    Well,
}

impl Answered<'_> {
    fn fares(self) -> Fares {
        let Self { version, cipher_suite, key_exchange } = self;
        if version.starts_with("SSL") || matches!(version, "TLS 1.0" | "TLS 1.1") {
            return Fares::OldVersion;
        }
        // Names of TLS 1.3 speak of no key exchange, and a mere number tells nothing.
        if version != "TLS 1.2" || !cipher_suite.starts_with("TLS_") {
            return Fares::Well;
        }
        let is_authenticated = AUTHENTICATED.iter().any(|cipher| cipher_suite.contains(cipher));
        if !cipher_suite.starts_with("TLS_ECDHE_") || !is_authenticated {
            return Fares::OldSuite;
        }
        match key_exchange.strip_prefix("ECDHE ") {
            Some(group) if !USUAL_GROUPS.contains(&group) => Fares::UncommonGroup,
            Some(_) | None => Fares::Well,
        }
    }
}

impl<'a> Handshake<'a> {
    fn case(&self) -> &'static str {
        match self.answered.map(Answered::fares) {
            Some(Fares::OldSuite) => return "obsolete-suite",
            Some(Fares::UncommonGroup) => return "uncommon-group",
            Some(Fares::OldVersion | Fares::Well) | None => {}
        }
        match self.alert() {
            // RFC 8446 §6.2; before TLS 1.3 it was `handshake_failure`, which says nothing.
            Some("certificate_required") => return "client-certificate",
            Some("unrecognized_name") => return "unknown-name",
            Some(_) => return "alert",
            None => {}
        }
        match self.why {
            TlsFailure::Certificate { .. } => "certificate",
            TlsFailure::Closed | TlsFailure::Reset if self.answered.is_some() => "simpler-works",
            TlsFailure::Closed | TlsFailure::Reset => "closed",
            TlsFailure::PlainText { .. } => "plain-text",
            TlsFailure::TimedOut => "silent",
            TlsFailure::Alert { .. } | TlsFailure::Other { .. } | TlsFailure::Stopped => "other",
        }
    }

    /// The server gave no reason in what it was asked, and then agreed to what devices take as well.
    fn may_pass(&self) -> bool {
        let gave_reason = self.alert().is_some_and(|name| !PASSING_ALERTS.contains(&name));
        !gave_reason && self.answered.map(Answered::fares) == Some(Fares::Well)
    }

    /// The server's own alert; failing that, the one to the hand-made `ClientHello`.
    fn alert(&self) -> Option<&'a str> {
        if let TlsFailure::Alert { name } = self.why {
            return Some(name);
        }
        let is_mute = matches!(self.why, TlsFailure::Closed | TlsFailure::Reset);
        match self.flight {
            Some(Flight::Alert { name }) if is_mute => Some(name),
            Some(_) | None => None,
        }
    }

    /// The words of whoever refused.
    fn heard(&self) -> Option<ServerText> {
        match self.why {
            TlsFailure::Certificate { text } | TlsFailure::Other { text } => {
                Some(ServerText::from(text.as_str()))
            }
            TlsFailure::PlainText { text, .. } => Some(text.clone()),
            TlsFailure::Alert { .. }
            | TlsFailure::Closed
            | TlsFailure::Reset
            | TlsFailure::Stopped
            | TlsFailure::TimedOut => None,
        }
    }
}

/// Why the client's handshake failed, where no other rule has the reason: clear text instead of TLS
/// is the wrong kind or another service, and a bad certificate has rules of its own.
fn failure<'a>(address: &AddressView<'a>) -> Option<&'a TlsFailure> {
    let Step::Failed(why) = address.handshake() else { return None };
    let is_starttls = address.endpoint.endpoint().security == Security::Starttls;
    let is_ours = match why {
        TlsFailure::Stopped => false,
        TlsFailure::PlainText { .. } => is_starttls,
        TlsFailure::Certificate { .. } => !certificate::explains(address),
        TlsFailure::Alert { .. }
        | TlsFailure::Closed
        | TlsFailure::Other { .. }
        | TlsFailure::Reset
        | TlsFailure::TimedOut => true,
    };
    is_ours.then_some(why)
}

/// What the server agrees to when it is asked for old things, where that explains the failure.
fn answered<'a>(address: &AddressView<'a>) -> Option<Answered<'a>> {
    let Some(
        TlsFailure::Alert { .. }
        | TlsFailure::Closed
        | TlsFailure::Other { .. }
        | TlsFailure::Reset,
    ) = failure(address)
    else {
        return None;
    };
    match address.flight()? {
        Flight::Answered { version, cipher_suite, key_exchange, .. } => {
            Some(Answered { version, cipher_suite, key_exchange })
        }
        Flight::Alert { .. } | Flight::Failed { .. } => None,
    }
}

/// In the names of cipher suites with authenticated encryption that clients offer (RFC 9325 §4.2, RFC
/// 7905 §2).
const AUTHENTICATED: &[&str] = &["_GCM_", "_CHACHA20_POLY1305_"];
/// Alerts that give no reason why another try should fail (RFC 8446 §6).
const PASSING_ALERTS: &[&str] = &["close_notify", "internal_error", "user_canceled"];
/// Groups of TLS 1.2 that every client offers: those of RFC 8446 §9.1, and P-384, which rustls and the
/// libraries of phones add.
const USUAL_GROUPS: &[&str] = &["X25519", "secp256r1", "secp384r1"];

#[cfg(test)]
mod tests {
    #[cfg(feature = "net")]
    #[test]
    fn what_the_client_itself_offers_fares_well() {
        use super::*;
        let provider = rustls::crypto::aws_lc_rs::default_provider();
        let groups = provider.kx_groups.iter().map(|group| group.name());
        // Hybrids of two are for TLS 1.3 alone (draft-ietf-tls-ecdhe-mlkem).
        let groups: Vec<_> =
            groups.filter_map(|name| name.as_str()).filter(|it| !it.contains("MLKEM")).collect();
        assert_eq!(groups.len(), USUAL_GROUPS.len(), "{groups:?}");
        let suites = provider.cipher_suites.iter().filter(|suite| suite.tls13().is_none());
        for suite in suites.filter_map(|suite| suite.suite().as_str()) {
            for group in &groups {
                let key_exchange = format!("ECDHE {group}");
                let answered = Answered {
                    version: "TLS 1.2",
                    cipher_suite: suite,
                    key_exchange: &key_exchange,
                };
                assert!(answered.fares() == Fares::Well, "{suite} {group}");
            }
        }
    }
}
