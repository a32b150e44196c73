//! Prints what is known of mail providers as a page with a table. After a change of the data:
//!
//! `cargo run -q -p mailcheck --example providers_table > docs/providers-table.md`

use std::error::Error;
use std::io::{Write as _, stdout};

use mailcheck::knowledge::providers::{
    self, AccessKind, Credential, Form, Number, Provider, Release, Server, Source, SwitchState,
    Username,
};
use mailcheck::model::Service;

fn main() -> Result<(), Box<dyn Error>> {
    let mut out = stdout().lock();
    writeln!(out, "{HEAD}")?;
    for provider in providers::all() {
        let cells = [
            named(provider),
            domains(provider),
            cell(provider.servers.iter().map(|it| (server(it), &it.source))),
            cell(provider.usernames.iter().map(|it| (username(it), &it.source))),
            cell(provider.credentials.iter().map(|it| (credential(it), &it.source))),
            cell(access(provider).chain(switches(provider)).chain(filters(provider))),
            cell(limits(provider).chain(lockouts(provider))),
            cell(entrances(provider).chain(web(provider))),
        ];
        writeln!(out, "| {} |", cells.join(" | "))?;
    }
    Ok(())
}

const HEAD: &str = "\
# What is known of mail providers

Made by `cargo run -q -p mailcheck --example providers_table`; the data stand in `crates/mailcheck/data/providers`, and
`providers.md` says how to correct them. Behind each fact are the grade of its source, with a link, and its day. An empty
cell says that nothing is known; “not published” that somebody looked and there was nothing.

| provider | mail domains | servers | user name | password | access | limits and locks | web |
|---|---|---|---|---|---|---|---|";

fn named(provider: &Provider) -> String {
    let names = &provider.names;
    if names.en == names.ja {
        format!("**{}**", names.en)
    } else {
        format!("**{}**<br>{}", names.en, names.ja)
    }
}

/// The first few; some have a hundred.
fn domains(provider: &Provider) -> String {
    let mut names = provider.domains.iter().flat_map(|group| &group.names);
    let shown: Vec<String> = names.by_ref().take(MOST_DOMAINS).map(ToString::to_string).collect();
    let more = names.count();
    let rest = if more == 0 { String::new() } else { format!(" and {more} more") };
    format!("{}{rest}", shown.join(", "))
}

const MOST_DOMAINS: usize = 4;

/// Facts that stand one after another in the same source name it once.
fn cell<'a>(facts: impl Iterator<Item = (String, &'a Source)>) -> String {
    let facts: Vec<(String, &Source)> = facts.collect();
    let groups = facts.chunk_by(|(_, one), (_, other)| one == other).map(|group| {
        let texts: Vec<&str> = group.iter().map(|(text, _)| text.as_str()).collect();
        let source = group.first().map_or_else(String::new, |(_, source)| known(source));
        format!("{} {source}", texts.join("<br>"))
    });
    groups.collect::<Vec<_>>().join("<br>")
}

/// The grade, linked to the source, and the day.
fn known(source: &Source) -> String {
    let (grade, seen) = (source.grade.name(), source.seen);
    let (at, how) = source.at.split_once(' ').unwrap_or((&source.at, ""));
    let how = if how.is_empty() { String::new() } else { format!(" {how}") };
    if at.starts_with("http") {
        format!("([{grade}]({at}){how}, {seen})")
    } else {
        format!("({grade}: {}, {seen})", source.at)
    }
}

fn of(services: &[Service]) -> String {
    let names: Vec<&str> = services.iter().map(|service| service.name()).collect();
    if names.is_empty() { String::new() } else { format!("{}: ", names.join(", ")) }
}

fn server(server: &Server) -> String {
    let Server { service, host, port, security, .. } = server;
    format!("{service} {host}:{port}/{security}")
}

fn username(username: &Username) -> String {
    let forms = username.forms.iter().map(|form| match form {
        Form::Address => "whole address",
        Form::Dotted => "address with a dot for the @",
        Form::LocalPart => "part before the @",
        Form::OtherId => username.name.as_ref().map_or("another name", |name| name.en.as_str()),
        _ => "?",
    });
    let forms: Vec<&str> = forms.collect();
    format!("{}{}", of(&username.services), forms.join(" or "))
}

fn credential(credential: &Credential) -> String {
    let kind = credential.kind.name().replace('-', " ");
    let name = credential.name.as_ref().map_or_else(String::new, |name| format!(" “{}”", name.ja));
    format!("{kind}{name}")
}

fn access(provider: &Provider) -> impl Iterator<Item = (String, &Source)> {
    provider.access.iter().map(|access| {
        let how = match access.kind {
            AccessKind::Bridge => "only by the provider's own program",
            AccessKind::Nothing => "none for mail programs",
            _ => "?",
        };
        (how.to_owned(), &access.source)
    })
}

fn switches(provider: &Provider) -> impl Iterator<Item = (String, &Source)> {
    provider.switches.iter().map(|switch| {
        let menu = switch.menu.as_ref().map_or_else(String::new, |menu| format!(", {}", menu.en));
        let state = match switch.state {
            SwitchState::AlwaysOn => "always on",
            SwitchState::Off => "off until switched on",
            SwitchState::OnlyWithPlan => "part of some plans only",
            _ => "?",
        };
        (format!("{}{state}{menu}", of(&switch.services)), &switch.source)
    })
}

fn filters(provider: &Provider) -> impl Iterator<Item = (String, &Source)> {
    provider.foreign_filters.iter().map(|filter| {
        let state = if filter.on_unless_changed { "refused" } else { "open" };
        (format!("{}{state} from abroad", of(&filter.services)), &filter.source)
    })
}

fn entrances(provider: &Provider) -> impl Iterator<Item = (String, &Source)> {
    provider.entrances.iter().map(|it| (format!("{}: {}", it.kind.name(), it.url), &it.source))
}

fn web(provider: &Provider) -> impl Iterator<Item = (String, &Source)> {
    provider.web.iter().map(|group| {
        let names: Vec<String> = group.names.iter().map(ToString::to_string).collect();
        (names.join(", "), &group.source)
    })
}

fn number(number: Number) -> String {
    number.told().map_or_else(|| "not published".to_owned(), |number| number.to_string())
}

fn limits(provider: &Provider) -> impl Iterator<Item = (String, &Source)> {
    provider.limits.iter().map(|limit| {
        let of_what = limit.of.name().replace('-', " ");
        (format!("{}{of_what}: {}", of(&limit.services), number(limit.most)), &limit.source)
    })
}

fn lockouts(provider: &Provider) -> impl Iterator<Item = (String, &Source)> {
    provider.lockouts.iter().map(|lockout| {
        let over = match lockout.over {
            Release::AfterSeconds(seconds) => format!("after {seconds} s"),
            Release::NotPublished => "not published".to_owned(),
            Release::OnRequest => "on request".to_owned(),
            _ => "?".to_owned(),
        };
        let failures = number(lockout.failures);
        let text = format!("{}failures: {failures}, lifted: {over}", of(&lockout.services));
        (text, &lockout.source)
    })
}
