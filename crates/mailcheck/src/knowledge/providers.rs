//! What mail providers want from their customers: servers, user names, kinds of password, switches,
//! limits. Each fact says who said so and when; what is not known is left out.
//!
//! The facts stand in `data/providers`, a file a provider, and are read when they are first asked for.

mod facts;
mod files;
mod pattern;
mod provider;
mod read;
mod settings;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{LazyLock, OnceLock};

use crate::model::Host;

pub use facts::{
    Access, AccessKind, Credential, CredentialKind, Entrance, EntranceKind, ForeignFilter, Form,
    Grade, HostGroup, Limit, LimitKind, Lockout, Names, Note, Number, Oauth, Page, PageKind,
    PatternGroup, Release, Server, Source, Switch, SwitchState, Unpublished, Username, WebGroup,
};
pub use pattern::{HostPattern, ParsePatternError};
pub use provider::{Provider, PublishedWait};
pub use read::ReadProviderError;

use files::FILES;

/// Every provider that is known, in the order of their ids.
///
/// # Examples
///
/// ```
/// use mailcheck::knowledge::providers;
/// assert!(providers::all().any(|provider| provider.id == "ocn"));
/// ```
pub fn all() -> impl Iterator<Item = &'static Provider> {
    (0..FILES.len()).filter_map(provider)
}

/// Whose mail domain this is.
///
/// # Examples
///
/// ```
/// use mailcheck::knowledge::providers;
/// let provider = providers::by_domain(&"abc.ocn.ne.jp".parse()?).expect("is known");
/// assert_eq!(provider.names.en, "OCN");
/// # Ok::<(), mailcheck::model::ParseHostError>(())
/// ```
pub fn by_domain(domain: &Host) -> Option<&'static Provider> {
    best(domain, |provider| provider.domain_fit(domain))
}

/// Whose server this is, by its own name.
///
/// # Examples
///
/// ```
/// use mailcheck::knowledge::providers;
/// let provider = providers::by_server(&"imap.gmail.com".parse()?).expect("is known");
/// assert_eq!(provider.id, "gmail");
/// # Ok::<(), mailcheck::model::ParseHostError>(())
/// ```
pub fn by_server(host: &Host) -> Option<&'static Provider> {
    best(host, |provider| provider.host_fit(host))
}

/// The provider that fits best. Only files that name the host or something above it are read.
fn best(name: &Host, fit: impl Fn(&Provider) -> Option<usize>) -> Option<&'static Provider> {
    let named = written(name);
    let files: BTreeSet<usize> =
        named.iter().filter_map(|name| NAMED.get(&**name)).flatten().copied().collect();
    let found = files.into_iter().filter_map(provider);
    let found = found.filter_map(|provider| Some((fit(provider)?, provider)));
    found.max_by_key(|(fit, _)| *fit).map(|(_, provider)| provider)
}

/// How a file would name this host or a domain above it. No file names a top-level domain.
fn written(name: &Host) -> Vec<String> {
    let name = name.as_str();
    let starts = name.match_indices('.').map(|(dot, _)| dot.saturating_add(1));
    let above = std::iter::once(0).chain(starts).filter_map(|start| name.get(start..));
    let named = above.filter(|domain| domain.contains('.'));
    named.flat_map(|domain| [domain.to_owned(), format!("*.{domain}")]).collect()
}

/// Which files have this between quotes and may so name a host: found once, without reading what the
/// files mean.
static NAMED: LazyLock<BTreeMap<&str, Vec<usize>>> = LazyLock::new(|| {
    let mut named: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, text) in FILES.iter().enumerate() {
        let quoted =
            text.split('"').filter(|it| it.contains('.') && !it.contains([' ', '/', '\n']));
        for name in quoted {
            named.entry(name).or_default().push(index);
        }
    }
    named
});

/// Reads a file once. One with a mistake is left out; a test finds mistakes.
fn provider(index: usize) -> Option<&'static Provider> {
    static READ: [OnceLock<Option<Provider>>; FILES.len()] =
        [const { OnceLock::new() }; FILES.len()];
    let text = FILES.get(index)?;
    READ.get(index)?.get_or_init(|| Provider::from_toml(text).ok()).as_ref()
}
