//! Autoconfig documents, written: version 1.1, or 1.2 where something is only there.
//!
//! Source: [draft-ietf-mailmaint-autoconfig](https://datatracker.ietf.org/doc/draft-ietf-mailmaint-autoconfig/).

use mailcheck::model::{Authentication, Security};

use super::{CannotWrite, Loss, Part, beside, comments, shortened};
use crate::file::{Link, Oauth2, PresetFile, Provider, Purpose, Server, Word};
use crate::preset::{Domain, Format};
use crate::read::DOMAIN;
use crate::xml::Xml;

pub(super) fn write(file: &PresetFile) -> Result<(String, Vec<Loss>), CannotWrite> {
    let [provider] = file.providers.as_slice() else {
        return Err(CannotWrite::Providers { count: file.providers.len() });
    };
    let mut domains = provider.domains.iter().filter_map(listed);
    let id = provider.id.as_ref().map(|id| id.text.as_str()).filter(|id| !id.is_empty());
    let Some(id) = id.or_else(|| domains.next()) else {
        return Err(CannotWrite::Missing { what: "domain" });
    };
    let mut writer = Writer { xml: Xml::new(), losses: Vec::new() };
    comments(file, &mut writer.xml, &mut writer.losses);
    let version = writer.version(file, provider);
    writer.xml.open("clientConfig", &[("version", version)]);
    writer.xml.open("emailProvider", &[("id", id)]);
    writer.provider(provider);
    writer.xml.close();
    if let Some(oauth2) = &provider.oauth2 {
        writer.oauth2(oauth2);
    }
    writer.web_mail(provider);
    let Writer { xml, mut losses } = writer;
    losses.extend(shortened(&xml));
    Ok((xml.end(), losses))
}

struct Writer {
    xml: Xml,
    losses: Vec<Loss>,
}

