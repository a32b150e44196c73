//! Sources that contradict each other.

use super::super::concerned::{quoted, quoted_list};
use super::super::rule::{Judge, Rule};
use super::published;
use super::voice::{Voice, voices};
use crate::evidence::{Answer, Evidence};
use crate::model::{Authentication, Endpoint, ServerText, Service};
use crate::report::{Advice, Severity, Who};

/// Sources send mail programs to different places, or let them log in differently: which of it somebody
/// gets depends on the mail program, and on who is on the line and lets which answer through.
pub(in super::super) static CONFLICT: Rule = Rule {
    id: "settings.conflict",
    severity: Severity::Warning,
    reference: "RFC 8314 §5.1",
    judge: Judge::Run(|evidence| {
        let services = [Service::Imap, Service::Smtp, Service::Pop3].into_iter();
        let all: Vec<Conflict> =
            services.filter_map(|service| conflict(evidence, service)).collect();
        let gravest = all.iter().map(|it| it.about).min()?;
        let alike: Vec<&Conflict> = all.iter().filter(|it| it.about == gravest).collect();
        let first = alike.first()?;
        let is_about = |incoming| alike.iter().any(|it| it.service.is_incoming() == incoming);
        let side = match (is_about(true), is_about(false)) {
            (true, true) => "both",
            (true, false) => "incoming",
            (false, _) => "outgoing",
        };
        let more = first.says.len().saturating_sub(MOST_PARTIES);
        let says: Vec<String> = first.says.iter().take(MOST_PARTIES).cloned().collect();
        let advice = Advice::new(Who::Provider)
            .case(gravest.name())
            .arg("side", side)
            .arg("service", first.service.acronym())
            .arg("says", quoted_list(&says))
            .arg("more", i64::try_from(more).unwrap_or(i64::MAX))
            .arg("answering", if first.answers.is_some() { "one" } else { "unknown" })
            .arg("answers", quoted(first.answers.as_deref().unwrap_or_default()));
        Some(advice.evidence(all.into_iter().flat_map(|it| it.lines)))
    }),
};

/// What sources differ about, the gravest first.
#[derive(Clone, Copy, Eq, Ord, PartialEq, PartialOrd)]
enum About {
    Hosts,
    Security,
    Username,
    Authentication,
}

impl About {
    fn name(self) -> &'static str {
        match self {
            Self::Hosts => "hosts",
            Self::Security => "security",
            Self::Username => "username",
            Self::Authentication => "authentication",
        }
    }
}

struct Conflict {
    service: Service,
    about: About,
    /// Who says what, the greatest authority first.
    says: Vec<String>,
    lines: Vec<ServerText>,
    /// The one host that answered, where all were tried.
    answers: Option<String>,
}

/// Sources that say the same.
type Party<'v, 'a> = Vec<&'v Voice<'a>>;

fn conflict(evidence: &Evidence, service: Service) -> Option<Conflict> {
    let voices = voices(evidence, service);
    let voices: Vec<&Voice<'_>> = voices.iter().collect();
    let places = parties(&voices, |one, other| one.agrees(other, evidence));
    if places.len() > 1 {
        return Some(about_places(evidence, service, &places));
    }
    let name = |voice: &Voice<'_>| filled_in(evidence, voice.choice.username.as_deref()?);
    let telling: Vec<&Voice<'_>> = voices.iter().copied().filter(|it| name(it).is_some()).collect();
    let names = parties(&telling, |one, other| name(one) == name(other));
    if names.len() > 1 {
        let told = |voice: &Voice<'_>| name(voice).unwrap_or_default();
        return Some(Conflict::new(service, About::Username, &names, told));
    }
    let ways = |voice: &Voice<'_>| voice.choice.authentication.clone();
    let telling: Vec<&Voice<'_>> =
        voices.iter().copied().filter(|it| !ways(it).is_empty()).collect();
    let common =
        parties(&telling, |one, other| ways(one).iter().any(|way| ways(other).contains(way)));
    let told = |voice: &Voice<'_>| {
        let words: Vec<String> = ways(voice).iter().map(Authentication::to_string).collect();
        words.join("/")
    };
    (common.len() > 1).then(|| Conflict::new(service, About::Authentication, &common, told))
}

