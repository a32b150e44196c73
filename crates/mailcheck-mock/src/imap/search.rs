//! SEARCH (RFC 9051 §6.4.4).

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::reply::Reply;
use super::search_text::Searched;
use super::session::Answer;
use super::session::Session;
use super::session::invalid;
use super::set::Set;
use super::set::written;
use super::syntax::Value;
use super::view::Shown;
use super::view::View;
use crate::store::Flags;
use crate::store::Mailboxes;
use crate::store::Message;

/// One thing that a message must be.
#[derive(Debug)]
enum Key {
    All(Vec<Self>),
    Before(Date),
    Body(String),
    Either(Box<(Self, Self)>),
    Flag(Flags),
    Header(String, String),
    Larger(usize),
    Not(Box<Self>),
    Numbers(Set),
    On(Date),
    Recent,
    SentBefore(Date),
    SentOn(Date),
    SentSince(Date),
    Since(Date),
    Smaller(usize),
    Text(String),
    Uids(Set),
}

impl Session {
    pub(super) fn search(&mut self, tag: &str, arguments: &[Value], by_uid: bool) -> Answer {
        let rev2 = self.rev2;
        self.view()?;
        let Some(view) = &mut self.selected else { return Err(invalid("SEARCH")) };
        let mut rest = arguments;
        // IMAP4rev2 knows only the extended answer, with what a plain SEARCH gives.
        let mut wanted = rev2.then(Vec::new);
        if let [word, Value::List(options), behind @ ..] = rest
            && word.word().is_some_and(|word| word == "RETURN")
        {
            wanted = Some(options.iter().filter_map(Value::word).collect());
            rest = behind;
        }
        if let [word, charset, behind @ ..] = rest
            && word.word().is_some_and(|word| word == "CHARSET")
        {
            let charset = charset.word().unwrap_or_default();
            if !["US-ASCII", "UTF-8"].contains(&charset.as_str()) {
                return Err(Reply::no("[BADCHARSET (US-ASCII UTF-8)] ", "Unknown charset."));
            }
            rest = behind;
        }
        let uid_validity = view.uid_validity;
        let found = self.maildrop.look(|mailboxes| {
            let key = Reader { view, mailboxes }.all(rest, MAX_DEPTH)?;
            let Some(mailbox) = mailboxes.valid(uid_validity) else { return Some(Vec::new()) };
            let mut found = Vec::new();
            for (shown, number) in view.shown.iter().zip(1..) {
                let Some(message) = mailbox.message(shown.uid) else { continue };
                let mut candidate = Candidate::new(view, shown, number, message);
                if candidate.is(&key) {
                    found.push((number, shown.uid));
                }
            }
            Some(found)
        });
        let found = found.ok_or_else(|| invalid("SEARCH"))?;
        let numbers: Vec<u32> =
            found.iter().map(|&(number, uid)| if by_uid { uid } else { number }).collect();
        match wanted {
            None => {
                let numbers: Vec<_> = numbers.iter().map(|it| format!(" {it}")).collect();
                self.out.line(&format!("* SEARCH{}", numbers.concat()));
            }
            Some(wanted) => {
                if wanted.iter().any(|it| it == "SAVE") {
                    view.saved = saved(&found, &wanted);
                }
                if wanted != ["SAVE"] {
                    let uid = if by_uid { " UID" } else { "" };
                    let results = results(&numbers, &wanted);
                    self.out.text("* ESEARCH (TAG ");
                    self.out.string(tag.as_bytes());
                    self.out.line(&format!("){uid}{results}"));
                }
            }
        }
        Ok(Reply::ok("", "Search completed."))
    }
}

/// What RETURN asks for (RFC 9051 §6.4.4): nothing named is ALL.
fn results(numbers: &[u32], wanted: &[String]) -> String {
    let asks = |what: &str| wanted.iter().any(|it| it == what);
    let ends = numbers.first().zip(numbers.last());
    let min = ends.filter(|_| asks("MIN")).map(|(first, _)| format!(" MIN {first}"));
    let max = ends.filter(|_| asks("MAX")).map(|(_, last)| format!(" MAX {last}"));
    let all = ends.filter(|_| asks("ALL") || wanted.is_empty());
    let all = all.map(|_| format!(" ALL {}", written(numbers)));
    let count = asks("COUNT").then(|| format!(" COUNT {}", numbers.len()));
    [min, max, all, count].into_iter().flatten().collect()
}

/// The UIDs that `$` means from now on (RFC 5182 §2.1): with MIN or MAX alone, only these.
fn saved(found: &[(u32, u32)], wanted: &[String]) -> Vec<u32> {
    let asks = |what: &str| wanted.iter().any(|it| it == what);
    let mut uids = found.iter().map(|found| found.1);
    if asks("ALL") || asks("COUNT") || !(asks("MIN") || asks("MAX")) {
        return uids.collect();
    }
    let min = uids.clone().next().filter(|_| asks("MIN"));
    let max = uids.next_back().filter(|_| asks("MAX"));
    let mut uids: Vec<u32> = min.into_iter().chain(max).collect();
    uids.dedup();
    uids
}

/// Makes keys of words.
struct Reader<'a> {
    view: &'a View,
    mailboxes: &'a Mailboxes,
}

