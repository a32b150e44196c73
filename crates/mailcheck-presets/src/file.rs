//! A preset file as it is written: every value with its place, so that a finding can point at it.

use std::path::PathBuf;

use mailcheck::model::{Authentication, Endpoint, Host, Security, Service};

use crate::preset::{Domain, Format, Status};

/// A place in a file.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[expect(clippy::exhaustive_structs, reason = "complete by definition: a line and a column")]
pub struct Place {
    /// The line, from 1; 0 for the file as a whole.
    pub line: u32,
    /// The column, in characters from 1; 0 for the line as a whole.
    pub column: u32,
}

/// A value of a file: how it is written there, where, and what that means.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Word<T = ()> {
    /// As it is written, without blanks around it; empty where it is not written, and the format says what that
    /// means. Untrusted: it is escaped where it is shown.
    pub text: String,
    /// Where it begins.
    pub at: Place,
    /// What it means in its format; `None` when the format does not know it, or when that depends on the
    /// address: a host name with a placeholder.
    pub meaning: Option<T>,
}

impl<T> Word<T> {
    /// A value of no meaning yet.
    pub fn new(text: impl Into<String>, at: Place) -> Self {
        Self { text: text.into(), at, meaning: None }
    }

    /// A value that is not written, since the format implies it. `at` is where it could stand.
    pub fn implied(meaning: T, at: Place) -> Self {
        Self { text: String::new(), at, meaning: Some(meaning) }
    }

    /// The same as another kind of value, by what it is read as.
    #[must_use]
    pub fn read_as<U>(self, meaning: impl FnOnce(&str) -> Option<U>) -> Word<U> {
        Word { meaning: meaning(&self.text), text: self.text, at: self.at }
    }
}

/// A preset file.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct PresetFile {
    /// Where it is: a path, or an address of the web. As it was named, never made absolute.
    pub path: PathBuf,
    /// Its format.
    pub format: Format,
    /// The version of the format that it names.
    pub version: Option<Word>,
    /// The providers, in the order of the file. Most formats have one a file.
    pub providers: Vec<Provider>,
    /// What is odd about how it is written, in the order of its lines.
    pub oddities: Vec<Oddity>,
    /// Its comments, each as one word, in the order of the file.
    pub comments: Vec<Word>,
    /// What the format has and nothing here holds, by its name there: `calendar`, `loginPageInfo`.
    pub passed_over: Vec<Word>,
}

impl PresetFile {
    /// An empty one.
    pub fn new(path: impl Into<PathBuf>, format: Format) -> Self {
        Self {
            path: path.into(),
            format,
            version: None,
            providers: Vec::new(),
            oddities: Vec::new(),
            comments: Vec::new(),
            passed_over: Vec::new(),
        }
    }
}

/// What a file says of one provider.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct Provider {
    /// Where it begins.
    pub at: Place,
    /// What the file calls it towards programs: autoconfig's `id`, a key of JSON.
    pub id: Option<Word>,
    /// What it is called towards people.
    pub name: Option<Word>,
    /// The same, short.
    pub short_name: Option<Word>,
    /// Other names of it, by which programs find it.
    pub aliases: Vec<Word>,
    /// The mail domains that it is for, and other patterns by which an address is recognised.
    pub domains: Vec<Word<Domain>>,
    /// The mail domains that it is not for, although a pattern would have it so.
    pub excluded: Vec<Word<Domain>>,
    /// Hosts that take the mail of other domains that it is for too (MX records lead to them).
    pub mx: Vec<Word<Domain>>,
    /// The servers, in the order of the file.
    pub servers: Vec<Server>,
    /// Where tokens of OAuth 2 are to be had, if the file says so.
    pub oauth2: Option<Oauth2>,
    /// Pages that it links to.
    pub links: Vec<Link>,
    /// What is to be done or known before the first log-in, in people's words.
    pub hints: Vec<Word>,
    /// What is good to know after it.
    pub hints_after: Vec<Word>,
    /// Whether its accounts work in mail programs.
    pub status: Option<Word<Status>>,
    /// When somebody last looked: `2026-11` or `2026-11-30`.
    pub last_checked: Option<Word>,
    /// That the servers are not to be tested by machines.
    pub not_tested: Option<Word<bool>>,
    /// What else the file says to programs: `opt.strict_tls` and its value.
    pub options: Vec<(Word, Word)>,
}

