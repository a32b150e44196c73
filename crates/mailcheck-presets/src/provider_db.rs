//! The format of chatmail's provider database: YAML between two lines `---`, then prose in Markdown.

#[cfg(test)]
mod tests;

use mailcheck::model::{
    Authentication, Deviation, Endpoint, Host, Notes, Security, ServerText, Service, Setting,
    Unusable,
};

use crate::preset::{Domain, Preset, Status};
use crate::yaml::{Node, Value};

/// Reads one file.
///
/// Kinds of deviation, each with its line and about a key named by its path:
///
/// | kind | what |
/// |---|---|
/// | `bad-date` | `last_checked` is neither `2026-11` nor `2026-11-30` |
/// | `bad-domain` | no mail domain; it is left out |
/// | `bad-hostname`, `bad-port`, `unknown-socket-type`, `unknown-type` | the server is left out |
/// | `bad-link` | the website does not begin with `http://` or `https://` |
/// | `contradicting-port` | the port is registered for other encryption |
/// | `duplicate-key` | a key is there twice; the first counts |
/// | `letter-case` | a word is written in other letters than the format has |
/// | `missing-key` | a key that every file or server has is not there |
/// | `missing-username` | the log-in name of a server is not said |
/// | `no-domain` | the file is for no domain |
/// | `plain-socket-type` | a server without encryption |
/// | `relay-port` | port 25, where mail servers take mail from each other and many lines let nobody through |
/// | `too-many` | there are more deviations than are kept |
/// | `unknown-key`, `unknown-status`, `unknown-username` | a word that the format does not know |
/// | `unusual-port` | the port is none of the service's registered ones |
/// | `wildcard-domain` | every domain below one is meant |
/// | `wrong-type` | a value is of another type; it alone is left out |
///
/// # Errors
///
/// [`Unusable::Malformed`], when there is no such YAML. A file that names no server is none: some say
/// that a provider has none.
pub fn read(octets: &[u8]) -> Result<Preset, Unusable> {
    let malformed = |text: &str| Unusable::Malformed { text: text.to_owned() };
    let text = str::from_utf8(octets).map_err(|_| malformed("not UTF-8"))?;
    let yaml = front_matter(text).ok_or_else(|| malformed("no YAML between two lines ---"))?;
    let node = Node::read(yaml).map_err(|why| malformed(&why))?;
    let Value::Map(entries) = &node.value else {
        return Err(malformed("the YAML is no map"));
    };
    let mut reader = Reader::default();
    let preset = reader.preset(&mut Keys::new("", node.line, entries));
    Ok(Preset { deviations: reader.deviations, ..preset })
}

/// What stands between the first two lines `---`, the first of them included so that lines count from
/// the start of the file.
fn front_matter(text: &str) -> Option<&str> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut end = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let is_mark = line.trim_end() == "---";
        match number {
            0 if !is_mark => return None,
            0 => {}
            _ if is_mark => return text.get(..end),
            _ => {}
        }
        end += line.len();
    }
    None
}

/// The keys of one map, each taken once.
struct Keys<'a> {
    path: String,
    line: u32,
    left: Vec<&'a (Node, Node)>,
}

impl<'a> Keys<'a> {
    fn new(path: &str, line: u32, entries: &'a [(Node, Node)]) -> Self {
        Self { path: path.to_owned(), line, left: entries.iter().collect() }
    }

    fn path_to(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }
}

#[derive(Default)]
struct Reader {
    deviations: Vec<Deviation>,
}

