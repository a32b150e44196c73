//! The servers that files name: each once, with every place that names it, and those that are not to be
//! looked at, with the reason.

use std::collections::BTreeMap;
use std::path::PathBuf;

use mailcheck::model::{Endpoint, Host};

use crate::file::{Place, PresetFile, Provider, Server};
use crate::lint;

/// The servers of a collection.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Servers {
    /// Those that can be looked at, in the order of their endpoints.
    pub named: Vec<Named>,
    /// Those that are not, in the order of the files.
    pub left_out: Vec<LeftOut>,
}

/// A server, and who names it.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Named {
    /// Which.
    pub endpoint: Endpoint,
    /// Where it is named, in the order of the files.
    pub by: Vec<Mention>,
}

/// A place that names a server, by its indices.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
#[expect(clippy::exhaustive_structs, reason = "complete by definition: the way through the model")]
pub struct Mention {
    /// Which file.
    pub file: usize,
    /// Which of its providers.
    pub provider: usize,
    /// Which of the provider's servers.
    pub server: usize,
}

/// A server that is not looked at.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct LeftOut {
    /// The file that names it.
    pub path: PathBuf,
    /// Where in it.
    pub at: Place,
    /// Which provider, as findings call it. Untrusted.
    pub provider: Option<String>,
    /// The host as it is written there, or with its placeholder filled. Untrusted.
    pub host: String,
    /// Why.
    pub why: Why,
}

/// Why a server is not looked at.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum Why {
    /// The file asks for that.
    Asked,
    /// What is said of it does not make an endpoint: another service, no host, a port that is none.
    Incomplete,
    /// It is on the user's own device or network, or can be reached over Tor only.
    Local,
    /// There are more domains to fill its placeholder with than are tried.
    Many,
    /// Its host depends on more of the address than the domain.
    Placeholder,
}

impl Why {
    /// The word in keys of texts and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Incomplete => "incomplete",
            Self::Local => "local",
            Self::Many => "many",
            Self::Placeholder => "placeholder",
        }
    }
}

impl Servers {
    /// Those of these files.
    pub fn of(files: &[PresetFile]) -> Self {
        let mut named: BTreeMap<Endpoint, Vec<Mention>> = BTreeMap::new();
        let mut left_out = Vec::new();
        let mut unwanted = Vec::new();
        for (mention, of) in mentions(files) {
            let is_unwanted =
                of.provider.not_tested.as_ref().is_some_and(|it| it.meaning == Some(true));
            for (host, outcome) in endpoints(of.provider, of.server) {
                match outcome {
                    Ok(endpoint) => {
                        if is_unwanted {
                            unwanted.push(endpoint.clone());
                        }
                        named.entry(endpoint).or_default().push(mention);
                    }
                    Err(why) => left_out.push(of.left_out(host, why)),
                }
            }
        }
        // Who looks after a server is asked by whoever names it.
        for endpoint in unwanted {
            for mention in named.remove(&endpoint).unwrap_or_default() {
                let of = mention.of(files);
                left_out.extend(of.map(|of| of.left_out(endpoint.host.to_string(), Why::Asked)));
            }
        }
        left_out.sort_by(|a, b| (&a.path, a.at).cmp(&(&b.path, b.at)));
        let named = named.into_iter().map(|(endpoint, mut by)| {
            by.dedup();
            Named { endpoint, by }
        });
        Self { named: named.collect(), left_out }
    }
}

/// What a mention leads to.
#[derive(Clone, Copy)]
pub(crate) struct Of<'a> {
    pub(crate) file: &'a PresetFile,
    pub(crate) provider: &'a Provider,
    pub(crate) server: &'a Server,
}

impl Mention {
    pub(crate) fn of(self, files: &[PresetFile]) -> Option<Of<'_>> {
        let file = files.get(self.file)?;
        let provider = file.providers.get(self.provider)?;
        Some(Of { file, provider, server: provider.servers.get(self.server)? })
    }
}

impl Of<'_> {
    fn left_out(&self, host: String, why: Why) -> LeftOut {
        let provider = lint::name(self.provider);
        let at = self.server.host.as_ref().map_or(self.server.at, |host| host.at);
        LeftOut { path: self.file.path.clone(), at, provider, host, why }
    }
}