/// A server of a provider.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Server {
    /// Where it begins.
    pub at: Place,
    /// Which service, such as `imap`; `exchange` and the like have no meaning for us.
    pub service: Word<Service>,
    /// Whether the file has it among the servers for sending.
    pub is_outgoing: bool,
    /// The host; one with a placeholder has no meaning of its own.
    pub host: Option<Word<Host>>,
    /// The port; `None` where the format leaves it to the service and security.
    pub port: Option<Word<u16>>,
    /// How the connection is secured.
    pub security: Option<Word<Security>>,
    /// How to log in, the best first.
    pub authentication: Vec<Word<Authentication>>,
    /// The log-in name, in autoconfig's placeholders whatever the format's own are.
    pub username: Option<Word<String>>,
    /// Who alone may use it, such as `client-IP-address`.
    pub restriction: Option<Word>,
    /// Its address on the web, of services that have one.
    pub url: Option<Word>,
    /// Ways to log in by the names that SASL or HTTP have for them.
    pub mechanisms: Vec<Mechanism>,
    /// What else the file says of it to programs: `pop3.leaveMessagesOnServer` and its value.
    pub options: Vec<(Word, Word)>,
}

/// A way to log in by its name in another system (autoconfig draft, `authentication`, `system`).
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Mechanism {
    /// Whose name it is: `sasl` or `http`.
    pub system: Word,
    /// The name: `SCRAM-SHA-256`.
    pub name: Word,
}

impl Server {
    /// A server of which nothing more is said.
    pub fn new(service: Word<Service>, at: Place) -> Self {
        let is_outgoing = service.meaning == Some(Service::Smtp);
        Self {
            at,
            service,
            is_outgoing,
            host: None,
            port: None,
            security: None,
            authentication: Vec::new(),
            username: None,
            restriction: None,
            url: None,
            mechanisms: Vec::new(),
            options: Vec::new(),
        }
    }

    /// The endpoint that is meant; `None` where the file leaves something open, or names a placeholder.
    pub fn endpoint(&self) -> Option<Endpoint> {
        let service = self.service.meaning?;
        let host = self.host.as_ref()?.meaning.clone()?;
        let security = self.security.as_ref()?.meaning?;
        let usual = Endpoint::usual(service, host, security);
        match &self.port {
            Some(port) => Some(Endpoint { port: port.meaning?, ..usual }),
            None => Some(usual),
        }
    }
}

/// Where tokens of OAuth 2 are to be had (autoconfig draft, `oAuth2`).
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct Oauth2 {
    /// Where it begins.
    pub at: Place,
    /// Who issues them.
    pub issuer: Option<Word>,
    /// What they are asked for.
    pub scope: Option<Word>,
    /// Where the person agrees.
    pub auth_url: Option<Word>,
    /// Where they are handed out.
    pub token_url: Option<Word>,
}

/// A page that a file links to.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Link {
    /// What for.
    pub purpose: Purpose,
    /// Its address.
    pub url: Word,
    /// The words that stand with it: what it is about, or what to do there.
    pub passages: Vec<Passage>,
}

/// A few words for people in one language.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Passage {
    /// The language, if the file says which.
    pub language: Option<Word>,
    /// The words.
    pub text: Word,
}

impl Link {
    /// A link of which no words are known.
    pub fn new(purpose: Purpose, url: Word) -> Self {
        Self { purpose, url, passages: Vec::new() }
    }

    /// The languages of the words that stand with it.
    pub fn languages(&self) -> impl Iterator<Item = &Word> {
        self.passages.iter().filter_map(|passage| passage.language.as_ref())
    }
}

/// What a page is for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Purpose {
    /// To read how things are set up.
    Documentation,
    /// To switch something on that is off at first.
    Enable,
    /// To read how to do that.
    Instruction,
    /// To read mail in a browser.
    WebMail,
    /// The provider's own.
    Website,
}

