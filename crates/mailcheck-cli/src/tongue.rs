//! The language of this call, and what the program says of its own in it.

use std::env;
use std::sync::OnceLock;

use mailcheck::render::{Lang, Words};
use mailcheck::report::Arg;
use mailcheck_mock::Scenario;

/// The words of this call, read when something is first said.
pub(crate) fn words() -> &'static Words {
    static WORDS: OnceLock<Words> = OnceLock::new();
    WORDS.get_or_init(|| speaking(lang()))
}

/// The words of a language, with those about presets and of the program.
pub(crate) fn speaking(lang: Lang) -> Words {
    Words::new(lang).and(mailcheck_presets::words).and(source)
}

/// A text of the program.
pub(crate) fn say(key: &str, args: &[(&'static str, Arg)]) -> String {
    words().ui(key, args)
}

/// The title of a scenario. Those that come with the program have one in every language.
pub(crate) fn title(scenario: &Scenario) -> String {
    let (name, title) = (scenario.name(), scenario.title());
    let is_ours = Scenario::file(name).is_some_and(|file| file.contains(title));
    let key = format!("scenario-{name}");
    let told = if is_ours { words().find(&key, None, &[]) } else { None };
    told.unwrap_or_else(|| title.to_owned())
}

/// The language of this call: what `--lang` names, wherever it stands, for help and mistakes are told
/// before the arguments are known; else that of the environment.
pub(crate) fn lang() -> Lang {
    let arguments = env::args_os().skip(1).map(|it| it.to_string_lossy().into_owned());
    named(arguments).or_else(by_environment).unwrap_or_default()
}

/// The first language that the arguments name. What stands behind `--` is no option.
fn named(arguments: impl Iterator<Item = String>) -> Option<Lang> {
    let mut arguments = arguments.take_while(|argument| argument != "--");
    while let Some(argument) = arguments.next() {
        let value = match argument.strip_prefix("--lang") {
            Some("") => arguments.next()?,
            Some(rest) => rest.strip_prefix('=').unwrap_or_default().to_owned(),
            None => continue,
        };
        if let Ok(lang) = value.parse() {
            return Some(lang);
        }
    }
    None
}

/// That of the first variable that is set (POSIX.1-2024 §8.2).
fn by_environment() -> Option<Lang> {
    let variables = ["LC_ALL", "LC_MESSAGES", "LANG"];
    let mut set = variables.into_iter().filter_map(|name| env::var(name).ok());
    Lang::from_locale(&set.find(|locale| !locale.is_empty())?)
}

/// The program's files. The English of the options stands with them, in `args.rs`, that of other
/// people's errors with these, and that of scenarios in theirs.
fn source(lang: Lang) -> &'static str {
    #[expect(clippy::wildcard_enum_match_arm, reason = "the list is the library's")]
    match lang {
        Lang::Ja => concat!(
            include_str!("../locales/ja/program.ftl"),
            include_str!("../locales/ja/help.ftl"),
            include_str!("../locales/ja/mistakes.ftl"),
            include_str!("../locales/ja/scenarios.ftl"),
        ),
        _ => include_str!("../locales/en/program.ftl"),
    }
}

#[cfg(test)]
#[path = "tongue/tests.rs"]
mod tests;
