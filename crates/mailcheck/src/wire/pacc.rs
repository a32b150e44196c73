//! The provider's automatic configuration, and the record that vouches for it
//! (draft-ietf-mailmaint-pacc-02).

mod record;
#[cfg(test)]
mod tests;

use super::html::is_html;
use super::json::Json;
use super::url::{Scheme, scheme_of};
use crate::model::{
    Authentication, Deviation, Endpoint, Host, Notes, Security, ServerText, Service, Setting,
    Unusable,
};

pub use record::{Records, check, vouch};

/// Where the document of a domain is.
pub fn url(domain: &Host) -> String {
    format!("https://ua-auto-config.{}/.well-known/user-agent-configuration.json", domain.as_str())
}

/// The name of the TXT records that give the digest of the document.
pub fn record_name(domain: &Host) -> String {
    format!("_ua-auto-config.{}", domain.as_str())
}

/// What a document says.
///
/// The format knows neither ports nor encryption: all is TLS from the start on the registered ports
/// (RFC 8314 §3), and neither is the log-in name in it.
///
/// Kinds of deviation, each about a member named by its path:
///
/// | kind | what |
/// |---|---|
/// | `bad-hostname` | what stands for a host is none; the server is left out |
/// | `bad-link` | what stands for a web address is none, or an issuer's does not begin with `https://` |
/// | `byte-order-mark` | the document begins with one (RFC 8259 §8.1) |
/// | `different-hosts` | `smtp` and `submit` name different hosts; both are kept |
/// | `duplicate-member` | a member is there twice; the first counts, where other readers take the last |
/// | `host-is-address` | the host is an IP address, for which certificates are rare |
/// | `missing-member` | a member that every document has is not there |
/// | `no-authentication` | neither passwords nor tokens are accepted |
/// | `unknown-member` | a member that the draft does not know |
/// | `wrong-type` | a member is of another type; it alone is left out |
/// | `too-many` | there are more deviations than are kept |
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct Pacc {
    /// The servers: IMAP, POP3, then submission. None is named by a document that has none of use.
    pub settings: Vec<Setting>,
    /// The provider's name, pages that help, and who gives tokens.
    pub notes: Notes,
    /// Services of other kinds, such as calendars: the protocol's name with its host or address.
    pub others: Vec<(String, ServerText)>,
    /// How the document differs from the format.
    pub deviations: Vec<Deviation>,
}

impl Pacc {
    /// Reads a document.
    ///
    /// # Errors
    ///
    /// [`Unusable::HtmlPage`] and [`Unusable::Malformed`], when it is not of this format at all. A
    /// document that names no server is no error: what is odd in it can say why.
    ///
    /// # Examples
    ///
    /// ```
    /// use mailcheck::wire::pacc::Pacc;
    /// let document = r#"{
    ///     "protocols": {"imap": {"host": "imap.example.org"}},
    ///     "authentication": {"password": true},
    ///     "info": {"provider": {"name": "Example"}}
    /// }"#;
    /// let found = Pacc::read(document.as_bytes())?;
    /// assert_eq!(found.settings[0].endpoint.to_string(), "imap://imap.example.org:993/tls");
    /// assert_eq!(found.deviations, []);
    /// # Ok::<(), mailcheck::model::Unusable>(())
    /// ```
    pub fn read(body: &[u8]) -> Result<Self, Unusable> {
        if body.len() > MAX_OCTETS {
            let text = format!("longer than {MAX_OCTETS} octets");
            return Err(Unusable::Malformed { text });
        }
        if is_html(body) {
            return Err(Unusable::HtmlPage);
        }
        let json = body.strip_prefix(BYTE_ORDER_MARK).unwrap_or(body);
        let document =
            Json::read(json).map_err(|why| Unusable::Malformed { text: why.to_string() })?;
        let Json::Object(members) = document else {
            return Err(Unusable::Malformed { text: "not an object".to_owned() });
        };
        let mut reader = Reader::default();
        if json.len() < body.len() {
            reader.note("byte-order-mark", "");
        }
        reader.document(&members);
        Ok(reader.found)
    }
}

