//! chatmail's provider database, written: YAML between two lines `---`.

use mailcheck::model::{Authentication, Endpoint};

use super::scalar::{comments, lost, quoted};
use super::{CannotWrite, Loss, Part, beside, beside_server};
use crate::file::{PresetFile, Provider, Purpose, Server, Word};
use crate::preset::Domain;
use crate::read::provider_db::{OPTIONS, SERVICES, SOCKETS, STATUSES, USERNAMES};

pub(super) fn write(file: &PresetFile) -> Result<(String, Vec<Loss>), CannotWrite> {
    let [provider] = file.providers.as_slice() else {
        return Err(CannotWrite::Providers { count: file.providers.len() });
    };
    let mut writer = Writer { yaml: format!("---\n{}", comments(file)), losses: Vec::new() };
    writer.provider(provider)?;
    writer.yaml += "---\n";
    Ok((writer.yaml, writer.losses))
}

struct Writer {
    yaml: String,
    losses: Vec<Loss>,
}

impl Writer {
    fn provider(&mut self, provider: &Provider) -> Result<(), CannotWrite> {
        self.losses.extend(beside(provider, HELD));
        let name = provider.name.as_ref().or(provider.id.as_ref());
        let name = name.ok_or(CannotWrite::Missing { what: "name" })?;
        if let Some(id) = provider.id.as_ref().filter(|id| id.text != name.text) {
            self.losses.push(lost(Part::Id, id));
        }
        self.text("name", &name.text);
        if let Some(status) = &provider.status {
            match STATUSES.iter().find(|(_, meaning)| Some(*meaning) == status.meaning) {
                Some((word, _)) => self.line("status", word),
                None => self.losses.push(lost(Part::Status, status)),
            }
        }
        self.domains(&provider.domains);
        self.servers(&provider.servers);
        self.hints("before_login_hint", &provider.hints);
        self.hints("after_login_hint", &provider.hints_after);
        if let Some(date) = &provider.last_checked {
            self.text("last_checked", &date.text);
        }
        self.links(provider);
        if let Some(word) = &provider.not_tested {
            match word.meaning {
                Some(is_so) => self.line("skip_auto_test", &is_so.to_string()),
                None => self.losses.push(lost(Part::NotTested, word)),
            }
        }
        self.options(&provider.options);
        Ok(())
    }

    fn domains(&mut self, domains: &[Word<Domain>]) {
        let mut written = Vec::new();
        for domain in domains {
            match &domain.meaning {
                Some(meaning) => written.push(name(domain, meaning)),
                None => self.losses.push(lost(Part::Domain, domain)),
            }
        }
        self.yaml += if written.is_empty() { "domains: []\n" } else { "domains:\n" };
        for domain in written {
            self.add(&format!("  - {}\n", scalar(&domain)));
        }
    }

    fn servers(&mut self, servers: &[Server]) {
        let mut is_first = true;
        for server in servers {
            let Some((service, socket, endpoint)) = known(server) else {
                let host = server.host.as_ref().map_or(&server.service.text, |host| &host.text);
                self.losses.push(Loss::new(Part::Server, host, server.at));
                continue;
            };
            if std::mem::take(&mut is_first) {
                self.yaml += "server:\n";
            }
            self.add(&format!("  - type: {service}\n    socket: {socket}\n"));
            let host = server.host.as_ref().map_or(endpoint.host.as_str(), |host| &host.text);
            self.add(&format!("    hostname: {}\n    port: {}\n", scalar(host), endpoint.port));
            self.username(server);
            let is_other =
                |word: &&Word<_>| word.meaning != Some(Authentication::PasswordCleartext);
            let others = server.authentication.iter().filter(is_other);
            self.losses.extend(others.map(|it| lost(Part::Authentication, it)));
            self.losses.extend(beside_server(server));
        }
    }

    fn username(&mut self, server: &Server) {
        let Some(word) = &server.username else { return };
        match USERNAMES.iter().find(|(_, meaning)| word.meaning.as_deref() == Some(*meaning)) {
            Some((pattern, _)) => self.add(&format!("    username_pattern: {pattern}\n")),
            None => self.losses.push(lost(Part::Username, word)),
        }
    }

