//! The report for people: one screen for a healthy account, the reason and the first action at the
//! top for a broken one.

use textwrap::core::display_width;

use super::block::{Block, blocks};
use super::page::{Page, Role, pad};
use super::{Style, Words, circle, escape, facts, limits};
use crate::evidence::{AddressView, Ended, EndpointView, Evidence, Step};
use crate::model::{Authentication, Endpoint, Host, Reading, Service};
use crate::report::{Arg, Finding, Report, SettingsSide, Severity, Verdict};

/// Tells a report to people. Ends in a line feed, and has no other character that cannot be seen but
/// the colours that were asked for.
///
/// # Examples
///
/// ```
/// use mailcheck::evidence::{Account, Evidence};
/// use mailcheck::render::{Lang, Style, text};
///
/// let evidence = Evidence::new(jiff::Timestamp::UNIX_EPOCH, Account::default());
/// let told = text(&mailcheck::judge(evidence), &Style::new(Lang::En));
/// assert!(told.starts_with("Whether mail works for this account could not be told."));
/// ```
pub fn text(report: &Report, style: &Style) -> String {
    write(report, style, &Words::new(style.lang).zone(style.zone.clone()))
}

fn write(report: &Report, style: &Style, words: &Words) -> String {
    let mut teller = Teller::new(report, words, style);
    teller.verdict();
    teller.settings();
    teller.findings();
    teller.facts();
    teller.circle();
    teller.connections();
    teller.footer();
    teller.page.into_text()
}

/// What the parts of a report are written with.
pub(super) struct Teller<'a> {
    pub(super) report: &'a Report,
    pub(super) words: &'a Words,
    pub(super) page: Page,
}

impl<'a> Teller<'a> {
    pub(super) fn new(report: &'a Report, words: &'a Words, style: &Style) -> Self {
        Self { report, words, page: Page::new(style.width, style.colour) }
    }
}