impl Reader<'_> {
    fn all(&self, mut values: &[Value], depth: usize) -> Option<Key> {
        let mut keys = Vec::new();
        while !values.is_empty() {
            keys.push(self.key(&mut values, depth)?);
        }
        (!keys.is_empty()).then_some(Key::All(keys))
    }

    fn key(&self, values: &mut &[Value], depth: usize) -> Option<Key> {
        let depth = depth.checked_sub(1)?;
        let first = next(values)?;
        let Some(word) = first.word() else { return self.all(first.list(), depth) };
        let text = |values: &mut _| -> Option<String> {
            Some(String::from_utf8_lossy(next(values)?.bytes()?).to_lowercase())
        };
        let number = |values: &mut _| str::from_utf8(next(values)?.bytes()?).ok()?.parse().ok();
        let header = |values: &mut _, name: &str| Some(Key::Header(name.to_owned(), text(values)?));
        let no = |key| Key::Not(Box::new(key));
        Some(match word.as_str() {
            "ALL" => Key::All(Vec::new()),
            "ANSWERED" => Key::Flag(Flags::ANSWERED),
            "BCC" | "CC" | "FROM" | "SUBJECT" | "TO" => header(values, &word)?,
            "BEFORE" => Key::Before(date(next(values)?)?),
            "BODY" => Key::Body(text(values)?),
            "DELETED" => Key::Flag(Flags::DELETED),
            "DRAFT" => Key::Flag(Flags::DRAFT),
            "FLAGGED" => Key::Flag(Flags::FLAGGED),
            "HEADER" => {
                let name = next(values)?.word()?;
                header(values, &name)?
            }
            "KEYWORD" => self.keyword(next(values)?)?,
            "LARGER" => Key::Larger(number(values)?),
            "NEW" => Key::All(vec![Key::Recent, no(Key::Flag(Flags::SEEN))]),
            "NOT" => no(self.key(values, depth)?),
            "OLD" => no(Key::Recent),
            "ON" => Key::On(date(next(values)?)?),
            "OR" => Key::Either(Box::new((self.key(values, depth)?, self.key(values, depth)?))),
            "RECENT" => Key::Recent,
            "SEEN" => Key::Flag(Flags::SEEN),
            "SENTBEFORE" => Key::SentBefore(date(next(values)?)?),
            "SENTON" => Key::SentOn(date(next(values)?)?),
            "SENTSINCE" => Key::SentSince(date(next(values)?)?),
            "SINCE" => Key::Since(date(next(values)?)?),
            "SMALLER" => Key::Smaller(number(values)?),
            "TEXT" => Key::Text(text(values)?),
            "UID" => Key::Uids(self.view.set(next(values)?.bytes()?, true)?),
            "UNANSWERED" => no(Key::Flag(Flags::ANSWERED)),
            "UNDELETED" => no(Key::Flag(Flags::DELETED)),
            "UNDRAFT" => no(Key::Flag(Flags::DRAFT)),
            "UNFLAGGED" => no(Key::Flag(Flags::FLAGGED)),
            "UNKEYWORD" => no(self.keyword(next(values)?)?),
            "UNSEEN" => no(Key::Flag(Flags::SEEN)),
            set => Key::Numbers(self.view.set(set.as_bytes(), false)?),
        })
    }

    /// A keyword that nobody has used is on no message.
    fn keyword(&self, name: &Value) -> Option<Key> {
        let known = self.mailboxes.flag(str::from_utf8(name.bytes()?).ok()?);
        let nothing = || Key::Not(Box::new(Key::All(Vec::new())));
        Some(known.map_or_else(nothing, Key::Flag))
    }
}

fn next<'a>(values: &mut &'a [Value]) -> Option<&'a Value> {
    let (first, rest) = values.split_first()?;
    *values = rest;
    Some(first)
}

/// `1-Feb-1994`.
fn date(value: &Value) -> Option<Date> {
    Date::strptime("%d-%b-%Y", value.bytes()?).ok()
}

/// One message that may be meant.
struct Candidate<'a> {
    view: &'a View,
    shown: &'a Shown,
    number: u32,
    message: &'a Message,
    text: Searched<'a>,
}

impl<'a> Candidate<'a> {
    fn new(view: &'a View, shown: &'a Shown, number: u32, message: &'a Message) -> Self {
        Self { view, shown, number, message, text: Searched::new(&message.octets) }
    }

    fn is(&mut self, key: &Key) -> bool {
        // RFC 9051 §6.4.4: time and zone are not looked at.
        let arrived = || self.message.internal_date.to_zoned(TimeZone::UTC).date();
        let size = self.message.octets.len();
        match key {
            Key::All(keys) => keys.iter().all(|key| self.is(key)),
            Key::Before(date) => arrived() < *date,
            Key::Body(text) => self.text.body().contains(text),
            Key::Either(keys) => self.is(&keys.0) || self.is(&keys.1),
            Key::Flag(flag) => self.message.flags.contains(*flag),
            Key::Header(name, text) => self.text.has_field(name, text),
            Key::Larger(octets) => size > *octets,
            Key::Not(key) => !self.is(key),
            Key::Numbers(set) => self.is_in(set, self.number),
            Key::On(date) => arrived() == *date,
            Key::Recent => self.shown.recent,
            Key::SentBefore(date) => self.text.sent().is_some_and(|sent| sent < *date),
            Key::SentOn(date) => self.text.sent().is_some_and(|sent| sent == *date),
            Key::SentSince(date) => self.text.sent().is_some_and(|sent| sent >= *date),
            Key::Since(date) => arrived() >= *date,
            Key::Smaller(octets) => size < *octets,
            Key::Text(text) => self.text.header().contains(text) || self.text.body().contains(text),
            Key::Uids(set) => self.is_in(set, self.shown.uid),
        }
    }

    fn is_in(&self, set: &Set, number: u32) -> bool {
        match set {
            Set::Numbers(_) => set.contains(number),
            Set::Saved => self.view.saved.binary_search(&self.shown.uid).is_ok(),
        }
    }
}

/// Deepest nesting of keys.
const MAX_DEPTH: usize = 50;
