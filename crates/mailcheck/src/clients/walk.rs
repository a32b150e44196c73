//! A client's way through the answers, from one to the next, and what is noted on it.

use super::Client;
use super::answers::{Answer, Answers, Heard, Place};
use super::replay::{Doubt, NameForm, Note, Pick, Rejection, Replay, Way, WhyDoubt, WhyRejected};
use crate::evidence::Forgeable;
use crate::model::{Address, Authentication, Endpoint, Security, Service, Setting, Source};

/// What a client takes from an answer.
#[derive(Clone, Debug, Default)]
pub(super) struct Choice {
    pub(super) incoming: Option<Pick>,
    pub(super) outgoing: Option<Pick>,
    /// The user name as the source has it.
    pub(super) template: Option<String>,
}

/// A replay that is being made.
pub(super) struct Walk<'a> {
    pub(super) answers: &'a Answers<'a>,
    pub(super) replay: Replay,
}

impl<'a> Walk<'a> {
    pub(super) fn new(client: Client, answers: &'a Answers<'a>) -> Self {
        let mut replay = Replay::new(client);
        if client.version().is_none() {
            replay.doubts.push(doubt(WhyDoubt::GenerallyKnown));
        }
        Self { answers, replay }
    }

    /// The answers of one place. That there is none leaves a doubt.
    pub(super) fn ask(&mut self, place: Place) -> Vec<Answer<'a>> {
        let answers = self.answers.at(place);
        if answers.is_empty() {
            self.not_asked(place.source(), None);
        }
        answers
    }

    /// Notes why nothing can be taken from an answer, if so.
    pub(super) fn has_settings(&mut self, answer: Answer<'_>) -> bool {
        let why = match answer.heard() {
            Heard::Settings => return true,
            Heard::Unclear => {
                let source = Some(answer.asked.source);
                let answer = Some(answer.index);
                self.replay.doubts.push(Doubt { source, answer, ..doubt(WhyDoubt::Document) });
                WhyRejected::NoDocument
            }
            Heard::Empty | Heard::Page => WhyRejected::NoDocument,
            Heard::Nothing => WhyRejected::Nothing,
            Heard::NotAsked => {
                self.not_asked(answer.asked.source, Some(answer.index));
                return false;
            }
            Heard::NotOffered => WhyRejected::NotOffered,
            Heard::NotReached => WhyRejected::NotReached,
            Heard::WantsLogin => WhyRejected::WantsLogin,
        };
        self.reject(answer, why);
        false
    }

    /// Notes that a whole answer is not used.
    pub(super) fn reject(&mut self, answer: Answer<'_>, why: WhyRejected) {
        self.reject_for(answer, why, None, 0);
    }

    /// Notes that a whole answer is not used, for one server in it or one line.
    pub(super) fn reject_for(
        &mut self,
        answer: Answer<'_>,
        why: WhyRejected,
        endpoint: Option<&Endpoint>,
        line: u32,
    ) {
        let endpoint = endpoint.cloned();
        let source = answer.index;
        self.replay.rejected.push(Rejection { source, why, endpoint, line, is_whole: true });
    }

    /// Notes that one server is not used.
    pub(super) fn leave_out(&mut self, answer: Answer<'_>, why: WhyRejected, setting: &Setting) {
        let endpoint = Some(setting.endpoint.clone());
        let line = 0;
        let source = answer.index;
        self.replay.rejected.push(Rejection { source, why, endpoint, line, is_whole: false });
    }

    /// Notes the servers of a document that could not be read at all.
    pub(super) fn leave_out_unreadable(&mut self, answer: Answer<'_>) {
        for (why, line) in unreadable(answer) {
            let (source, endpoint) = (answer.index, None);
            self.replay.rejected.push(Rejection { source, why, endpoint, line, is_whole: false });
        }
    }

    /// Notes that an answer is not used, as it has servers for one side only, if any.
    pub(super) fn reject_one_sided(&mut self, answer: Answer<'_>, has_incoming: bool) {
        let why = if has_incoming { WhyRejected::NoOutgoing } else { WhyRejected::NoIncoming };
        self.reject(answer, why);
    }

    /// Notes that this source was not asked in the run.
    fn not_asked(&mut self, source: Source, answer: Option<usize>) {
        let source = Some(source);
        let new = Doubt { source, answer, ..doubt(WhyDoubt::NotAsked) };
        // The places of one source are one to a person.
        if !self.replay.doubts.contains(&new) {
            self.replay.doubts.push(new);
        }
    }

    pub(super) fn doubt(&mut self, answer: Answer<'_>, why: WhyDoubt, line: u32) {
        let (source, answer) = (Some(answer.asked.source), Some(answer.index));
        self.replay.doubts.push(Doubt { why, source, answer, line });
    }

    /// Notes that readers differ about what is odd in a document, if one of these kinds is there.
    pub(super) fn doubt_oddities(&mut self, answer: Answer<'_>, kinds: &[&str]) {
        let mut odd = answer.asked.deviations.iter();
        if let Some(found) = odd.find(|found| kinds.contains(&found.kind.as_str())) {
            self.doubt(answer, WhyDoubt::Document, found.line);
        }
    }

    pub(super) fn note(&mut self, note: Note) {
        if !self.replay.notes.contains(&note) {
            self.replay.notes.push(note);
        }
    }

    /// Goes by an answer.
    pub(super) fn take(&mut self, answer: Answer<'_>, choice: Choice) {
        self.replay.way = Way::Source(answer.index);
        let name = choice.template.as_deref();
        self.replay.names = vec![name_form(name, self.answers.address.as_ref())];
        let picks = [&choice.incoming, &choice.outgoing];
        if picks.iter().any(|pick| is_plain(pick.as_ref())) {
            self.note(Note::NoEncryption);
        }
        if choice.incoming.as_ref().is_some_and(|it| it.endpoint.service == Service::Pop3) {
            self.note(Note::Pop3);
        }
        self.replay.incoming = choice.incoming;
        self.replay.outgoing = choice.outgoing;
    }

    /// Notes that the answer is believed, whoever could have forged it.
    pub(super) fn note_trust(&mut self, answer: Answer<'_>) {
        match answer.asked.forgeable() {
            Some(Forgeable::PlainHttp) => self.note(Note::TrustsPlainHttp),
            Some(Forgeable::UnsignedDns) => self.note(Note::TrustsUnsignedDns),
            Some(Forgeable::Redirected) => self.note(Note::TrustsRedirect),
            None => {}
        }
    }

    /// Ends the way. `knows` are the places that the client asks, should it get there.
    pub(super) fn end(mut self, knows: &[Place]) -> Replay {
        let is_published = |source: Source| match source {
            Source::Autoconfig
            | Source::Autodiscover
            | Source::Ispdb
            | Source::Mailconf
            | Source::Mx
            | Source::Pacc
            | Source::Srv
            | Source::WellKnown => true,
            Source::Given | Source::Guess | Source::Preset | Source::Provider => false,
        };
        let answers = self.answers;
        let is_known = |place: Option<Place>| place.is_some_and(|place| knows.contains(&place));
        let ignored = answers.all().filter(|answer| {
            is_published(answer.asked.source)
                && answer.heard() == Heard::Settings
                && !is_known(answers.place(*answer))
        });
        self.replay.ignored = ignored.map(|answer| answer.index).collect();
        self.replay
    }

    /// The server of a setting, with the user name filled in. What has none gets the address.
    pub(super) fn pick(&self, setting: &Setting, way: Option<&Authentication>) -> Pick {
        let template = setting.username.as_deref().unwrap_or(ADDRESS);
        let address = self.answers.address.as_ref();
        let is_filled = address.is_some() || !Address::has_placeholder(template);
        let filled = || address.map_or_else(|| template.to_owned(), |it| it.fill(template));
        Pick {
            endpoint: setting.endpoint.clone(),
            username: is_filled.then(filled),
            authentication: way.cloned(),
        }
    }
}