impl Teller<'_> {
    pub(super) fn ui(&self, key: &str) -> String {
        self.words.ui(key, &[])
    }

    fn verdict(&mut self) {
        let Report { evidence, verdict, findings, .. } = self.report;
        let role = match verdict {
            Verdict::Inconclusive | Verdict::ReadyWithWarnings => Role::Warn,
            Verdict::NotReady => Role::Bad,
            Verdict::Ready => Role::Good,
        };
        self.page.say(role, &verdict_line(self.report, self.words));
        self.cut_short();
        if findings.is_empty() && evidence.views().next().is_none() {
            self.page.say(Role::Plain, &self.ui("nothing-found"));
        }
    }

    /// What a run that did not come to its end may have missed.
    pub(super) fn cut_short(&mut self) {
        if let Some([what, action]) = ended(self.report.evidence.ended) {
            self.page.say(Role::Plain, &self.ui(what));
            self.page.say(Role::Plain, &self.ui(action));
        }
    }

    /// Both sides next to each other where they fit, else one below the other.
    fn settings(&mut self) {
        let Some(settings) = &self.report.settings else { return };
        let sides: Vec<Rows> = [&settings.incoming, &settings.outgoing]
            .into_iter()
            .flatten()
            .map(|side| self.rows(side))
            .collect();
        let labels =
            ["server-name", "port-number", "security", "user-name", "authentication", "iphone"];
        let labels = labels.map(|key| self.ui(key)).into_iter().chain([self.ui("source")]);
        let labels: Vec<String> = [String::new()].into_iter().chain(labels).collect();
        let column = column(labels.iter().map(String::as_str));
        if let [left, right] = sides.as_slice()
            && let Some(rows) = beside(left, right, self.page.width() - column)
        {
            self.table(&labels, &rows, column);
            return;
        }
        for rows in sides {
            self.table(&labels, &rows, column);
        }
    }

    /// Rows under a heading, which is the first.
    fn table(&mut self, labels: &[String], rows: &Rows, column: usize) {
        self.page.gap();
        for (label, value) in labels.iter().zip(rows).filter(|(_, value)| !value.trim().is_empty())
        {
            if label.is_empty() {
                self.page.paragraph((Role::Heading, ""), column, (Role::Heading, value));
            } else {
                self.page.entry(&format!("  {label}"), column, value);
            }
        }
    }

    /// What to enter for one service, behind its heading.
    fn rows(&self, side: &SettingsSide) -> Rows {
        let Endpoint { service, host, port, security } = &side.endpoint;
        let heading = match service {
            Service::Imap => "incoming-imap",
            Service::Pop3 => "incoming-pop3",
            Service::Smtp => "outgoing-smtp",
        };
        let methods: Vec<String> = side
            .authentication
            .iter()
            .map(|method| self.ui(&format!("authentication-{}", lower(method))))
            .collect();
        // Nobody needs to be told that “Password” is the normal password.
        let usual = Authentication::PasswordCleartext;
        let menu = side.authentication.first().filter(|method| **method != usual);
        let menu = menu.map(|method| self.ui(&format!("iphone-authentication-{}", lower(method))));
        [
            self.ui(heading),
            host.to_string(),
            port.to_string(),
            self.ui(&format!("security-{security}")),
            side.username.clone().unwrap_or_else(|| self.ui("your-user-name")),
            self.words.list(&methods),
            menu.unwrap_or_default(),
            self.ui(&format!("source-{}", side.source)),
        ]
        .map(|value| escape(&value).into_owned())
    }

    pub(super) fn findings(&mut self) {
        for block in blocks(&self.report.findings, self.words) {
            self.block(&block);
        }
    }

    /// What was found, once for all places where it is the same.
    fn block(&mut self, block: &Block<'_>) {
        let Some(finding) = &block.finding() else { return };
        let words = self.words;
        let (role, key) = match finding.severity {
            Severity::Error => (Role::Bad, "severity-error"),
            Severity::Notice => (Role::Note, "severity-notice"),
            Severity::Warning => (Role::Warn, "severity-warning"),
        };
        self.page.gap();
        let head = format!("{}[{}]: ", self.ui(key), finding.id);
        self.page.paragraph((role, &head), 2, (role, &words.title(finding)));

        let labels = ["where", "why", "reply", "do", "who", "wait", "see"]
            .map(|label| self.ui(&format!("label-{label}")));
        let column = column(labels.iter().map(String::as_str));
        let [at, why, reply, act, who, wait, see] = labels.map(|label| format!("  {label}"));

        let advice = &finding.advice;
        let places = block.findings.iter().filter_map(|finding| self.place(finding));
        for (number, place) in places.collect::<Vec<_>>().iter().enumerate() {
            self.page.entry(if number == 0 { &at } else { "" }, column, place);
        }
        self.page.entry(&why, column, &words.cause(finding));
        let causes = words.causes(finding);
        if !causes.is_empty() {
            self.page.entry("", column, &self.ui("causes"));
        }
        for (number, cause) in causes.iter().enumerate() {
            let lead = format!("{}{}. ", " ".repeat(column), number + 1);
            self.page.paragraph((Role::Plain, &lead), column + 3, (Role::Plain, cause));
        }
        for (number, seen) in advice.evidence.iter().enumerate() {
            let lead = if number == 0 { reply.as_str() } else { "" };
            self.page.entry(lead, column, &quoted(seen.as_str()));
            if let Some(Reading { encoding, text, .. }) = seen.reading() {
                let args = [
                    ("encoding", Arg::from(encoding.name())),
                    ("text", Arg::from(quoted(text.as_str()))),
                ];
                self.page.entry("", column, &words.ui("reading", &args));
            }
        }
        self.page.entry(&act, column, &words.action(finding));
        self.page.entry(&who, column, &words.who(advice.who));
        if let Some(pause) = advice.wait {
            let args = [
                ("wait", Arg::from(words.wait(pause.length))),
                ("whose", Arg::from(pause.whose.name())),
                ("source", Arg::from(pause.source)),
            ];
            self.page.entry(&wait, column, &words.ui("wait-before", &args));
        }
        self.page.entry(&see, column, finding.reference);
    }

    /// Which endpoint a finding is about, and which addresses of it when not all are.
    fn place(&self, finding: &Finding) -> Option<String> {
        let candidate = self.report.evidence.endpoints.get(finding.endpoint?)?;
        let Endpoint { host, port, security, .. } = &candidate.endpoint;
        let addresses: Vec<String> =
            finding.advice.addresses.iter().map(ToString::to_string).collect();
        let key = if addresses.is_empty() { "place" } else { "place-addresses" };
        let args = [
            ("host", Arg::from(host.to_string())),
            ("port", Arg::from(i64::from(*port))),
            ("security", Arg::from(self.ui(&format!("place-{security}")))),
            ("addresses", Arg::from(addresses)),
        ];
        Some(self.words.ui(key, &args))
    }

    fn facts(&mut self) {
        let views: Vec<EndpointView<'_>> = self.report.evidence.views().collect();
        if views.is_empty() {
            return;
        }
        self.page.gap();
        self.page.say(Role::Heading, &self.ui("facts-working"));
        let names = views.iter().map(|view| view.endpoint().service.acronym());
        let column = column(names);
        for view in &views {
            let lead = format!("  {}", view.endpoint().service.acronym());
            self.page.entry(&lead, column, &self.seen(view));
        }
    }

    /// What became of the message to oneself.
    fn circle(&mut self) {
        let Some(circle) = self.report.evidence.circle() else { return };
        let lines = circle::lines(&circle, self.words);
        self.page.gap();
        self.page.say(Role::Heading, &self.ui("test-message"));
        let column = column(lines.iter().map(|(label, _)| label.as_str()));
        for (label, line) in &lines {
            let lead = if label.is_empty() { String::new() } else { format!("  {label}") };
            self.page.entry(&lead, column, line);
        }
    }

    /// How many connections can be held at once, where that was measured, and what the person's devices
    /// need.
    fn connections(&mut self) {
        let evidence = &self.report.evidence;
        let measured = evidence.views().flat_map(|view| {
            let service = view.endpoint().service.acronym().to_owned();
            limits::told(&view, self.words).into_iter().map(move |told| (service.clone(), told))
        });
        let mut lines: Vec<(String, String)> = measured.collect();
        let devices = limits::devices(evidence, self.words);
        lines.extend(devices.map(|told| (self.ui("connections-yours"), told)));
        if lines.is_empty() {
            return;
        }
        self.page.gap();
        self.page.say(Role::Heading, &self.ui("connections"));
        let column = column(lines.iter().map(|(lead, _)| lead.as_str()));
        for (lead, told) in lines {
            self.page.entry(&format!("  {lead}"), column, &told);
        }
    }

    /// One line of facts about an endpoint.
    fn seen(&self, view: &EndpointView<'_>) -> String {
        let mut facts = Vec::new();
        // With settings above, the service alone says which server is meant, if it has one only.
        let Endpoint { service, .. } = view.endpoint();
        let alike = view.evidence.views().filter(|other| other.endpoint().service == *service);
        if self.report.settings.is_none() || alike.count() > 1 {
            facts.push(at(&view.endpoint().host, view.endpoint().port));
        }
        let Some(address) = view.furthest() else {
            facts.push(self.ui(&format!("fact-{}", facts::unreached(view))));
            return self.words.list(&facts);
        };
        let families = facts::families(view);
        if families.is_empty() {
            facts.push(self.ui("fact-not-connected"));
            return self.words.list(&facts);
        }
        let families = [("families", Arg::from(families))];
        facts.push(self.words.ui("fact-connected", &families));
        if let Step::Done(tls) = address.encryption() {
            facts.push(tls.version.clone());
        }
        facts.extend(self.certificate(&address));
        let outcome = self.report.login(view.index);
        facts.push(self.ui(&format!("fact-login-{}", facts::login(&address, outcome))));
        facts.extend(facts::others_in_words(&address, self.words));
        facts.extend(facts::mailbox_in_words(&address, self.words));
        facts.extend(facts::sending_in_words(&address, self.words));
        self.words.list(&facts)
    }

    fn certificate(&self, address: &AddressView<'_>) -> Option<String> {
        let chain = address.chain()?;
        if chain.verifier.is_some() {
            return Some(self.ui("fact-certificate-unverified"));
        }
        let date = self.words.day(chain.leaf()?.not_after);
        Some(self.words.ui("fact-certificate", &[("date", Arg::from(date))]))
    }

    pub(super) fn footer(&mut self) {
        let Evidence { tool, started, elapsed_ms, .. } = &self.report.evidence;
        let seconds = format!("{}.{:02}", elapsed_ms / 1_000, elapsed_ms % 1_000 / 10);
        let args = [
            ("tool", Arg::from(tool.name.as_str())),
            ("version", Arg::from(tool.version.as_str())),
            ("date", Arg::from(*started)),
            ("seconds", Arg::from(seconds)),
        ];
        self.page.gap();
        let line = self.words.ui("footer", &args);
        self.page.say(Role::Plain, &line);
    }
}

