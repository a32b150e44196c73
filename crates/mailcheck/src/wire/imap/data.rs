//! What a server tells somebody who has logged in: folders, name spaces, quota, who it is.

use serde::{Deserialize, Serialize};

use super::name::decoded;
use super::value::{Value, values};
use crate::model::ServerText;

/// A data response that is of use to a tester.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Data {
    /// How many messages the mailbox has that was opened.
    Exists(u32),
    /// How the server calls itself: name and value of each field, those without a value left out.
    Id(Vec<(String, ServerText)>),
    /// A folder.
    Listed(Listed),
    /// Where folders are.
    Namespace(Namespace),
    /// How much room is taken, of each resource that has a limit.
    Quota(Vec<(String, Usage)>),
}

/// A folder as LIST shows it (RFC 9051 §7.3.1).
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Listed {
    /// In the server's order, without the backslash and in lower case.
    pub attributes: Vec<String>,
    /// What parts the levels of its name; `None` where there are none.
    pub delimiter: Option<char>,
    /// Its whole name, out of modified UTF-7.
    pub name: String,
}

/// Where folders are (RFC 2342).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Namespace {
    /// What the names of a user's own folders begin with, INBOX excepted.
    pub prefix: ServerText,
    /// What parts the levels of these names.
    pub delimiter: Option<char>,
    /// Whether folders of other users can be there.
    pub other_users: bool,
    /// Whether shared folders can be there.
    pub shared: bool,
}

/// How much of a resource is used: of storage in units of 1,024 octets (RFC 9208 §5).
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Usage {
    /// So much is used.
    pub used: u64,
    /// So much there may be.
    pub limit: u64,
}

impl Usage {
    /// Puts a usage together.
    pub const fn new(used: u64, limit: u64) -> Self {
        Self { used, limit }
    }

    /// How much that is of a hundred, rounded down; `None` of nothing.
    pub fn percent(self) -> Option<u64> {
        let percent =
            u128::from(self.used) * 100 / Some(self.limit).filter(|it| *it > 0).map(u128::from)?;
        Some(u64::try_from(percent).unwrap_or(u64::MAX))
    }
}

impl Namespace {
    /// A name space of one's own.
    pub fn new(prefix: &str, delimiter: Option<char>) -> Self {
        Self { prefix: ServerText::from(prefix), delimiter, other_users: false, shared: false }
    }
}

impl Data {
    /// Reads an untagged response, without its line end; `None` of any other, and of one without what
    /// makes it of use.
    ///
    /// Source: [RFC 9051 §7](https://www.rfc-editor.org/rfc/rfc9051#section-7),
    /// [RFC 9208 §4.2](https://www.rfc-editor.org/rfc/rfc9208#section-4.2),
    /// [RFC 2971 §3.2](https://www.rfc-editor.org/rfc/rfc2971#section-3.2).
    ///
    /// # Examples
    ///
    /// ```
    /// use mailcheck::wire::imap::{Data, Usage};
    /// let quota = Data::parse(br#"* QUOTA "" (STORAGE 10 512)"#);
    /// assert_eq!(quota, Some(Data::Quota(vec![("STORAGE".to_owned(), Usage::new(10, 512))])));
    /// ```
    pub fn parse(line: &[u8]) -> Option<Self> {
        let all = values(line.strip_prefix(b"* ")?);
        let [first, rest @ ..] = all.as_slice() else { return None };
        let first = first.text()?;
        if let Ok(number) = first.parse() {
            let word = rest.first()?.text()?;
            return word.eq_ignore_ascii_case("EXISTS").then_some(Self::Exists(number));
        }
        match (first.to_ascii_uppercase().as_str(), rest) {
            ("ID", [fields, ..]) => Some(Self::Id(id(fields.list()))),
            ("LIST", [attributes, delimiter, name, ..]) => {
                Some(Self::Listed(listed(attributes.list(), delimiter, name)?))
            }
            ("NAMESPACE", [own, others, shared, ..]) => {
                Some(Self::Namespace(namespace(own, others, shared)?))
            }
            ("QUOTA", [_root, resources, ..]) => Some(Self::Quota(quota(resources.list()))),
            _other => None,
        }
    }
}

fn listed(attributes: &[Value], delimiter: &Value, name: &Value) -> Option<Listed> {
    let attributes = attributes.iter().filter_map(Value::text);
    let attribute = |it: &str| it.trim_start_matches('\\').to_ascii_lowercase();
    let attributes = attributes.map(attribute).collect();
    // A folder may be called NIL, but none is sent so: it would be quoted.
    let name = decoded(name.octets()?);
    Some(Listed { attributes, delimiter: letter(delimiter), name })
}

/// The first name space of one's own; there is hardly ever another.
fn namespace(own: &Value, others: &Value, shared: &Value) -> Option<Namespace> {
    let [prefix, rest @ ..] = own.list().first()?.list() else { return None };
    Some(Namespace {
        prefix: ServerText::from(decoded(prefix.octets()?)),
        delimiter: rest.first().and_then(letter),
        other_users: !others.list().is_empty(),
        shared: !shared.list().is_empty(),
    })
}

