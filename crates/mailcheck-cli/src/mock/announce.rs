//! What is told about a provider when it has started.

use std::fmt::Write as _;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::Path;

use mailcheck::render::{escape, escape_json, pad};
use mailcheck_mock::{Port, Provider, Scenario, Service};
use serde_json::{Value, json};

use crate::tongue::{self, say};

/// Somebody who may log in.
#[derive(Debug)]
pub(crate) struct Person {
    pub(crate) address: String,
    pub(crate) password: String,
    /// Whether the password was made up; any other is not for printing.
    pub(crate) is_made_up: bool,
    pub(crate) token: String,
}

/// All there is to tell.
#[derive(Debug)]
pub(crate) struct Announcement<'a> {
    pub(crate) provider: &'a Provider,
    pub(crate) scenario: Option<&'a Scenario>,
    pub(crate) people: &'a [Person],
    pub(crate) ca_file: &'a Path,
    pub(crate) autoconfig: Option<&'a Path>,
}

impl Announcement<'_> {
    /// In one line.
    pub(crate) fn json(&self) -> String {
        let place = |at: Option<SocketAddr>| {
            at.map(|at| json!({ "address": at.ip().to_string(), "port": at.port() }))
        };
        let port = |port: Port| {
            let (name, at) = (port.name(), self.provider.addr(port));
            json!({
                "name": name,
                "service": service(port),
                "security": security(port),
                "host": self.provider.host(port),
                "address": at.ip().to_string(),
                "port": at.port(),
            })
        };
        let person = |person: &Person| {
            let password = person.is_made_up.then_some(&person.password);
            json!({ "address": person.address, "password": password, "token": person.token })
        };
        let scenario = self.scenario.map(|it| json!({ "name": it.name(), "title": it.title() }));
        let line = json!({
            "schema": SCHEMA,
            "mailcheck": env!("CARGO_PKG_VERSION"),
            "pid": std::process::id(),
            "scenario": scenario,
            "domain": self.provider.domain(),
            "ports": Port::ALL.map(port),
            "dns": place(self.provider.dns()),
            "http": place(self.provider.http()),
            "https": place(self.provider.https()),
            "oauth": self.issuer(),
            "ca_file": self.ca_file.to_string_lossy(),
            "autoconfig": self.autoconfig.map(Path::to_string_lossy),
            "accounts": self.people.iter().map(person).collect::<Value>(),
        });
        escape_json(&line.to_string()) + "\n"
    }

    /// For people.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        let what = self.scenario.map_or_else(
            || say("mock-well", &[]),
            |scenario| format!("{}: {}", scenario.name(), tongue::title(scenario)),
        );
        line(&mut text, "", &say("mock-provider", &[("domain", self.provider.domain().into())]));
        line(&mut text, "", &what);
        text.push('\n');
        for port in Port::ALL {
            let (host, at) = (self.provider.host(port), self.provider.addr(port));
            let kind = format!("{:4}  {:8}", service(port), security(port));
            line(&mut text, &kind, &format!("{at:21}  {host}"));
        }
        let others = [
            ("dns", self.provider.dns()),
            ("http", self.provider.http()),
            ("https", self.provider.https()),
        ];
        for (name, at) in others {
            if let Some(at) = at {
                line(&mut text, name, &at.to_string());
            }
        }
        if let Some(issuer) = self.issuer() {
            line(&mut text, "oauth", &issuer);
        }
        text.push('\n');
        for person in self.people {
            line(&mut text, &say("mock-account", &[]), &person.address);
            let given = say("mock-password-given", &[]);
            let password = if person.is_made_up { &person.password } else { &given };
            line(&mut text, &format!("  {}", say("mock-password", &[])), password);
            line(&mut text, &format!("  {}", say("mock-token", &[])), &person.token);
        }
        line(&mut text, &say("mock-ca-file", &[]), &self.ca_file.to_string_lossy());
        if let Some(path) = self.autoconfig {
            line(&mut text, "autoconfig", &path.to_string_lossy());
        }
        text.push('\n');
        line(&mut text, &say("mock-try", &[]), &self.call());
        text
    }

    /// Who gives tokens, if there are web servers.
    fn issuer(&self) -> Option<String> {
        let at = self.provider.https()?;
        Some(format!("https://{}:{}", self.provider.domain(), at.port()))
    }

    /// What to type to see that it works.
    fn call(&self) -> String {
        let (host, at) = (self.provider.host(Port::ImapTls), self.provider.addr(Port::ImapTls));
        let ip = match at.ip() {
            IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.to_string(),
            IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.to_string(),
            IpAddr::V4(_) | IpAddr::V6(_) => at.ip().to_string(),
        };
        let address = self.people.first().map(|person| person.address.as_str());
        let words = [
            address.unwrap_or_default(),
            "--imap",
            &format!("{host}:{}/tls", at.port()),
            "--resolve",
            &format!("{host}:{ip}"),
            "--ca-file",
            &self.ca_file.to_string_lossy(),
        ];
        format!("mailcheck verify {}", words.map(quoted).join(" "))
    }
}

/// A word as a shell takes it.
fn quoted(word: &str) -> String {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "@:/.-_+%,".contains(letter);
    if word.chars().all(is_plain) && !word.is_empty() {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

fn line(text: &mut String, name: &str, value: &str) {
    let value = escape(value);
    // Writing to a String cannot fail.
    let _infallible = if name.is_empty() {
        writeln!(text, "{value}")
    } else {
        writeln!(text, "{}{value}", pad(name, 16))
    };
}

fn service(port: Port) -> &'static str {
    match port.service() {
        Service::Imap => "imap",
        Service::Pop3 => "pop3",
        Service::Smtp => "smtp",
        _later => "other",
    }
}

fn security(port: Port) -> &'static str {
    port.name().split_once('-').map_or("", |(_, security)| security)
}

/// What the line says that it is.
const SCHEMA: &str = "mailcheck-mock/1";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_where_a_shell_needs_it() {
        assert_eq!(quoted("imap.example.org:::1"), "imap.example.org:::1");
        assert_eq!(quoted("you@example.org"), "you@example.org");
        assert_eq!(quoted("it's $HOME"), r"'it'\''s $HOME'");
        assert_eq!(quoted(""), "''");
    }
}