/// The verdict in a sentence or two.
pub(super) fn verdict_line(report: &Report, words: &Words) -> String {
    let Report { evidence, verdict, findings, .. } = report;
    // What is an error about others' settings is something to see to beside settings that work.
    // What is told once counts once.
    let is_grave = |it: &&Finding| it.severity != Severity::Notice;
    let told = blocks(findings, words);
    let warnings = told.iter().filter(|it| it.findings.iter().any(is_grave)).count();
    let args = [
        ("who", Arg::from(who(evidence, words))),
        ("login", Arg::from(logged_in(evidence))),
        ("warnings", Arg::from(i64::try_from(warnings).unwrap_or(i64::MAX))),
    ];
    words.ui(&format!("verdict-{}", verdict.name()), &args)
}

/// Whom the report is about: the address, else the hosts.
fn who(evidence: &Evidence, words: &Words) -> String {
    if let Some(address) = &evidence.account.address {
        return address.clone();
    }
    let mut hosts: Vec<String> = Vec::new();
    for view in evidence.views() {
        let host = view.endpoint().host.to_string();
        if !hosts.contains(&host) {
            hosts.push(host);
        }
    }
    if hosts.is_empty() { words.ui("nobody", &[]) } else { words.list(&hosts) }
}

/// What to say of a run that did not come to its end, and what to do about it.
pub(super) fn ended(ended: Ended) -> Option<[&'static str; 2]> {
    match ended {
        Ended::Cancelled => Some(["ended-cancelled", "ended-cancelled-action"]),
        Ended::Complete => None,
        Ended::Deadline => Some(["ended-deadline", "ended-deadline-action"]),
    }
}

