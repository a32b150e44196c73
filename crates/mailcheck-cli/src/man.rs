//! The manual: one page for the program and all its commands, made from the arguments.

use clap::{Arg, Command};
use clap_mangen::roff::{Roff, bold, italic, roman};

/// The page as roff.
pub(crate) fn page(mut command: Command) -> String {
    command.build();
    let about = command.get_about().map(ToString::to_string).unwrap_or_default();
    let commands: Vec<&Command> =
        command.get_subcommands().filter(|command| command.get_name() != "help").collect();
    let mut page = Roff::new();
    page.control("TH", ["MAILCHECK", "1", "", VERSION, "User Commands"]);
    page.control("SH", ["NAME"]);
    page.text([roman(format!("mailcheck - {about}"))]);
    page.control("SH", ["SYNOPSIS"]);
    for command in &commands {
        synopsis(&mut page, command);
    }
    page.control("SH", ["COMMANDS"]);
    for command in commands {
        page.control("SS", [format!("mailcheck {}", command.get_name()).as_str()]);
        describe(&mut page, command);
    }
    list(&mut page, "EXIT STATUS", &EXIT_STATUS);
    list(&mut page, "ENVIRONMENT", &ENVIRONMENT);
    list(&mut page, "EXAMPLES", &EXAMPLES);
    page.render()
}

/// One line a form of the call.
fn synopsis(page: &mut Roff, command: &Command) {
    let usage = command.clone().render_usage().to_string();
    for form in usage.trim_start_matches("Usage:").lines().map(str::trim) {
        let name = format!("mailcheck {}", command.get_name());
        let rest = form.strip_prefix(&name).unwrap_or(form).to_owned();
        page.text([bold(name), roman(rest)]);
        page.control("br", []);
    }
}

fn describe(page: &mut Roff, command: &Command) {
    let about = command.get_long_about().or_else(|| command.get_about());
    for line in about.map(ToString::to_string).unwrap_or_default().lines() {
        if line.is_empty() {
            page.control("PP", []);
        } else {
            page.text([roman(line)]);
        }
    }
    let is_named = |arg: &&Arg| arg.get_id() != "help" && !arg.is_hide_set();
    let named = || command.get_arguments().filter(is_named);
    let (places, options): (Vec<_>, Vec<_>) = named().partition(|arg| arg.is_positional());
    for arg in places.into_iter().chain(options) {
        argument(page, arg);
    }
}

fn argument(page: &mut Roff, arg: &Arg) {
    let short = arg.get_short().map(|letter| format!("-{letter}"));
    let long = arg.get_long().map(|name| format!("--{name}"));
    let names: Vec<String> = [short, long].into_iter().flatten().collect();
    let takes_values = arg.get_action().takes_values();
    let values = arg.get_value_names().filter(|_| takes_values).unwrap_or_default().join(" ");
    let between = if names.is_empty() || values.is_empty() { "" } else { " " };
    let mut help = arg.get_long_help().or_else(|| arg.get_help()).map(ToString::to_string);
    let shown = |is_hidden: bool, words: String| (!is_hidden && takes_values).then_some(words);
    let choices = arg.get_possible_values();
    let choices: Vec<&str> = choices.iter().map(clap::builder::PossibleValue::get_name).collect();
    let defaults = arg.get_default_values().iter().map(|value| value.to_string_lossy());
    let more = [
        shown(arg.is_hide_possible_values_set() || choices.is_empty(), choices.join(", "))
            .map(|choices| format!(" [possible values: {choices}]")),
        shown(arg.get_default_values().is_empty(), defaults.collect::<Vec<_>>().join(" "))
            .map(|default| format!(" [default: {default}]")),
    ];
    help.get_or_insert_default().extend(more.into_iter().flatten());
    page.control("TP", []);
    page.text([bold(names.join(", ")), roman(between), italic(values)]);
    page.text([roman(help.unwrap_or_default())]);
}

fn list(page: &mut Roff, title: &str, entries: &[(&str, &str)]) {
    page.control("SH", [title]);
    for (name, words) in entries {
        page.control("TP", []);
        page.text([bold(*name)]);
        page.text([roman(*words)]);
    }
}

/// What the foot of the page says.
const VERSION: &str = concat!("mailcheck ", env!("CARGO_PKG_VERSION"));

const EXIT_STATUS: [(&str, &str); 5] = [
    ("0", "Ready, or ready with warnings; with --strict no warning either."),
    ("1", "A problem was found."),
    ("2", "The call itself was wrong: an option, a file, the address, the password."),
    ("3", "It could not be told: nothing could be reached, time was up, or a failure may pass."),
    ("130", "Interrupted. The first Ctrl-C ends the test, and what was known is printed."),
];

const ENVIRONMENT: [(&str, &str); 6] = [
    ("MAILCHECK_PASSWORD", "The password, where no option gives one."),
    (
        "MAILCHECK_STATE_DIR",
        "Where the ledger of refused log-ins is kept, instead of mailcheck in XDG_STATE_HOME, else \
         in ~/.local/state (on macOS in ~/Library/Application Support, on Windows in LOCALAPPDATA).",
    ),
    ("MAILCHECK_LOG, RUST_LOG", "A filter for the log of the program itself, such as debug."),
    ("LC_ALL, LC_MESSAGES, LANG", "The first that is set gives the language, unless --lang does."),
    ("NO_COLOR", "When it is set and not empty, there are no colours unless --color always."),
    ("TERM", "There are no colours on a terminal that is called dumb."),
];

const EXAMPLES: [(&str, &str); 5] = [
    ("mailcheck verify you@example.org", "Find the settings, ask for the password and log in."),
    (
        "mailcheck verify you@example.org --imap imap.example.org:993/tls --no-login",
        "Test one server, and log in nowhere.",
    ),
    (
        "mailcheck verify you@example.org --password-command 'pass mail' --format json -o report.json",
        "Take the password from a password manager, and write a report for programs.",
    ),
    (
        "mailcheck explain 'Cannot Verify Server Identity'",
        "Say what a phone means by it, and what to do first.",
    ),
    ("mailcheck demo --fault expired-certificate", "See how a fault is told, without any network."),
];
