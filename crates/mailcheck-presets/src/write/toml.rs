//! Our own format, written: TOML with a table a provider and a table a server.

use mailcheck::model::Service;

use super::scalar::{comments, lost, quoted};
use super::{CannotWrite, Loss, Part, beside, beside_server};
use crate::file::{Link, Oauth2, PresetFile, Provider, Server, Word};
use crate::preset::{Domain, Format};
use crate::read::toml::{PURPOSES, STATUSES};

pub(super) fn write(file: &PresetFile) -> Result<(String, Vec<Loss>), CannotWrite> {
    if file.providers.is_empty() {
        return Err(CannotWrite::Missing { what: "provider" });
    }
    let mut writer = Writer { toml: comments(file), losses: Vec::new(), format: file.format };
    for provider in &file.providers {
        writer.provider(provider);
    }
    Ok((writer.toml.trim_start().to_owned(), writer.losses))
}

struct Writer {
    toml: String,
    losses: Vec<Loss>,
    /// The format that the file is from.
    format: Format,
}

impl Writer {
    fn provider(&mut self, provider: &Provider) {
        self.losses.extend(beside(provider, HELD));
        self.toml += "\n[[provider]]\n";
        self.string("id", provider.id.as_ref());
        self.string("name", provider.name.as_ref());
        self.string("short-name", provider.short_name.as_ref());
        self.strings("aliases", &texts(&provider.aliases));
        let domains = self.domains(Part::Domain, &provider.domains);
        self.line("domains", &format!("[{}]", domains.join(", ")));
        let excluded = self.domains(Part::Domain, &provider.excluded);
        self.strings("excluded", &excluded);
        let mx = self.domains(Part::Mx, &provider.mx);
        self.strings("mx", &mx);
        if let Some(status) = &provider.status {
            match STATUSES.iter().find(|(_, meaning)| Some(*meaning) == status.meaning) {
                Some((word, _)) => self.line("status", &quoted(word)),
                None => self.losses.push(lost(Part::Status, status)),
            }
        }
        self.string("last-checked", provider.last_checked.as_ref());
        if let Some(word) = &provider.not_tested {
            match word.meaning {
                Some(is_so) => self.line("not-tested", &is_so.to_string()),
                None => self.losses.push(lost(Part::NotTested, word)),
            }
        }
        self.strings("hints", &texts(&provider.hints));
        self.strings("hints-after", &texts(&provider.hints_after));
        if let Some(oauth2) = &provider.oauth2 {
            self.oauth2(oauth2);
        }
        if !provider.options.is_empty() {
            self.toml += "\n[provider.options]\n";
        }
        for (key, value) in &provider.options {
            self.line(&quoted(&key.text), &quoted(&value.text));
        }
        for link in &provider.links {
            self.link(link);
        }
        for server in &provider.servers {
            self.server(server);
        }
    }

    fn oauth2(&mut self, oauth2: &Oauth2) {
        self.toml += "\n[provider.oauth2]\n";
        self.string("issuer", oauth2.issuer.as_ref());
        self.string("scope", oauth2.scope.as_ref());
        self.string("auth-url", oauth2.auth_url.as_ref());
        self.string("token-url", oauth2.token_url.as_ref());
    }

    fn link(&mut self, link: &Link) {
        let purpose = PURPOSES.iter().find(|(_, meaning)| *meaning == link.purpose);
        let Some((purpose, _)) = purpose else {
            self.losses.push(lost(Part::Link, &link.url));
            return;
        };
        self.toml += "\n[[provider.link]]\n";
        self.line("purpose", &quoted(purpose));
        self.string("url", Some(&link.url));
        let mut words: Vec<(&str, &str)> = Vec::new();
        for passage in &link.passages {
            let language = passage.language.as_ref().map_or("", |word| word.text.as_str());
            if words.iter().any(|(known, _)| *known == language) {
                self.losses.push(lost(Part::Link, &passage.text));
            } else {
                words.push((language, &passage.text.text));
            }
        }
        let words: Vec<String> = words
            .iter()
            .map(|(language, text)| format!("{} = {}", quoted(language), quoted(text)))
            .collect();
        if !words.is_empty() {
            self.line("words", &format!("{{ {} }}", words.join(", ")));
        }
    }

