//! All that is known of each answer: where exactly, on which way, how long it took, what is wrong in it.

use super::super::failures;
use super::super::page::Role;
use super::answers::{Mark, is_absence};
use super::{MARK, Survey};
use crate::evidence::{Asked, Chain, Deviation, Dnssec, Forgeable, Hop, Notes, SourceOutcome};
use crate::model::{ServerText, Setting};
use crate::report::Arg;

impl Survey<'_> {
    /// Every answer by itself, in the order of the sources.
    pub(super) fn every_answer(&mut self) {
        let mut answers: Vec<&Asked> = self.evidence().answers().collect();
        answers.sort_by_key(|asked| (asked.source, asked.location.as_str()));
        self.page().gap();
        let heading = self.ui("discovery-sources");
        self.page().say(Role::Heading, &heading);
        if answers.is_empty() {
            let line = self.ui("discovery-nobody-asked");
            self.page().say(Role::Plain, &line);
        }
        for asked in &answers {
            let mark = Mark::of(asked);
            let head = format!("{} {}", mark.letter(), asked.source);
            self.page().paragraph((mark.role(), "  "), MARK, (mark.role(), &head));
            // Addresses of pages get all the room there is, so that they can be copied whole.
            for line in [asked.location.clone()].into_iter().chain(self.all_of(asked)) {
                self.page().entry("", MARK + MARK, &line);
            }
        }
        let used = answers.iter().map(|asked| Mark::of(asked)).collect();
        self.legend(used);
    }

    /// Everything about an answer but its place, a line each.
    fn all_of(&self, asked: &Asked) -> Vec<String> {
        let mut lines = vec![self.outcome(asked)];
        let is_found = asked.outcome == SourceOutcome::Found;
        let is_told = |how: &Forgeable| is_found && *how != Forgeable::UnsignedDns;
        let mut way = self.forgeable(asked, asked.forgeable().filter(is_told));
        way.extend(
            asked
                .by_mx
                .as_ref()
                .map(|host| self.say("discovery-by-mx", &[("host", Arg::from(host.to_string()))])),
        );
        way.extend(asked.dnssec.map(|dnssec| self.ui(dnssec_key(dnssec))));
        lines.extend(Some(self.teller.words.list(&way)).filter(|way| !way.is_empty()));
        lines.extend(asked.settings.iter().map(|setting| self.setting(setting)));
        // One page that was asked for and came is where the location says.
        let is_straight = asked.hops.iter().all(|hop| hop.url == asked.location);
        lines.extend(asked.hops.iter().filter(|_| !is_straight).map(|hop| self.hop(hop)));
        let shown = asked.hops.iter().rev().find_map(|hop| hop.presented.as_ref());
        lines.extend(shown.and_then(|chain| self.certificate(chain)));
        lines.extend(asked.notes.as_ref().into_iter().flat_map(|notes| self.notes(notes)));
        lines.extend(asked.deviations.iter().take(MOST_DEVIATIONS).map(|it| self.deviation(it)));
        if let Some(rest) = asked.deviations.len().checked_sub(MOST_DEVIATIONS + 1) {
            let count = i64::try_from(rest + 1).unwrap_or(i64::MAX);
            lines.push(self.say("discovery-more", &[("count", Arg::Number(count))]));
        }
        lines
    }

    fn outcome(&self, asked: &Asked) -> String {
        let outcome = match &asked.outcome {
            SourceOutcome::Found => self.ui("discovery-outcome-found"),
            SourceOutcome::Nothing => self.ui("discovery-outcome-nothing"),
            absent if is_absence(absent) => {
                let why = Arg::from(why(absent));
                self.say("discovery-outcome-nothing-why", &[("why", why)])
            }
            SourceOutcome::Skipped => return self.ui("discovery-outcome-skipped"),
            SourceOutcome::Failed { .. }
            | SourceOutcome::NotFetched { .. }
            | SourceOutcome::NotOffered
            | SourceOutcome::SentElsewhere { .. }
            | SourceOutcome::Unusable { .. } => self.failure(asked),
        };
        let ms = i64::try_from(asked.took_ms).unwrap_or(i64::MAX);
        let mut args = vec![("outcome", Arg::from(outcome)), ("ms", Arg::Number(ms))];
        match asked.round_trips {
            Some(count) => {
                args.push(("count", Arg::Number(i64::from(count))));
                self.say("discovery-took-round-trips", &args)
            }
            None => self.say("discovery-took", &args),
        }
    }

    /// Why an answer names no server.
    pub(super) fn failure(&self, asked: &Asked) -> String {
        let key = match &asked.outcome {
            SourceOutcome::Failed { .. } | SourceOutcome::NotFetched { .. } => "discovery-failed",
            SourceOutcome::SentElsewhere { .. } => "discovery-sent-elsewhere",
            SourceOutcome::Unusable { .. } => "discovery-unusable",
            SourceOutcome::NotOffered => "discovery-not-offered",
            SourceOutcome::Found | SourceOutcome::Nothing | SourceOutcome::Skipped => {
                return String::new();
            }
        };
        self.say(key, &[("why", Arg::from(why(&asked.outcome)))])
    }

    fn setting(&self, setting: &Setting) -> String {
        let mut parts = vec![self.server(&setting.endpoint)];
        parts.extend(setting.username.as_ref().map(|name| {
            self.say("discovery-setting-user-name", &[("name", Arg::from(name.as_str()))])
        }));
        parts.extend(setting.authentication.iter().map(|way| self.way(way)));
        self.teller.words.list(&parts)
    }

    fn hop(&self, hop: &Hop) -> String {
        let url = ("url", Arg::from(hop.url.as_str()));
        match hop.status {
            Some(status) => {
                self.say("discovery-hop", &[("status", Arg::from(status.to_string())), url])
            }
            None => self.say("discovery-hop-unanswered", &[url]),
        }
    }

    fn certificate(&self, chain: &Chain) -> Option<String> {
        if let Some(why) = &chain.verifier {
            let args = [("why", Arg::from(why.as_str()))];
            return Some(self.say("discovery-certificate-untrusted", &args));
        }
        let leaf = chain.leaf()?;
        let args = [
            ("issuer", Arg::from(leaf.issuer.as_str())),
            ("date", Arg::from(self.teller.words.day(leaf.not_after))),
        ];
        Some(self.say("discovery-certificate", &args))
    }

    fn notes(&self, notes: &Notes) -> Vec<String> {
        let Notes { display_name, documentation, enable, oauth_issuer } = notes;
        let pages = |texts: &[ServerText]| -> Vec<String> {
            texts.iter().map(|text| text.as_str().to_owned()).collect()
        };
        let mut lines = Vec::new();
        for (key, name, texts) in [
            ("discovery-notes-name", "name", pages(display_name.as_slice())),
            ("discovery-notes-documentation", "pages", pages(documentation)),
            ("discovery-notes-enable", "pages", pages(enable)),
            ("discovery-notes-oauth", "issuer", pages(oauth_issuer.as_slice())),
        ] {
            if !texts.is_empty() {
                lines.push(self.say(key, &[(name, Arg::from(texts))]));
            }
        }
        lines
    }

    fn deviation(&self, deviation: &Deviation) -> String {
        let Deviation { kind, text, line, dropped, .. } = deviation;
        let args = [
            ("line", Arg::Number(i64::from(*line))),
            ("kind", Arg::from(kind.as_str())),
            ("text", Arg::from(text.as_str())),
        ];
        let key = if *line == 0 { "discovery-deviation" } else { "discovery-deviation-line" };
        let told = self.say(key, &args);
        if *dropped {
            return self.say("discovery-deviation-dropped", &[("deviation", Arg::from(told))]);
        }
        told
    }
}

/// What failed, in short; empty where nothing did.
fn why(outcome: &SourceOutcome) -> String {
    match outcome {
        SourceOutcome::Failed { why } => failures::lookup(why),
        SourceOutcome::NotFetched { why } => failures::fetch(why),
        SourceOutcome::SentElsewhere { to } => to.to_string(),
        SourceOutcome::Unusable { why } => failures::unusable(why),
        SourceOutcome::Found
        | SourceOutcome::Nothing
        | SourceOutcome::NotOffered
        | SourceOutcome::Skipped => String::new(),
    }
}

fn dnssec_key(dnssec: Dnssec) -> &'static str {
    match dnssec {
        Dnssec::Secure => "discovery-dnssec-secure",
        Dnssec::Insecure => "discovery-dnssec-insecure",
        Dnssec::Bogus => "discovery-dnssec-bogus",
        Dnssec::Indeterminate => "discovery-dnssec-indeterminate",
    }
}

/// More than a person reads of one document; the JSON report has all.
const MOST_DEVIATIONS: usize = 20;