fn mentions(files: &[PresetFile]) -> impl Iterator<Item = (Mention, Of<'_>)> {
    files.iter().enumerate().flat_map(|(at_file, file)| {
        file.providers.iter().enumerate().flat_map(move |(at_provider, provider)| {
            provider.servers.iter().enumerate().map(move |(at, server)| {
                let mention = Mention { file: at_file, provider: at_provider, server: at };
                (mention, Of { file, provider, server })
            })
        })
    })
}

/// The endpoints that a server stands for, with the host as it is to be shown.
fn endpoints(provider: &Provider, server: &Server) -> Vec<(String, Result<Endpoint, Why>)> {
    let text = server.host.as_ref().map(|host| host.text.clone()).unwrap_or_default();
    if !text.contains('%') {
        let endpoint = server.endpoint().ok_or(Why::Incomplete).and_then(reachable);
        return vec![(text, endpoint)];
    }
    let lower = text.to_ascii_lowercase();
    let domains = provider.domains.iter().filter_map(|domain| domain.meaning.as_ref());
    let domains = domains.filter(|domain| !domain.is_wildcard).map(|domain| &domain.host);
    let filled = domains.enumerate().map(|(number, domain)| {
        let host = lower.replace(DOMAIN, domain.as_str());
        let parsed = if host.contains('%') { None } else { host.parse::<Host>().ok() };
        let endpoint = match parsed {
            None => Err(Why::Placeholder),
            Some(_) if number >= MOST_DOMAINS => Err(Why::Many),
            Some(parsed) => at(server, parsed).ok_or(Why::Incomplete).and_then(reachable),
        };
        (host, endpoint)
    });
    let mut filled: Vec<_> = filled.collect();
    if filled.is_empty() || !lower.contains(DOMAIN) {
        filled = vec![(text, Err(Why::Placeholder))];
    }
    filled
}

/// The server's endpoint with this host.
fn at(server: &Server, host: Host) -> Option<Endpoint> {
    let mut filled = server.clone();
    filled.host.as_mut()?.meaning = Some(host);
    filled.endpoint()
}

/// The endpoint, if it is the same one for everybody.
fn reachable(endpoint: Endpoint) -> Result<Endpoint, Why> {
    let name = endpoint.host.as_str();
    let is_local_name = LOCAL.iter().any(|local| {
        name.strip_suffix(local).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    });
    let is_local = match endpoint.host.ip() {
        Some(ip) => is_local(ip),
        None => is_local_name || !name.contains('.'),
    };
    if is_local { Err(Why::Local) } else { Ok(endpoint) }
}

fn is_local(ip: std::net::IpAddr) -> bool {
    match ip {
        std::net::IpAddr::V4(ip) => {
            ip.is_loopback() || ip.is_private() || ip.is_link_local() || ip.is_unspecified()
        }
        std::net::IpAddr::V6(ip) => {
            ip.is_loopback()
                || ip.is_unique_local()
                || ip.is_unicast_link_local()
                || ip.is_unspecified()
        }
    }
}

/// Stands for the mail domain (autoconfig draft, "Placeholders").
const DOMAIN: &str = "%emaildomain%";

/// How many domains a placeholder is filled with. Hosters have thousands, all on the same servers.
const MOST_DOMAINS: usize = 8;