    fn server(&mut self, server: &Server) {
        let is_ours = self.format == Format::Toml;
        let service = server.service.meaning.map(Service::name);
        let Some(service) = service else {
            self.losses.push(Loss::new(Part::Server, &server.service.text, server.at));
            return;
        };
        self.toml += "\n[[provider.server]]\n";
        self.line("service", &quoted(service));
        if let Some(host) = &server.host {
            // The placeholder of MailCore for the same.
            let text = host.text.replace("{domain}", "%EMAILDOMAIN%");
            if host.meaning.is_some() || text.contains('%') || is_ours {
                self.line("host", &quoted(&text));
            } else {
                self.losses.push(lost(Part::Server, host));
            }
        }
        match server.port.as_ref().map(|port| (port, port.meaning)) {
            Some((_, Some(port))) => self.line("port", &port.to_string()),
            Some((port, None)) => self.losses.push(lost(Part::Port, port)),
            None => {}
        }
        match server.security.as_ref().map(|word| (word, word.meaning)) {
            Some((_, Some(security))) => self.line("security", &quoted(security.name())),
            Some((word, None)) => self.losses.push(lost(Part::Security, word)),
            None => {}
        }
        match server.username.as_ref().map(|word| (word, word.meaning.as_ref())) {
            Some((_, Some(username))) => self.line("username", &quoted(username)),
            Some((word, None)) => self.losses.push(lost(Part::Username, word)),
            None => {}
        }
        let mut ways = Vec::new();
        for word in &server.authentication {
            match word.meaning.as_ref() {
                Some(way) => ways.push(quoted(way.name())),
                None => self.losses.push(lost(Part::Authentication, word)),
            }
        }
        self.strings("authentication", &ways);
        self.string("restriction", server.restriction.as_ref());
        self.string("url", server.url.as_ref());
        let held = [Part::Restriction, Part::Url];
        let others = beside_server(server).into_iter();
        self.losses.extend(others.filter(|loss| !held.contains(&loss.what)));
    }

    /// The domains, in quotes.
    fn domains(&mut self, what: Part, domains: &[Word<Domain>]) -> Vec<String> {
        let mut written = Vec::new();
        for domain in domains {
            match &domain.meaning {
                Some(meaning) if Domain::read(&domain.text).as_ref() == Some(meaning) => {
                    written.push(quoted(&domain.text));
                }
                Some(meaning) => {
                    let above = if meaning.is_wildcard { "*." } else { "" };
                    written.push(quoted(&format!("{above}{}", meaning.host.as_str())));
                }
                None => self.losses.push(lost(what, domain)),
            }
        }
        written
    }

    fn string(&mut self, key: &str, word: Option<&Word>) {
        if let Some(word) = word {
            self.line(key, &quoted(&word.text));
        }
    }

    fn strings(&mut self, key: &str, quoted: &[String]) {
        if !quoted.is_empty() {
            self.line(key, &format!("[{}]", quoted.join(", ")));
        }
    }

    fn line(&mut self, key: &str, value: &str) {
        for part in [key, " = ", value, "\n"] {
            self.toml += part;
        }
    }
}

/// Texts in quotes.
fn texts(words: &[Word]) -> Vec<String> {
    words.iter().map(|word| quoted(&word.text)).collect()
}

/// What the format holds of a provider beside what it is called, its domains and servers.
const HELD: &[Part] = &[
    Part::Alias,
    Part::Domain,
    Part::Hint,
    Part::LastChecked,
    Part::Link,
    Part::Mx,
    Part::Name,
    Part::NotTested,
    Part::Oauth2,
    Part::Option,
    Part::Status,
];
