//! XML with places, for the readers of formats that are XML.

use mailcheck::model::{ServerText, Unusable};
use mailcheck::wire::xml::{check, decode, deviation};
use roxmltree::{Attribute, Document, Error, Node, ParsingOptions};

use super::unreadable::Unreadable;
use crate::file::{Lines, Oddity, OddityKind, Place, PresetFile, Word};
use crate::preset::LOOKED_AT;

/// Octets as text; what is odd about them is noted in the file.
pub(super) fn text(octets: &[u8], file: &mut PresetFile) -> Result<String, Unreadable> {
    let (text, deviations) = decode(octets)?;
    for odd in deviations {
        let (kind, at) = match odd.kind.as_str() {
            deviation::BYTE_ORDER_MARK => (OddityKind::ByteOrderMark, START),
            _encoding => {
                (OddityKind::Encoding, declared_encoding(&text).map_or(START, |(_, at)| at))
            }
        };
        file.oddities.push(Oddity::new(kind, odd.text, at));
    }
    if let Some((label, at)) = declared_encoding(&text)
        && is_utf16(octets)
        && !label.to_ascii_lowercase().starts_with("utf-16")
    {
        file.oddities.push(Oddity::new(OddityKind::Encoding, label, at));
    }
    Ok(text)
}

/// A document that is not well-formed, or not of its format.
pub(super) fn malformed(why: &str, at: Place) -> Unreadable {
    // The parser quotes the document.
    let text = ServerText::from(why).into();
    Unreadable::Unusable { why: Unusable::Malformed { text }, at: Some(at) }
}

/// A tree and where its parts are.
pub(super) struct Places<'a> {
    pub(super) text: &'a str,
    pub(super) lines: Lines<'a>,
}

impl<'a> Places<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, lines: Lines::new(text) }
    }

    /// Builds the tree.
    pub(super) fn parse(&self) -> Result<Document<'a>, Unreadable> {
        check(self.text)?;
        let options = ParsingOptions { allow_dtd: false, ..ParsingOptions::default() };
        Document::parse_with_options(self.text, options).map_err(|why| {
            let has_no_place = [Error::UnexpectedEndOfStream, Error::UnclosedRootNode];
            let at = if has_no_place.contains(&why) {
                self.lines.place(self.text.len())
            } else if why == Error::DtdDetected {
                self.lines.place(self.text.find(DOCUMENT_TYPE).unwrap_or_default())
            } else {
                Place { line: why.pos().row, column: why.pos().col }
            };
            malformed(&why.to_string(), at)
        })
    }

    /// Where an element or comment begins.
    pub(super) fn of(&self, node: Node<'_, '_>) -> Place {
        self.lines.place(node.range().start)
    }

    /// The comments of a document.
    pub(super) fn comments(&self, tree: &Document<'_>) -> Vec<Word> {
        let comments = tree.descendants().filter(Node::is_comment);
        comments
            .map(|node| Word::new(node.text().unwrap_or_default().trim(), self.of(node)))
            .collect()
    }

    /// The value of an attribute.
    pub(super) fn attribute(&self, node: Node<'_, '_>, name: &str) -> Option<Word> {
        node.attribute_node(name).map(|attribute| self.value(attribute))
    }

    pub(super) fn value(&self, attribute: Attribute<'_, '_>) -> Word {
        let value = attribute.value();
        let begins = value.find(|letter: char| !letter.is_whitespace()).unwrap_or_default();
        Word::new(value.trim(), self.lines.place(attribute.range_value().start + begins))
    }

    /// The text of an element without blanks around it; one that has none stands where the element does.
    pub(super) fn word(&self, node: Node<'_, '_>) -> Word {
        let texts = || node.children().filter(Node::is_text);
        let whole: String = texts().filter_map(|text| text.text()).collect();
        let written =
            texts().map(|text| (text.range().start, self.text.get(text.range()).unwrap_or("")));
        let mut starts = written.filter_map(|(start, raw)| {
            let blanks = raw.len() - raw.trim_start().len();
            (blanks < raw.len()).then_some(start + blanks)
        });
        let at = starts.next().unwrap_or_else(|| node.range().start);
        Word::new(whole.trim(), self.lines.place(at))
    }
}

