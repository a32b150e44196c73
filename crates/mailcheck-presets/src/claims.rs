//! What was seen of a server, held against what files claim of it: findings at the place of the value, in every
//! file that names the server. Pure: what was seen comes in, whoever saw it.

mod offered;
mod rule;
mod rules;
mod standing;

pub use rule::{Claim, all};

use mailcheck::evidence::{Ended, Evidence, Stage};
use mailcheck::model::{Authentication, Security};
use mailcheck::report::{self, Report, Severity};

use crate::file::{Place, PresetFile, Server};
use crate::lint;
use crate::named::{Named, Of};
use crate::report::{Finding, ProbeOutcome, Standing};
use offered::Offered;
use standing::standing;

/// A server as it was seen, and as a file has it.
pub(crate) struct Seen<'a> {
    /// As the file has it.
    pub(crate) server: &'a Server,
    /// How the file says the connection is secured.
    pub(crate) security: Security,
    /// What the server offers to log in with.
    pub(crate) offered: &'a Offered,
}

/// Something claimed that is not so.
pub(crate) struct Untrue {
    pub(crate) at: Place,
    pub(crate) advice: report::Advice,
}

/// What came of a look at a server.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Judged {
    /// In the order of the files.
    pub findings: Vec<Finding>,
    /// In one word.
    pub outcome: ProbeOutcome,
}

/// Judges what a look at a server saw. The evidence is of that server alone.
pub fn judge(files: &[PresetFile], named: &Named, evidence: Evidence) -> Judged {
    let report = mailcheck::judge(evidence);
    let seen = offered(&report);
    let mut findings = Vec::new();
    for mention in &named.by {
        let Some(of) = mention.of(files) else { continue };
        for found in report.findings.iter().filter(|found| is_told(found)) {
            if excuses(of.server, found) {
                continue;
            }
            let place = place(of.server, found.id);
            findings.push(finding(&of, named, found.clone(), place));
        }
        let Some(offered) = &seen else { continue };
        let security = named.endpoint.security;
        let seen = Seen { server: of.server, security, offered };
        for claim in all() {
            let Some(Untrue { at, advice }) = (claim.judge)(&seen) else { continue };
            let advice = advice.arg("host", named.endpoint.host.to_string());
            let found = report::Finding::new(
                claim.id,
                claim.severity,
                None,
                advice.arg("service", named.endpoint.service.acronym()),
                claim.reference,
            );
            findings.push(finding(&of, named, found, at));
        }
    }
    let works = seen.is_some() && report.evidence.ended == Ended::Complete;
    let outcome = outcome(&findings, works);
    Judged { findings, outcome }
}

impl Judged {
    /// That the port is refused counts: the host lets us in elsewhere, so it is not our address that it refuses.
    #[cfg(feature = "net")]
    pub(crate) fn settle_refusal(&mut self, files: &[PresetFile], named: &Named) {
        let refused = self.findings.iter_mut().filter(|it| it.finding.id == standing::REFUSED);
        // There is one for each mention, in their order.
        for (found, mention) in refused.zip(&named.by) {
            if mention.of(files).is_some_and(|of| of.server.restriction.is_none()) {
                found.standing = Standing::Counts;
                self.outcome = ProbeOutcome::Fails;
            }
        }
    }
}

/// One word for all: what is certain counts more than what is not.
fn outcome(findings: &[Finding], works: bool) -> ProbeOutcome {
    let errors = || findings.iter().filter(|it| it.severity() == Severity::Error);
    if errors().any(|it| it.standing != Standing::Inconclusive) {
        return ProbeOutcome::Fails;
    }
    if errors().next().is_some() || !works {
        return ProbeOutcome::Inconclusive;
    }
    ProbeOutcome::Works
}

/// What the server offers at the point of logging in; `None` where nobody came so far.
fn offered(report: &Report) -> Option<Offered> {
    let view = report.evidence.view(0)?;
    let stage = match view.endpoint().security {
        Security::Plain => Stage::BeforeTls,
        Security::Starttls | Security::Tls => Stage::AfterTls,
    };
    let addresses = view.addresses().into_iter();
    let mut reached = view.furthest().into_iter().chain(addresses);
    reached.find_map(|address| Offered::of(&address, stage))
}

/// Whether a finding of the library's is one about a server, and is not said by a rule for preset files.
fn is_told(found: &report::Finding) -> bool {
    let of_a_server = ["dns.", "connect.", "greeting.", "tls.", "login.", "capability."];
    // `preset.password-in-clear` and `preset.encryption-offered` say it of the file.
    found.id != "login.would-be-in-clear" && of_a_server.iter().any(|it| found.id.starts_with(it))
}

/// Whether the file says itself that it is so: who logs in by nothing needs nothing to log in with.
fn excuses(server: &Server, found: &report::Finding) -> bool {
    let mut ways = server.authentication.iter().filter_map(|way| way.meaning.as_ref());
    let needs_none = |way: &Authentication| {
        matches!(way, Authentication::None | Authentication::ClientIpAddress)
    };
    found.id == "login.no-mechanism" && ways.any(needs_none)
}

fn finding(of: &Of<'_>, named: &Named, mut found: report::Finding, at: Place) -> Finding {
    // There is no report whose endpoints it could point into.
    found.endpoint = None;
    Finding {
        path: of.file.path.clone(),
        at,
        provider: lint::name(of.provider),
        endpoint: Some(named.endpoint.clone()),
        standing: standing(&found, of.server),
        finding: found,
        related: Vec::new(),
    }
}

/// Where the value stands that a finding is about.
fn place(server: &Server, id: &str) -> Place {
    let host = server.host.as_ref().map(|word| word.at);
    let about = match id {
        "tls.wrong-kind" | "tls.starttls-not-offered" | "tls.starttls-refused" => {
            server.security.as_ref().map(|word| word.at)
        }
        "connect.refused" | "greeting.not-mail" | "greeting.other-service" => {
            server.port.as_ref().map(|word| word.at)
        }
        id if id.starts_with("login.") => server.authentication.first().map(|word| word.at),
        _of_the_host => host,
    };
    about.or(host).unwrap_or(server.at)
}

#[cfg(test)]
mod tests;