/// The members of one object, each taken once.
struct Members<'a> {
    /// Where the object is: `protocols.imap`, or nothing for the whole.
    path: String,
    left: Vec<&'a (String, Json)>,
}

impl<'a> Members<'a> {
    fn new(path: &str, members: &'a [(String, Json)]) -> Self {
        Self { path: path.to_owned(), left: members.iter().collect() }
    }

    fn path_to(&self, name: &str) -> String {
        if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) }
    }
}

#[derive(Default)]
struct Reader {
    found: Pacc,
}

impl Reader {
    fn document(&mut self, members: &[(String, Json)]) {
        let mut root = Members::new("", members);
        let authentication = match self.needed_object(&mut root, "authentication") {
            Some(members) => self.authentication(members),
            None => Vec::new(),
        };
        if let Some(members) = self.needed_object(&mut root, "protocols") {
            self.protocols(members, &authentication);
        }
        if let Some(members) = self.needed_object(&mut root, "info") {
            self.info(members);
        }
        self.end(&root);
    }

    fn protocols(&mut self, mut members: Members<'_>, authentication: &[Authentication]) {
        for (name, service) in [("imap", Service::Imap), ("pop3", Service::Pop3)] {
            if let Some(host) = self.server(&mut members, name) {
                self.setting(service, host, authentication);
            }
        }
        // The draft has renamed it; providers that serve old and new readers write both.
        let [smtp, submit] = ["smtp", "submit"].map(|name| self.server(&mut members, name));
        if smtp.is_some() && submit.is_some() && smtp != submit {
            self.note("different-hosts", &members.path_to("submit"));
        }
        let submit = submit.filter(|host| smtp.as_ref() != Some(host));
        for host in [smtp, submit].into_iter().flatten() {
            self.setting(Service::Smtp, host, authentication);
        }
        if let Some(sieve) = self.server(&mut members, "managesieve") {
            self.found.others.push(("managesieve".to_owned(), sieve.as_str().into()));
        }
        for name in ["jmap", "caldav", "carddav", "webdav"] {
            let Some(mut inside) = self.object(&mut members, name) else { continue };
            if let Some(url) = self.needed_text(&mut inside, "url") {
                self.found.others.push((name.to_owned(), url.into()));
            }
            self.end(&inside);
        }
        self.end(&members);
    }

    fn setting(&mut self, service: Service, host: Host, authentication: &[Authentication]) {
        let mut setting = Setting::new(Endpoint::usual(service, host, Security::Tls));
        setting.authentication = authentication.to_vec();
        self.found.settings.push(setting);
    }

    /// The host of a server. Whatever keeps it from being known costs the server.
    fn server(&mut self, members: &mut Members<'_>, name: &str) -> Option<Host> {
        let before = self.found.deviations.len();
        let mut inside = self.object(members, name);
        let text = inside.as_mut().and_then(|inside| self.needed_text(inside, "host"));
        let place = format!("{}.host", members.path_to(name));
        let host = text.and_then(|text| {
            let host = text.parse::<Host>().ok();
            if host.is_none() {
                self.note("bad-hostname", &format!("{place}: {text}"));
            }
            host
        });
        if host.is_none() {
            for deviation in self.found.deviations.iter_mut().skip(before) {
                deviation.dropped = true;
            }
        }
        if host.as_ref().is_some_and(|host| host.ip().is_some()) {
            self.note("host-is-address", &place);
        }
        if let Some(inside) = inside {
            self.end(&inside);
        }
        host
    }

