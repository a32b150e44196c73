//! The configuration file, `mailcheck.toml`.

use std::path::{Path, PathBuf};

use jiff::civil::Date;
use serde::Deserialize;
use toml::Spanned;
use toml::value::Datetime;

use super::{Exemption, Files, tidy};
use crate::file::Lines;

/// What configuration files say.
///
/// ```toml
/// [[allow]]
/// rule = "preset.submission-port-25"    # the id of a finding
/// path = "ispdb/*.xml"                  # files, from the folder of this one; all if it is left out
/// provider = "example.org"              # a provider of them; all if it is left out
/// reason = "the line is an office's own"
/// until = "2027-06-30"                  # the last day on which it holds; for ever if it is left out
/// ```
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct Config {
    /// The exemptions.
    pub exemptions: Vec<Exemption>,
    /// The folder that paths of findings are relative to, absolute.
    pub here: PathBuf,
}

/// Why a text is no configuration.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseConfigError {
    /// A day is none.
    #[error("line {line}: {text:?} is no day; write 2027-06-30")]
    Day {
        /// Where.
        line: u32,
        /// What stands there.
        text: String,
    },
    /// It is no TOML, or something else than exemptions stands in it.
    #[error("line {line}: {text}")]
    Toml {
        /// Where.
        line: u32,
        /// What is wrong there.
        text: String,
    },
}

impl Config {
    /// Reads the text of a file; `path` is what it is called, and relative to `here` if it is relative.
    ///
    /// # Errors
    ///
    /// [`ParseConfigError`] with the line: a configuration that is read in part would exempt something else
    /// than is meant.
    ///
    /// # Examples
    ///
    /// ```
    /// use mailcheck_presets::exempt::Config;
    /// let text = "[[allow]]\nrule = \"preset.no-imap\"\nreason = \"POP3 is all they have\"\n";
    /// let config = Config::read(text, "mailcheck.toml".as_ref(), "/srv/presets".as_ref())?;
    /// assert_eq!(config.exemptions[0].rule, "preset.no-imap");
    /// # Ok::<(), mailcheck_presets::exempt::ParseConfigError>(())
    /// ```
    pub fn read(text: &str, path: &Path, here: &Path) -> Result<Self, ParseConfigError> {
        let text = text.trim_start_matches('\u{feff}');
        let lines = Lines::new(text);
        let document: Document = toml::from_str(text).map_err(|why| {
            let line = lines.place(why.span().unwrap_or_default().start).line;
            ParseConfigError::Toml { line, text: why.message().to_owned() }
        })?;
        let folder = tidy(&here.join(path)).parent().map(Path::to_owned).unwrap_or_default();
        let mut exemptions = Vec::new();
        for allow in document.allow {
            let at = lines.place(allow.span().start);
            let Allow { rule, path: pattern, provider, reason, until } = allow.into_inner();
            let until = until.map(|day| day.read(at.line)).transpose()?;
            let files = Files::Below { folder: folder.clone(), pattern };
            let path = path.to_owned();
            exemptions.push(Exemption { path, at, rule, files, provider, reason, until });
        }
        Ok(Self { exemptions, here: here.to_owned() })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    #[serde(default)]
    allow: Vec<Spanned<Allow>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Allow {
    rule: String,
    path: Option<String>,
    provider: Option<String>,
    reason: Option<String>,
    until: Option<Day>,
}

/// TOML has dates; people write them as texts, too.
#[derive(Deserialize)]
#[serde(untagged)]
enum Day {
    Date(Datetime),
    Text(String),
}

impl Day {
    fn read(self, line: u32) -> Result<Date, ParseConfigError> {
        let text = match self {
            Self::Date(date) => date.to_string(),
            Self::Text(text) => text,
        };
        text.parse().map_err(|_| ParseConfigError::Day { line, text })
    }
}
