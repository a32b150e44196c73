//! `BODY[…]` of FETCH: which octets of a message are meant (RFC 9051 §6.4.5.1).

use std::borrow::Cow;

use super::mime::Kind;
use super::mime::Part;
use super::mime::field_name;
use super::mime::fields;
use super::syntax::Value;
use super::syntax::parse;

/// A place in a message.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Section {
    path: Vec<usize>,
    what: What,
}

#[derive(Clone, Debug, Default, Eq, PartialEq)]
enum What {
    Fields {
        names: Vec<Vec<u8>>,
        listed: bool,
    },
    Header,
    Mime,
    Text,
    #[default]
    Whole,
}

impl Section {
    pub(super) fn header() -> Self {
        Self { path: Vec::new(), what: What::Header }
    }

    pub(super) fn text() -> Self {
        Self { path: Vec::new(), what: What::Text }
    }

    /// Reads what stands between the brackets.
    pub(super) fn parse(text: &[u8]) -> Option<Self> {
        let values = parse(text)?;
        let (spec, rest) = match values.split_first() {
            Some((spec, rest)) => (spec.word()?, rest),
            None => (String::new(), &[][..]),
        };
        let mut path = Vec::new();
        let mut words = spec.as_str();
        while words.starts_with(|letter: char| letter.is_ascii_digit()) {
            let (number, behind) = words.split_once('.').unwrap_or((words, ""));
            path.push(number.parse().ok()?);
            words = behind;
        }
        let names = |listed| match rest {
            [list @ Value::List(_)] => {
                let names = list.list().iter().map(|name| name.bytes().map(<[u8]>::to_vec));
                Some(What::Fields { names: names.collect::<Option<_>>()?, listed })
            }
            _ => None,
        };
        let what = match words {
            "" => What::Whole,
            "HEADER" => What::Header,
            "HEADER.FIELDS" => names(true)?,
            "HEADER.FIELDS.NOT" => names(false)?,
            "MIME" if !path.is_empty() => What::Mime,
            "TEXT" => What::Text,
            _ => return None,
        };
        Some(Self { path, what })
    }

    /// The octets. `None` if the message has no such place.
    pub(super) fn octets<'a>(&self, message: &'a [u8], root: &Part) -> Option<Cow<'a, [u8]>> {
        let part = if self.path.is_empty() { root } else { root.at(&self.path)? };
        // Inside of a message that is a part, these mean the inner message.
        let inner = || match &part.kind {
            _ if self.path.is_empty() => Some(part),
            Kind::Message(inner) => Some(&**inner),
            Kind::Leaf | Kind::Multipart(_) => None,
        };
        let range = match &self.what {
            What::Whole if self.path.is_empty() => 0..message.len(),
            What::Whole => part.body.clone(),
            What::Mime => part.header.clone(),
            What::Header | What::Fields { .. } => inner()?.header.clone(),
            What::Text => inner()?.body.clone(),
        };
        let octets = &message[range];
        let What::Fields { names, listed } = &self.what else { return Some(Cow::Borrowed(octets)) };
        let named =
            |field: &[u8]| names.iter().any(|it| it.eq_ignore_ascii_case(field_name(field)));
        let chosen: Vec<&[u8]> = fields(octets).filter(|field| named(field) == *listed).collect();
        Some(Cow::Owned([chosen.concat(), b"\r\n".to_vec()].concat()))
    }

    /// The octets of a part with the encoding for transport taken away (RFC 9051 §6.4.5.1,
    /// `BINARY`).
    pub(super) fn decoded<'a>(&self, message: &'a [u8], root: &Part) -> Option<Cow<'a, [u8]>> {
        let part = if self.path.is_empty() { root } else { root.at(&self.path)? };
        if self.path.is_empty() || !matches!(part.kind, Kind::Leaf) {
            return self.octets(message, root);
        }
        let whole = &message[part.header.start..part.body.end];
        if part.content_type.mimetype.starts_with("multipart/") {
            return self.octets(message, root);
        }
        let parsed = mailparse::parse_mail(whole).ok()?;
        parsed.get_body_raw().ok().map(Cow::Owned)
    }

    /// Whether BINARY can mean it: a part as a whole.
    pub(super) fn is_whole(&self) -> bool {
        self.what == What::Whole
    }
}
