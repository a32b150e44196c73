//! What is asked.

use super::OUTLOOK_NAMESPACE;
use crate::model::Address;

/// The media type of the request, and of answers.
pub const CONTENT_TYPE: &str = "text/xml; charset=utf-8";

/// The body of the request for an address, to be sent by POST.
///
/// The address leaves this device in it: whom that may be told is for the caller to know.
///
/// # Examples
///
/// ```
/// use mailcheck::model::Address;
/// let address: Address = "you&me@example.org".parse()?;
/// let body = mailcheck::wire::autodiscover::request(&address);
/// assert!(body.contains("<EMailAddress>you&amp;me@example.org</EMailAddress>"));
/// # Ok::<(), mailcheck::model::ParseAddressError>(())
/// ```
pub fn request(address: &Address) -> String {
    let address = escape(&address.to_ascii_domain());
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
         <Autodiscover xmlns=\"{REQUEST_NAMESPACE}\">\
         <Request><EMailAddress>{address}</EMailAddress>\
         <AcceptableResponseSchema>{OUTLOOK_NAMESPACE}</AcceptableResponseSchema>\
         </Request></Autodiscover>\n"
    )
}

/// A text as the content of an element. What XML has no letter for (XML 1.0 §2.2) is shown as such.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '\u{fffe}' | '\u{ffff}' => escaped.push(char::REPLACEMENT_CHARACTER),
            _ if letter.is_control() => escaped.push(char::REPLACEMENT_CHARACTER),
            _ => escaped.push(letter),
        }
    }
    escaped
}

/// The namespace of requests.
const REQUEST_NAMESPACE: &str =
    "http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006";
