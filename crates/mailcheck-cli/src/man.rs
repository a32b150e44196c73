//! The manual: one page for the program and all its commands, made from the arguments.

use clap::{Arg, Command};
use clap_mangen::roff::{Roff, bold, italic, roman};
use mailcheck::render::Lang;

use crate::tongue::{self, say};

/// The page as roff.
pub(crate) fn page(mut command: Command) -> String {
    command.build();
    let about = command.get_about().map(ToString::to_string).unwrap_or_default();
    let commands = tasks(&command);
    let mut page = Roff::new();
    page.control("TH", ["MAILCHECK", "1", "", VERSION, &say("man-title", &[])]);
    if tongue::lang() == Lang::Ja {
        // Filled up to the margin, the few spaces of Japanese text would be as wide as tables.
        page.control("na", []);
    }
    page.control("SH", [say("man-name", &[]).as_str()]);
    page.text([roman(format!("mailcheck - {about}"))]);
    page.control("SH", [say("man-synopsis", &[]).as_str()]);
    for command in &commands {
        synopsis(&mut page, command);
    }
    page.control("SH", [say("man-commands", &[]).as_str()]);
    for command in commands {
        page.control("SS", [name(command)]);
        describe(&mut page, command);
    }
    list(&mut page, "man-exit-status", &EXIT_STATUS);
    list(&mut page, "man-environment", &ENVIRONMENT);
    list(&mut page, "man-examples", &EXAMPLES);
    page.render()
}

/// The commands that do something: of those that have commands below them, these.
fn tasks(command: &Command) -> Vec<&Command> {
    let below = command.get_subcommands().filter(|command| command.get_name() != "help");
    let tasks = |command| {
        let below = tasks(command);
        if below.is_empty() { vec![command] } else { below }
    };
    below.flat_map(tasks).collect()
}

/// The command as it is called.
fn name(command: &Command) -> &str {
    command.get_bin_name().unwrap_or_else(|| command.get_name())
}

/// One line a form of the call.
fn synopsis(page: &mut Roff, command: &Command) {
    let usage = command.clone().render_usage().to_string();
    for form in usage.trim_start_matches("Usage:").lines().map(str::trim) {
        let name = name(command);
        let rest = form.strip_prefix(name).unwrap_or(form).to_owned();
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
    let is_without_default = arg.get_default_values().is_empty() || arg.is_hide_default_value_set();
    let more = [
        shown(arg.is_hide_possible_values_set() || choices.is_empty(), choices.join(", "))
            .map(|choices| format!(" [possible values: {choices}]")),
        shown(is_without_default, defaults.collect::<Vec<_>>().join(" "))
            .map(|default| format!(" [default: {default}]")),
    ];
    help.get_or_insert_default().extend(more.into_iter().flatten());
    page.control("TP", []);
    page.text([bold(names.join(", ")), roman(between), italic(values)]);
    page.text([roman(help.unwrap_or_default())]);
}

fn list(page: &mut Roff, title: &str, entries: &[(&str, &str)]) {
    page.control("SH", [say(title, &[]).as_str()]);
    for (name, words) in entries {
        page.control("TP", []);
        page.text([bold(*name)]);
        page.text([roman(say(words, &[]))]);
    }
}

/// What the foot of the page says.
const VERSION: &str = concat!("mailcheck ", env!("CARGO_PKG_VERSION"));

/// Statuses, with the keys of what they mean.
const EXIT_STATUS: [(&str, &str); 6] = [
    ("0", "man-exit-ready"),
    ("1", "man-exit-problem"),
    ("2", "man-exit-call"),
    ("3", "man-exit-unknown"),
    ("130", "man-exit-interrupted"),
    ("143", "man-exit-terminated"),
];

const ENVIRONMENT: [(&str, &str); 6] = [
    ("MAILCHECK_PASSWORD", "man-env-password"),
    ("MAILCHECK_STATE_DIR", "man-env-state"),
    ("MAILCHECK_LOG, RUST_LOG", "man-env-log"),
    ("LC_ALL, LC_MESSAGES, LANG", "man-env-language"),
    ("NO_COLOR", "man-env-no-color"),
    ("TERM", "man-env-term"),
];

const EXAMPLES: [(&str, &str); 5] = [
    ("mailcheck verify you@example.org", "man-example-verify"),
    (
        "mailcheck verify you@example.org --imap imap.example.org:993/tls --no-login",
        "man-example-server",
    ),
    (
        "mailcheck verify you@example.org --password-command 'pass mail' --format json -o report.json",
        "man-example-script",
    ),
    ("mailcheck explain 'Cannot Verify Server Identity'", "man-example-explain"),
    ("mailcheck demo --fault expired-certificate", "man-example-demo"),
];