/// About hosts, or about port and security where these are the same.
fn about_places(evidence: &Evidence, service: Service, parties: &[Party<'_, '_>]) -> Conflict {
    let choices: Vec<&Endpoint> =
        parties.iter().filter_map(|party| Some(&party.first()?.choice.endpoint)).collect();
    let is_one_host = choices.windows(2).all(|two| matches!(two, [a, b] if a.host == b.host));
    if is_one_host {
        let told = |voice: &Voice<'_>| {
            let Endpoint { port, security, .. } = &voice.choice.endpoint;
            format!("{port} {}", published::security(*security))
        };
        return Conflict::new(service, About::Security, parties, told);
    }
    let told = |voice: &Voice<'_>| voice.choice.endpoint.host.to_string();
    let mut conflict = Conflict::new(service, About::Hosts, parties, told);
    let seen: Vec<_> = choices.iter().filter_map(|it| published::seen(evidence, it)).collect();
    let answers = || seen.iter().filter(|view| view.answer() == Answer::Mail);
    if seen.len() == choices.len() && answers().count() == 1 {
        conflict.answers = answers().next().map(|view| view.endpoint().host.to_string());
    }
    conflict
}

impl Conflict {
    fn new(
        service: Service,
        about: About,
        parties: &[Party<'_, '_>],
        told: impl Fn(&Voice<'_>) -> String,
    ) -> Self {
        let says = |party: &Party<'_, '_>| {
            let first = party.first()?;
            let mut names: Vec<String> = party.iter().map(|voice| voice.name()).collect();
            names.dedup();
            if names.len() > MOST_NAMES {
                names.truncate(MOST_NAMES);
                names.push("…".to_owned());
            }
            Some(format!("{}: {}", names.join("/"), told(first)))
        };
        let line = |voice: &&Voice<'_>| {
            let line = published::line(voice.asked, &voice.choice.endpoint);
            match about {
                About::Hosts | About::Security => line,
                About::Authentication | About::Username => {
                    ServerText::from(format!("{line} {}", told(voice)).as_str())
                }
            }
        };
        Self {
            service,
            about,
            says: parties.iter().filter_map(says).collect(),
            lines: parties.iter().flatten().map(line).collect(),
            answers: None,
        }
    }
}

/// How many sources that agree are named; more would push what they say out of the sentence.
const MOST_NAMES: usize = 2;

/// Puts those together that say the same.
fn parties<'v, 'a>(
    voices: &[&'v Voice<'a>],
    is_same: impl Fn(&Voice<'a>, &Voice<'a>) -> bool,
) -> Vec<Party<'v, 'a>> {
    let mut parties: Vec<Party<'v, 'a>> = Vec::new();
    for voice in voices {
        let own = parties.iter_mut().find(|party| party.iter().any(|it| is_same(it, voice)));
        match own {
            Some(party) => party.push(voice),
            None => parties.push(vec![voice]),
        }
    }
    parties
}

/// The log-in name as a person of this domain would enter it; `None` where the domain is not known.
fn filled_in(evidence: &Evidence, username: &str) -> Option<String> {
    let domain = evidence.account.domain.as_ref()?.to_string();
    let somebody = format!("you@{domain}");
    let address = evidence.account.address.as_deref().unwrap_or(&somebody);
    let local = address.split('@').next().unwrap_or_default();
    let filled = username
        .replace("%EMAILADDRESS%", address)
        .replace("%EMAILLOCALPART%", local)
        .replace("%EMAILDOMAIN%", &domain);
    Some(filled.to_lowercase())
}

/// As many as a person can keep apart.
const MOST_PARTIES: usize = 4;
