//! How many IMAP connections mail programs hold open for one account.

use std::sync::OnceLock;

use jiff::civil::Date;
use serde::Deserialize;

use super::providers::Names;

/// A mail program, and what it holds open for one account as it comes.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Device {
    /// The word that stands for it, such as `thunderbird`.
    pub id: String,
    /// What people call it.
    pub names: Names,
    /// Other words for it, in lower case.
    pub aliases: Vec<String>,
    /// What it runs on.
    pub kind: Kind,
    /// How many connections it holds; `None` where that is not known, so that it is one at least.
    pub holds: Option<u32>,
    /// Whether each further folder that it watches takes one more.
    #[serde(default)]
    pub folders: bool,
    /// The way to the setting that bounds it.
    pub setting: Option<Names>,
    /// Who says so.
    pub source: Option<String>,
    /// Where that stands.
    pub at: Option<String>,
}

/// What a mail program runs on.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Kind {
    /// A desktop or laptop.
    Computer,
    /// A phone or tablet.
    Phone,
}

impl Device {
    /// How many connections it needs at least.
    pub fn needs(&self) -> u32 {
        self.holds.unwrap_or(1)
    }

    /// Whether it may need more than that as it comes.
    pub fn may_need_more(&self) -> bool {
        self.holds.is_none() || self.folders
    }
}

/// The file as it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    seen: Option<Date>,
    device: Vec<Device>,
}

/// All mail programs with a word of their own.
pub fn all() -> &'static [Device] {
    &file().device
}

/// When the numbers were last looked at.
pub fn seen() -> Option<Date> {
    file().seen
}

/// The mail program that a word stands for, in upper or lower case.
///
/// # Examples
///
/// ```
/// use mailcheck::knowledge::devices;
/// assert_eq!(devices::named("Thunderbird").and_then(|device| device.holds), Some(5));
/// assert_eq!(devices::named("サンダーバード"), devices::named("tb"));
/// assert_eq!(devices::named("abacus"), None);
/// ```
pub fn named(word: &str) -> Option<&'static Device> {
    let word = word.trim().to_lowercase();
    all().iter().find(|it| it.id == word || it.aliases.contains(&word))
}

/// The one of its kind that others are compared with.
pub fn usual(kind: Kind) -> Option<&'static Device> {
    all().iter().find(|device| device.kind == kind)
}

/// Reads the file once. A test finds mistakes in it.
fn file() -> &'static File {
    static READ: OnceLock<File> = OnceLock::new();
    READ.get_or_init(|| toml::from_str(TEXT).unwrap_or_default())
}

const TEXT: &str = include_str!("../../data/devices.toml");

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_file_is_whole() {
        let file: File = toml::from_str(TEXT).expect("is read");
        assert!(file.seen.is_some() && file.device.len() > 5);
        let mut words = BTreeSet::new();
        for device in &file.device {
            for word in [&device.id].into_iter().chain(&device.aliases) {
                assert_eq!(word.to_lowercase(), *word);
                assert!(!word.contains([',', '*', ' ']), "{word} could not be given");
                assert!(words.insert(word.clone()), "{word} stands for two");
            }
            // Nothing is said that nobody else says, and what is said has a page.
            assert!(device.holds.is_none() || device.source.is_some(), "{}", device.id);
            assert_eq!(device.source.is_some(), device.at.is_some(), "{}", device.id);
            assert!(device.holds != Some(0), "{}", device.id);
            assert!(device.setting.is_none() || device.holds.is_some(), "{}", device.id);
        }
        for kind in [Kind::Computer, Kind::Phone] {
            assert!(usual(kind).is_some(), "{kind:?}");
        }
    }

    /// The page for people has the table of the file.
    #[test]
    fn the_page_has_every_device() {
        let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/devices.md");
        let page = std::fs::read_to_string(page).expect("docs can be read");
        let rows: Vec<String> = all().iter().map(row).collect();
        let rows = rows.join("\n");
        assert!(page.contains(&rows), "docs/devices.md is to have these rows:\n{rows}");
    }

    fn row(device: &Device) -> String {
        let words: Vec<String> =
            [&device.id].into_iter().chain(&device.aliases).map(|it| format!("`{it}`")).collect();
        let holds = device.holds.map_or_else(|| "not known".to_owned(), |holds| holds.to_string());
        let holds = if device.folders { format!("{holds}, more with more folders") } else { holds };
        let setting = device.setting.as_ref().map_or("", |setting| &setting.en);
        let source = match (&device.source, &device.at) {
            (Some(source), Some(at)) => format!("[{source}]({at})"),
            _none => String::new(),
        };
        format!("| {} | {} | {holds} | {setting} | {source} |", device.names.en, words.join(", "))
    }
}
