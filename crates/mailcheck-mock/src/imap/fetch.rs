//! FETCH (RFC 9051 §6.4.5).

use tokio::io::AsyncRead;
use tokio::io::AsyncWrite;

use super::mime::Part;
use super::reply::Out;
use super::reply::Reply;
use super::section::Section;
use super::session::Answer;
use super::session::Session;
use super::session::invalid;
use super::structure::envelope;
use super::structure::structure;
use super::syntax::Value;
use crate::line::Lines;
use crate::log::Ending;
use crate::store::Flags;
use crate::store::Message;

/// Something to be told of a message.
#[derive(Clone, Debug, Eq, PartialEq)]
enum Item {
    Body,
    BodyStructure,
    Envelope,
    Flags,
    InternalDate,
    Octets(Octets),
    Size,
    Uid,
}

/// Some octets of a message.
#[derive(Clone, Debug, Eq, PartialEq)]
struct Octets {
    /// What stands before them in the answer.
    label: String,
    section: Section,
    /// Whether asking for them leaves the message unseen.
    peek: bool,
    /// First octet, and how many.
    partial: Option<(usize, usize)>,
    form: Form,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Form {
    AsIs,
    Decoded,
    DecodedSize,
}

impl Session {
    pub(super) async fn fetch<S>(
        &mut self,
        lines: &mut Lines<S>,
        arguments: &[Value],
        by_uid: bool,
    ) -> Result<Answer, Ending>
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        let (items, messages) = match self.fetched(arguments, by_uid) {
            Ok(fetched) => fetched,
            Err(refusal) => return Ok(Err(refusal)),
        };
        for (at, message, seen_now) in messages {
            let mut root = None;
            self.out.text(&format!("* {} FETCH (", at + 1));
            for (number, item) in items.iter().enumerate() {
                if number > 0 {
                    self.out.text(" ");
                }
                self.write(at, &message, &mut root, item);
                if self.out.0.len() > FLUSH_OCTETS {
                    self.flush(lines).await?;
                }
            }
            if seen_now && !items.contains(&Item::Flags) {
                self.out.text(" ");
                self.write(at, &message, &mut root, &Item::Flags);
            }
            self.out.line(")");
        }
        Ok(Ok(Reply::ok("", "Fetch completed.")))
    }

    /// What is asked for, and the messages: their places, and whether they are seen just now.
    #[expect(clippy::type_complexity, reason = "used once, taken apart at once")]
    fn fetched(
        &mut self,
        arguments: &[Value],
        by_uid: bool,
    ) -> Result<(Vec<Item>, Vec<(usize, Message, bool)>), Reply> {
        let view = self.view()?;
        // Not by the standard, but harmless: items without parentheses.
        let [set, items @ ..] = arguments else { return Err(invalid("FETCH")) };
        let items = if let [Value::List(items)] = items { items } else { items };
        let set = set.bytes().and_then(|set| view.set(set, by_uid));
        let places = view.places(&set.ok_or_else(|| invalid("FETCH"))?, by_uid);
        let items = read_items(items, by_uid).ok_or_else(|| invalid("FETCH"))?;
        let marks = |item: &Item| matches!(item, Item::Octets(octets) if !octets.peek);
        let marks = !view.read_only && items.iter().any(marks);
        let shown: Vec<_> = places.into_iter().map(|at| (at, view.shown[at].uid)).collect();
        let uid_validity = view.uid_validity;
        let messages: Vec<_> = self.maildrop.look(|mailboxes| {
            let Some(mailbox) = mailboxes.valid(uid_validity) else { return Vec::new() };
            let found =
                |(at, uid)| mailbox.message(uid).map(|message| (at, message.clone(), false));
            shown.into_iter().filter_map(found).collect()
        });
        let messages = if marks { self.mark_seen(messages) } else { messages };
        Ok((items, messages))
    }

    fn mark_seen(
        &mut self,
        mut messages: Vec<(usize, Message, bool)>,
    ) -> Vec<(usize, Message, bool)> {
        let unseen = |message: &Message| !message.flags.contains(Flags::SEEN);
        let Some(view) = &mut self.selected else { return messages };
        if messages.iter().any(|(_, message, _)| unseen(message)) {
            self.maildrop.change(|mailboxes| {
                let Some(mailbox) = mailboxes.valid_mut(view.uid_validity) else { return };
                for (at, message, seen_now) in &mut messages {
                    if unseen(message)
                        && let Some(stored) = mailbox.message_mut(message.uid)
                    {
                        stored.flags = stored.flags.with(Flags::SEEN);
                        message.flags = stored.flags;
                        view.shown[*at].flags = stored.flags;
                        *seen_now = true;
                    }
                }
            });
        }
        messages
    }

