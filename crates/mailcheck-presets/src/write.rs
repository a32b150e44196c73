//! Presets, written in a format: one file a format. What a format cannot hold is told.

mod autoconfig;
mod k9;
mod mail_core;
mod mobileconfig;
mod nodemailer;
mod provider_db;
#[cfg(test)]
mod round_trip;
mod scalar;
#[cfg(test)]
mod tests;
mod toml;

use crate::file::{OddityKind, Place, PresetFile, Provider, Server, Word};
use crate::preset::Format;
use crate::xml::Xml;

/// A file that was written, and what is not in it.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Written {
    /// The file.
    pub text: String,
    /// What the format cannot hold, in the order of the file that it is from.
    pub losses: Vec<Loss>,
}

/// Something that a format cannot hold.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub struct Loss {
    /// Where it stands in the file that it is from.
    pub at: Place,
    /// What it is.
    pub what: Part,
    /// As it is written there. Untrusted.
    pub text: String,
}

impl Loss {
    pub(crate) fn new(what: Part, text: &str, at: Place) -> Self {
        Self { at, what, text: text.to_owned() }
    }
}

/// A part of what a preset file says.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum Part {
    /// Another name of a provider, by which programs find it.
    Alias,
    /// A way to log in.
    Authentication,
    /// A comment.
    Comment,
    /// A mail domain, or another pattern of addresses.
    Domain,
    /// Words on what is to be done or known.
    Hint,
    /// What the provider is called towards programs.
    Id,
    /// Letters that the format has no way to write.
    Letters,
    /// When somebody last looked.
    LastChecked,
    /// A link, and the words with it.
    Link,
    /// A host that takes the mail of other domains.
    Mx,
    /// What the provider is called towards people.
    Name,
    /// That machines are not to test the servers.
    NotTested,
    /// Where tokens of OAuth 2 are to be had.
    Oauth2,
    /// Something else that is said to programs.
    Option,
    /// What was not read: nothing here holds it, or its format does not know it.
    PassedOver,
    /// A port.
    Port,
    /// A provider as a whole.
    Provider,
    /// Who alone may use a server.
    Restriction,
    /// How a connection is secured.
    Security,
    /// A server as a whole.
    Server,
    /// Whether accounts work in mail programs.
    Status,
    /// An address on the web of a server.
    Url,
    /// A log-in name.
    Username,
    /// The version of the format.
    Version,
}

/// Why a preset file cannot be written in a format.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum CannotWrite {
    /// The format is read only.
    #[error("this format is not written")]
    Format,
    /// The format wants something that is not there.
    #[error("there is nothing for {what}")]
    Missing {
        /// What, in the format's words.
        what: &'static str,
    },
    /// The format has one provider a file.
    #[error("{count} providers, where the format has one")]
    Providers {
        /// How many there are.
        count: usize,
    },
}

/// Writes the providers of a file in a format.
///
/// What stands in the file in a way that its own format does not have is written as it was meant, if it is
/// known what was meant, and else is among the losses.
///
/// # Errors
///
/// [`CannotWrite`], when the format cannot hold these providers at all.
pub fn write(file: &PresetFile, format: Format) -> Result<Written, CannotWrite> {
    let (text, mut losses) = match format {
        Format::Autoconfig => autoconfig::write(file)?,
        Format::K9 => k9::write(file)?,
        Format::MailCore => mail_core::write(file)?,
        Format::MobileConfig => mobileconfig::write(file)?,
        Format::Nodemailer => nodemailer::write(file)?,
        Format::ProviderDb => provider_db::write(file)?,
        Format::Toml => toml::write(file)?,
    };
    losses.extend(unread(file));
    losses.sort();
    Ok(Written { text, losses })
}

/// What of a file was not read, and so is not written.
fn unread(file: &PresetFile) -> Vec<Loss> {
    let is_lost = [OddityKind::Unknown, OddityKind::Misplaced, OddityKind::Duplicate];
    let odd = file.oddities.iter().filter(|odd| is_lost.contains(&odd.kind));
    let odd = odd.map(|odd| (&odd.about, odd.at));
    let passed_over = file.passed_over.iter().map(|word| (&word.text, word.at));
    odd.chain(passed_over).map(|(text, at)| Loss::new(Part::PassedOver, text, at)).collect()
}

/// What is said of a provider beside what it is called, its domains and servers, but for the parts that a format
/// holds.
fn beside(provider: &Provider, held: &[Part]) -> Vec<Loss> {
    let mut losses = Vec::new();
    let mut lose = |what: Part, text: &str, at| {
        if !held.contains(&what) {
            losses.push(Loss::new(what, text, at));
        }
    };
    if let Some(name) = &provider.short_name {
        lose(Part::Name, &name.text, name.at);
    }
    for alias in &provider.aliases {
        lose(Part::Alias, &alias.text, alias.at);
    }
    for domain in &provider.excluded {
        lose(Part::Domain, &domain.text, domain.at);
    }
    for domain in &provider.mx {
        lose(Part::Mx, &domain.text, domain.at);
    }
    if let Some(oauth2) = &provider.oauth2 {
        let issuer = oauth2.issuer.as_ref().map_or("", |word| word.text.as_str());
        lose(Part::Oauth2, issuer, oauth2.at);
    }
    for link in &provider.links {
        lose(Part::Link, &link.url.text, link.url.at);
    }
    for hint in provider.hints.iter().chain(&provider.hints_after) {
        lose(Part::Hint, &hint.text, hint.at);
    }
    for (key, _) in &provider.options {
        lose(Part::Option, &key.text, key.at);
    }
    if let Some(status) = &provider.status {
        lose(Part::Status, &status.text, status.at);
    }
    if let Some(day) = &provider.last_checked {
        lose(Part::LastChecked, &day.text, day.at);
    }
    if let Some(not_tested) = &provider.not_tested {
        lose(Part::NotTested, &not_tested.text, not_tested.at);
    }
    losses
}

/// What is said of a server beside where it is and how to log in.
fn beside_server(server: &Server) -> Vec<Loss> {
    let mut losses = Vec::new();
    let mut lose = |what: Part, word: &Word| losses.push(Loss::new(what, &word.text, word.at));
    server.mechanisms.iter().for_each(|way| lose(Part::Authentication, &way.name));
    server.restriction.iter().for_each(|word| lose(Part::Restriction, word));
    server.url.iter().for_each(|word| lose(Part::Url, word));
    server.options.iter().for_each(|(name, _)| lose(Part::Option, name));
    losses
}

/// Writes the comments of a file into XML.
fn comments(file: &PresetFile, xml: &mut Xml, losses: &mut Vec<Loss>) {
    for comment in &file.comments {
        if !xml.comment(&comment.text) {
            losses.push(Loss::new(Part::Comment, &comment.text, comment.at));
        }
    }
}

/// The texts that XML could not hold whole.
fn shortened(xml: &Xml) -> Vec<Loss> {
    let texts = xml.shortened().iter();
    texts.map(|text| Loss::new(Part::Letters, text, Place::default())).collect()
}
