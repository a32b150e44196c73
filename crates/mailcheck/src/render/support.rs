//! The report for a helpdesk: Markdown with the numbered facts that it asks for, and what stays for the
//! person to fill in. Names and addresses are masked unless the person wants otherwise.

use super::mask::Mask;
use super::text::{ended, verdict_line};
use super::{Style, Words, escape};
use super::{facts, failures, limits};
use crate::evidence::{AddressView, EndpointView, Evidence, Step};
use crate::model::{Endpoint, Security, ServerText};
use crate::report::{Arg, Finding, Report, Severity};

/// What a support report needs to know beside the report itself.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Support {
    /// Language and time zone; width and colour are of no use here.
    pub style: Style,
    /// The operating system in its own words, such as `Debian GNU/Linux 12`; `None` leaves it open.
    pub system: Option<String>,
    /// Whether user names, mail addresses and this line's addresses are masked.
    pub mask: bool,
}

impl Support {
    /// Masked, and with the system left open.
    pub fn new(style: Style) -> Self {
        Self { style, system: None, mask: true }
    }
}

/// Tells a report to a helpdesk, as Markdown. Ends in a line feed.
///
/// # Examples
///
/// ```
/// use mailcheck::evidence::{Account, Evidence};
/// use mailcheck::render::{Lang, Style, Support, support};
///
/// let evidence = Evidence::new(jiff::Timestamp::UNIX_EPOCH, Account::default());
/// let told = support(&mailcheck::judge(evidence), &Support::new(Style::new(Lang::En)));
/// assert!(told.contains("1. **Device**"));
/// ```
pub fn support(report: &Report, support: &Support) -> String {
    let words = Words::new(support.style.lang).zone(support.style.zone.clone());
    let mask = if support.mask { Mask::of(&report.evidence) } else { Mask::nothing() };
    let mut teller = Teller { report, words: &words, mask, out: String::new() };
    teller.head();
    teller.facts(support.system.as_deref());
    teller.replies();
    teller.steps();
    teller.rest();
    teller.out
}

struct Teller<'a> {
    report: &'a Report,
    words: &'a Words,
    mask: Mask,
    out: String,
}

