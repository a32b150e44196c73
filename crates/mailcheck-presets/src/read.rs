//! Octets to a preset file with its places: one file a format.

mod autoconfig;
mod by_id;
pub(crate) mod k9;
pub(crate) mod mail_core;
pub(crate) mod mobileconfig;
pub(crate) mod nodemailer;
mod plist;
pub(crate) mod provider_db;
pub(crate) mod toml;
mod unreadable;
pub(crate) mod xml;

use std::path::Path;

pub use unreadable::Unreadable;

use crate::file::PresetFile;
use crate::preset::Format;

/// Reads a preset file, whatever its format. `path` is what it is called from then on.
///
/// Returns `None` when it is of none of the formats.
///
/// # Errors
///
/// [`Unreadable`] when it looks like one, and is none, or is signed.
///
/// # Examples
///
/// ```
/// let xml = br#"<clientConfig version="1.1"><emailProvider id="example.org">
///   <domain>example.org</domain>
///   <incomingServer type="imap"><hostname>imap.example.org</hostname></incomingServer>
/// </emailProvider></clientConfig>"#;
/// let read = mailcheck_presets::read(xml, "example.org.xml".as_ref()).expect("is autoconfig");
/// let file = read.expect("is well-formed");
/// let host = file.providers[0].servers[0].host.as_ref().expect("is there");
/// assert_eq!((host.at.line, host.at.column), (3, 41));
/// ```
pub fn read(octets: &[u8], path: &Path) -> Option<Result<PresetFile, Unreadable>> {
    let file = match Format::of(octets)? {
        Format::Autoconfig => return Some(autoconfig::read(octets, path)),
        Format::K9 => return Some(k9::read(octets, path)),
        Format::MailCore => mail_core::read(octets, path)?,
        Format::Nodemailer => nodemailer::read(octets, path)?,
        Format::ProviderDb => provider_db::read(octets, path)?,
        Format::Toml => toml::read(octets, path),
        Format::MobileConfig => return Some(mobileconfig::read(octets, path)),
    };
    Some(file.map_err(Unreadable::from))
}

/// Autoconfig's placeholder for the mail domain.
pub(crate) const DOMAIN: &str = "%EMAILDOMAIN%";