/// What a log-in worked for: one that was not tried proves nothing.
fn logged_in(evidence: &Evidence) -> &'static str {
    let accepted = |view: &EndpointView<'_>| {
        let addresses = view.addresses();
        addresses.iter().any(|it| it.login().done().is_some_and(|reply| reply.accepted))
    };
    let is_incoming = |view: EndpointView<'_>| view.endpoint().service.is_incoming();
    let sides: Vec<bool> = evidence.views().filter(accepted).map(is_incoming).collect();
    match (sides.contains(&true), sides.contains(&false)) {
        (true, true) => "both",
        (true, false) => "incoming",
        (false, true) => "outgoing",
        (false, false) => "none",
    }
}

/// The autoconfig draft's word in the keys of texts.
fn lower(method: &Authentication) -> String {
    method.name().to_ascii_lowercase()
}

/// A heading, and what to enter below it.
type Rows = [String; 8];

/// The rows of both sides as one, if they fit into this many columns.
fn beside(left: &Rows, right: &Rows, width: usize) -> Option<Rows> {
    let widest = |rows: &Rows| rows.iter().map(|row| display_width(row)).max().unwrap_or_default();
    let column = widest(left) + 2;
    let mut rows = left.clone();
    for (row, right) in rows.iter_mut().zip(right) {
        *row = pad(row, column) + right;
    }
    (column + widest(right) <= width).then_some(rows)
}

/// Literal words, cut where no reader would follow; the JSON report has all that was kept.
fn quoted(words: &str) -> String {
    match words.char_indices().nth(LONGEST_QUOTE) {
        Some((end, _)) => format!("\"{}\" ...", words.get(..end).unwrap_or(words)),
        None => format!("\"{words}\""),
    }
}

/// Characters of a quotation: four lines of a terminal, and more than the longest reply known.
const LONGEST_QUOTE: usize = 280;

/// Host and port, IPv6 in brackets.
pub(super) fn at(host: &Host, port: u16) -> String {
    if host.as_str().contains(':') { format!("[{host}]:{port}") } else { format!("{host}:{port}") }
}

/// Where text begins next to labels that are indented by two: two columns behind the longest.
pub(super) fn column<'a>(labels: impl Iterator<Item = &'a str>) -> usize {
    labels.map(display_width).max().unwrap_or_default() + 4
}

#[cfg(test)]
mod tests {
    use super::super::{Lang, samples};
    use super::*;
    use crate::evidence::{Fact, Observation};
    use crate::model::ServerText;

