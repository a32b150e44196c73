//! Autoconfig documents as presets, such as the files of Thunderbird's database.

use mailcheck::model::{Host, Unusable};
use mailcheck::wire::autoconfig;

use crate::preset::{Domain, Preset};

/// Reads one file, for this mail domain where it is known: a host name may have a placeholder for it.
/// Else the first is meant that the file names.
pub(crate) fn read(octets: &[u8], domain: Option<&Host>) -> Result<Preset, Unusable> {
    let document = match domain {
        Some(domain) => autoconfig::read(octets, None, domain, None)?,
        None => first(octets)?,
    };
    let domains = document.domains.iter().filter(|domain| !domain.is_mx);
    let domains = domains.map(|it| Domain { host: it.name.clone(), is_wildcard: false }).collect();
    Ok(Preset {
        name: document
            .display_name
            .clone()
            .or_else(|| document.provider.clone())
            .unwrap_or_default(),
        domains,
        status: None,
        settings: document.settings(),
        before_login: None,
        after_login: None,
        last_checked: None,
        notes: document.notes(),
        website: document.web_mail.clone(),
        is_not_tested: false,
        options: Vec::new(),
        deviations: document.deviations,
    })
}

/// The document as its own first domain sees it.
fn first(octets: &[u8]) -> Result<autoconfig::Document, Unusable> {
    let nobody = NOBODY.parse::<Host>();
    let nobody = nobody.map_err(|why| Unusable::Malformed { text: why.to_string() })?;
    let document = autoconfig::read(octets, None, &nobody, None)?;
    match document.domains.first() {
        Some(domain) => autoconfig::read(octets, None, &domain.name, None),
        None => Ok(document),
    }
}

/// A name that no mail domain has (RFC 6761 §6.4).
const NOBODY: &str = "mail.invalid";
