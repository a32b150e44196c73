//! Servers that only sources name whose answer somebody on the way could have written.

use super::super::concerned::{self, quoted, quoted_list};
use super::super::rule::{Judge, Rule};
use super::published;
use crate::evidence::{AddressView, Asked, Credential, Evidence, Forgeable, NotAttempted, Offer};
use crate::model::Source;
use crate::report::{Advice, Severity, Who};

/// Nobody names the server but by a way on which the answer could be forged: whoever forges it would get
/// the password. Said of a server that the password was kept from, and where there was none to keep, of
/// all of them.
pub(in super::super) static FORGEABLE_SOURCE: Rule = Rule {
    id: "settings.forgeable-source",
    severity: Severity::Warning,
    reference: "RFC 6186 §6, RFC 8314 §5.1",
    judge: Judge::Both {
        endpoint: |view| {
            let domain = view.evidence.account.domain.as_ref()?;
            let is_foreign = |address: &AddressView<'_>| {
                address.not_attempted() == Some(NotAttempted::ForeignHost)
            };
            if !view.addresses().iter().any(is_foreign) {
                return None;
            }
            let offers = view.evidence.offers(view.endpoint().service.is_incoming());
            let offer = offers.iter().find(|offer| offer.endpoint == view.endpoint());
            let advice = concerned::about(view, Who::You).arg("domain", domain.to_string());
            Some(by(advice.arg("withheld", "yes"), offer.and_then(Offer::best).map(|it| it.asked)))
        },
        run: |evidence| {
            if evidence.account.credential != Credential::None {
                return None;
            }
            elsewhere(evidence).or_else(|| in_clear(evidence))
        },
    },
};

/// Servers outside of the mail domain.
fn elsewhere(evidence: &Evidence) -> Option<Advice> {
    let domain = evidence.account.domain.as_ref()?;
    let offers = offers(evidence);
    let doubtful = || offers.iter().filter(|offer| !offer.is_trusted(domain));
    let first = doubtful().find_map(Offer::best)?;
    let mut hosts: Vec<String> = doubtful().map(|offer| offer.endpoint.host.to_string()).collect();
    hosts.dedup();
    let advice = Advice::new(Who::You)
        .arg("domain", domain.to_string())
        .arg("host", quoted_list(&hosts))
        .arg("withheld", "no")
        .evidence(doubtful().flat_map(|offer| {
            offer.named.iter().map(|it| published::line(it.asked, offer.endpoint))
        }));
    Some(by(advice, Some(first.asked)))
}

/// Servers within the mail domain that nobody names but a page without encryption and whoever is no
/// better: tomorrow's answer can be somebody else's.
fn in_clear(evidence: &Evidence) -> Option<Advice> {
    let domain = evidence.account.domain.as_ref()?;
    let offers = offers(evidence);
    let is_clear = |asked: &Asked| asked.forgeable() == Some(Forgeable::PlainHttp);
    let is_one = |offer: &&Offer<'_>| {
        offer.is_forgeable() && offer.named.iter().any(|it| is_clear(it.asked))
    };
    let of_clear = || offers.iter().filter(is_one);
    let asked =
        of_clear().find_map(|offer| offer.named.iter().find(|it| is_clear(it.asked)))?.asked;
    let mut hosts: Vec<String> = of_clear().map(|offer| offer.endpoint.host.to_string()).collect();
    hosts.dedup();
    let advice = Advice::new(Who::Provider)
        .case("own-plain-http")
        .arg("domain", domain.to_string())
        .arg("host", quoted_list(&hosts))
        .arg("location", published::location(asked));
    Some(advice)
}

fn offers(evidence: &Evidence) -> Vec<Offer<'_>> {
    let offers = [evidence.offers(true), evidence.offers(false)].into_iter().flatten();
    offers.filter(|offer| offer.named.iter().all(|it| it.asked.source != Source::Guess)).collect()
}

/// Says by whose answer, and what could be done to it.
fn by(advice: Advice, asked: Option<&Asked>) -> Advice {
    let Some(asked) = asked else { return advice.arg("record", "SRV") };
    let advice = advice.arg("location", published::location(asked));
    match asked.forgeable() {
        Some(Forgeable::PlainHttp) => advice.case("plain-http"),
        Some(Forgeable::Redirected) => {
            let to = asked.leads_elsewhere().map(|host| host.to_string()).unwrap_or_default();
            advice.case("redirected").arg("to", quoted(&to))
        }
        Some(Forgeable::UnsignedDns) | None => advice.arg("record", record(asked)),
    }
}

/// The kind of the records that lead there.
fn record(asked: &Asked) -> &'static str {
    match asked.source {
        _by_mx if asked.by_mx.is_some() => "MX",
        Source::Mx => "MX",
        Source::Mailconf => "TXT",
        Source::Autoconfig
        | Source::Autodiscover
        | Source::Given
        | Source::Guess
        | Source::Ispdb
        | Source::Pacc
        | Source::Preset
        | Source::Provider
        | Source::Srv
        | Source::WellKnown => "SRV",
    }
}
