//! What mail clients would do with the answers of a run: a table of all, a page for one, and both for
//! programs.

use textwrap::core::display_width;

use super::page::{Page, Role, pad};
use super::shape::{ClientJson, DoubtJson, LogInsJson, PickJson, PlaceJson, RejectionJson};
use super::text::at;
use super::{Style, Words, escape_json};
use crate::clients::{
    Client, Note, Pick, Rejection, Replay, SENDING_PORTS, Way, WhyRejected, replay, sources,
};
use crate::evidence::{Asked, Evidence};
use crate::model::{Endpoint, Service, Source};
use crate::report::Arg;

/// Tells people what each client would do, in a table. Ends in a line feed.
pub fn clients(evidence: &Evidence, style: &Style) -> String {
    let words = Words::new(style.lang);
    let sources = sources(evidence);
    let teller = Teller { sources: &sources, words: &words };
    let mut page = Page::new(style.width, style.colour);
    page.say(Role::Heading, &words.ui("clients-heading", &[]));
    page.gap();
    let heads = ["client", "from", "name", "costs"]
        .map(|column| words.ui(&format!("clients-column-{column}"), &[]));
    let replays = Client::ALL.map(|client| replay(client, evidence));
    let rows: Vec<[String; 4]> = replays.iter().map(|replay| teller.row(replay)).collect();
    let widths: [usize; 3] = [0, 1, 2].map(|column| {
        let cells = rows.iter().chain([&heads]).filter_map(|row| row.get(column));
        cells.map(|cell| display_width(cell)).max().unwrap_or_default() + 2
    });
    line(&mut page, Role::Label, &heads, &widths);
    for (replay, row) in replays.iter().zip(&rows) {
        line(&mut page, Role::Plain, row, &widths);
        for detail in [teller.servers(replay), teller.refuses(replay)] {
            page.entry("    ", 4, &detail);
        }
    }
    page.gap();
    page.say(Role::Plain, &words.ui("clients-legend-costs", &[]));
    if replays.iter().any(|replay| !replay.is_certain()) {
        page.say(Role::Plain, &words.ui("clients-legend-doubt", &[]));
    }
    page.into_text()
}

/// Tells people what one client would do, and why. Ends in a line feed.
pub fn client(client: Client, evidence: &Evidence, style: &Style) -> String {
    let words = Words::new(style.lang);
    let sources = sources(evidence);
    let teller = Teller { sources: &sources, words: &words };
    let replay = replay(client, evidence);
    let mut page = Page::new(style.width, style.colour);
    teller.heading(&mut page, &replay);
    teller.settings(&mut page, &replay);
    teller.rejected(&mut page, &replay);
    teller.ignored(&mut page, &replay);
    let notes = replay.notes.iter().map(|note| {
        let ports = Arg::from(Vec::from(SENDING_PORTS.map(|port| port.to_string())));
        let role = if is_grave(*note) { Role::Warn } else { Role::Plain };
        (role, words.ui(&format!("clients-note-{}", note.name()), &[("ports", ports)]))
    });
    list(&mut page, &words.ui("clients-notes", &[]), notes.collect());
    let doubts = replay.doubts.iter().map(|doubt| {
        let answer = doubt.answer.map(|index| teller.source(index));
        let source = answer.or_else(|| doubt.source.map(|source| source.name().to_owned()));
        let args = [("source", Arg::from(source.unwrap_or_default()))];
        (Role::Plain, words.ui(&format!("clients-doubt-{}", doubt.why.name()), &args))
    });
    list(&mut page, &words.ui("clients-doubts", &[]), doubts.collect());
    if !replay.guesses.is_empty() {
        page.gap();
        page.say(Role::Heading, &words.ui("clients-guesses", &[]));
        for guess in &replay.guesses {
            page.entry("  ", 2, &format!("{}  {}", guess.service.acronym(), teller.server(guess)));
        }
    }
    page.into_text()
}

/// Tells programs what every client would do. Ends in a line feed.
pub fn clients_json(evidence: &Evidence) -> String {
    // Serialising cannot fail: every key is a string, and no type here says no.
    let told = serde_json::to_string_pretty(&all_json(evidence)).unwrap_or_default();
    escape_json(&told) + "\n"
}

/// Tells programs what one client would do. Ends in a line feed.
pub fn client_json(client: Client, evidence: &Evidence) -> String {
    let told = serde_json::to_string_pretty(&told(&replay(client, evidence))).unwrap_or_default();
    escape_json(&told) + "\n"
}

