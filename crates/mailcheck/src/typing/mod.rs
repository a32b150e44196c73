//! Slips of the finger, found in what a person typed before any of it is sent: full-width letters,
//! spaces that cannot be seen, a mistyped domain. Pure; a slip says what and where, never the secret.

mod caps;
mod domain;
mod letters;
mod name;
mod password;
mod slip;
#[cfg(test)]
mod tests;

pub use domain::Likeness;
pub use slip::{Field, Slip, SlipKind};

use crate::model::{Host, Secret};

/// What a person typed, letter by letter.
#[derive(Clone, Copy, Debug, Default)]
#[expect(clippy::exhaustive_structs, reason = "callers say what was typed, and leave the rest")]
pub struct Typed<'a> {
    /// The mail address, whether or not it can be read as one.
    pub address: Option<&'a str>,
    /// The log-in name, when it is not the address.
    pub username: Option<&'a str>,
    /// The password.
    pub password: Option<&'a Secret>,
}

/// The slips in what was typed: of each kind the first in each field.
///
/// [`Slip::is_worth_asking`] tells those that a person should be asked about before anything is
/// sent from those that only explain why a server refused. A password that a generator made, a
/// passphrase or an app password in groups has none to ask about.
///
/// # Examples
///
/// ```
/// use mailcheck::model::Secret;
/// use mailcheck::typing::{SlipKind, Typed, slips};
///
/// let password = Secret::new("ｓecret".to_owned());
/// let typed = Typed { address: Some("you@gmial.com"), username: None, password: Some(&password) };
/// let [domain, wide] = slips(&typed).try_into().expect("two");
/// assert_eq!((domain.kind, domain.suggestion.as_deref()), (SlipKind::DomainTypo, Some("you@gmail.com")));
/// assert_eq!((wide.kind, wide.position, wide.suggestion), (SlipKind::FullWidth, Some(1), None));
/// ```
pub fn slips(typed: &Typed<'_>) -> Vec<Slip> {
    let Typed { address, username, password } = *typed;
    let of_address = address.map(|address| name::in_address(Field::Address, address));
    // The same text twice is one slip.
    let username = username.filter(|username| Some(*username) != address);
    let of_username = username.map(|username| name::in_username(username, address));
    let of_password = password.map(|password| password::in_password(password.expose()));
    [of_address, of_username, of_password].into_iter().flatten().flatten().collect()
}

/// In what a host is like another domain that it is neither itself nor lies below.
pub(crate) fn likeness(host: &Host, other: &Host) -> Option<Likeness> {
    domain::likeness(host, other)
}

/// The well-known domain, with what stands before it, that a host could be taken for and is not.
pub(crate) fn imitated(host: &Host) -> Option<String> {
    domain::imitation(host).map(|found| found.meant)
}
