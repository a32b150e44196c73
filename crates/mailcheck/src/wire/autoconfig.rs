//! Autoconfig documents, the XML that Mozilla began and most mail programs read: versions 1.1 and 1.2.
//!
//! What a reader does not know it passes over, and a section that makes no sense costs that section only;
//! each is kept as a deviation. No severity: who minds what is for others to say.
//!
//! Source: [draft-ietf-mailmaint-autoconfig](https://datatracker.ietf.org/doc/draft-ietf-mailmaint-autoconfig/),
//! and for what only 1.1 has the [wiki page](https://wiki.mozilla.org/Thunderbird:Autoconfiguration:ConfigFileFormat)
//! that it grew from.

pub mod deviation;
pub mod layout;
mod pages;
mod placeholder;
mod server;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use roxmltree::Node;

pub use pages::{OAuth, Page, Passage};
pub use server::{OtherServer, Server};

use self::deviation as odd;
use self::placeholder::DOMAIN;
use super::xml::{Notebook, Text, elements, malformed, named, value};
use crate::model::{Authentication, Host, ServerText, Setting};
use crate::model::{Deviation, Notes, Unusable};

/// What an autoconfig document says.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Document {
    /// The version of the format, as it stands there.
    pub version: Option<ServerText>,
    /// The provider's identifier, as it stands there.
    pub provider: Option<ServerText>,
    /// The mail domains that it is for.
    pub domains: Vec<Domain>,
    /// The provider's name.
    pub display_name: Option<ServerText>,
    /// The same for where there is little room.
    pub display_short_name: Option<ServerText>,
    /// The servers that can be used, in the order of the document.
    pub servers: Vec<Server>,
    /// Servers of other kinds: those that are reached by a URL, and those that are not for mail.
    pub others: Vec<OtherServer>,
    /// Who gives bearer tokens.
    pub oauth: Option<OAuth>,
    /// Pages to read.
    pub documentation: Vec<Page>,
    /// Pages to visit before mail programs may be used.
    pub enable: Vec<Page>,
    /// Where to log in with a browser.
    pub web_mail: Option<ServerText>,
    /// How it differs from its format, from the first line to the last; the kinds stand in
    /// [`deviation`].
    pub deviations: Vec<Deviation>,
}

impl Document {
    /// The servers as settings, the best first.
    pub fn settings(&self) -> Vec<Setting> {
        self.servers.iter().map(|server| server.setting.clone()).collect()
    }

    /// What it says to people, in short.
    pub fn notes(&self) -> Notes {
        let urls = |pages: &[Page]| pages.iter().filter_map(|page| page.url.clone()).collect();
        Notes {
            display_name: self.display_name.clone(),
            documentation: urls(&self.documentation),
            enable: urls(&self.enable),
            oauth_issuer: self.oauth.as_ref().and_then(|oauth| oauth.issuer.clone()),
        }
    }
}

/// A mail domain that a document is for.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Domain {
    /// The domain.
    pub name: Host,
    /// Whether it is not one of addresses, but one that MX records lead to (`purpose="mx"`).
    pub is_mx: bool,
}

/// Reads a document for a mail domain.
///
/// `charset` is what HTTP says of it. `by_mx` is the mail hoster's host that MX records name, if the
/// document was asked for by it; it need not list the mail domain then. A document may name no server
/// that can be used: the deviations say why.
///
/// # Errors
///
/// [`Unusable`] when it is a web page, not well-formed, or of another format.
///
/// # Examples
///
/// ```
/// use mailcheck::model::{Host, Security};
/// let xml = r#"<clientConfig version="1.1"><emailProvider id="example.org">
///     <domain>example.org</domain>
///     <incomingServer type="imap"><hostname>imap.example.org</hostname><port>993</port>
///         <socketType>SSL</socketType><username>%EMAILADDRESS%</username></incomingServer>
/// </emailProvider></clientConfig>"#;
/// let domain: Host = "example.org".parse().expect("is a host");
/// let document = mailcheck::wire::autoconfig::read(xml.as_bytes(), None, &domain, None)
///     .expect("is well-formed");
/// let setting = &document.settings()[0];
/// assert_eq!(setting.endpoint.to_string(), "imap://imap.example.org:993/tls");
/// assert_eq!(setting.username.as_deref(), Some("%EMAILADDRESS%"));
/// assert_eq!(document.deviations[0].kind, "missing-authentication");
/// ```
pub fn read(
    octets: &[u8],
    charset: Option<&str>,
    domain: &Host,
    by_mx: Option<&Host>,
) -> Result<Document, Unusable> {
    let text = Text::read(octets, charset)?;
    let (tree, mut notebook) = text.parse()?;
    let root = tree.root_element();
    let provider = provider(root, &mut notebook)?;
    let version = version(root, &mut notebook);
    let mut document = Document {
        version,
        provider: None,
        domains: Vec::new(),
        display_name: None,
        display_short_name: None,
        servers: Vec::new(),
        others: server::elsewhere(root, &mut notebook),
        oauth: None,
        documentation: Vec::new(),
        enable: Vec::new(),
        web_mail: None,
        deviations: Vec::new(),
    };
    if let Some(provider) = provider {
        document.provider = identifier(provider, &mut notebook);
        document.domains = domains(provider, domain, by_mx, &mut notebook);
        document.display_name = name(provider, "displayName", LONGEST_NAME, &mut notebook);
        document.display_short_name =
            name(provider, "displayShortName", LONGEST_SHORT_NAME, &mut notebook);
        server::read(provider, domain, &mut document, &mut notebook);
    }
    pages::read(root, provider, &mut document, &mut notebook);
    check_oauth(root, &document, &mut notebook);
    layout::check(root, &mut notebook);
    document.deviations = notebook.close();
    Ok(document)
}