/// Every client, for a report that has more to say.
pub(super) fn all_json(evidence: &Evidence) -> Vec<ClientJson> {
    Client::ALL.map(|client| told(&replay(client, evidence))).into()
}

struct Teller<'a> {
    sources: &'a [&'a Asked],
    words: &'a Words,
}

impl Teller<'_> {
    /// Client, where the settings are from, user name, failed log-ins.
    fn row(&self, replay: &Replay) -> [String; 4] {
        let mark = if replay.is_certain() { "" } else { " ?" };
        let from = match replay.way {
            Way::ByHand => self.words.ui("clients-from-by-hand", &[]),
            Way::Guesses => self.words.ui("clients-from-guesses", &[]),
            Way::Source(index) => self.source(index),
        };
        [
            format!("{}{mark}", replay.client.product()),
            from,
            self.first_name(replay),
            self.costs(replay),
        ]
    }

    /// The first form of the user name, and how many more there are.
    fn first_name(&self, replay: &Replay) -> String {
        let [first, more @ ..] = &replay.names[..] else { return "-".to_owned() };
        let name = self.words.ui(&format!("clients-name-{}", first.name()), &[]);
        if more.is_empty() {
            return name;
        }
        let more = i64::try_from(more.len()).unwrap_or(i64::MAX);
        let args = [("name", Arg::from(name)), ("more", Arg::Number(more))];
        self.words.ui("clients-name-more", &args)
    }

    fn costs(&self, replay: &Replay) -> String {
        let Some(costs) = replay.log_ins else {
            return self.words.ui("clients-costs-unknown", &[]);
        };
        let key = if costs.at_most { "clients-costs-at-most" } else { "clients-costs" };
        let args = [
            ("incoming", Arg::Number(costs.incoming.into())),
            ("outgoing", Arg::Number(costs.outgoing.into())),
        ];
        self.words.ui(key, &args)
    }

    /// Both servers, and how many are tried where it guesses.
    fn servers(&self, replay: &Replay) -> String {
        let picks = [&replay.incoming, &replay.outgoing].into_iter().flatten();
        let mut told: Vec<String> = picks.map(|pick| self.server(&pick.endpoint)).collect();
        if let Some(first) = replay.guesses.first() {
            let count = i64::try_from(replay.guesses.len()).unwrap_or(i64::MAX);
            let args = [("count", Arg::Number(count)), ("first", Arg::from(self.server(first)))];
            told.push(self.words.ui("clients-tries", &args));
        }
        self.words.list(&told)
    }

    /// The sources with settings that it looked at and did not take.
    fn refuses(&self, replay: &Replay) -> String {
        let mut refused: Vec<String> = Vec::new();
        let has_settings =
            |index: usize| self.sources.get(index).is_some_and(|asked| !asked.settings.is_empty());
        for rejection in replay.rejected.iter().filter(|it| it.is_whole) {
            let source = self.source(rejection.source);
            if has_settings(rejection.source) && !refused.contains(&source) {
                refused.push(source);
            }
        }
        if refused.is_empty() {
            return String::new();
        }
        self.words.ui("clients-refuses", &[("sources", Arg::from(refused))])
    }

    /// The word for a source, and whether the web was asked in clear.
    fn source(&self, index: usize) -> String {
        let Some(asked) = self.sources.get(index) else { return String::new() };
        let source = asked.source.name().to_owned();
        if asked.location.starts_with("http://") {
            return self.words.ui("clients-from-http", &[("source", Arg::from(source))]);
        }
        source
    }

    fn location(&self, index: usize) -> String {
        self.sources.get(index).map_or_else(String::new, |asked| asked.location.clone())
    }

    fn server(&self, Endpoint { host, port, security, .. }: &Endpoint) -> String {
        let security = self.words.ui(&format!("security-{security}"), &[]);
        let args = [("place", Arg::from(at(host, *port))), ("security", Arg::from(security))];
        self.words.ui("clients-server", &args)
    }

    fn heading(&self, page: &mut Page, replay: &Replay) {
        let product = ("client", Arg::from(replay.client.product()));
        let heading = match replay.client.version() {
            Some(version) => {
                self.words.ui("clients-as-of", &[product, ("version", Arg::from(version))])
            }
            None => self.words.ui("clients-as-known", &[product]),
        };
        page.say(Role::Heading, &heading);
        let way = match replay.way {
            Way::ByHand => self.words.ui("clients-way-by-hand", &[]),
            Way::Guesses => self.words.ui("clients-way-guesses", &[]),
            Way::Source(index) => {
                let source = ("source", Arg::from(self.source(index)));
                let location = ("location", Arg::from(self.location(index)));
                self.words.ui("clients-way-source", &[source, location])
            }
        };
        page.say(Role::Plain, &way);
    }

    /// What it would enter, and what a wrong password would cost there.
    fn settings(&self, page: &mut Page, replay: &Replay) {
        let ui = |key: &str| self.words.ui(key, &[]);
        let mut rows = Vec::new();
        for pick in [&replay.incoming, &replay.outgoing].into_iter().flatten() {
            let label = match pick.endpoint.service {
                Service::Imap => ui("incoming-imap"),
                Service::Pop3 => ui("incoming-pop3"),
                Service::Smtp => ui("outgoing-smtp"),
            };
            rows.push((label, self.server(&pick.endpoint)));
        }
        rows.extend(self.names(replay).map(|names| (ui("user-name"), names)));
        let way = replay.incoming.as_ref().and_then(|pick| pick.authentication.as_ref());
        rows.extend(way.map(|way| {
            let key = format!("authentication-{}", way.name().to_ascii_lowercase());
            let told = self.words.find(&key, None, &[]);
            (ui("authentication"), told.unwrap_or_else(|| way.name().to_owned()))
        }));
        let told = match replay.log_ins {
            Some(costs) => {
                let most = if costs.at_most { "yes" } else { "no" };
                let args = [
                    ("incoming", Arg::Number(costs.incoming.into())),
                    ("outgoing", Arg::Number(costs.outgoing.into())),
                    ("most", Arg::from(most)),
                ];
                self.words.ui("clients-refused", &args)
            }
            None => ui("clients-refused-unknown"),
        };
        rows.push((ui("clients-wrong-password"), told));
        page.gap();
        table(page, &rows);
    }

    /// The user name as it would be entered, or the forms that it tries.
    fn names(&self, replay: &Replay) -> Option<String> {
        let form = |form: &crate::clients::NameForm| {
            self.words.ui(&format!("clients-name-{}", form.name()), &[])
        };
        let [only] = &replay.names[..] else {
            let names: Vec<String> = replay.names.iter().map(form).collect();
            let args = [("names", Arg::from(names))];
            return (!replay.names.is_empty())
                .then(|| self.words.ui("clients-names-in-turn", &args));
        };
        let filled = replay.incoming.as_ref().and_then(|pick| pick.username.clone());
        Some(filled.unwrap_or_else(|| form(only)))
    }

    /// What it came across before that, and why it did not take it.
    fn rejected(&self, page: &mut Page, replay: &Replay) {
        if replay.rejected.is_empty() {
            return;
        }
        page.gap();
        page.say(Role::Heading, &self.words.ui("clients-rejected", &[]));
        let is_nothing = |it: &&Rejection| it.why == WhyRejected::Nothing;
        let told = replay.rejected.iter().filter(|it| !is_nothing(it));
        let widest = told.map(|it| display_width(&self.source(it.source))).max();
        let column = widest.unwrap_or_default() + 4;
        for rejection in replay.rejected.iter().filter(|it| !is_nothing(it)) {
            page.entry(
                &format!("  {}", self.source(rejection.source)),
                column,
                &self.why(rejection),
            );
            page.entry("    ", 4, &self.location(rejection.source));
        }
        let mut silent: Vec<String> = Vec::new();
        for rejection in replay.rejected.iter().filter(is_nothing) {
            let source = self.source(rejection.source);
            let is_taken = replay.source().is_some_and(|taken| self.source(taken) == source);
            if !is_taken && !silent.contains(&source) {
                silent.push(source);
            }
        }
        if !silent.is_empty() {
            let args = [("sources", Arg::from(silent))];
            page.entry("  ", 2, &self.words.ui("clients-nothing", &args));
        }
    }

    /// Why, with the server and the line that it is about.
    fn why(&self, rejection: &Rejection) -> String {
        let scope = if rejection.is_whole { "whole" } else { "one" };
        let key = format!("clients-why-{}", rejection.why.name());
        let why = self.words.ui(&key, &[("scope", Arg::from(scope))]);
        let mut details = Vec::new();
        let server = rejection.endpoint.as_ref();
        details.extend(server.map(|endpoint| at(&endpoint.host, endpoint.port)));
        if rejection.line > 0 {
            let args = [("line", Arg::Number(rejection.line.into()))];
            details.push(self.words.ui("clients-line", &args));
        }
        if details.is_empty() {
            return why;
        }
        self.words.ui("clients-why", &[("why", Arg::from(why)), ("details", Arg::from(details))])
    }

    /// What has settings and is none of its sources.
    fn ignored(&self, page: &mut Page, replay: &Replay) {
        if replay.ignored.is_empty() {
            return;
        }
        page.gap();
        page.say(Role::Heading, &self.words.ui("clients-ignored", &[]));
        for index in &replay.ignored {
            let told = format!("{}  {}", self.source(*index), self.location(*index));
            page.entry("  ", 2, &told);
        }
    }
}

