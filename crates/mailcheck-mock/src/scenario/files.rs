//! Scenarios from files, with the place of every mistake.

use std::fs;
use std::io;
use std::path::Path;
use std::str::FromStr;

use super::Scenario;
use super::bundled;

impl Scenario {
    /// Reads a scenario from the text of a file with this name.
    ///
    /// # Errors
    ///
    /// [`ReadScenarioError::Wrong`] with line, column and what is allowed there.
    pub fn from_toml(name: &str, text: &str) -> Result<Self, ReadScenarioError> {
        let wrong = |error: &toml::de::Error| {
            let (line, column) = place(text, error.span().map_or(0, |span| span.start));
            let what = error.message().trim().to_owned();
            ReadScenarioError::Wrong { file: name.to_owned(), line, column, what }
        };
        let mut scenario: Self = toml::from_str(text).map_err(|error| wrong(&error))?;
        name.clone_into(&mut scenario.name);
        Ok(scenario)
    }

    /// Reads a scenario from a file.
    ///
    /// # Errors
    ///
    /// [`ReadScenarioError`].
    pub fn read(path: &Path) -> Result<Self, ReadScenarioError> {
        let file = path.display().to_string();
        let text = fs::read_to_string(path)
            .map_err(|why| ReadScenarioError::Unreadable { file: file.clone(), why })?;
        let mut scenario = Self::from_toml(&file, &text)?;
        let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
        scenario.name = stem.unwrap_or(file);
        Ok(scenario)
    }

    /// The file of a scenario that comes with this crate, to write another like it.
    pub fn file(name: &str) -> Option<&'static str> {
        bundled::scenarios().find(|(known, _)| *known == name).map(|(_, text)| text)
    }

    /// The scenarios that come with this crate, by name.
    pub fn bundled() -> Vec<Self> {
        bundled::scenarios().filter_map(|(name, text)| Self::from_toml(name, text).ok()).collect()
    }
}

impl FromStr for Scenario {
    type Err = ReadScenarioError;

    /// A scenario that comes with this crate.
    fn from_str(name: &str) -> Result<Self, ReadScenarioError> {
        let (name, text) = bundled::scenarios()
            .find(|(known, _)| *known == name)
            .ok_or_else(|| ReadScenarioError::Unknown { name: name.to_owned() })?;
        Self::from_toml(name, text)
    }
}

/// Why there is no scenario.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadScenarioError {
    /// No scenario of this crate has this name.
    #[error("no scenario is called {name:?}")]
    Unknown {
        /// What was asked for.
        name: String,
    },
    /// The file cannot be read.
    #[error("{file}: {why}")]
    Unreadable {
        /// The file.
        file: String,
        /// Why.
        why: io::Error,
    },
    /// What stands in the file makes no sense.
    #[error("{file}:{line}:{column}: {what}")]
    Wrong {
        /// The file.
        file: String,
        /// Counted from 1.
        line: usize,
        /// Counted from 1, in characters.
        column: usize,
        /// What is wrong, and what is allowed.
        what: String,
    },
}

/// Line and column of an octet.
fn place(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().map_or(0, |start| start.chars().count()) + 1;
    (line, column)
}
