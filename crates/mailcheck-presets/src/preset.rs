//! What a preset file says of a provider.

use mailcheck::model::{Deviation, Host, Notes, ServerText, Setting};

use crate::read::mobileconfig::{MAIL, is_signed};
use crate::read::xml::root;

/// A format of preset files.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Format {
    /// An autoconfig document, as Thunderbird's database has them.
    Autoconfig,
    /// `providers.xml`, as K-9 Mail had it.
    K9,
    /// `providers.json` of `MailCore` 2.
    MailCore,
    /// A configuration profile for devices of Apple.
    MobileConfig,
    /// `services.json` of Nodemailer.
    Nodemailer,
    /// Markdown behind YAML, as chatmail's provider database has them.
    ProviderDb,
    /// Our own.
    Toml,
}

impl Format {
    /// Which format a file seems to be of, by what it begins with. Whoever reads it may find that it is of none.
    pub fn of(octets: &[u8]) -> Option<Self> {
        let head = octets.get(..LOOKED_AT).unwrap_or(octets);
        let decoded = crate::text::decode(head);
        let text = decoded.text.trim_start();
        let names = |name: &str| text.contains(&format!("\"{name}\""));
        if text.starts_with("---\n") || text.starts_with("---\r\n") {
            return Some(Self::ProviderDb);
        }
        if text.starts_with('{') {
            let is_by_service = ["imap", "pop", "smtp"].into_iter().any(names);
            let is_server = names("host") && names("port");
            if names("servers") && is_by_service {
                return Some(Self::MailCore);
            }
            return is_server.then_some(Self::Nodemailer);
        }
        let is_provider = |line: &str| line.trim_start().starts_with("[[provider]]");
        match root(octets).as_deref() {
            Some("clientConfig") => Some(Self::Autoconfig),
            // Others call their outermost element so as well.
            Some("providers") => has(octets, "<incoming").then_some(Self::K9),
            Some("plist") => has(octets, MAIL).then_some(Self::MobileConfig),
            // What is in an envelope can be cut in pieces: a part of it is enough.
            _other if is_signed(octets) => {
                let is_profile = has(octets, MAIL) || has(octets, "<plist");
                is_profile.then_some(Self::MobileConfig)
            }
            Some(_other) => None,
            None => text.lines().any(is_provider).then_some(Self::Toml),
        }
    }
}

/// Whether there is an ASCII text in octets, in UTF-16 as well.
fn has(octets: &[u8], text: &str) -> bool {
    let wide: Vec<u8> = text.bytes().flat_map(|octet| [octet, 0]).collect();
    let wide = wide.get(..wide.len() - 1).unwrap_or_default();
    let within = |part: &[u8]| octets.windows(part.len()).any(|window| window == part);
    within(text.as_bytes()) || within(wide)
}

/// What a preset file says of one provider.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Preset {
    /// The provider's name.
    pub name: ServerText,
    /// The mail domains that it is for.
    pub domains: Vec<Domain>,
    /// Whether its accounts work in mail programs, if the file says so.
    pub status: Option<Status>,
    /// The servers, in the order of the file.
    pub settings: Vec<Setting>,
    /// What is to be done before the first log-in.
    pub before_login: Option<ServerText>,
    /// What is good to know after it.
    pub after_login: Option<ServerText>,
    /// When somebody last looked, as the file has it: `2026-11` or `2026-11-30`.
    pub last_checked: Option<ServerText>,
    /// What else the file says to people.
    pub notes: Notes,
    /// The provider's website.
    pub website: Option<ServerText>,
    /// Whether the servers cannot be tested from everywhere.
    pub is_not_tested: bool,
    /// What else the file says to programs: `opt.strict_tls` and its value.
    pub options: Vec<(String, ServerText)>,
    /// How the file differs from its format, or is odd, in the order of its lines.
    pub deviations: Vec<Deviation>,
}

/// A mail domain of a preset.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub struct Domain {
    /// The domain.
    pub host: Host,
    /// Whether what is below it is meant, and not it itself: `*.example.org`.
    pub is_wildcard: bool,
}

impl Domain {
    /// Reads `example.org` or `*.example.org`.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let (text, is_wildcard) = match text.strip_prefix("*.") {
            Some(rest) => (rest, true),
            None => (text, false),
        };
        let host: Host = text.parse().ok()?;
        host.ip().is_none().then_some(Self { host, is_wildcard })
    }
}

/// Whether accounts of a provider work in mail programs.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Status {
    /// They do.
    Ok,
    /// They do once something was prepared.
    Preparation,
    /// They do not.
    Broken,
}

/// How many octets from the start are looked at: room for a comment with a licence.
pub(crate) const LOOKED_AT: usize = 16_384;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_told_by_their_content() {
        for (octets, expected) in [
            ("---\nname: a\n---\n", Some(Format::ProviderDb)),
            ("\u{feff}---\r\nname: a\r\n---\r\n", Some(Format::ProviderDb)),
            ("<?xml version=\"1.0\"?>\n<clientConfig version=\"1.1\">", Some(Format::Autoconfig)),
            ("<html>", None),
            ("Mozilla Public License", None),
            ("----\n", None),
            ("text\n---\nname: a\n---\n", None),
            ("", None),
            ("{\n \"a\": {\"servers\": {\"pop\": [", Some(Format::MailCore)),
            ("{\"servers\": [{\"url\": \"https://a.example\"}]}", None),
            ("{\"a\": {\"host\": \"a.example\", \"port\": 465", Some(Format::Nodemailer)),
            ("{\"name\": \"package\", \"version\": \"1\"}", None),
            ("# Ours\n\n[[provider]] # one\n", Some(Format::Toml)),
            ("[package]\nname = \"a\"\n", None),
            ("[provider]\n", None),
        ] {
            assert_eq!(Format::of(octets.as_bytes()), expected, "{octets}");
            let units =
                octets.trim_start_matches('\u{feff}').encode_utf16().flat_map(u16::to_le_bytes);
            let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain(units).collect();
            assert_eq!(Format::of(&utf16), expected, "{octets}");
        }
    }
}