impl Writer {
    fn version(&mut self, file: &PresetFile, provider: &Provider) -> &'static str {
        let newer = provider.servers.iter().any(|server| !server.mechanisms.is_empty());
        let usual = if newer || !provider.mx.is_empty() { "1.2" } else { "1.1" };
        let Some(version) = file.version.as_ref().filter(|_| file.format == Format::Autoconfig)
        else {
            return usual;
        };
        let known = ["1.1", "1.2"].into_iter().find(|known| *known == version.text);
        known.unwrap_or_else(|| {
            self.lose(Part::Version, version);
            usual
        })
    }

    fn provider(&mut self, provider: &Provider) {
        for domain in &provider.domains {
            match listed(domain) {
                Some(domain) => self.xml.leaf("domain", domain),
                None => self.lose(Part::Domain, domain),
            }
        }
        for domain in &provider.mx {
            match listed(domain) {
                Some(domain) => self.xml.leaf_with("domain", &[("purpose", "mx")], domain),
                None => self.lose(Part::Mx, domain),
            }
        }
        let names = [("displayName", &provider.name), ("displayShortName", &provider.short_name)];
        for (element, name) in names {
            if let Some(name) = name {
                self.xml.leaf(element, &name.text);
            }
        }
        for server in &provider.servers {
            self.server(server);
        }
        for link in &provider.links {
            self.link(link);
        }
        let held = [Part::Link, Part::Mx, Part::Name, Part::Oauth2];
        self.losses.extend(beside(provider, &held));
    }

    fn server(&mut self, server: &Server) {
        let service = server.service.meaning.map(mailcheck::model::Service::name);
        let other = OTHER_TYPES.into_iter().find(|known| *known == server.service.text);
        let host = server.host.as_ref().map(|host| (host, written_host(host)));
        let (Some(kind), Some((_, Some(_))) | None) = (service.or(other), &host) else {
            let word = host.map_or(&server.service.text, |(word, _)| &word.text);
            self.losses.push(Loss::new(Part::Server, word, server.at));
            return;
        };
        let element = if server.is_outgoing { "outgoingServer" } else { "incomingServer" };
        self.xml.open(element, &[("type", kind)]);
        if let Some(host) = host.and_then(|(_, host)| host) {
            self.xml.leaf("hostname", host);
        }
        self.port(server);
        if let Some(word) = &server.security {
            match word.meaning {
                Some(security) => self.xml.leaf("socketType", socket_type(security)),
                None => self.lose(Part::Security, word),
            }
        }
        for way in &server.authentication {
            match &way.meaning {
                Some(Authentication::Other(_)) | None => self.lose(Part::Authentication, way),
                Some(known) => self.xml.leaf("authentication", known.name()),
            }
        }
        for way in &server.mechanisms {
            self.xml.leaf_with("authentication", &[("system", &way.system.text)], &way.name.text);
        }
        if let Some(username) = &server.username {
            match &username.meaning {
                Some(name) => self.xml.leaf("username", name),
                None => self.lose(Part::Username, username),
            }
        }
        for (element, word) in [("restriction", &server.restriction), ("url", &server.url)] {
            if let Some(word) = word {
                self.xml.leaf(element, &word.text);
            }
        }
        self.options(server);
        self.xml.close();
    }

    /// The port; where the format that it is from leaves it open, the one that is meant.
    fn port(&mut self, server: &Server) {
        let Some(word) = &server.port else {
            if let Some(endpoint) = server.endpoint() {
                self.xml.leaf("port", &endpoint.port.to_string());
            }
            return;
        };
        match word.meaning {
            Some(port) => self.xml.leaf("port", &port.to_string()),
            None => self.lose(Part::Port, word),
        }
    }

    fn options(&mut self, server: &Server) {
        let (of_pop3, others): (Vec<_>, Vec<_>) = (server.options.iter())
            .map(|(name, word)| (name.text.as_str(), word))
            .partition(|(name, _)| POP3.contains(name));
        for (name, word) in others {
            if SERVER_OPTIONS.contains(&name) {
                self.xml.leaf(name, &word.text);
            } else {
                self.losses.push(Loss::new(Part::Option, name, word.at));
            }
        }
        if !of_pop3.is_empty() {
            self.xml.open("pop3", &[]);
            for (name, word) in of_pop3 {
                match name.strip_prefix("pop3.").unwrap_or(name).split_once('.') {
                    Some((element, key)) => self.xml.empty(element, &[(key, &word.text)]),
                    None => self.xml.leaf(name.strip_prefix("pop3.").unwrap_or(name), &word.text),
                }
            }
            self.xml.close();
        }
    }

    fn link(&mut self, link: &Link) {
        let (element, attribute, inside) = match link.purpose {
            Purpose::Documentation => ("documentation", "url", "descr"),
            Purpose::Enable => ("enable", "visiturl", "instruction"),
            Purpose::Instruction => ("instruction", "url", "descr"),
            Purpose::WebMail => return,
            Purpose::Website => return self.lose(Part::Link, &link.url),
        };
        let attributes = [(attribute, link.url.text.as_str())];
        if link.passages.is_empty() {
            self.xml.empty(element, &attributes);
            return;
        }
        self.xml.open(element, &attributes);
        for passage in &link.passages {
            let language = passage.language.as_ref().map(|word| ("lang", word.text.as_str()));
            self.xml.leaf_with(inside, language.as_slice(), &passage.text.text);
        }
        self.xml.close();
    }

    fn oauth2(&mut self, oauth2: &Oauth2) {
        let Oauth2 { issuer, scope, auth_url, token_url, .. } = oauth2;
        self.xml.open("oAuth2", &[]);
        let parts =
            [("issuer", issuer), ("scope", scope), ("authURL", auth_url), ("tokenURL", token_url)];
        for (element, part) in parts {
            if let Some(part) = part {
                self.xml.leaf(element, &part.text);
            }
        }
        self.xml.close();
    }

    /// The page to read mail on: there is room for one.
    fn web_mail(&mut self, provider: &Provider) {
        let mut pages = provider.links.iter().filter(|link| link.purpose == Purpose::WebMail);
        if let Some(page) = pages.next() {
            self.xml.open("webMail", &[]);
            self.xml.empty("loginPage", &[("url", &page.url.text)]);
            self.xml.close();
        }
        for page in pages {
            self.lose(Part::Link, &page.url);
        }
    }

    fn lose<T>(&mut self, what: Part, word: &Word<T>) {
        self.losses.push(Loss::new(what, &word.text, word.at));
    }
}

/// A domain as the format lists it: it has no patterns.
fn listed(domain: &Word<Domain>) -> Option<&str> {
    let meant = domain.meaning.as_ref().filter(|domain| !domain.is_wildcard)?;
    Some(meant.host.as_str())
}

/// A host as it is written; one of no meaning is, if it has a placeholder.
fn written_host(host: &Word<mailcheck::model::Host>) -> Option<&str> {
    let meant = host.meaning.as_ref().map(mailcheck::model::Host::as_str);
    meant.or_else(|| host.text.contains(DOMAIN).then_some(host.text.as_str()))
}

fn socket_type(security: Security) -> &'static str {
    match security {
        Security::Tls => "SSL",
        Security::Starttls => "STARTTLS",
        Security::Plain => "plain",
    }
}

/// Types of servers that are reached by another protocol than IMAP, POP3 and SMTP.
const OTHER_TYPES: [&str; 7] = ["activeSync", "ews", "exchange", "graph", "jmap", "nntp", "owa"];
/// What else is said of a server, each in an element of its own.
const SERVER_OPTIONS: [&str; 5] =
    ["addThisServer", "easURL", "ewsURL", "owaURL", "useGlobalPreferredServer"];
/// The same, of one for POP3, in the element `pop3`.
const POP3: [&str; 4] = [
    "pop3.checkInterval.minutes",
    "pop3.daysToLeaveMessagesOnServer",
    "pop3.downloadOnBiff",
    "pop3.leaveMessagesOnServer",
];
