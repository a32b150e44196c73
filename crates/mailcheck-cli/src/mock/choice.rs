//! What the provider is to do, as it was asked for; and what is made up for it.

use std::cmp::Reverse;
use std::path::Path;

use aws_lc_rs::rand;
use mailcheck_mock::{ReadScenarioError, Recording, Scenario};
use serde_json::{Value, json};

use super::MockError;
use super::args::Mock;

/// The scenario, and whose it is.
#[derive(Debug)]
pub(crate) struct Choice {
    pub(crate) domain: String,
    pub(crate) scenario: Option<Scenario>,
}

impl Choice {
    pub(crate) fn new(mock: &Mock) -> Result<Self, MockError> {
        let named = mock.people.domain.as_ref().map(|domain| domain.as_str().to_owned());
        if let Some(path) = &mock.replay {
            let recording = Recording::read(path)?;
            let domain = named.or_else(|| recording.domain().map(str::to_owned));
            let domain = domain.unwrap_or_else(|| DOMAIN.to_owned());
            return Ok(Self { domain, scenario: Some(recording.scenario()) });
        }
        let scenario = mock.scenario.as_deref().map(scenario).transpose()?;
        Ok(Self { domain: named.unwrap_or_else(|| DOMAIN.to_owned()), scenario })
    }
}

fn scenario(name: &str) -> Result<Scenario, MockError> {
    let path = Path::new(name);
    if name.contains('/') || path.extension().is_some_and(|it| it == "toml") {
        return Ok(Scenario::read(path)?);
    }
    let known = name.parse();
    if let Err(ReadScenarioError::Unknown { name }) = known {
        return Err(unknown(&name));
    }
    Ok(known?)
}

/// The file of a scenario that comes with the program.
pub(crate) fn file(name: &str) -> Result<String, MockError> {
    Scenario::file(name).map(str::to_owned).ok_or_else(|| unknown(name))
}

fn unknown(name: &str) -> MockError {
    MockError::Unknown { name: name.to_owned(), nearest: nearest(name) }
}

/// Every scenario that comes with the program, as JSON.
pub(crate) fn list() -> String {
    let shape = |it: &Scenario| json!({ "name": it.name(), "title": it.title(), "why": it.why() });
    format!("{}\n", Scenario::bundled().iter().map(shape).collect::<Value>())
}

/// The names that are most like this one.
fn nearest(name: &str) -> Vec<String> {
    let scenarios = Scenario::bundled();
    let mut names: Vec<(usize, Reverse<usize>, &str)> = scenarios
        .iter()
        .map(|known| (steps(name, known.name()), Reverse(common(name, known.name())), known.name()))
        .filter(|(steps, Reverse(common), _)| *steps <= MOST_STEPS || *common > 0)
        .collect();
    // One that is nearly the same comes before one that only has a word of it.
    names.sort_by_key(|&(steps, common, name)| (steps.max(MOST_STEPS), common, steps, name));
    names.iter().take(MOST_NAMES).map(|(_, _, name)| (*name).to_owned()).collect()
}

/// How many words both have.
fn common(left: &str, right: &str) -> usize {
    let mut words = left.split('-').filter(|word| word.len() > 1);
    let right: Vec<&str> = right.split('-').collect();
    words.by_ref().filter(|word| right.contains(word)).count()
}

/// How many letters must be put in, left out or changed to get from the one to the other.
fn steps(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (number, letter) in from.chars().enumerate() {
        let mut corner = number;
        let mut left = number + 1;
        for (above, other) in row.iter_mut().skip(1).zip(&to) {
            let change = corner + usize::from(letter != *other);
            corner = *above;
            left = change.min(left + 1).min(corner + 1);
            *above = left;
        }
        if let Some(first) = row.first_mut() {
            *first = number + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

/// A new secret, for nothing but this run.
pub(crate) fn secret() -> Result<String, MockError> {
    let mut octets = [0; SECRET_LETTERS];
    rand::fill(&mut octets).map_err(|_| MockError::NoRandom)?;
    let letters = octets.iter().filter_map(|octet| LETTERS.get(usize::from(octet % 32)));
    Ok(letters.map(|&letter| char::from(letter)).collect())
}

/// Reserved for examples (RFC 2606 §3).
const DOMAIN: &str = "example.org";
/// Letters of a secret, of five bits each.
const SECRET_LETTERS: usize = 20;
/// Thirty-two that are not mistaken for each other.
const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
/// More changes make another word.
const MOST_STEPS: usize = 3;
/// Names in a complaint.
const MOST_NAMES: usize = 3;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_names_are_found() {
        assert_eq!(steps("kitten", "sitting"), 3);
        assert_eq!(steps("", "abc"), 3);
        assert_eq!(nearest("bussy"), ["busy"]);
        assert_eq!(nearest("expired-certifcate").first().map(String::as_str), {
            Some("expired-certificate")
        });
        assert!(nearest("certificate").contains(&"expired-certificate".to_owned()));
        assert_eq!(nearest("xyzzyplugh"), [""; 0]);
    }

    #[test]
    fn secrets_are_long_and_new() {
        let (one, other) = (secret().expect("is made"), secret().expect("is made"));
        assert_eq!(one.len(), SECRET_LETTERS);
        assert_ne!(one, other);
    }
}