/// Names that lead nowhere in the public DNS: RFC 6761 §6.3, RFC 6762 §3, RFC 7686 §2, RFC 8375 §3, and ICANN's
/// `internal`.
const LOCAL: &[&str] = &["localhost", "local", "onion", "home.arpa", "internal"];

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, domains: &[&str], servers: &[(&str, &str, &str)]) -> PresetFile {
        let domains = format!("<domain>{}</domain>", domains.join("</domain><domain>"));
        let servers = servers.iter().map(|(service, host, port)| {
            let side = if *service == "smtp" { "outgoingServer" } else { "incomingServer" };
            format!(
                "<{side} type='{service}'><hostname>{host}</hostname><port>{port}</port>\
                 <socketType>SSL</socketType></{side}>\n"
            )
        });
        let servers: String = servers.collect();
        let text = format!(
            "<clientConfig version='1.1'><emailProvider id='a'>{domains}{servers}</emailProvider>\
             </clientConfig>"
        );
        crate::read(text.as_bytes(), path.as_ref()).expect("is a preset").expect("is well-formed")
    }

    /// Endpoints and how many name them; hosts that are left out, and why.
    type Told<'a> = (Vec<(String, usize)>, Vec<(&'a str, Why)>);

    fn told(servers: &Servers) -> Told<'_> {
        let named = servers.named.iter().map(|it| (it.endpoint.to_string(), it.by.len()));
        let left_out = servers.left_out.iter().map(|it| (it.host.as_str(), it.why));
        (named.collect(), left_out.collect())
    }

    #[test]
    fn each_server_is_there_once_with_all_who_name_it() {
        let imap = ("imap", "imap.example.org", "993");
        let files = [
            file("a.xml", &["example.org"], &[imap, imap, ("smtp", "smtp.example.org", "465")]),
            file("b.xml", &["example.net"], &[("imap", "IMAP.example.org", "993")]),
        ];
        let servers = Servers::of(&files);
        let imap = ("imap://imap.example.org:993/tls".to_owned(), 3);
        let smtp = ("smtp://smtp.example.org:465/tls".to_owned(), 1);
        assert_eq!(told(&servers), (vec![imap, smtp], vec![]));
    }

    #[test]
    fn placeholders_are_filled_with_the_domains() {
        let own = ("imap", "mail.%EMAILDOMAIN%", "993");
        let person = ("imap", "%EMAILLOCALPART%.example.org", "993");
        let two = file("a.xml", &["example.org", "*.example.com", "example.net"], &[own, person]);
        let servers = Servers::of(&[two]);
        let (named, left_out) = told(&servers);
        let hosts: Vec<&str> = named.iter().map(|(endpoint, _)| endpoint.as_str()).collect();
        let expected = ["imap://mail.example.net:993/tls", "imap://mail.example.org:993/tls"];
        assert_eq!(hosts, expected);
        assert_eq!(left_out, [("%EMAILLOCALPART%.example.org", Why::Placeholder)]);

        let domains: Vec<String> = (0..10).map(|number| format!("{number}.example")).collect();
        let domains: Vec<&str> = domains.iter().map(String::as_str).collect();
        let servers = Servers::of(&[file("a.xml", &domains, &[own])]);
        let (named, left_out) = told(&servers);
        assert_eq!(named.len(), MOST_DOMAINS);
        assert_eq!(left_out, [("mail.8.example", Why::Many), ("mail.9.example", Why::Many)]);
    }

    #[test]
    fn what_is_the_users_own_is_left_out() {
        let hosts = ["127.0.0.1", "192.168.1.2", "localhost", "bridge", "a.onion", "mail.local"];
        let servers: Vec<_> = hosts.iter().map(|host| ("imap", *host, "993")).collect();
        let servers = Servers::of(&[file("a.xml", &["example.org"], &servers)]);
        let (named, left_out) = told(&servers);
        assert_eq!((named.len(), left_out.len()), (0, hosts.len()));
        assert!(left_out.iter().all(|(_, why)| *why == Why::Local), "{left_out:?}");
        let beside = ("imap", "notlocal.example", "993");
        assert_eq!(Servers::of(&[file("a.xml", &["example.org"], &[beside])]).named.len(), 1);
    }

    #[test]
    fn what_is_no_endpoint_is_left_out() {
        let odd = [("ews", "a.example", "443"), ("imap", "a.example", "none"), ("imap", "", "993")];
        let servers = Servers::of(&[file("a.xml", &["example.org"], &odd)]);
        let (named, left_out) = told(&servers);
        assert!(named.is_empty(), "{named:?}");
        assert!(left_out.iter().all(|(_, why)| *why == Why::Incomplete), "{left_out:?}");
    }

    #[test]
    fn whoever_asks_for_no_tests_asks_for_the_server() {
        let imap = ("imap", "imap.example.org", "993");
        let mut files =
            [file("a.xml", &["a.example"], &[imap]), file("b.xml", &["b.example"], &[imap])];
        let mut asked = crate::file::Word::new("true", Place::default());
        asked.meaning = Some(true);
        files[0].providers[0].not_tested = Some(asked);
        let servers = Servers::of(&files);
        let (named, left_out) = told(&servers);
        assert!(named.is_empty());
        assert_eq!(left_out, [("imap.example.org", Why::Asked); 2]);
    }
}