impl Teller<'_> {
    fn ui(&self, key: &str) -> String {
        self.words.ui(&format!("support-{key}"), &[])
    }

    fn line(&mut self, text: &str) {
        self.out.push_str(text);
        self.out.push('\n');
    }

    /// What only the person knows.
    fn fill(&self, key: &str) -> String {
        self.words.ui("support-fill-in-what", &[("what", Arg::from(self.ui(key)))])
    }

    /// A numbered fact.
    fn fact(&mut self, number: usize, key: &str, value: &str) {
        let line = format!("{number}. **{}**: {value}", self.ui(key));
        self.line(line.trim_end());
    }

    fn head(&mut self) {
        let evidence = &self.report.evidence;
        let place = first_place(self.report).unwrap_or_default();
        let args = [("date", Arg::from(evidence.started)), ("place", Arg::from(place))];
        let key = format!("support-subject-{}", self.report.verdict.name());
        let subject = self.words.ui(&key, &args);
        let line = format!("{}: {}", self.ui("subject-label"), plain(&subject));
        self.line(&line);
        self.line("");
        let line = format!("# {}", self.ui("heading"));
        self.line(&line);
        self.line("");
    }

    fn facts(&mut self, system: Option<&str>) {
        let Evidence { tool, started, elapsed_ms, .. } = &self.report.evidence;
        let seconds = format!("{}.{:02}", elapsed_ms / 1_000, elapsed_ms % 1_000 / 10);
        let time = [("date", Arg::from(*started)), ("seconds", Arg::from(seconds))];
        let time = self.words.ui("support-when", &time);
        let system = system.map_or_else(|| self.ui("fill-in"), plain);
        let network = self.words.list(&[self.families(), self.fill("network-hint")]);
        let device = self.fill("device-hint");
        let account = self.account();
        self.fact(1, "device", &device);
        self.fact(2, "system", &system);
        self.fact(3, "tool", &format!("{} {}", plain(&tool.name), plain(&tool.version)));
        self.fact(4, "time", &time);
        self.fact(5, "network", &network);
        self.fact(6, "account", &account);
        let faults: Vec<&Finding> = self.faults().collect();
        let whats: Vec<String> = faults
            .iter()
            .map(|it| format!("{} `[{}]`", plain(&self.mask.over(&self.words.title(it))), it.id))
            .collect();
        let mut what = plain(&self.mask.over(&verdict_line(self.report, self.words)));
        if let Some([ended, _action]) = ended(self.report.evidence.ended) {
            what = format!("{what} {}", self.words.ui(ended, &[]));
        }
        what.extend(whats.iter().map(|what| format!("\n   - {what}")));
        self.fact(7, "what", &what);
    }

    /// Errors and warnings: what a helpdesk can do something about.
    fn faults(&self) -> impl Iterator<Item = &Finding> {
        self.report.findings.iter().filter(|it| it.severity != Severity::Notice)
    }

    fn families(&self) -> String {
        let connected = |is_v6: bool| {
            let mut views = self.report.evidence.views();
            views.any(|view| {
                let addresses = view.addresses();
                addresses.iter().any(|it| it.ip.is_ipv6() == is_v6 && it.connect().done().is_some())
            })
        };
        let key = match (connected(false), connected(true)) {
            (true, true) => "families-both",
            (true, false) => "families-ipv4",
            (false, true) => "families-ipv6",
            (false, false) => "families-none",
        };
        self.ui(key)
    }

    fn account(&self) -> String {
        let account = &self.report.evidence.account;
        let Some(address) = &account.address else { return self.ui("fill-in") };
        let address = code(&self.mask.over(address));
        match &account.username {
            Some(name) => {
                format!(
                    "{address}; {}: {}",
                    self.words.ui("user-name", &[]),
                    code(&self.mask.over(name))
                )
            }
            None => address,
        }
    }

    /// What servers said, to the letter.
    fn replies(&mut self) {
        let mut replies: Vec<(String, Vec<ServerText>)> = Vec::new();
        for finding in self.faults().filter(|it| !it.advice.evidence.is_empty()) {
            let place = finding.endpoint.and_then(|index| self.place(index)).unwrap_or_default();
            replies.push((place, finding.advice.evidence.clone()));
        }
        let none = self.ui("no-reply");
        self.fact(8, "reply", if replies.is_empty() { &none } else { "" });
        for (place, lines) in replies {
            let lines: Vec<String> = lines
                .iter()
                .map(|line| escape(&self.mask.over(line.as_str())).into_owned())
                .collect();
            let fence = fence(&lines);
            let text =
                format!("\n   {place}\n\n   {fence}text\n   {}\n   {fence}", lines.join("\n   "));
            self.line(&text);
        }
    }

    fn place(&self, index: usize) -> Option<String> {
        let candidate = self.report.evidence.endpoints.get(index)?;
        let Endpoint { service, host, port, security } = &candidate.endpoint;
        let args = [
            ("service", Arg::from(service.acronym())),
            ("host", Arg::from(host.to_string())),
            ("port", Arg::from(i64::from(*port))),
            ("security", Arg::from(self.words.ui(&format!("security-{security}"), &[]))),
        ];
        Some(plain(&self.words.ui("support-place", &args)))
    }

    /// What was done, what came of it, and what should have.
    fn steps(&mut self) {
        self.fact(9, "steps", "");
        let head = ["step", "result", "expected"].map(|key| self.ui(key));
        for view in self.report.evidence.views() {
            let place = self.place(view.index).unwrap_or_default();
            self.out.push('\n');
            self.line(&format!("   {place}"));
            self.out.push('\n');
            self.line(&format!("   | {} |", head.join(" | ")));
            self.line("   |---|---|---|");
            for (key, result) in steps_of(&view, self.report, self.words) {
                let row = [
                    self.ui(&format!("step-{key}")),
                    plain(&self.mask.over(&result)),
                    self.ui(&format!("expected-{key}")),
                ];
                self.line(&format!("   | {} |", row.join(" | ")));
            }
        }
        self.out.push('\n');
    }

    fn rest(&mut self) {
        let (done, since) = (self.fill("done-hint"), self.fill("since-hint"));
        self.fact(10, "done", &done);
        self.fact(11, "since", &since);
        if self.mask.is_on() {
            self.line("");
            let line = self.ui("masked");
            self.line(&line);
        }
    }
}

/// The server that the gravest finding is about, else the first one.
fn first_place(report: &Report) -> Option<String> {
    let index = report.findings.iter().find_map(|finding| finding.endpoint).unwrap_or(0);
    let endpoint = &report.evidence.endpoints.get(index)?.endpoint;
    Some(format!("{}:{}", endpoint.host, endpoint.port))
}

