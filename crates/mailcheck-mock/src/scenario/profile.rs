//! How a real server speaks: its greeting, capabilities, limits and refusals, each with its source.

use std::sync::Arc;

use serde::Deserialize;

use crate::port::Service;
use crate::spec::Spec;

use super::bundled;

/// The profile of a real server, by the name of its file.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct Profile(Arc<Parts>);

/// A profile as it stands in a file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Parts {
    #[expect(dead_code, reason = "for the reader of the file")]
    title: String,
    imap: Option<Spec>,
    pop3: Option<Spec>,
    smtp: Option<Spec>,
}

impl Profile {
    /// How this service of the server is, if it has it.
    pub(crate) fn spec(&self, service: Service) -> Option<&Spec> {
        match service {
            Service::Imap => self.0.imap.as_ref(),
            Service::Pop3 => self.0.pop3.as_ref(),
            Service::Smtp => self.0.smtp.as_ref(),
        }
    }
}

impl TryFrom<String> for Profile {
    type Error = String;

    fn try_from(name: String) -> Result<Self, String> {
        let Some((_, text)) = bundled::profiles().find(|(known, _)| *known == name) else {
            let known: Vec<&str> = bundled::profiles().map(|(name, _)| name).collect();
            return Err(format!("no profile is called {name:?}; there are {}", known.join(", ")));
        };
        toml::from_str(text)
            .map(|parts| Self(Arc::new(parts)))
            .map_err(|why| format!("profile {name}: {why}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words of real servers are only worth something with where they are known from.
    #[test]
    fn every_profile_is_read_and_sourced() {
        for (name, text) in bundled::profiles() {
            let profile = Profile::try_from(name.to_owned()).unwrap();
            let services = [Service::Imap, Service::Pop3, Service::Smtp];
            assert!(services.iter().any(|&service| profile.spec(service).is_some()), "{name}");
            for spec in services.iter().filter_map(|&service| profile.spec(service)) {
                for words in spec.words() {
                    assert!(words.source().is_some(), "{name}: {words:?} has no source");
                }
            }
            assert!(text.starts_with("title = "), "{name}");
        }
    }
}
