//! XML documents with settings: octets to a tree, bounded before anything is built.
//!
//! Document types are refused, so nothing is expanded and nothing is fetched.

mod charset;
mod guard;
mod notebook;
#[cfg(test)]
mod tests;

use roxmltree::{Node, ParsingOptions};

pub(super) use notebook::Notebook;

use crate::model::ServerText;
use crate::model::{Deviation, Unusable};

/// The most octets that a document may have. The longest of the public database has 15,000.
pub const MAX_OCTETS: usize = 256 * 1_024;

/// Kinds of deviation that any XML document can have.
pub mod deviation {
    /// A byte order mark stands before the document. Some readers stumble over it.
    pub const BYTE_ORDER_MARK: &str = "byte-order-mark";
    /// HTTP and the XML declaration name different encodings; HTTP's is meant (RFC 7303 §3).
    pub const ENCODING_CONFLICT: &str = "encoding-conflict";
    /// An encoding is named that nobody knows; the text is its name.
    pub const UNKNOWN_ENCODING: &str = "unknown-encoding";
    /// The document is not in the encoding that it says it is in; the text is that encoding's name.
    pub const WRONG_ENCODING: &str = "wrong-encoding";
    /// There were more deviations than are kept.
    pub const AND_MORE: &str = "and-more";
}

/// A document as text, and what was odd about its octets.
pub(super) struct Text {
    text: String,
    deviations: Vec<Deviation>,
}

impl Text {
    /// Reads octets as text: by byte order mark, by HTTP's charset, by XML declaration, else as UTF-8
    /// (RFC 7303 §3).
    ///
    /// # Errors
    ///
    /// [`Unusable`] when they are too many, or a web page.
    pub(super) fn read(octets: &[u8], charset: Option<&str>) -> Result<Self, Unusable> {
        if octets.len() > MAX_OCTETS {
            return Err(malformed(&format!("longer than {MAX_OCTETS} octets")));
        }
        let (text, deviations) = charset::decode(octets, charset);
        if is_web_page(&text) {
            return Err(Unusable::HtmlPage);
        }
        Ok(Self { text, deviations })
    }

    /// Builds the tree, and opens a notebook that holds what was odd so far.
    ///
    /// # Errors
    ///
    /// [`Unusable::Malformed`] when it is not well-formed, has a document type, or is not of the shape
    /// that documents with settings have.
    pub(super) fn parse(&self) -> Result<(roxmltree::Document<'_>, Notebook), Unusable> {
        check(&self.text)?;
        let options = ParsingOptions { allow_dtd: false, ..ParsingOptions::default() };
        let tree = roxmltree::Document::parse_with_options(&self.text, options)
            .map_err(|why| malformed(&why.to_string()))?;
        Ok((tree, Notebook::new(&self.text, &self.deviations)))
    }
}

/// Reads octets as text without byte order mark, and says what was odd about them: by byte order mark, by
/// XML declaration, else as UTF-8. What is in no encoding is shown with U+FFFD.
///
/// # Errors
///
/// [`Unusable`] when they are too many, or a web page.
///
/// # Examples
///
/// ```
/// use mailcheck::wire::xml::{decode, deviation};
/// let (text, odd) = decode(b"<?xml version='1.0' encoding='ISO-8859-1'?><a>caf\xe9</a>")?;
/// assert!(text.ends_with("<a>café</a>") && odd.is_empty());
/// let (_, odd) = decode(b"<a>caf\xe9</a>")?;
/// assert_eq!(odd[0].kind, deviation::WRONG_ENCODING);
/// # Ok::<(), mailcheck::model::Unusable>(())
/// ```
pub fn decode(octets: &[u8]) -> Result<(String, Vec<Deviation>), Unusable> {
    let Text { text, deviations } = Text::read(octets, None)?;
    Ok((text, deviations))
}

/// Looks whether a text costs no more to parse than documents with settings do: how deep its elements are
/// nested, how many attributes and namespaces it has.
///
/// # Errors
///
/// [`Unusable::Malformed`] when it costs more.
///
/// # Examples
///
/// ```
/// use mailcheck::wire::xml::check;
/// assert!(check(&"<a>".repeat(20)).is_ok());
/// assert!(check(&"<a>".repeat(20_000)).is_err());
/// ```
pub fn check(text: &str) -> Result<(), Unusable> {
    guard::check(text).map_err(malformed)
}

/// A document that is not well-formed, or not of the format.
pub(super) fn malformed(why: &str) -> Unusable {
    // The parser quotes the document.
    Unusable::Malformed { text: ServerText::from(why).into() }
}

/// The text in an element, as it stands there; what is in elements inside of it is not a part of it.
pub(super) fn raw(node: Node<'_, '_>) -> String {
    node.children().filter(Node::is_text).filter_map(|text| text.text()).collect()
}

/// The same without blanks around it.
pub(super) fn value(node: Node<'_, '_>) -> String {
    raw(node).trim().to_owned()
}

/// The elements in an element.
pub(super) fn elements<'a, 'i>(node: Node<'a, 'i>) -> impl Iterator<Item = Node<'a, 'i>> {
    node.children().filter(Node::is_element)
}

/// The elements of that name in an element, whatever their namespace.
pub(super) fn named<'a, 'i>(node: Node<'a, 'i>, name: &str) -> impl Iterator<Item = Node<'a, 'i>> {
    elements(node).filter(move |child| child.tag_name().name() == name)
}

/// Whether a document begins as web pages do, behind declarations and comments.
fn is_web_page(text: &str) -> bool {
    let mut rest = text.trim_start();
    loop {
        let end = match rest {
            _ if rest.starts_with("<!--") => "-->",
            _ if rest.starts_with("<?") => "?>",
            _ => break,
        };
        let Some((_, after)) = rest.split_once(end) else { return false };
        rest = after.trim_start();
    }
    let begins_with = |start: &&str| {
        let (head, after) = rest.split_at_checked(start.len()).unwrap_or_default();
        let is_whole = after.starts_with(|letter: char| !letter.is_alphanumeric() && letter != ':');
        head.eq_ignore_ascii_case(start) && is_whole
    };
    PAGE_STARTS.iter().any(begins_with)
}

/// How web pages begin, the sloppy ones included.
const PAGE_STARTS: [&str; 8] =
    ["<!doctype html", "<html", "<head", "<body", "<title", "<meta", "<script", "<h1"];