/// The steps of an endpoint as far as they were taken, with what came of them.
fn steps_of(
    view: &EndpointView<'_>,
    report: &Report,
    words: &Words,
) -> Vec<(&'static str, String)> {
    let mut steps = Vec::new();
    let lookups = view.lookups();
    let found: Vec<String> = lookups
        .iter()
        .filter_map(|it| it.outcome.ok())
        .flat_map(|ips| ips.iter().map(ToString::to_string))
        .collect();
    let failure = lookups.iter().find_map(|it| it.outcome.err()).map(failures::lookup);
    if !lookups.is_empty() {
        let nothing = || failure.unwrap_or_else(|| words.ui("support-nothing", &[]));
        steps.push(("dns", if found.is_empty() { nothing() } else { words.list(&found) }));
    }
    let tried: Vec<String> = view.addresses().iter().filter_map(connection).collect();
    if !tried.is_empty() {
        steps.push(("connect", words.list(&tried)));
    }
    let Some(address) = view.furthest() else { return steps };
    let mut talk = [("greeting", greeting(&address)), ("tls", handshake(&address))];
    if view.endpoint().security == Security::Tls {
        talk.reverse();
    }
    steps.extend(talk.into_iter().filter_map(|(key, result)| Some((key, result?))));
    let login = facts::login(&address, report.login(view.index));
    steps.push(("login", words.ui(&format!("fact-login-{login}"), &[])));
    steps.extend(facts::sending_in_words(&address, words).map(|told| ("sending", told)));
    steps.extend(limits::told(view, words).into_iter().map(|told| ("limits", told)));
    steps
}

fn greeting(address: &AddressView<'_>) -> Option<String> {
    match address.greeting() {
        Step::Done(greeting) => greeting.lines.first().map(ToString::to_string),
        Step::Failed(why) => Some(failures::read(why)),
        Step::NotReached => None,
    }
}

fn handshake(address: &AddressView<'_>) -> Option<String> {
    match address.handshake() {
        Step::Done(tls) => Some(format!("{}, {}", tls.version, tls.cipher_suite)),
        Step::Failed(why) => Some(failures::tls(why)),
        Step::NotReached => None,
    }
}

fn connection(address: &AddressView<'_>) -> Option<String> {
    match address.connect() {
        Step::Done(took_ms) => Some(format!("{}: {took_ms} ms", address.ip)),
        Step::Failed(why) => Some(format!("{}: {}", address.ip, failures::connect(why))),
        Step::NotReached => None,
    }
}

/// Text that Markdown takes for nothing but text.
fn plain(text: &str) -> String {
    let mut safe = String::new();
    for letter in escape(text).chars() {
        if matches!(letter, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '!') {
            safe.push('\\');
        }
        safe.push(letter);
    }
    safe
}

/// Text between backticks, more of them than are in it.
fn code(text: &str) -> String {
    let text = escape(text);
    let longest = text.split(|letter| letter != '`').map(str::len).max().unwrap_or_default();
    let ticks = "`".repeat(longest + 1);
    if longest == 0 { format!("{ticks}{text}{ticks}") } else { format!("{ticks} {text} {ticks}") }
}

/// A fence that none of the lines can end.
fn fence(lines: &[String]) -> String {
    let runs = lines.iter().flat_map(|line| line.split(|letter| letter != '`')).map(str::len);
    "`".repeat(runs.max().unwrap_or_default().max(2) + 1)
}

#[cfg(test)]
mod tests {
    use super::super::{Lang, samples};
    use super::*;

    fn told(report: &Report, lang: Lang, mask: bool) -> String {
        let mut how = Support::new(Style::new(lang));
        how.mask = mask;
        how.system = Some("Debian GNU/Linux 12".to_owned());
        support(report, &how)
    }

    #[test]
    fn reports_for_helpdesks_read_well() {
        samples::snapshots().bind(|| {
            for lang in Lang::ALL {
                let name = format!("support-wrong-password.{}.md", lang.name());
                insta::assert_snapshot!(name, told(&samples::saved("wrong-password"), lang, true));
            }
        });
    }

    #[test]
    fn every_word_is_there_and_used() {
        for lang in Lang::ALL {
            let mut all = String::new();
            for (_, report) in samples::all() {
                all += &told(&report, lang, true);
            }
            for name in ["healthy", "unreachable", "wrong-password", "expired-certificate"] {
                all += &told(&samples::saved(name), lang, false);
            }
            assert!(!all.contains("support-") && !all.contains("fact-"), "{all}");
        }
    }

    #[test]
    fn who_it_is_can_be_hidden() {
        let report = samples::saved("wrong-password");
        let address = report.evidence.account.address.clone().expect("has one");
        assert!(!told(&report, Lang::En, true).contains(&address));
        assert!(told(&report, Lang::En, false).contains(&address));
    }

    #[test]
    fn servers_cannot_write_markdown() {
        assert_eq!(code("a`b``c"), "``` a`b``c ```");
        assert_eq!(fence(&["```".to_owned(), "x".to_owned()]), "````");
        assert_eq!(plain("<b>|*x*|"), r"\<b\>\|\*x\*\|");
        let hostile = told(&samples::hostile(), Lang::En, true);
        let is_raw =
            |letter: char| letter != '\n' && escape(&letter.to_string()).len() > letter.len_utf8();
        assert!(!hostile.contains(is_raw), "{hostile}");
    }
}
