//! The Japanese help is whole, and fits into a terminal.

use clap::CommandFactory as _;

use super::*;
use crate::args::Cli;
use crate::tongue;

/// What the Japanese file must have, and nothing else: keys of every command and argument.
#[test]
fn every_command_and_argument_has_its_words_and_no_word_is_left_over() {
    let source = include_str!("../../locales/ja/help.ftl");
    let has = |key: &str| source.lines().any(|line| line.starts_with(&format!("{key} = ")));
    let mut used = vec!["usage", "help-values", "help-default", "heading-commands"]
        .into_iter()
        .map(str::to_owned)
        .collect::<Vec<_>>();
    let mut command = Cli::command();
    command.build();
    for command in with_those_below(&command) {
        let key = format!("help-{}", command.get_name());
        assert!(has(&key), "{key}");
        let part = |part: &str| tongue::speaking(Lang::Ja).find(&key, Some(part), &[]);
        assert_eq!(command.get_long_about().is_some(), part("more").is_some(), "{key}.more");
        assert_eq!(command.get_after_help().is_some(), part("after").is_some(), "{key}.after");
        for arg in command.get_arguments() {
            let found =
                keys(command.get_name(), arg.get_id().as_str()).into_iter().find(|it| has(it));
            used.push(found.unwrap_or_else(|| panic!("{key}-{}", arg.get_id())));
            used.push(format!("heading-{}", heading_of(arg)));
        }
        used.push(key);
    }
    used.push("help-help".to_owned());
    let keys = source.lines().filter_map(|line| line.split_once(" = ")).map(|(key, _)| key);
    for key in keys.filter(|key| !key.starts_with([' ', '#'])) {
        assert!(used.iter().any(|used| used == key), "{key} is not used");
    }
    for key in used {
        assert!(has(&key), "{key}");
    }
}

/// A command and all commands below it, but those that clap adds.
fn with_those_below(command: &Command) -> Vec<&Command> {
    let below = command.get_subcommands().filter(|it| it.get_name() != "help");
    below.flat_map(with_those_below).chain([command]).collect()
}

#[test]
fn wide_lines_are_broken_below_what_they_go_on_with() {
    let wide = "あ".repeat(40);
    let help = format!("題名\n\nオプション:\n  -4, --four  {wide}\n          {wide}\n");
    let expected = format!(
        "題名\n\nオプション:\n  -4, --four  {}\n              {}\n          {}\n          {}\n",
        "あ".repeat(33),
        "あ".repeat(7),
        "あ".repeat(35),
        "あ".repeat(5),
    );
    assert_eq!(fitted(&help), expected);
    let name = "--a-name-that-leaves-no-room <FOR[:A][/TEXT]>";
    assert_eq!(fitted(&format!("  {name}  文\n")), format!("  {name}\n          文\n"));
}