/// Cells of one line; they wrap behind the first on a narrow page.
fn line(page: &mut Page, role: Role, row: &[String; 4], widths: &[usize; 3]) {
    let [client, rest @ ..] = row;
    let [first, others @ ..] = widths;
    let padded: Vec<String> =
        rest.iter().zip(others.iter().chain([&0])).map(|(cell, width)| pad(cell, *width)).collect();
    page.paragraph((role, &format!("  {client}")), first + 2, (role, padded.concat().trim_end()));
}

/// Labels and what stands behind them.
fn table(page: &mut Page, rows: &[(String, String)]) {
    let widest = rows.iter().map(|(label, _)| display_width(label)).max().unwrap_or_default();
    for (label, text) in rows {
        page.entry(&format!("  {label}"), widest + 4, text);
    }
}

fn list(page: &mut Page, heading: &str, items: Vec<(Role, String)>) {
    if items.is_empty() {
        return;
    }
    page.gap();
    page.say(Role::Heading, heading);
    for (role, item) in items {
        page.paragraph((role, "  -"), 4, (role, &item));
    }
}

/// Whether a password can come into wrong hands.
fn is_grave(note: Note) -> bool {
    matches!(
        note,
        Note::AsksForTrust
            | Note::AsksToBeSentOn
            | Note::NoEncryption
            | Note::TrustsPlainHttp
            | Note::TrustsRedirect
            | Note::TrustsUnsignedDns
    )
}