    /// Holds the text of every sample against its file, in both languages.
    #[test]
    fn samples_are_told_as_before() {
        let settings = samples::snapshots();
        for (name, report) in samples::all() {
            for lang in Lang::ALL {
                let words = Words::with(lang, samples::findings(lang));
                let told = write(&report, &Style::new(lang), &words);
                settings.bind(|| {
                    insta::assert_snapshot!(format!("{name}.{}.txt", lang.name()), told);
                });
            }
        }
    }

    #[test]
    fn lines_fit_and_healthy_accounts_take_one_screen() {
        for (name, report) in samples::all() {
            for lang in Lang::ALL {
                for width in [80, 60, 40] {
                    let words = Words::with(lang, samples::findings(lang));
                    let told = write(&report, &Style::new(lang).width(width), &words);
                    for line in told.lines() {
                        assert!(display_width(line) <= width, "{name} {width}: {line}");
                        assert_eq!(line.trim_end(), line, "{name}");
                    }
                    if report.settings.is_some() && width == 80 {
                        assert!(told.lines().count() <= 24, "{name}:\n{told}");
                    }
                }
            }
        }
    }

    /// The same with the words that people read, for runs that were saved.
    #[test]
    fn saved_runs_are_told_as_before() {
        let settings = samples::snapshots();
        for name in ["expired-certificate", "healthy", "unreachable", "wrong-password"] {
            let report = samples::saved(name);
            for lang in Lang::ALL {
                let told = text(&report, &Style::new(lang));
                assert!(told.lines().all(|line| display_width(line) <= 80), "{told}");
                settings.bind(|| {
                    insta::assert_snapshot!(format!("saved-{name}.{}.txt", lang.name()), told);
                });
            }
        }
    }

    #[test]
    fn a_reply_is_told_as_it_came_and_as_it_reads() {
        let mut report = samples::rejected();
        let qq = b"535 Error: \xc7\xeb\xca\xb9\xd3\xc3\xca\xda\xc8\xa8\xc2\xeb\xb5\xc7\xc2\xbc";
        report.findings[0].advice.evidence = vec![ServerText::from_bytes(qq)];
        for lang in Lang::ALL {
            let told = text(&report, &Style::new(lang).width(120));
            assert!(told.contains(r"535 Error: \xc7\xeb"), "{told}");
            let reading = told.lines().find(|line| line.contains("请使用授权码登录"));
            assert!(reading.is_some_and(|line| line.contains("GBK")), "{told}");
        }
    }

    #[test]
    fn ready_is_only_what_was_logged_in_to() {
        let told = |without: &[usize], logs_in: bool| {
            let mut report = samples::healthy();
            for index in without {
                report.evidence.endpoints[*index].chosen = false;
            }
            let is_kept = |seen: &Observation| logs_in || !matches!(seen.fact, Fact::Login(_));
            report.evidence.observations.retain(is_kept);
            let style = Style::new(Lang::En).width(200);
            text(&report, &style).lines().next().unwrap_or_default().to_owned()
        };
        for (without, logs_in, expected) in [
            (&[][..], true, "Ready: you@example.org. Log-in worked for receiving and sending."),
            (&[1], true, "Ready for receiving: you@example.org. "),
            (&[0], true, "Ready for sending: you@example.org. "),
            (&[], false, "Ready as far as it was checked: you@example.org. No log-in was tried."),
        ] {
            let line = told(without, logs_in);
            assert!(line.starts_with(expected), "{line}");
        }
    }

    #[test]
    fn hostile_text_never_comes_out_raw() {
        let report = samples::hostile();
        for lang in Lang::ALL {
            let words = Words::with(lang, samples::findings(lang));
            let told = write(&report, &Style::new(lang), &words);
            for letter in told.chars().filter(|letter| *letter != '\n') {
                assert_eq!(escape(letter.encode_utf8(&mut [0; 4])).len(), letter.len_utf8());
            }
            assert!(told.contains(r"\u{1b}[2J"), "{told}");
        }
    }

    #[test]
    fn endless_words_are_cut() {
        assert_eq!(quoted("short"), "\"short\"");
        assert_eq!(quoted(&"あ".repeat(900)).chars().count(), LONGEST_QUOTE + 6);
    }

    #[test]
    fn colour_comes_only_when_asked_for() {
        let (_, report) = samples::all().swap_remove(0);
        assert!(!text(&report, &Style::new(Lang::En)).contains('\u{1b}'));
        assert!(text(&report, &Style::new(Lang::En).colour(true)).contains('\u{1b}'));
    }
}