/// The element that tells of the provider: the first, if there are several.
fn provider<'a, 'i>(
    root: Node<'a, 'i>,
    notebook: &mut Notebook,
) -> Result<Option<Node<'a, 'i>>, Unusable> {
    let name = root.tag_name().name();
    if let Some(namespace) = root.tag_name().namespace() {
        notebook.note(odd::FOREIGN_NAMESPACE, namespace, root);
    }
    if name == "emailProvider" {
        notebook.note(odd::WRONG_ROOT, name, root);
        return Ok(Some(root));
    }
    let mut providers = named(root, "emailProvider");
    let first = providers.next();
    match (name, first) {
        ("clientConfig", Some(_)) => {}
        ("clientConfig", None) => notebook.note(odd::MISSING_PROVIDER, "", root),
        (_, Some(_)) => notebook.note(odd::WRONG_ROOT, name, root),
        (_, None) => {
            return Err(malformed(&format!("the outermost element is {name}, not clientConfig")));
        }
    }
    for further in providers {
        let id = further.attribute("id").unwrap_or_default();
        notebook.dropping(odd::SEVERAL_PROVIDERS, id, further);
    }
    Ok(first)
}

fn version(root: Node<'_, '_>, notebook: &mut Notebook) -> Option<ServerText> {
    let version = root.attribute("version");
    if !version.is_some_and(|version| VERSIONS.contains(&version)) {
        notebook.note(odd::UNKNOWN_VERSION, version.unwrap_or_default(), root);
    }
    version.map(ServerText::from)
}

fn identifier(provider: Node<'_, '_>, notebook: &mut Notebook) -> Option<ServerText> {
    let id = provider.attribute("id");
    if id.is_none_or(|id| id.parse::<Host>().is_err()) {
        notebook.note(odd::BAD_ID, id.unwrap_or_default(), provider);
    }
    id.map(ServerText::from)
}

fn domains(
    provider: Node<'_, '_>,
    domain: &Host,
    by_mx: Option<&Host>,
    notebook: &mut Notebook,
) -> Vec<Domain> {
    let mut domains: Vec<Domain> = Vec::new();
    let mut seen = BTreeSet::new();
    for node in named(provider, "domain") {
        let text = value(node);
        let Ok(name) = text.replace(DOMAIN, domain.as_str()).parse::<Host>() else {
            notebook.note(odd::BAD_DOMAIN, &text, node);
            continue;
        };
        let is_mx = node.attribute("purpose").is_some_and(|word| word.eq_ignore_ascii_case("mx"));
        if !seen.insert(name.clone()) {
            notebook.note(odd::DUPLICATE_DOMAIN, name.as_str(), node);
        }
        domains.push(Domain { name, is_mx });
    }
    let is_asked_for =
        |Domain { name, .. }: &Domain| name == domain || by_mx.is_some_and(|mx| mx.is_within(name));
    if domains.is_empty() {
        notebook.note(odd::NO_DOMAIN, "", provider);
    } else if !domains.iter().any(is_asked_for) {
        let listed = domains.iter().take(LISTED).map(|domain| domain.name.as_str());
        notebook.note(odd::OTHER_DOMAIN, &listed.collect::<Vec<_>>().join(", "), provider);
    }
    domains
}

fn name(
    provider: Node<'_, '_>,
    element: &str,
    longest: usize,
    notebook: &mut Notebook,
) -> Option<ServerText> {
    let node = named(provider, element).next()?;
    let text = value(node);
    if text.chars().count() > longest {
        notebook.note(odd::LONG_NAME, &text, node);
    }
    (!text.is_empty()).then(|| ServerText::from(text))
}

/// Compares what servers take with who gives tokens.
fn check_oauth(root: Node<'_, '_>, document: &Document, notebook: &mut Notebook) {
    let takes = |list: &[Authentication]| list.contains(&Authentication::OAuth2);
    let is_taken = document.servers.iter().any(|server| takes(&server.setting.authentication))
        || document.others.iter().any(|other| takes(&other.authentication));
    match document.oauth {
        None if is_taken => notebook.note(odd::OAUTH2_WITHOUT_ISSUER, "", root),
        Some(_) if !is_taken => {
            let node = elements(root).find(|node| node.tag_name().name() == "oAuth2");
            notebook.note(odd::UNUSED_OAUTH2, "", node.unwrap_or(root));
        }
        Some(_) | None => {}
    }
}

/// The versions of the format there are.
const VERSIONS: [&str; 2] = ["1.1", "1.2"];
/// The longest name for people, in letters (the draft, displayName).
const LONGEST_NAME: usize = 60;
/// The same for where there is little room (the draft, displayShortName).
const LONGEST_SHORT_NAME: usize = 20;
/// How many of the domains are named when the one that was asked for is not among them.
const LISTED: usize = 3;