impl Reader {
    fn preset(&mut self, keys: &mut Keys<'_>) -> Preset {
        let text =
            |found: Option<(&str, u32)>| found.map(|(text, _)| ServerText::from(text.trim()));
        let name = self.needed(keys, "name");
        let status = self.needed(keys, "status");
        let last_checked = self.needed(keys, "last_checked");
        let website = self.text(keys, "website");
        let before_login = self.text(keys, "before_login_hint");
        let after_login = self.text(keys, "after_login_hint");
        let is_not_tested = self.text(keys, "skip_auto_test");
        if let Some((date, line)) = last_checked.filter(|(date, _)| !is_date(date)) {
            self.note("bad-date", &format!("last_checked: {date}"), line);
        }
        if let Some((url, line)) = website.filter(|(url, _)| !is_web(url)) {
            self.note("bad-link", &format!("website: {url}"), line);
        }
        let mut notes = Notes::default();
        notes.display_name = text(name);
        let preset = Preset {
            name: text(name).unwrap_or_default(),
            domains: self.domains(keys),
            status: status.and_then(|(word, line)| self.status(word, line)),
            settings: self.servers(keys),
            before_login: text(before_login),
            after_login: text(after_login),
            last_checked: text(last_checked),
            notes,
            website: text(website),
            is_not_tested: is_not_tested.is_some_and(|(word, line)| self.truth(word, line)),
            options: self.options(keys),
            deviations: Vec::new(),
        };
        self.end(keys);
        self.deviations.sort_by_key(|deviation| deviation.line);
        preset
    }

    fn domains(&mut self, keys: &mut Keys<'_>) -> Vec<Domain> {
        let mut found = Vec::new();
        for node in self.list(keys, "domains").unwrap_or_default() {
            let Some(text) = self.as_text(node, "domains") else { continue };
            match Domain::read(text) {
                None => self.note("bad-domain", &format!("domains: {text}"), node.line),
                Some(domain) => {
                    if domain.is_wildcard {
                        self.note("wildcard-domain", &format!("domains: {text}"), node.line);
                    }
                    found.push(domain);
                }
            }
        }
        if found.is_empty() {
            self.note("no-domain", "domains", keys.line);
        }
        found
    }

    fn status(&mut self, word: &str, line: u32) -> Option<Status> {
        let known =
            [("OK", Status::Ok), ("PREPARATION", Status::Preparation), ("BROKEN", Status::Broken)];
        let found = self.word(&known, "status", word, line);
        if found.is_none() {
            self.note("unknown-status", &format!("status: {word}"), line);
        }
        found
    }

    fn truth(&mut self, word: &str, line: u32) -> bool {
        let found = self.word(&[("true", true), ("false", false)], "skip_auto_test", word, line);
        if found.is_none() {
            self.note("wrong-type", "skip_auto_test", line);
        }
        found.unwrap_or(false)
    }

    fn servers(&mut self, keys: &mut Keys<'_>) -> Vec<Setting> {
        // Providers without mail servers for programs have no such key.
        if !keys.left.iter().any(|(key, _)| is_key(key, "server")) {
            return Vec::new();
        }
        let mut found = Vec::new();
        for node in self.list(keys, "server").unwrap_or_default() {
            let before = self.deviations.len();
            let setting = self.as_map(node, "server").and_then(|mut keys| {
                let setting = self.server(&mut keys);
                self.end(&keys);
                setting
            });
            if setting.is_none() {
                for deviation in self.deviations.iter_mut().skip(before) {
                    deviation.dropped = true;
                }
            }
            found.extend(setting);
        }
        found
    }