fn letter(value: &Value) -> Option<char> {
    value.text().and_then(|text| text.chars().next())
}

/// Triplets of name, usage and limit; what is no number is left out.
fn quota(resources: &[Value]) -> Vec<(String, Usage)> {
    let triplets = resources.chunks_exact(3).filter_map(|triplet| {
        let [name, used, limit] = triplet else { return None };
        let number = |value: &Value| value.text()?.parse().ok();
        let usage = Usage::new(number(used)?, number(limit)?);
        Some((name.text()?.to_ascii_uppercase(), usage))
    });
    triplets.collect()
}

fn id(fields: &[Value]) -> Vec<(String, ServerText)> {
    let pairs = fields.chunks_exact(2).take(MAX_FIELDS).filter_map(|pair| {
        let [name, value] = pair else { return None };
        Some((name.text()?.to_ascii_lowercase(), ServerText::from_bytes(value.octets()?)))
    });
    pairs.collect()
}

/// RFC 2971 §3.3.
const MAX_FIELDS: usize = 30;

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(attributes: &[&str], delimiter: Option<char>, name: &str) -> Data {
        let attributes = attributes.iter().copied().map(str::to_owned).collect();
        Data::Listed(Listed { attributes, delimiter, name: name.to_owned() })
    }

    #[test]
    fn folders_are_read() {
        for (line, expected) in [
            (
                r#"* LIST (\HasNoChildren \Sent) "." INBOX.Sent"#,
                Some(folder(&["hasnochildren", "sent"], Some('.'), "INBOX.Sent")),
            ),
            (r#"* list () NIL "a b""#, Some(folder(&[], None, "a b"))),
            (r#"* LIST () "\\" {3}a"b"#, Some(folder(&[], Some('\\'), "a\"b"))),
            (
                r#"* LIST () "/" "&kAFP4W4IMH8-" ("CHILDINFO" ("SUBSCRIBED"))"#,
                Some(folder(&[], Some('/'), "送信済み")),
            ),
            (r#"* LIST () "/""#, None),
            (r#"* LSUB () "/" a"#, None),
        ] {
            assert_eq!(Data::parse(line.as_bytes()), expected, "{line}");
        }
    }

    #[test]
    fn name_spaces_are_read() {
        // RFC 2342 §5.
        let whole = r##"* NAMESPACE (("" "/")("#mh/" "/" "X-PARAM" ("FLAG1"))) (("~" "/")) NIL"##;
        let Some(Data::Namespace(read)) = Data::parse(whole.as_bytes()) else {
            panic!("is read");
        };
        assert_eq!((read.prefix.as_str(), read.delimiter), ("", Some('/')));
        assert!(read.other_users && !read.shared);
        let inside = r#"* NAMESPACE (("INBOX." ".")) NIL (("shared." "."))"#;
        let mut expected = Namespace::new("INBOX.", Some('.'));
        expected.shared = true;
        assert_eq!(Data::parse(inside.as_bytes()), Some(Data::Namespace(expected)));
        assert_eq!(Data::parse(b"* NAMESPACE NIL NIL NIL"), None);
        assert_eq!(Data::parse(b"* NAMESPACE ((\"\""), None);
    }

    #[test]
    fn usage_is_read_and_counted() {
        let line =
            b"* QUOTA \"user\" (STORAGE 4611686018427387904 4611686018427387904 MESSAGE x 9 X 1)";
        let full = Usage::new(1 << 62, 1 << 62);
        assert_eq!(Data::parse(line), Some(Data::Quota(vec![("STORAGE".to_owned(), full)])));
        for (used, limit, percent) in
            [(0, 0, None), (9, 10, Some(90)), (1, 3, Some(33)), (30, 10, Some(300))]
        {
            assert_eq!(Usage::new(used, limit).percent(), percent);
        }
        assert_eq!(full.percent(), Some(100));
        assert_eq!(Usage::new(u64::MAX, 1).percent(), Some(u64::MAX));
    }

    #[test]
    fn who_a_server_is_and_how_much_it_holds_is_read() {
        let line = b"* ID (\"Name\" \"Dovecot\" \"os\" NIL \"version\" {3}2\x1b4)";
        let fields = [("name", "Dovecot"), ("version", "2\\u{1b}4")];
        let fields = fields.map(|(name, value)| (name.to_owned(), ServerText::from(value)));
        assert_eq!(Data::parse(line), Some(Data::Id(fields.to_vec())));
        assert_eq!(Data::parse(b"* ID NIL"), Some(Data::Id(Vec::new())));
        assert_eq!(Data::parse(b"* 12 exists"), Some(Data::Exists(12)));
        for line in ["* 12 RECENT", "* 12", "* FLAGS ()", "* ", "*", "a1 OK"] {
            assert_eq!(Data::parse(line.as_bytes()), None, "{line}");
        }
    }
}