    /// Hints, of which the format has one.
    fn hints(&mut self, key: &str, hints: &[Word]) {
        let texts: Vec<&str> = hints.iter().map(|hint| hint.text.as_str()).collect();
        if !texts.is_empty() {
            self.text(key, &texts.join("\n"));
        }
    }

    fn links(&mut self, provider: &Provider) {
        let (websites, others): (Vec<_>, Vec<_>) =
            provider.links.iter().partition(|link| link.purpose == Purpose::Website);
        let website = websites.first().map(|link| link.url.text.clone());
        if let Some(url) = website {
            self.text("website", &url);
        }
        let words = websites.iter().take(1).flat_map(|link| &link.passages);
        self.losses.extend(words.map(|passage| lost(Part::Link, &passage.text)));
        let lost_links = websites.iter().skip(1).chain(&others);
        self.losses.extend(lost_links.map(|link| lost(Part::Link, &link.url)));
    }

    fn options(&mut self, options: &[(Word, Word)]) {
        for (name, _) in OPTIONS {
            let inside =
                |key: &Word| Some(key.text.strip_prefix(name)?.strip_prefix('.')?.to_owned());
            let inside: Vec<_> =
                options.iter().filter_map(|(key, value)| Some((inside(key)?, value))).collect();
            if !inside.is_empty() {
                self.add(&format!("{name}:\n"));
            }
            for (key, value) in inside {
                self.add(&format!("  {}: {}\n", scalar(&key), scalar(&value.text)));
            }
        }
        for (key, value) in options {
            match key.text.as_str() {
                "oauth2" => self.text("oauth2", &value.text),
                held if OPTIONS.iter().any(|(name, _)| is_within(held, name)) => {}
                _other => self.losses.push(lost(Part::Option, key)),
            }
        }
    }

    fn add(&mut self, lines: &str) {
        self.yaml += lines;
    }

    fn text(&mut self, key: &str, text: &str) {
        self.line(key, &scalar(text));
    }

    fn line(&mut self, key: &str, value: &str) {
        self.add(&format!("{key}: {value}\n"));
    }
}

fn is_within(key: &str, name: &str) -> bool {
    key.strip_prefix(name).is_some_and(|rest| rest.starts_with('.'))
}

/// A domain as it is written, if it is written as one; else its name.
fn name(word: &Word<Domain>, meaning: &Domain) -> String {
    if Domain::read(&word.text).as_ref() == Some(meaning) {
        return word.text.clone();
    }
    let above = if meaning.is_wildcard { "*." } else { "" };
    format!("{above}{}", meaning.host.as_str())
}

/// A server that the format can hold: its words for service and security, and where it is.
fn known(server: &Server) -> Option<(&'static str, &'static str, Endpoint)> {
    let endpoint = server.endpoint()?;
    let (service, _) = SERVICES.iter().find(|(_, meaning)| *meaning == endpoint.service)?;
    let (socket, _) = SOCKETS.iter().find(|(_, meaning)| *meaning == endpoint.security)?;
    Some((*service, *socket, endpoint))
}

/// A scalar of YAML: without quotes where nobody can take it for anything but a string or a date.
fn scalar(text: &str) -> String {
    let is_plain =
        |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '.' | '_' | '/');
    let is_word = text.starts_with(|letter: char| letter.is_ascii_alphabetic())
        && text.chars().all(is_plain)
        && (text.contains('.') || text.len() > "false".len());
    let is_date = crate::provider_db::is_date(text);
    let is_truth = matches!(text, "true" | "false");
    if is_word || is_date || is_truth { text.to_owned() } else { quoted(text) }
}

/// What the format holds of a provider beside what it is called, its domains and servers.
const HELD: &[Part] =
    &[Part::Hint, Part::LastChecked, Part::Link, Part::NotTested, Part::Option, Part::Status];
