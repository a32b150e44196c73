//! From evidence to report: the same facts always give the same findings.

use super::menu;
use super::outcome;
use super::rule::{Judge, all};
use crate::evidence::{
    Account, AddressView, Candidate, Credential, EndpointView, Evidence, Fact, Observation, Offer,
    Place, Step,
};
use crate::model::{Endpoint, Source};
use crate::report::{Finding, Report, Settings, SettingsSide, Verdict};
use crate::typing::Slip;

/// Judges the evidence of a run, be it fresh or saved.
///
/// # Examples
///
/// ```
/// use mailcheck::evidence::{Account, Evidence};
/// use mailcheck::report::Verdict;
///
/// let nothing_tested = Evidence::new(jiff::Timestamp::UNIX_EPOCH, Account::default());
/// assert_eq!(mailcheck::judge(nothing_tested).verdict, Verdict::Inconclusive);
/// ```
pub fn judge(evidence: Evidence) -> Report {
    let mut findings = Vec::new();
    for rule in all() {
        let found = |endpoint, advice| Finding {
            id: rule.id,
            severity: rule.severity,
            endpoint,
            advice,
            reference: rule.reference,
        };
        let (of_endpoint, of_run) = match rule.judge {
            Judge::Both { endpoint, run } => (Some(endpoint), Some(run)),
            Judge::Each(judge) => {
                findings.extend(judge(&evidence).into_iter().map(|it| found(None, it)));
                (None, None)
            }
            Judge::Endpoint(judge) => (Some(judge), None),
            Judge::Run(judge) => (None, Some(judge)),
        };
        findings.extend(of_run.and_then(|judge| judge(&evidence)).map(|it| found(None, it)));
        if let Some(judge) = of_endpoint {
            let advice = evidence.views().filter_map(|view| Some((view.index, judge(&view)?)));
            findings.extend(advice.map(|(index, it)| found(Some(index), it)));
        }
    }
    // The sort is stable: within a severity and endpoint the order of the stages stays.
    findings.sort_by_key(|finding| (finding.severity, finding.endpoint));
    let proved = is_proved(&evidence);
    let verdict = Verdict::of(&findings, evidence.ended, proved);
    let settings = match verdict {
        Verdict::Ready | Verdict::ReadyWithWarnings => Some(settings(&evidence)),
        Verdict::Inconclusive | Verdict::NotReady => None,
    };
    let logins = outcome::logins(&evidence);
    Report::new(evidence, verdict, settings, logins, findings)
}

/// What is to be said before anything is sent: of slips of the finger, and of a user name of another
/// form than the provider of these servers wants. Where no server is named, the mail domain tells.
///
/// # Examples
///
/// ```
/// use mailcheck::evidence::Account;
/// use mailcheck::render::{Lang, Words};
/// use mailcheck::typing::{Typed, slips};
///
/// let slips = slips(&Typed { address: Some("you@example,org"), ..Typed::default() });
/// let findings = mailcheck::rules::mistyped(Account::default(), &[], slips);
/// let words = Words::new(Lang::En);
/// assert_eq!(words.title(&findings[0]), "The mail address looks mistyped");
/// ```
pub fn mistyped(account: Account, servers: &[Endpoint], slips: Vec<Slip>) -> Vec<Finding> {
    let mut evidence = Evidence::new(jiff::Timestamp::UNIX_EPOCH, account);
    let named = servers.iter().map(|server| Candidate::new(server.clone(), Source::Given));
    evidence.endpoints.extend(named);
    let fact = Fact::Typed { slips };
    evidence.observations.push(Observation::new(0, Place::default(), fact));
    judge(evidence).findings
}

/// Whether every chosen endpoint was seen to work as far as it was to be tried.
fn is_proved(evidence: &Evidence) -> bool {
    let credential = evidence.account.credential;
    evidence.views().next().is_some() && evidence.views().all(|view| works(&view, credential))
}

fn works(view: &EndpointView<'_>, credential: Credential) -> bool {
    view.addresses().iter().any(|address| match credential {
        Credential::None => {
            let evidence = view.evidence;
            is_ready_to_log_in(address) && !evidence.is_doubtful(view.endpoint())
        }
        Credential::Certificate | Credential::Password | Credential::Token => {
            matches!(address.login(), Step::Done(reply) if reply.accepted)
        }
    })
}

/// Verified TLS, a greeting, and something to log in with.
fn is_ready_to_log_in(address: &AddressView<'_>) -> bool {
    let verified = matches!(address.handshake(), Step::Done(tls) if tls.verified);
    verified && address.greeting().done().is_some() && address.login_is_offered()
}

fn settings(evidence: &Evidence) -> Settings {
    let side = |incoming: bool| {
        let found =
            evidence.views().find(|view| view.endpoint().service.is_incoming() == incoming)?;
        let candidate = found.candidate;
        let account = &evidence.account;
        let typed = account.username.clone().or_else(|| candidate.username.clone());
        let name = typed.or_else(|| account.address.clone());
        // The first to answer is looked at first; what it says is owed to whoever has more authority.
        let offers = evidence.offers(incoming);
        let offer = offers.iter().find(|offer| *offer.endpoint == candidate.endpoint);
        let named = offer.and_then(Offer::best).map(|named| named.asked.source);
        let is_given = candidate.source == Source::Given;
        let source = named.filter(|_| !is_given).unwrap_or(candidate.source);
        let authentication = menu::to_choose(&found);
        let endpoint = candidate.endpoint.clone();
        Some(SettingsSide::new(found.index, endpoint, name, authentication, source))
    };
    Settings::new(side(true), side(false))
}
