//! Slips of the finger: which of them hold, by what came of the run, and what to do about them.

use super::concerned::quoted;
use super::rule::{Judge, Rule};
use super::settings::published;
use super::username;
use crate::evidence::{Asked, Evidence, Fact, Observation, SourceOutcome};
use crate::model::Host;
use crate::report::{Advice, Severity, Who};
use crate::typing::{Field, Slip, SlipKind, imitated};

/// What was typed has a slip in it. What a server took is right, whatever it looks like.
pub(super) static TYPING: Rule = Rule {
    id: "login.typing",
    severity: Severity::Warning,
    reference: "RFC 8265 §3.3, §4.2; RFC 5321 §4.1.2",
    judge: Judge::Each(|evidence| {
        let is_one = |slip: &&Slip| match subject(slip) {
            About::Nothing | About::Imitation => false,
            // What the provider wants is known better than what most of them do.
            _form if slip.kind == SlipKind::CustomerNumber && username::is_known(evidence) => false,
            About::Spelling => !is_there(evidence, slip) && !was_accepted(evidence, slip),
            About::Typing => was_read_leniently(evidence, slip) || !was_accepted(evidence, slip),
        };
        evidence.slips().filter(is_one).map(about).collect()
    }),
};

/// The domain could be taken for a well-known one, and is another. A domain that is misspelt and not
/// there is a slip; one that has mail servers belongs to somebody.
pub(super) static LOOK_ALIKE: Rule = Rule {
    id: "settings.look-alike",
    severity: Severity::Warning,
    reference: "UTS 39 §4",
    judge: Judge::Each(|evidence| {
        let is_one = |slip: &&Slip| match subject(slip) {
            About::Nothing | About::Typing => false,
            About::Imitation => true,
            About::Spelling => is_there(evidence, slip),
        };
        let advice = |slip: &Slip| {
            let known = suggestion(slip).map(domain_of).unwrap_or_default();
            let domain = typed_domain(evidence, slip).unwrap_or_default();
            let advice = Advice::new(Who::You).case(slip.kind.name());
            advice.arg("domain", quoted(&domain)).arg("known", quoted(known))
        };
        evidence.slips().filter(is_one).map(advice).chain(look_alike_servers(evidence)).collect()
    }),
};

/// Servers outside of the mail domain that sources name, and whose names could be taken for a well-known
/// provider's.
fn look_alike_servers(evidence: &Evidence) -> Vec<Advice> {
    let mut hosts: Vec<Host> = Vec::new();
    let mut found = Vec::new();
    for asked in published::answers(evidence) {
        for setting in &asked.settings {
            let host = &setting.endpoint.host;
            let is_own = evidence.account.domain.as_ref().is_some_and(|it| host.is_within(it));
            let whole = host.registrable().unwrap_or_else(|| host.clone());
            let Some(known) = imitated(host).filter(|_| !is_own && !hosts.contains(&whole)) else {
                continue;
            };
            let known = known.parse::<Host>().ok().and_then(|known| known.registrable());
            let known = known.map(|known| known.to_string()).unwrap_or_default();
            let advice = Advice::new(Who::You)
                .case("server")
                .arg("source", published::name(asked))
                .arg("domain", quoted(&whole.to_string()))
                .arg("known", known)
                .evidence([published::line(asked, &setting.endpoint)]);
            hosts.push(whole);
            found.push(advice);
        }
    }
    found.truncate(MOST_HOSTS);
    found
}

/// Whether a server refused what has letters in it that are easily taken for others.
pub(super) fn has_look_alikes(evidence: &Evidence) -> bool {
    evidence.slips().any(|slip| slip.kind == SlipKind::LookAlike)
}

/// What a slip is about, and so which rule judges it.
enum About {
    /// The domain is made to be taken for another.
    Imitation,
    /// It is normal in what works.
    Nothing,
    /// The domain is spelt almost like another.
    Spelling,
    /// The keyboard, or what was pasted.
    Typing,
}

