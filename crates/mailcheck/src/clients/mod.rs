//! What mail clients would do with the same answers: each one's documented order, replayed on what a
//! run heard from every source. Pure: it asks nobody, and it tells of what is not known as such.
//!
//! `docs/clients.md` has the version and the source of every rule.

mod android;
mod answers;
mod apple_mail;
mod client;
mod delta_chat;
mod fair_email;
mod guess;
mod hoster;
mod oauth;
mod outlook;
mod replay;
#[cfg(test)]
mod tests;
mod thunderbird;
mod walk;

pub use apple_mail::SENDING_PORTS;
pub use client::{Client, ParseClientError};
pub use replay::{
    Doubt, LogIns, NameForm, Note, Pick, Rejection, Replay, Way, WhyDoubt, WhyRejected,
};

use crate::evidence::{Asked, Evidence, Fact};
use answers::Answers;

/// The answers of a run, in its order. A [`Replay`] counts them as they stand here.
pub fn sources(evidence: &Evidence) -> Vec<&Asked> {
    let asked = evidence.observations.iter().filter_map(|seen| {
        let Fact::Asked(asked) = &seen.fact else { return None };
        Some(asked)
    });
    asked.collect()
}

/// What a client would do with the answers of a run.
///
/// # Examples
///
/// ```
/// use mailcheck::clients::{Client, Way, replay};
/// use mailcheck::evidence::{Account, Evidence};
///
/// // Nothing was asked, so nothing is certain.
/// let evidence = Evidence::new(jiff::Timestamp::UNIX_EPOCH, Account::default());
/// let replay = replay(Client::Outlook, &evidence);
/// assert_eq!(replay.way, Way::ByHand);
/// assert!(!replay.is_certain());
/// ```
pub fn replay(client: Client, evidence: &Evidence) -> Replay {
    let answers = Answers::new(evidence);
    match client {
        Client::Thunderbird => thunderbird::replay(&answers),
        Client::ThunderbirdAndroid => android::replay(&answers),
        Client::DeltaChat => delta_chat::replay(&answers),
        Client::FairEmail => fair_email::replay(&answers),
        Client::AppleMail => apple_mail::replay(&answers),
        Client::Outlook => outlook::replay(&answers),
    }
}