/// The elements of that name in an element, whatever their namespace.
pub(super) fn named<'a, 'i>(
    node: Node<'a, 'i>,
    name: &'static str,
) -> impl Iterator<Item = Node<'a, 'i>> {
    elements(node).filter(move |child| child.tag_name().name() == name)
}

/// The elements in an element.
pub(super) fn elements<'a, 'i>(node: Node<'a, 'i>) -> impl Iterator<Item = Node<'a, 'i>> {
    node.children().filter(Node::is_element)
}

/// The name of the outermost element of octets that look like XML, in whatever encoding.
pub(crate) fn root(octets: &[u8]) -> Option<String> {
    let head = octets.get(..LOOKED_AT).unwrap_or(octets);
    // UTF-16 of names in ASCII is these with zeros in between.
    let head: Vec<u8> = head.iter().copied().filter(|octet| *octet != 0).collect();
    let head = String::from_utf8_lossy(&head);
    let mut rest = head.trim_start_matches(|letter: char| letter != '<' && !letter.is_ascii());
    loop {
        rest = rest.trim_start().strip_prefix('<')?;
        let end = match rest {
            _ if rest.starts_with("!--") => "-->",
            _ if rest.starts_with('?') => "?>",
            _ if rest.starts_with('!') => {
                let (before, _) = rest.split_once('>')?;
                if before.contains('[') { "]>" } else { ">" }
            }
            _ => break,
        };
        rest = rest.split_once(end)?.1;
    }
    let end = rest.find(|letter: char| letter.is_whitespace() || ['>', '/', '<'].contains(&letter));
    let name = rest.get(..end?)?;
    Some(name.rsplit_once(':').map_or(name, |(_, local)| local).to_owned())
}

/// Whether these are two octets a letter (XML 1.0 appendix F.1).
fn is_utf16(octets: &[u8]) -> bool {
    matches!(octets, [0xfe, 0xff, ..] | [0xff, 0xfe, ..] | [b'<', 0, ..] | [0, b'<', ..])
}

/// The encoding that the XML declaration names, and where.
fn declared_encoding(text: &str) -> Option<(&str, Place)> {
    let declaration = text.get(..text.find("?>")?)?.strip_prefix("<?xml")?;
    let (before, after) = declaration.split_once("encoding")?;
    let quote = after.find(['"', '\''])?;
    let octet = "<?xml".len() + before.len() + "encoding".len() + quote + 1;
    let label = text.get(octet..)?.split(['"', '\'']).next()?;
    Some((label, Lines::new(text.get(..octet)?).place(octet)))
}

/// How a document type begins.
pub(super) const DOCUMENT_TYPE: &str = "<!DOCTYPE";

/// Where a file begins.
const START: Place = Place { line: 1, column: 1 };

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_outermost_element_is_found() {
        let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        for (octets, expected) in [
            (b"<a>".to_vec(), Some("a")),
            (b"\xef\xbb\xbf <?xml version='1.0'?>\n<!-- <b> --><a b='c'/>".to_vec(), Some("a")),
            (
                b"<!DOCTYPE plist PUBLIC \"-//A//B\" \"http://c\">\n<plist version='1'>".to_vec(),
                Some("plist"),
            ),
            (b"<!DOCTYPE a [<!ENTITY b 'c'>]><d>".to_vec(), Some("d")),
            (wide("<?xml version='1.0' encoding='UTF-16'?><a>"), Some("a")),
            (wide("\u{feff}<x:a/>"), Some("a")),
            (b"<!-- <a>".to_vec(), None),
            (b"text <a>".to_vec(), None),
            (b"<a".to_vec(), None),
            (b"".to_vec(), None),
        ] {
            assert_eq!(root(&octets).as_deref(), expected, "{}", String::from_utf8_lossy(&octets));
        }
    }

    #[test]
    fn the_declared_encoding_is_found() {
        for (text, expected) in [
            ("<?xml version='1.0' encoding='x'?><a/>", Some(("x", 1, 31))),
            ("<?xml version='1.0'\n encoding = \"x\"?><a/>", Some(("x", 2, 14))),
            ("<?xml version='1.0'?><a encoding='x'/>", None),
            ("<a/>", None),
        ] {
            let found = declared_encoding(text).map(|(label, at)| (label, at.line, at.column));
            assert_eq!(found, expected, "{text}");
        }
    }
}
