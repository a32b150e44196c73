//! What `discover` shows to people: which settings to use and why those, what every source says, where
//! they disagree, and who was asked. One screen for an ordinary domain.

mod answers;
mod detail;

use std::collections::BTreeSet;

use self::answers::{Answers, Mark, Row};
use super::page::{Page, Role};
use super::text::{Teller, at, column};
use super::{Style, Words};
use crate::evidence::{Asked, Authority, Evidence, Forgeable, Ranked, Reason};
use crate::model::{Address, Authentication, Endpoint, Host, Security, Service, Setting, Source};
use crate::report::{Arg, Report, Verdict};

/// Tells people what a search for settings found: the report on a run with
/// [`Search::is_survey`](crate::probe::Search::is_survey). Ends in a line feed, and has no other character
/// that cannot be seen but the colours that were asked for.
///
/// # Examples
///
/// ```
/// use mailcheck::evidence::{Account, Evidence};
/// use mailcheck::render::{Lang, Style, discovery_text};
///
/// let evidence = Evidence::new(jiff::Timestamp::UNIX_EPOCH, Account::default());
/// let told = discovery_text(&mailcheck::judge(evidence), &Style::new(Lang::En));
/// assert!(told.starts_with("Whether there are settings for this account could not be told."));
/// ```
pub fn discovery_text(report: &Report, style: &Style) -> String {
    write(report, style, &Words::new(style.lang).zone(style.zone.clone()))
}

fn write(report: &Report, style: &Style, words: &Words) -> String {
    let evidence = &report.evidence;
    let sides = [evidence.ranking(true), evidence.ranking(false)];
    let mut survey = Survey { sides, teller: Teller::new(report, words, style) };
    survey.answer();
    if style.detail {
        survey.every_answer();
    } else {
        survey.sources();
    }
    survey.teller.findings();
    survey.teller.page.gap();
    survey.asked_outside();
    if !style.detail && evidence.answers().next().is_some() {
        survey.hint();
    }
    survey.teller.footer();
    survey.teller.page.into_text()
}

/// What the parts of the page are written with.
struct Survey<'a> {
    /// The servers of both sides, incoming first.
    sides: [Vec<Ranked<'a>>; 2],
    teller: Teller<'a>,
}

impl<'a> Survey<'a> {
    fn ui(&self, key: &str) -> String {
        self.teller.ui(key)
    }