    /// One server; `None` when a part of where it is cannot be known.
    fn server(&mut self, keys: &mut Keys<'_>) -> Option<Setting> {
        let service = self.needed(keys, "type").and_then(|(word, line)| {
            let known = [("imap", Service::Imap), ("smtp", Service::Smtp)];
            let found = self.word(&known, "server.type", word, line);
            self.expect("unknown-type", "server.type", (word, line), found)
        });
        let security = self.needed(keys, "socket").and_then(|(word, line)| {
            let known = [
                ("SSL", Security::Tls),
                ("STARTTLS", Security::Starttls),
                ("PLAIN", Security::Plain),
            ];
            let found = self.word(&known, "server.socket", word, line);
            self.expect("unknown-socket-type", "server.socket", (word, line), found)
        });
        let host = self.needed(keys, "hostname").and_then(|(text, line)| {
            let found = text.parse::<Host>().ok();
            self.expect("bad-hostname", "server.hostname", (text, line), found)
        });
        let port = self.needed(keys, "port").and_then(|(text, line)| {
            let is_number = text.bytes().all(|octet| octet.is_ascii_digit());
            let found = text.parse().ok().filter(|port| is_number && *port != 0_u16);
            let found = self.expect("bad-port", "server.port", (text, line), found)?;
            Some((found, line))
        });
        let username = self.username(keys);
        let (service, security, host, (port, line)) = (service?, security?, host?, port?);
        if security == Security::Plain {
            self.note(
                "plain-socket-type",
                &format!("server.hostname: {}", host.as_str()),
                keys.line,
            );
        }
        let endpoint = Endpoint { service, host, port, security };
        if let Some(kind) = port_slip(&endpoint) {
            self.note(kind, &format!("server.port: {port}"), line);
        }
        let mut setting = Setting::new(endpoint);
        setting.username = username;
        // The format knows no other way than the password.
        setting.authentication = vec![Authentication::PasswordCleartext];
        Some(setting)
    }

    fn username(&mut self, keys: &mut Keys<'_>) -> Option<String> {
        let Some((word, line)) = self.text(keys, "username_pattern") else {
            self.note("missing-username", "server.username_pattern", keys.line);
            return None;
        };
        let known = [("EMAIL", "%EMAILADDRESS%"), ("EMAILLOCALPART", "%EMAILLOCALPART%")];
        let found = self.word(&known, "server.username_pattern", word, line);
        if found.is_none() {
            self.note("unknown-username", &format!("server.username_pattern: {word}"), line);
        }
        found.map(str::to_owned)
    }

    /// What the file says to programs of the database's makers.
    fn options(&mut self, keys: &mut Keys<'_>) -> Vec<(String, ServerText)> {
        let mut found = Vec::new();
        if let Some((text, _)) = self.text(keys, "oauth2") {
            found.push(("oauth2".to_owned(), text.into()));
        }
        for (name, known) in OPTIONS {
            let Some(node) = self.take(keys, name) else { continue };
            let Some(inside) = self.as_map(node, name) else { continue };
            for (key, value) in &inside.left {
                let Value::Text(key_text) = &key.value else { continue };
                let path = inside.path_to(key_text);
                if !known.contains(&key_text.as_str()) {
                    self.note("unknown-key", &path, key.line);
                }
                if let Some(text) = self.as_text(value, &path) {
                    found.push((path, text.into()));
                }
            }
        }
        found
    }

    /// A known word, whatever its case.
    fn word<T: Copy>(
        &mut self,
        known: &[(&str, T)],
        path: &str,
        word: &str,
        line: u32,
    ) -> Option<T> {
        let (expected, meaning) =
            known.iter().find(|(expected, _)| expected.eq_ignore_ascii_case(word))?;
        if *expected != word {
            self.note("letter-case", &format!("{path}: {word}"), line);
        }
        Some(*meaning)
    }

    fn expect<T>(
        &mut self,
        kind: &str,
        path: &str,
        at: (&str, u32),
        found: Option<T>,
    ) -> Option<T> {
        if found.is_none() {
            self.note(kind, &format!("{path}: {}", at.0), at.1);
        }
        found
    }