fn told(replay: &Replay) -> ClientJson {
    let (asks, notes) = replay.notes.iter().partition::<Vec<Note>, _>(|note| note.asks());
    let names = |notes: Vec<Note>| notes.into_iter().map(Note::name).collect();
    ClientJson {
        client: replay.client.name(),
        version: replay.client.version(),
        way: match replay.way {
            Way::ByHand => "by-hand",
            Way::Guesses => "guesses",
            Way::Source(_) => "source",
        },
        source: replay.source(),
        incoming: replay.incoming.as_ref().map(pick),
        outgoing: replay.outgoing.as_ref().map(pick),
        usernames: replay.names.iter().map(|form| form.name()).collect(),
        failed_logins: replay.log_ins.map(|costs| LogInsJson {
            incoming: costs.incoming,
            outgoing: costs.outgoing,
            at_most: costs.at_most,
        }),
        guesses: replay.guesses.iter().map(place).collect(),
        rejected: replay.rejected.iter().map(rejection).collect(),
        ignored: replay.ignored.clone(),
        asks: names(asks),
        notes: names(notes),
        certain: replay.is_certain(),
        doubts: replay
            .doubts
            .iter()
            .map(|doubt| DoubtJson {
                kind: doubt.why.name(),
                source: doubt.source.map(Source::name),
                answer: doubt.answer,
                line: Some(doubt.line).filter(|line| *line > 0),
            })
            .collect(),
    }
}

fn rejection(rejection: &Rejection) -> RejectionJson {
    RejectionJson {
        source: rejection.source,
        kind: rejection.why.name(),
        server: rejection.endpoint.as_ref().map(place),
        line: Some(rejection.line).filter(|line| *line > 0),
        whole: rejection.is_whole,
    }
}

fn pick(pick: &Pick) -> PickJson {
    PickJson {
        place: place(&pick.endpoint),
        username: pick.username.clone(),
        authentication: pick.authentication.as_ref().map(ToString::to_string),
    }
}

fn place(Endpoint { service, host, port, security }: &Endpoint) -> PlaceJson {
    PlaceJson {
        service: service.name(),
        host: host.as_str().to_owned(),
        port: *port,
        security: security.name(),
    }
}

#[cfg(test)]
mod tests;