    /// The ways to log in, the best first: a token can be taken back without a new password.
    fn authentication(&mut self, mut members: Members<'_>) -> Vec<Authentication> {
        let mut ways = Vec::new();
        if let Some(mut inside) = self.object(&mut members, "oauth-public") {
            if let Some(issuer) = self.needed_text(&mut inside, "issuer") {
                // RFC 8414 §2: an issuer is an https URL.
                if scheme_of(issuer) == Some(Scheme::Https) {
                    self.found.notes.oauth_issuer = Some(issuer.into());
                    ways.push(Authentication::OAuth2);
                } else {
                    self.bad_link(&inside, "issuer", issuer);
                }
            }
            self.end(&inside);
        }
        match self.take(&mut members, "password") {
            Some(Json::Bool(true)) => ways.push(Authentication::PasswordCleartext),
            Some(Json::Bool(false)) | None => {}
            Some(_other) => self.note("wrong-type", &members.path_to("password")),
        }
        if ways.is_empty() {
            self.note("no-authentication", &members.path);
        }
        self.end(&members);
        ways
    }

    fn info(&mut self, mut members: Members<'_>) {
        if let Some(mut provider) = self.needed_object(&mut members, "provider") {
            self.found.notes.display_name =
                self.needed_text(&mut provider, "name").map(ServerText::from);
            self.text(&mut provider, "shortName");
            // Pictures are for mail programs.
            self.take(&mut provider, "logo");
            self.end(&provider);
        }
        if let Some(mut help) = self.object(&mut members, "help") {
            if let Some(url) = self.text(&mut help, "documentation") {
                if scheme_of(url).is_some() {
                    self.found.notes.documentation.push(url.into());
                } else {
                    self.bad_link(&help, "documentation", url);
                }
            }
            // For programmers, and ways to write to the provider.
            self.text(&mut help, "developer");
            self.take(&mut help, "contact");
            self.end(&help);
        }
        self.end(&members);
    }

    /// Takes a member out, so that what is left was not known.
    fn take<'a>(&mut self, members: &mut Members<'a>, name: &str) -> Option<&'a Json> {
        let mut values = Vec::new();
        members.left.retain(|(known, value)| {
            if known == name {
                values.push(value);
            }
            known != name
        });
        if values.len() > 1 {
            self.note("duplicate-member", &members.path_to(name));
        }
        values.first().copied()
    }

    fn object<'a>(&mut self, members: &mut Members<'a>, name: &str) -> Option<Members<'a>> {
        let path = members.path_to(name);
        let Json::Object(inside) = self.take(members, name)? else {
            self.note("wrong-type", &path);
            return None;
        };
        Some(Members::new(&path, inside))
    }

    fn text<'a>(&mut self, members: &mut Members<'a>, name: &str) -> Option<&'a str> {
        let Json::Text(text) = self.take(members, name)? else {
            self.note("wrong-type", &members.path_to(name));
            return None;
        };
        Some(text)
    }

    fn needed_object<'a>(&mut self, members: &mut Members<'a>, name: &str) -> Option<Members<'a>> {
        self.miss(members, name);
        self.object(members, name)
    }

    fn needed_text<'a>(&mut self, members: &mut Members<'a>, name: &str) -> Option<&'a str> {
        self.miss(members, name);
        self.text(members, name)
    }

    fn miss(&mut self, members: &Members<'_>, name: &str) {
        if !members.left.iter().any(|(known, _)| known == name) {
            self.note("missing-member", &members.path_to(name));
        }
    }

    fn bad_link(&mut self, members: &Members<'_>, name: &str, url: &str) {
        self.note("bad-link", &format!("{}: {url}", members.path_to(name)));
    }

    /// What is left was not known.
    fn end(&mut self, members: &Members<'_>) {
        for (name, _) in &members.left {
            self.note("unknown-member", &members.path_to(name));
        }
    }

    fn note(&mut self, kind: &str, text: &str) {
        let deviations = &mut self.found.deviations;
        match deviations.len() {
            ..MAX_DEVIATIONS => deviations.push(Deviation::new(kind, text, 0)),
            MAX_DEVIATIONS => deviations.push(Deviation::new("too-many", "", 0)),
            _more => {}
        }
    }
}

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// The longest document. Those that mean it have less than 2 KiB.
pub const MAX_OCTETS: usize = 256 * 1_024;

/// Deviations that are kept: more than a person reads.
const MAX_DEVIATIONS: usize = 100;
