//! Microsoft's Autodiscover, the form that is called "plain old XML": what is asked, and what is answered.
//!
//! Exchange tells Outlook of itself in it, and providers of any kind tell of IMAP, POP3 and SMTP.
//!
//! Source: [MS-OXDSCLI](https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxdscli/), and
//! where it leaves a choice, what mail programs do.

pub mod deviation;
mod protocol;
mod request;
#[cfg(test)]
mod tests;

use roxmltree::Node;

use self::deviation as odd;
use super::xml::{Notebook, Text, malformed, named, value};
use crate::model::{Address, ServerText, Setting};
use crate::model::{Deviation, Unusable};

pub use super::autoconfig::OtherServer;
pub use request::{CONTENT_TYPE, request};

/// What an Autodiscover document says.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Document {
    /// What kind of answer it is.
    pub answer: Answer,
    /// The servers that can be used, best first.
    pub settings: Vec<Setting>,
    /// Exchange's own protocols and web mail: `EXCH`, `EXPR`, `EXHTTP`, `WEB`.
    pub others: Vec<OtherServer>,
    /// How it differs from its format, from the first line to the last; the kinds stand in
    /// [`deviation`].
    pub deviations: Vec<Deviation>,
}

/// A kind of answer.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Answer {
    /// Here are the settings. There may be none that can be used.
    Settings,
    /// Ask for this address instead.
    RedirectAddress(Address),
    /// Ask there instead. Nobody looked at where it leads.
    RedirectUrl(ServerText),
    /// The server would not say.
    Error {
        /// Its number: 500 for an address that it does not know, 600 and 601 for a request that it
        /// does not understand.
        code: Option<u32>,
        /// Its words.
        message: ServerText,
    },
}

/// Reads the answer to [`request`].
///
/// `charset` is what HTTP says of it. `asked` is the address that was asked for: a log-in name that is
/// it, or the part before the `@`, becomes autoconfig's placeholder, so that settings of different
/// sources can be compared.
///
/// # Errors
///
/// [`Unusable`] when it is a web page, not well-formed, or of another format.
///
/// # Examples
///
/// ```
/// use mailcheck::model::Address;
/// let xml = r#"<Autodiscover xmlns="http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006">
///   <Response xmlns="http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a">
///     <Account><AccountType>email</AccountType><Action>settings</Action>
///       <Protocol><Type>IMAP</Type><Server>imap.example.org</Server><Port>993</Port>
///         <LoginName>you@example.org</LoginName><SPA>off</SPA><SSL>on</SSL></Protocol>
///     </Account>
///   </Response></Autodiscover>"#;
/// let asked: Address = "you@example.org".parse().expect("is an address");
/// let document = mailcheck::wire::autodiscover::read(xml.as_bytes(), None, &asked)
///     .expect("is well-formed");
/// assert_eq!(document.settings[0].endpoint.to_string(), "imap://imap.example.org:993/tls");
/// assert_eq!(document.settings[0].username.as_deref(), Some("%EMAILADDRESS%"));
/// assert_eq!(document.deviations, []);
/// ```
pub fn read(octets: &[u8], charset: Option<&str>, asked: &Address) -> Result<Document, Unusable> {
    let text = Text::read(octets, charset)?;
    let (tree, mut notebook) = text.parse()?;
    let root = tree.root_element();
    let name = root.tag_name().name();
    if name != "Autodiscover" {
        return Err(malformed(&format!("the outermost element is {name}, not Autodiscover")));
    }
    let response =
        child(root, "Response").ok_or_else(|| malformed("there is no Response in it"))?;
    for (node, namespace) in [(root, NAMESPACE), (response, OUTLOOK_NAMESPACE)] {
        let is_error = child(response, "Error").is_some();
        let found = node.tag_name().namespace();
        // Errors have the namespace of the outer element.
        if found != Some(namespace) && !(is_error && found == Some(NAMESPACE)) {
            notebook.note(odd::FOREIGN_NAMESPACE, found.unwrap_or_default(), node);
        }
    }
    let mut document = Document {
        answer: Answer::Settings,
        settings: Vec::new(),
        others: Vec::new(),
        deviations: Vec::new(),
    };
    if let Some(error) = child(response, "Error") {
        let code = text_in(error, "ErrorCode").parse().ok();
        let message = text_in(error, "Message").into();
        document.answer = Answer::Error { code, message };
    } else {
        let account =
            child(response, "Account").ok_or_else(|| malformed("there is no Account in it"))?;
        document.answer = answer(account, &mut notebook)?;
        if document.answer == Answer::Settings {
            protocol::read(account, asked, &mut document, &mut notebook);
        }
    }
    document.deviations = notebook.close();
    Ok(document)
}

/// What an account is told to do; where it is not said, what stands there says it.
fn answer(account: Node<'_, '_>, notebook: &mut Notebook) -> Result<Answer, Unusable> {
    let action = text_in(account, "Action");
    let [address, url] = ["RedirectAddr", "RedirectUrl"].map(|name| text_in(account, name));
    let is = |word: &str| action.eq_ignore_ascii_case(word);
    if action.is_empty() {
        notebook.note(odd::MISSING_ACTION, "", account);
    } else if !ACTIONS.iter().any(|word| is(word)) {
        notebook.note(odd::UNKNOWN_ACTION, &action, account);
    }
    let is_unsaid = !ACTIONS.iter().any(|word| is(word)) && child(account, "Protocol").is_none();
    if is("redirectAddr") || (is_unsaid && !address.is_empty()) {
        let address = address.parse().map_err(|_| malformed("RedirectAddr is no address"))?;
        return Ok(Answer::RedirectAddress(address));
    }
    if is("redirectUrl") || (is_unsaid && !url.is_empty()) {
        if url.is_empty() {
            return Err(malformed("RedirectUrl is missing"));
        }
        return Ok(Answer::RedirectUrl(url.into()));
    }
    Ok(Answer::Settings)
}

fn child<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Option<Node<'a, 'i>> {
    named(node, name).next()
}

/// The text of the first element of that name; empty where there is none.
fn text_in(node: Node<'_, '_>, name: &str) -> String {
    child(node, name).map(value).unwrap_or_default()
}

/// What an account may be told to do.
const ACTIONS: [&str; 3] = ["settings", "redirectAddr", "redirectUrl"];
/// The namespace of answers.
const NAMESPACE: &str = "http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006";
/// The namespace of what is in them for mail programs.
const OUTLOOK_NAMESPACE: &str =
    "http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a";