/// What stands for the mail address in a user name.
pub(super) const ADDRESS: &str = "%EMAILADDRESS%";
/// What stands for the part before the `@`.
pub(super) const LOCAL_PART: &str = "%EMAILLOCALPART%";

/// The servers of one side, in the order of the document.
pub(super) fn side(answer: Answer<'_>, incoming: bool) -> impl Iterator<Item = &Setting> {
    let asked = answer.asked;
    asked.settings.iter().filter(move |it| it.endpoint.service.is_incoming() == incoming)
}

/// The servers of a document that its reader left out: why, and at which line.
pub(super) fn unreadable(answer: Answer<'_>) -> Vec<(WhyRejected, u32)> {
    let dropped = answer.asked.deviations.iter().filter(|it| it.dropped);
    let known = dropped.filter_map(|found| {
        let why = match found.kind.as_str() {
            "bad-port" => WhyRejected::BadPort,
            "bad-hostname" | "missing-hostname" => WhyRejected::MissingHostname,
            "missing-username" => WhyRejected::MissingUsername,
            "unknown-socket-type" => WhyRejected::UnknownSocketType,
            "plain-socket-type" => WhyRejected::PlainSocketType,
            _another => return None,
        };
        Some((why, found.line))
    });
    known.collect()
}

/// What a user name is made of; no name stands for the address.
pub(super) fn name_form(template: Option<&str>, address: Option<&Address>) -> NameForm {
    let template = template.unwrap_or(ADDRESS);
    let filled = address.map(|address| address.fill(template));
    let is = |form: fn(&Address) -> String| {
        address.is_some_and(|address| filled.as_ref() == Some(&form(address)))
    };
    if template == ADDRESS
        || template == "%EMAILLOCALPART%@%EMAILDOMAIN%"
        || is(Address::to_ascii_domain)
    {
        NameForm::Address
    } else if template == LOCAL_PART || is(|address| address.local().to_owned()) {
        NameForm::LocalPart
    } else {
        NameForm::Other
    }
}

/// Whether a password is what these log in with.
pub(super) fn takes_password(way: Option<&Authentication>) -> bool {
    way != Some(&Authentication::OAuth2)
}

fn is_plain(pick: Option<&Pick>) -> bool {
    pick.is_some_and(|pick| pick.endpoint.security == Security::Plain)
}

pub(super) fn doubt(why: WhyDoubt) -> Doubt {
    Doubt { why, source: None, answer: None, line: 0 }
}