/// Something odd about how a file is written. Rules make findings of them.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Oddity {
    /// What it is.
    pub kind: OddityKind,
    /// Where.
    pub at: Place,
    /// What it is about, as it is written there: an element, an attribute, a key.
    pub about: String,
    /// Where it stands, in the format's words: the element or key around it. Empty where that does not matter.
    pub within: String,
}

impl Oddity {
    /// An oddity that stands nowhere in particular.
    pub fn new(kind: OddityKind, about: impl Into<String>, at: Place) -> Self {
        Self { kind, at, about: about.into(), within: String::new() }
    }

    /// The same, within an element or key.
    #[must_use]
    pub fn within(mut self, place: impl Into<String>) -> Self {
        self.within = place.into();
        self
    }
}

/// What can be odd about how a file is written.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum OddityKind {
    /// A byte order mark stands before it.
    ByteOrderMark,
    /// A key, element or attribute is there twice where one is meant.
    Duplicate,
    /// Nothing is in the file.
    Empty,
    /// It is not in the encoding that it names, or not in UTF-8 where it names none.
    Encoding,
    /// A word is written in other letters than the format has, `emaillocalpart`.
    LetterCase,
    /// An element, attribute or key stands where the format does not have it, but does elsewhere.
    Misplaced,
    /// An element, attribute or key is not there that the format asks for.
    Missing,
    /// A password stands in it, in a file that others can read. Its value is not kept.
    Secret,
    /// An element, attribute or key that the format does not know.
    Unknown,
    /// A value is of another type: a port as a string.
    WrongType,
}

/// The place of an octet in a text.
pub(crate) struct Lines<'a> {
    text: &'a str,
    /// Where each line begins, and every so many octets of a long one.
    marks: Vec<(usize, Place)>,
}

impl<'a> Lines<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let mut at = Place { line: 1, column: 1 };
        let mut marks = vec![(0, at)];
        let mut marked = 0;
        for (octet, letter) in text.char_indices() {
            if octet - marked >= STRIDE {
                marked = octet;
                marks.push((marked, at));
            }
            at.column = at.column.saturating_add(1);
            if letter == '\n' {
                at = Place { line: at.line.saturating_add(1), column: 1 };
                marked = octet + 1;
                marks.push((marked, at));
            }
        }
        Self { text, marks }
    }

    /// Where an octet is; one behind the end, at the end.
    pub(crate) fn place(&self, octet: usize) -> Place {
        // In YAML and TOML a value that is not there can stand behind the end.
        let octet = octet.min(self.text.len());
        let after = self.marks.partition_point(|(mark, _)| *mark <= octet);
        let mark = after.checked_sub(1).and_then(|mark| self.marks.get(mark));
        let (mark, at) = mark.copied().unwrap_or_default();
        let between = self.text.get(mark..octet).unwrap_or_default().chars().count();
        let between = u32::try_from(between).unwrap_or(u32::MAX);
        Place { column: at.column.saturating_add(between), ..at }
    }
}

/// Octets between two marks in a long line: what is counted anew for each place.
const STRIDE: usize = 256;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_counted_to_their_end() {
        let text = "設".repeat(1_000) + "\n" + &"a".repeat(1_000);
        let lines = Lines::new(&text);
        for (octet, line, column) in
            [(0, 1, 1), (768, 1, 257), (2_997, 1, 1_000), (3_001, 2, 1), (4_000, 2, 1_000)]
        {
            assert_eq!(lines.place(octet), Place { line, column }, "{octet}");
        }
        assert_eq!(lines.place(9_999), Place { line: 2, column: 1_001 });
    }

    #[test]
    fn places_count_characters() {
        let lines = Lines::new("a\n設定b\n\nc");
        for (octet, line, column) in
            [(0, 1, 1), (2, 2, 1), (5, 2, 2), (8, 2, 3), (10, 3, 1), (11, 4, 1)]
        {
            assert_eq!(lines.place(octet), Place { line, column }, "{octet}");
        }
    }
}
