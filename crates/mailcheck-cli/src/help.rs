//! The help in Japanese, put onto the commands that clap makes of `args.rs`; the English is there.

use clap::builder::{Resettable, StyledStr};
use clap::{Arg, Command};
use mailcheck::render::{Lang, Words, wrapped};

/// The commands with their help in this language.
pub(crate) fn speaking(mut command: Command, words: &Words) -> Command {
    if words.lang() == Lang::En {
        return command;
    }
    // What clap adds by itself is there from now on.
    command.build();
    told(command, words)
}

fn told(command: Command, words: &Words) -> Command {
    let name = command.get_name().to_owned();
    let key = format!("help-{name}");
    let find = |part: Option<&str>| words.find(&key, part, &[]);
    let about = find(None).unwrap_or_default();
    let more = find(Some("more")).map(|more| format!("{about}\n\n{more}"));
    let mut after = find(Some("examples")).unwrap_or_default();
    let mut examples = (1..).map_while(|number| find(Some(&format!("example{number}"))));
    after.extend(examples.by_ref().map(|example| format!("\n  {example}")));
    let gap = if after.is_empty() { "" } else { "\n\n" };
    after.extend(find(Some("after")).map(|last| format!("{gap}{last}")));
    let heading = |of: &str| words.ui(&format!("heading-{of}"), &[]);
    let command = command
        .about(about)
        .long_about(resettable(more))
        .after_help(after)
        // Where lines end is found out by their width, by `fitted`.
        .term_width(0)
        .help_template(format!("{TEMPLATE_HEAD}{}  {TEMPLATE_TAIL}", words.ui("usage", &[])))
        .subcommand_help_heading(heading("commands"))
        .mut_subcommands(|command| told(command, words));
    command.mut_args(|arg| {
        let heading = heading(&heading_of(&arg));
        let id = arg.get_id().as_str().to_owned();
        let help = keys(&name, &id).iter().find_map(|key| words.find(key, None, &[]));
        let help = help.unwrap_or_default() + &values(&arg, words);
        // Places in the call have an order of their own only under clap's heading for them.
        let arg = match arg.get_index() {
            Some(index) => arg.display_order(index),
            None => arg,
        };
        arg.help_heading(heading)
            .help(help)
            .long_help(resettable(None))
            .hide_default_value(true)
            .hide_possible_values(true)
    })
}

/// Where the words of an argument can be: its own, those of all commands that have it, and, for `limits`,
/// which takes whatever `verify` takes, those of that.
fn keys(command: &str, id: &str) -> Vec<String> {
    let other = (command == "limits").then_some("verify");
    [command, "any"].into_iter().chain(other).map(|it| format!("help-{it}-{id}")).collect()
}

fn resettable(text: Option<String>) -> Resettable<StyledStr> {
    text.map_or(Resettable::Reset, |text| Resettable::Value(text.into()))
}

/// The name of the heading of an argument, as keys are spelt.
fn heading_of(arg: &Arg) -> String {
    match arg.get_help_heading() {
        Some(heading) => heading.to_lowercase().replace(' ', "-"),
        None if arg.is_positional() => "arguments".to_owned(),
        None => "options".to_owned(),
    }
}

/// The default and the possible values, unless they are not to be shown.
fn values(arg: &Arg, words: &Words) -> String {
    if !arg.get_action().takes_values() {
        return String::new();
    }
    let mut told = String::new();
    let possible = arg.get_possible_values();
    if !arg.is_hide_possible_values_set() && !possible.is_empty() {
        let names: Vec<_> = possible.iter().map(|it| it.get_name().to_owned()).collect();
        told += &words.ui("help-values", &[("values", words.list(&names).into())]);
    }
    if let [default] = arg.get_default_values()
        && !arg.is_hide_default_value_set()
    {
        let default = default.to_string_lossy().into_owned();
        told += &words.ui("help-default", &[("value", default.into())]);
    }
    told
}

/// Breaks the lines of a help that are too wide, and puts what follows below the text that it goes on
/// with.
pub(crate) fn fitted(help: &str) -> String {
    let mut lines = String::new();
    for line in help.lines().map(str::trim_end) {
        let text = line.trim_start();
        let indent = line.len() - text.len();
        let gap = text.find("  ").filter(|_| indent > 0);
        let text_of = |gap: usize| text.split_at(gap).1.trim_start();
        match gap.map(|gap| (text.split_at(gap).0, text_of(gap))) {
            // Names that are this long would leave no room for the text.
            Some((name, words)) if line.len() - words.len() > WIDEST_NAME => {
                lines.extend([&" ".repeat(indent), name, "\n"]);
                let indented = format!("{}{words}", " ".repeat(BELOW_NAME));
                lines += &wrapped(&indented, WIDTH, BELOW_NAME);
            }
            Some((_name, words)) => lines += &wrapped(line, WIDTH, line.len() - words.len()),
            None => lines += &wrapped(line, WIDTH, indent),
        }
        lines.push('\n');
    }
    lines
}

/// Columns of a terminal that all help fits into.
const WIDTH: usize = 80;
/// Columns of a name, with what is around it, beside which there is room for a text.
const WIDEST_NAME: usize = 36;
/// Where the text begins below a name, as clap has it.
const BELOW_NAME: usize = 10;
/// What stands before the word for the usage. The tags are clap's.
const TEMPLATE_HEAD: &str = "{about-with-newline}\n";
/// What stands behind it and two spaces, so that further forms of the usage stand below the first.
const TEMPLATE_TAIL: &str = "{usage}\n\n{all-args}{after-help}";

#[cfg(test)]
#[path = "help/tests.rs"]
mod tests;