    /// Takes a key out, so that what is left was not known.
    fn take<'a>(&mut self, keys: &mut Keys<'a>, name: &str) -> Option<&'a Node> {
        let (taken, left): (Vec<_>, Vec<_>) =
            keys.left.iter().copied().partition(|(key, _)| is_key(key, name));
        keys.left = left;
        if let Some((again, _)) = taken.get(1) {
            self.note("duplicate-key", &keys.path_to(name), again.line);
        }
        taken.first().map(|(_, value)| value)
    }

    fn text<'a>(&mut self, keys: &mut Keys<'a>, name: &str) -> Option<(&'a str, u32)> {
        let node = self.take(keys, name)?;
        Some((self.as_text(node, &keys.path_to(name))?, node.line))
    }

    fn needed<'a>(&mut self, keys: &mut Keys<'a>, name: &str) -> Option<(&'a str, u32)> {
        self.miss(keys, name);
        self.text(keys, name)
    }

    fn list<'a>(&mut self, keys: &mut Keys<'a>, name: &str) -> Option<&'a [Node]> {
        self.miss(keys, name);
        let node = self.take(keys, name)?;
        let Value::List(items) = &node.value else {
            self.note("wrong-type", &keys.path_to(name), node.line);
            return None;
        };
        Some(items)
    }

    fn as_text<'a>(&mut self, node: &'a Node, path: &str) -> Option<&'a str> {
        let Value::Text(text) = &node.value else {
            self.note("wrong-type", path, node.line);
            return None;
        };
        Some(text)
    }

    fn as_map<'a>(&mut self, node: &'a Node, path: &str) -> Option<Keys<'a>> {
        let Value::Map(entries) = &node.value else {
            self.note("wrong-type", path, node.line);
            return None;
        };
        Some(Keys::new(path, node.line, entries))
    }

    fn miss(&mut self, keys: &Keys<'_>, name: &str) {
        if !keys.left.iter().any(|(key, _)| is_key(key, name)) {
            self.note("missing-key", &keys.path_to(name), keys.line);
        }
    }

    /// What is left was not known.
    fn end(&mut self, keys: &Keys<'_>) {
        for (key, _) in &keys.left {
            match &key.value {
                Value::Text(text) => self.note("unknown-key", &keys.path_to(text), key.line),
                Value::List(_) | Value::Map(_) => self.note("wrong-type", &keys.path, key.line),
            }
        }
    }

    fn note(&mut self, kind: &str, text: &str, line: u32) {
        match self.deviations.len() {
            ..MAX_DEVIATIONS => self.deviations.push(Deviation::new(kind, text, line)),
            MAX_DEVIATIONS => self.deviations.push(Deviation::new("too-many", "", u32::MAX)),
            _more => {}
        }
    }
}

fn is_key(node: &Node, name: &str) -> bool {
    matches!(&node.value, Value::Text(text) if text == name)
}

/// What is odd about a port, given what it is for.
fn port_slip(endpoint: &Endpoint) -> Option<&'static str> {
    let (service, port) = (endpoint.service, endpoint.port);
    let is_for_tls = port == service.tls_port();
    let is_for_starttls = port == service.starttls_port();
    if service == Service::Smtp && port == RELAY_PORT {
        return Some("relay-port");
    }
    match endpoint.security {
        Security::Tls if is_for_starttls => Some("contradicting-port"),
        Security::Starttls | Security::Plain if is_for_tls => Some("contradicting-port"),
        _ if is_for_tls || is_for_starttls => None,
        Security::Tls | Security::Starttls | Security::Plain => Some("unusual-port"),
    }
}

fn is_web(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

/// A year, a month and perhaps a day.
fn is_date(text: &str) -> bool {
    let mut parts = text.split('-').map(|part| {
        let is_number = part.bytes().all(|octet| octet.is_ascii_digit());
        part.parse::<u16>().ok().filter(|_| is_number).map(|number| (part.len(), number))
    });
    matches!(parts.next(), Some(Some((4, _))))
        && matches!(parts.next(), Some(Some((2, 1..=12))))
        && matches!(parts.next(), None | Some(Some((2, 1..=31))))
        && parts.next().is_none()
}

/// The maps of options, and the options that real files have.
const OPTIONS: [(&str, &[&str]); 2] = [
    ("opt", &["max_smtp_rcpt_to", "strict_tls"]),
    ("config_defaults", &["delete_server_after", "mdns_enabled", "media_quality"]),
];

/// Where mail servers take mail from each other (RFC 5321 §4.5.4.2).
const RELAY_PORT: u16 = 25;

/// Deviations that are kept: more than a person reads.
const MAX_DEVIATIONS: usize = 100;