    fn write(&mut self, at: usize, message: &Message, root: &mut Option<Part>, item: &Item) {
        let octets = &message.octets;
        let parse = || Part::parse(octets);
        let out = &mut self.out;
        match item {
            Item::Body | Item::BodyStructure => {
                let extended = *item == Item::BodyStructure;
                out.text(if extended { "BODYSTRUCTURE " } else { "BODY " });
                structure(out, octets, root.get_or_insert_with(parse), extended);
            }
            Item::Envelope => {
                out.text("ENVELOPE ");
                envelope(out, &octets[root.get_or_insert_with(parse).header.clone()]);
            }
            Item::Flags => {
                let Some(view) = &mut self.selected else { return };
                view.shown[at].flags = message.flags;
                let flags = self.maildrop.look(|mailboxes| view.flags(at, mailboxes, self.rev2));
                out.text(&format!("FLAGS {flags}"));
            }
            Item::InternalDate => {
                let date = message.internal_date.strftime("%e-%b-%Y %H:%M:%S +0000");
                out.text(&format!("INTERNALDATE \"{date}\""));
            }
            Item::Octets(wanted) => wanted.write(out, octets, root.get_or_insert_with(parse)),
            Item::Size => out.text(&format!("RFC822.SIZE {}", octets.len())),
            Item::Uid => out.text(&format!("UID {}", message.uid)),
        }
    }
}

impl Octets {
    fn write(&self, out: &mut Out, message: &[u8], root: &Part) {
        out.text(&self.label);
        out.text(" ");
        let octets = match self.form {
            Form::AsIs => self.section.octets(message, root),
            Form::Decoded | Form::DecodedSize => self.section.decoded(message, root),
        };
        let octets = octets.as_deref().map(|octets| match self.partial {
            None => octets,
            Some((from, count)) => {
                let from = from.min(octets.len());
                &octets[from..from.saturating_add(count).min(octets.len())]
            }
        });
        match (octets, self.form) {
            (octets, Form::DecodedSize) => out.text(&octets.map_or(0, <[u8]>::len).to_string()),
            (None, Form::AsIs | Form::Decoded) => out.text("NIL"),
            (Some(octets), form) => {
                // RFC 9051 §4.3: only a literal8 may have NUL in it.
                if form == Form::Decoded && octets.contains(&0) {
                    out.text("~");
                }
                out.literal(octets);
            }
        }
    }
}

fn read_items(values: &[Value], by_uid: bool) -> Option<Vec<Item>> {
    use Item::Body;
    use Item::Envelope;
    use Item::Flags;
    use Item::InternalDate;
    use Item::Size;
    let mut items = Vec::new();
    for value in values {
        match value.word()?.as_str() {
            "ALL" => items.extend([Flags, InternalDate, Size, Envelope]),
            "FAST" => items.extend([Flags, InternalDate, Size]),
            "FULL" => items.extend([Flags, InternalDate, Size, Envelope, Body]),
            word => items.push(read_item(word, value.bytes()?)?),
        }
    }
    // RFC 9051 §6.4.9: an answer to UID FETCH has the UID in any case.
    if by_uid && !items.contains(&Item::Uid) {
        items.insert(0, Item::Uid);
    }
    (!items.is_empty()).then_some(items)
}

fn read_item(word: &str, as_sent: &[u8]) -> Option<Item> {
    let whole = |section, peek| {
        let label = word.to_owned();
        Item::Octets(Octets { label, section, peek, partial: None, form: Form::AsIs })
    };
    Some(match word {
        "BODY" => Item::Body,
        "BODYSTRUCTURE" => Item::BodyStructure,
        "ENVELOPE" => Item::Envelope,
        "FLAGS" => Item::Flags,
        "INTERNALDATE" => Item::InternalDate,
        "RFC822" => whole(Section::default(), false),
        "RFC822.HEADER" => whole(Section::header(), true),
        "RFC822.SIZE" => Item::Size,
        "RFC822.TEXT" => whole(Section::text(), false),
        "UID" => Item::Uid,
        _ => Item::Octets(Octets::parse(as_sent)?),
    })
}

impl Octets {
    /// `BODY.PEEK[…]<…>` and its like.
    fn parse(text: &[u8]) -> Option<Self> {
        let text = str::from_utf8(text).ok()?;
        let (name, rest) = text.split_once('[')?;
        let (inside, partial) = rest.rsplit_once(']')?;
        let (label, peek, form) = match name.to_ascii_uppercase().as_str() {
            "BODY" => ("BODY", false, Form::AsIs),
            "BODY.PEEK" => ("BODY", true, Form::AsIs),
            "BINARY" => ("BINARY", false, Form::Decoded),
            "BINARY.PEEK" => ("BINARY", true, Form::Decoded),
            "BINARY.SIZE" => ("BINARY.SIZE", true, Form::DecodedSize),
            _ => return None,
        };
        let section = Section::parse(inside.as_bytes())?;
        if form != Form::AsIs && !section.is_whole() {
            return None;
        }
        let mut label = format!("{label}[{inside}]");
        let mut range = None;
        if !partial.is_empty() {
            let (from, count) = partial.strip_prefix('<')?.strip_suffix('>')?.split_once('.')?;
            let (from, count) = (from.parse().ok()?, count.parse().ok()?);
            label = format!("{label}<{from}>");
            range = Some((from, count));
        }
        Some(Self { label, section, peek, partial: range, form })
    }
}

/// How much of an answer is put together before it is sent, in octets.
const FLUSH_OCTETS: usize = 64 * 1024;