fn subject(slip: &Slip) -> About {
    match slip.kind {
        SlipKind::LookAlike => About::Nothing,
        SlipKind::DomainConfusable | SlipKind::HyphenatedBrand | SlipKind::Subdomain => {
            About::Imitation
        }
        SlipKind::DomainTypo => About::Spelling,
        SlipKind::CapsLock
        | SlipKind::Confusable
        | SlipKind::Control
        | SlipKind::CustomerNumber
        | SlipKind::DroppedZero
        | SlipKind::FullWidth
        | SlipKind::Invisible
        | SlipKind::LeadingSpace
        | SlipKind::LineBreak
        | SlipKind::SpaceInside
        | SlipKind::Tab
        | SlipKind::TrailingSpace
        | SlipKind::WrongDot => About::Typing,
    }
}

/// Whether the log-in worked with what looks mistyped.
fn was_accepted(evidence: &Evidence, slip: &Slip) -> bool {
    let was_used = match slip.field {
        Field::Password | Field::Username => true,
        Field::Address => evidence.account.username.is_none(),
    };
    was_used && evidence.is_logged_in()
}

/// Whether it lies in the domain of an address, which is read leniently here: what stands there can
/// be wrong for other programs all the same.
fn was_read_leniently(evidence: &Evidence, slip: &Slip) -> bool {
    let address = evidence.account.address.as_deref().unwrap_or_default();
    let local = address.split('@').next().unwrap_or_default().chars().count();
    slip.field == Field::Address && slip.position.is_some_and(|position| position > local + 1)
}

/// Whether the domain has mail servers: it names them, or they were met there.
fn is_there(evidence: &Evidence, slip: &Slip) -> bool {
    let domain = typed_domain(evidence, slip).and_then(|domain| domain.parse::<Host>().ok());
    let is_within = |seen: &Observation| {
        let candidate = seen.place.endpoint.and_then(|index| evidence.endpoints.get(index));
        let host = candidate.map(|candidate| &candidate.endpoint.host);
        host.zip(domain.as_ref()).is_some_and(|(host, domain)| host.is_within(domain))
    };
    // Settings are sought for the address's domain only.
    let names_some =
        |asked: &Asked| slip.field == Field::Address && asked.outcome == SourceOutcome::Found;
    evidence.observations.iter().any(|seen| {
        let is_named = matches!(&seen.fact, Fact::Asked(asked) if names_some(asked));
        let is_met = matches!(seen.fact, Fact::Connected { .. });
        is_named || (is_met && is_within(seen))
    })
}

/// The domain as it was typed.
fn typed_domain(evidence: &Evidence, slip: &Slip) -> Option<String> {
    let account = &evidence.account;
    match slip.field {
        Field::Address => account.domain.as_ref().map(ToString::to_string),
        Field::Username => account.username.as_deref().map(|name| domain_of(name).to_owned()),
        Field::Password => None,
    }
}

fn domain_of(address: &str) -> &str {
    address.rsplit('@').next().unwrap_or_default()
}

/// What was probably meant. For a password there is none, whatever saved evidence says.
fn suggestion(slip: &Slip) -> Option<&str> {
    match slip.field {
        Field::Address | Field::Username => slip.suggestion.as_deref(),
        Field::Password => None,
    }
}

fn about(slip: &Slip) -> Advice {
    let suggestion = suggestion(slip);
    let position = slip.position.and_then(|at| i64::try_from(at).ok()).unwrap_or_default();
    Advice::new(Who::You)
        .case(slip.kind.name())
        .arg("field", slip.field.name())
        .arg("position", position)
        .arg("remedy", if suggestion.is_some() { "replace" } else { "retype" })
        .arg("suggestion", quoted(suggestion.unwrap_or_default()))
}

/// More look-alikes than a person wants to read of.
const MOST_HOSTS: usize = 5;