    fn say(&self, key: &str, args: &[(&'static str, Arg)]) -> String {
        self.teller.words.ui(key, args)
    }

    fn page(&mut self) -> &mut Page {
        &mut self.teller.page
    }

    fn evidence(&self) -> &'a Evidence {
        &self.teller.report.evidence
    }

    /// The server to use for each side.
    fn winners(&self) -> [Option<&Ranked<'a>>; 2] {
        self.sides.each_ref().map(|side| side.iter().find(|it| it.is_chosen))
    }

    /// Whom it is about: the address, else the domain.
    fn who(&self) -> String {
        let account = &self.evidence().account;
        let domain = || account.domain.as_ref().map(ToString::to_string);
        account.address.clone().or_else(domain).unwrap_or_else(|| self.ui("nobody"))
    }

    /// Which settings to use, and why those.
    fn answer(&mut self) {
        let (role, key) = self.state();
        let line = self.say(key, &[("who", Arg::from(self.who()))]);
        self.page().say(role, &line);
        self.teller.cut_short();
        let entries = self.entries();
        let column = column(entries.iter().map(|(label, _)| label.as_str()));
        if !entries.is_empty() {
            self.page().gap();
        }
        for (label, value) in entries {
            self.page().entry(&format!("  {label}"), column, &value);
        }
    }

    fn state(&self) -> (Role, &'static str) {
        let Report { verdict, evidence, .. } = self.teller.report;
        let is_found = self.sides.iter().any(|side| !side.is_empty());
        match verdict {
            Verdict::NotReady if is_found => (Role::Bad, "discovery-problem"),
            Verdict::NotReady => (Role::Bad, "discovery-none"),
            Verdict::Ready if is_found => (Role::Good, "discovery-found"),
            Verdict::ReadyWithWarnings if is_found => (Role::Warn, "discovery-found"),
            Verdict::Inconclusive if is_found && evidence.endpoints.is_empty() => {
                (Role::Plain, "discovery-unprobed")
            }
            Verdict::Inconclusive if is_found => {
                let mut chosen = self.winners().into_iter().flatten();
                let is_doubtful = chosen.any(|it| evidence.is_doubtful(it.offer.endpoint));
                (Role::Warn, if is_doubtful { "discovery-doubtful" } else { "discovery-unproved" })
            }
            Verdict::Inconclusive | Verdict::Ready | Verdict::ReadyWithWarnings => {
                (Role::Warn, "discovery-unknown")
            }
        }
    }

    /// What to enter, with labels. What is the same for both sides is told once.
    fn entries(&self) -> Vec<(String, String)> {
        let winners = self.winners();
        if winners.iter().all(Option::is_none) {
            return Vec::new();
        }
        let mut entries = Vec::new();
        for (winner, missing) in winners.iter().zip(["discovery-incoming", "discovery-outgoing"]) {
            entries.push(match winner {
                Some(winner) => (self.ui(heading(winner)), self.place(winner.offer.endpoint)),
                None => (self.ui(missing), self.ui("discovery-side-missing")),
            });
        }
        let is_alone = winners.iter().any(Option::is_none);
        let mut both = |label: &str, value: &dyn Fn(&Ranked<'a>) -> Option<String>| {
            let told = winners.map(|it| it.and_then(|it| Some((it, value(it)?))));
            match told {
                [Some((_, incoming)), Some((_, outgoing))] if incoming == outgoing => {
                    entries.push((self.ui(label), incoming));
                }
                [incoming, outgoing] => {
                    for (winner, value) in [incoming, outgoing].into_iter().flatten() {
                        if is_alone {
                            entries.push((self.ui(label), value));
                            continue;
                        }
                        let service = winner.offer.endpoint.service.acronym();
                        let args = [("label", self.ui(label).into()), ("service", service.into())];
                        entries.push((self.say("discovery-of-side", &args), value));
                    }
                }
            }
        };
        both("user-name", &|it| Some(self.user_name(it)));
        both("authentication", &|it| self.authentication(it));
        both("discovery-from", &|it| Some(self.from(it)));
        both("discovery-why", &|it| Some(self.why(it)));
        entries
    }

    /// A server as phones ask for it.
    fn place(&self, Endpoint { host, port, security, .. }: &Endpoint) -> String {
        let args = [
            ("host", Arg::from(host.to_string())),
            ("port", Arg::from(i64::from(*port))),
            ("security", Arg::from(self.ui(&format!("place-{security}")))),
        ];
        self.say("place", &args)
    }

    /// The form of the log-in name, by the best source that says one, and the name itself where it is
    /// known whose it is.
    fn user_name(&self, winner: &Ranked<'a>) -> String {
        let said = winner.offer.named.iter().find_map(|it| it.setting.username.as_deref());
        let Some(name) = said else { return self.ui("discovery-user-name-unsaid") };
        let form = match name {
            "%EMAILADDRESS%" => "discovery-user-name-address",
            "%EMAILLOCALPART%" => "discovery-user-name-local",
            "%EMAILDOMAIN%" => "discovery-user-name-domain",
            _other => "",
        };
        let form = if form.is_empty() { name.to_owned() } else { self.ui(form) };
        let address = self.evidence().account.address.as_deref();
        let filled = address.and_then(|it| Some(it.parse::<Address>().ok()?.fill(name)));
        match filled.filter(|filled| *filled != form) {
            Some(filled) => {
                let args = [("name", Arg::from(filled)), ("form", Arg::from(form))];
                self.say("discovery-user-name-filled", &args)
            }
            None => form,
        }
    }

    /// How to log in, by the best source that says it.
    fn authentication(&self, winner: &Ranked<'a>) -> Option<String> {
        let said = winner.offer.named.iter().find(|it| !it.setting.authentication.is_empty())?;
        let ways: Vec<String> =
            said.setting.authentication.iter().map(|way| self.way(way)).collect();
        Some(self.teller.words.list(&ways))
    }

    fn way(&self, way: &Authentication) -> String {
        if let Authentication::Other(text) = way {
            return text.clone();
        }
        self.ui(&format!("authentication-{}", way.name().to_lowercase()))
    }

    /// Who names a server, the greatest authority first.
    fn from(&self, winner: &Ranked<'a>) -> String {
        let mut sources: Vec<Source> = Vec::new();
        for named in &winner.offer.named {
            if !sources.contains(&named.asked.source) {
                sources.push(named.asked.source);
            }
        }
        let names: Vec<String> =
            sources.iter().map(|source| self.ui(&format!("source-{source}"))).collect();
        self.teller.words.list(&names)
    }

    /// Why a server won: whose word it is, and what else sets it before the next.
    fn why(&self, winner: &Ranked<'a>) -> String {
        let authority = match winner.authority() {
            Authority::Person => "discovery-authority-person",
            Authority::Domain if winner.offer.is_forgeable() => "discovery-authority-own-hosts",
            Authority::Domain => "discovery-authority-domain",
            Authority::Hoster => "discovery-authority-hoster",
            Authority::Database => "discovery-authority-database",
            Authority::Unsigned => "discovery-authority-unsigned",
            Authority::Plain => "discovery-authority-plain",
            Authority::Guess => "discovery-authority-guess",
        };
        let authority = self.ui(authority);
        match winner.reason {
            None | Some(Reason::Authority | Reason::Only) => authority,
            Some(reason) => {
                let reason = self.ui(&format!("discovery-reason-{}", reason.name()));
                self.teller.words.sentences(&[authority, reason])
            }
        }
    }

    /// A line for each source that says something, and one for all that do not.
    fn sources(&mut self) {
        let Answers { rows, nothing, skipped, stopped } = Answers::of(self.evidence());
        self.page().gap();
        let heading = self.ui("discovery-sources");
        self.page().say(Role::Heading, &heading);
        if rows.is_empty() && nothing.is_empty() && stopped.is_empty() {
            let line = self.ui("discovery-nobody-asked");
            self.page().say(Role::Plain, &line);
        }
        let column = column(rows.iter().map(|row| row.source.name())) + MARK;
        for row in &rows {
            let lead = format!("  {} {}", row.mark.letter(), row.source);
            let text = self.row(row);
            self.page().paragraph((row.mark.role(), &lead), column, (Role::Plain, &text));
        }
        for (key, sources) in [
            ("discovery-nothing", nothing),
            ("discovery-stopped", stopped),
            ("discovery-skipped", skipped),
        ] {
            if !sources.is_empty() {
                let names: Vec<String> = sources.iter().map(ToString::to_string).collect();
                let line = self.say(key, &[("sources", Arg::from(names))]);
                self.page().paragraph((Role::Plain, "  "), 2, (Role::Plain, &line));
            }
        }
        self.legend(rows.iter().map(|row| row.mark).collect());
    }

    /// What the marks mean that were used.
    fn legend(&mut self, used: BTreeSet<Mark>) {
        let marks: Vec<String> = used.into_iter().map(|mark| self.ui(mark.key())).collect();
        if !marks.is_empty() {
            let line = self.say("discovery-legend", &[("marks", Arg::from(marks))]);
            self.page().paragraph((Role::Note, "  "), 2, (Role::Note, &line));
        }
    }

    fn row(&self, row: &Row<'a>) -> String {
        let (servers, mut remarks) = match row.failure {
            Some(asked) => (self.failure(asked), Vec::new()),
            None => (self.servers(&row.settings), self.forgeable(row.first, row.first.forgeable())),
        };
        if let Some(host) = &row.first.by_mx {
            remarks.push(self.say("discovery-by-mx", &[("host", Arg::from(host.to_string()))]));
        }
        if remarks.is_empty() {
            return servers;
        }
        let args = [("servers", Arg::from(servers)), ("remarks", Arg::from(remarks))];
        self.say("discovery-remark", &args)
    }

    /// The best server of each side, and how many there are besides.
    fn servers(&self, settings: &[&Setting]) -> String {
        let security = |endpoint: &Endpoint| match endpoint.security {
            Security::Tls => 0,
            Security::Starttls => 1,
            Security::Plain => 2,
        };
        let rank = |it: &&&Setting| (it.endpoint.service == Service::Pop3, security(&it.endpoint));
        let mut told: Vec<String> = Vec::new();
        for incoming in [true, false] {
            let side = settings.iter().filter(|it| it.endpoint.service.is_incoming() == incoming);
            told.extend(side.min_by_key(rank).map(|it| self.server(&it.endpoint)));
        }
        let rest = settings.len() - told.len();
        if rest > 0 {
            let count = i64::try_from(rest).unwrap_or(i64::MAX);
            told.push(self.say("discovery-more", &[("count", Arg::Number(count))]));
        }
        self.teller.words.list(&told)
    }

    /// A server in short.
    fn server(&self, Endpoint { service, host, port, security }: &Endpoint) -> String {
        let key = match security {
            Security::Plain => "discovery-server-plain",
            Security::Starttls => "discovery-server-starttls",
            Security::Tls => "discovery-server",
        };
        let args = [("service", Arg::from(service.acronym())), ("at", Arg::from(at(host, *port)))];
        self.say(key, &args)
    }

    /// How an answer could be forged.
    fn forgeable(&self, asked: &Asked, how: Option<Forgeable>) -> Vec<String> {
        let host = || asked.leads_elsewhere().map(|host| host.to_string()).unwrap_or_default();
        let told = how.map(|how| match how {
            Forgeable::PlainHttp => self.ui("discovery-forgeable-plain-http"),
            Forgeable::Redirected => {
                self.say("discovery-forgeable-redirected", &[("host", Arg::from(host()))])
            }
            Forgeable::UnsignedDns => self.ui("discovery-forgeable-unsigned-dns"),
        });
        told.into_iter().collect()
    }

    /// Which hosts outside of the mail domain were asked for settings, and what they were told.
    fn asked_outside(&mut self) {
        let Some(domain) = &self.evidence().account.domain else { return };
        let is_outside =
            |host: &Host| !host.is_within(domain) && host.registrable() != domain.registrable();
        let (mut asked, mut told) = (BTreeSet::new(), BTreeSet::new());
        let mut is_web_asked = false;
        for answer in self.evidence().answers() {
            // Who was not reached was told nothing.
            let is_reached =
                |hop: &&crate::evidence::Hop| hop.status.is_some() || hop.presented.is_some();
            for hop in answer.hops.iter().filter(is_reached) {
                is_web_asked = true;
                let Some(host) = hop.host().and_then(|host| host.parse::<Host>().ok()) else {
                    continue;
                };
                if !is_outside(&host) {
                    continue;
                }
                let has_address = answer.source == Source::Autodiscover
                    || AT_SIGNS.iter().any(|at| hop.url.contains(at));
                let is_told = self.evidence().account.is_address_told && has_address;
                if is_told { &mut told } else { &mut asked }.insert(host.to_string());
            }
        }
        if !is_web_asked {
            return;
        }
        let domain = domain.to_string();
        let mut lines = Vec::new();
        if asked.is_empty() && told.is_empty() {
            lines.push(self.say("discovery-outside-nobody", &[("domain", Arg::from(domain))]));
        } else {
            for (key, hosts) in [("discovery-outside", asked), ("discovery-outside-told", told)] {
                let hosts: Vec<String> = hosts.into_iter().collect();
                if !hosts.is_empty() {
                    let args = [("domain", domain.as_str().into()), ("hosts", Arg::from(hosts))];
                    lines.push(self.say(key, &args));
                }
            }
        }
        for line in lines {
            self.page().say(Role::Plain, &line);
        }
    }

    fn hint(&mut self) {
        let line = self.say("discovery-hint", &[("who", Arg::from(self.who()))]);
        self.page().say(Role::Plain, &line);
    }
}

fn heading(winner: &Ranked<'_>) -> &'static str {
    match winner.offer.endpoint.service {
        Service::Imap => "incoming-imap",
        Service::Pop3 => "incoming-pop3",
        Service::Smtp => "outgoing-smtp",
    }
}

/// Columns of a mark with the space behind it.
const MARK: usize = 2;
/// What a mail address in a URL has.
const AT_SIGNS: [&str; 2] = ["@", "%40"];

#[cfg(test)]
mod tests;
