//! Which elements and attributes the format has, and where.

use roxmltree::Node;

use super::deviation as odd;
use crate::wire::xml::Notebook;

/// An element of the format.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Element {
    /// Its name.
    pub name: &'static str,
    /// The elements that it may stand in.
    pub inside: &'static [&'static str],
    /// The attributes that it may have.
    pub attributes: &'static [&'static str],
    /// Whether it may stand there once only.
    pub is_once: bool,
}

impl Element {
    /// The element of that name below the outermost one, `clientConfig`.
    ///
    /// # Examples
    ///
    /// ```
    /// use mailcheck::wire::autoconfig::layout::Element;
    /// let element = Element::named("issuer").expect("is known");
    /// assert_eq!(element.inside, ["oAuth2"]);
    /// assert_eq!(Element::named("issuers"), None);
    /// ```
    pub fn named(name: &str) -> Option<&'static Self> {
        ELEMENTS.iter().find(|element| element.name == name)
    }
}

/// Notes what is unknown, misplaced or repeated. What is in an unknown element is nobody's business.
pub(super) fn check(root: Node<'_, '_>, notebook: &mut Notebook) {
    let mut unknown_until = 0;
    for node in root.descendants().filter(Node::is_element).skip(1) {
        if node.range().start < unknown_until {
            continue;
        }
        if notebook.is_full() {
            return;
        }
        let name = node.tag_name().name();
        let Some(element) = Element::named(name) else {
            notebook.note(odd::UNKNOWN_ELEMENT, name, node);
            unknown_until = node.range().end;
            continue;
        };
        place(node, element, root, notebook);
        let attributes = node.attributes().filter(|attribute| attribute.namespace().is_none());
        for attribute in attributes.filter(|it| !element.attributes.contains(&it.name())) {
            notebook.note(odd::UNKNOWN_ATTRIBUTE, attribute.name(), node);
        }
    }
}

fn place(node: Node<'_, '_>, element: &Element, root: Node<'_, '_>, notebook: &mut Notebook) {
    let Some(parent) = node.parent_element() else { return };
    // A root of another name was noted already.
    let is_root = parent == root && root.tag_name().name() != "emailProvider";
    let parent = if is_root { "clientConfig" } else { parent.tag_name().name() };
    if element.name == "password" {
        notebook.note(odd::PASSWORD_ELEMENT, parent, node);
    } else if !element.inside.contains(&parent) {
        if MAIL.contains(&element.name) {
            notebook.dropping(odd::MISPLACED_ELEMENT, element.name, node);
        } else {
            notebook.note(odd::MISPLACED_ELEMENT, element.name, node);
        }
    }
    let mut before = node.prev_siblings().skip(1);
    if element.is_once && before.any(|other| other.tag_name().name() == element.name) {
        notebook.note(odd::DUPLICATE_ELEMENT, element.name, node);
    }
}

const fn many(
    name: &'static str,
    inside: &'static [&'static str],
    attributes: &'static [&'static str],
) -> Element {
    Element { name, inside, attributes, is_once: false }
}

const fn once(
    name: &'static str,
    inside: &'static [&'static str],
    attributes: &'static [&'static str],
) -> Element {
    Element { name, inside, attributes, is_once: true }
}

const ROOT: &[&str] = &["clientConfig"];
const PROVIDER: &[&str] = &["emailProvider"];
const MAIL: &[&str] = &["incomingServer", "outgoingServer"];
const SERVERS: &[&str] = &[
    "incomingServer",
    "outgoingServer",
    "addressbook",
    "calendar",
    "chatServer",
    "fileShare",
    "setupServer",
    "videoConference",
];
const TYPE: &[&str] = &["type"];
const URL: &[&str] = &["url"];
const FIELD: &[&str] = &["id", "name"];

/// All of 1.1 and 1.2, and what the public database and readers of 1.1 know beside; `clientConfig`, the
/// outermost one, is not among them.
pub const ELEMENTS: &[Element] = &[
    many("emailProvider", ROOT, &["id"]),
    many("domain", PROVIDER, &["purpose"]),
    once("displayName", PROVIDER, &[]),
    once("displayShortName", PROVIDER, &[]),
    many("documentation", PROVIDER, URL),
    many("descr", &["documentation", "instruction"], &["lang"]),
    many("enable", PROVIDER, &["visiturl"]),
    many("instruction", &["emailProvider", "enable"], &["lang", "url"]),
    many("inputField", PROVIDER, &["key", "label"]),
    many("incomingServer", PROVIDER, TYPE),
    many("outgoingServer", PROVIDER, TYPE),
    many("addressbook", ROOT, TYPE),
    many("calendar", ROOT, TYPE),
    many("chatServer", ROOT, TYPE),
    many("fileShare", ROOT, TYPE),
    many("setupServer", ROOT, TYPE),
    many("videoConference", ROOT, TYPE),
    once("url", SERVERS, &[]),
    once("hostname", SERVERS, &[]),
    once("port", SERVERS, &[]),
    many("socketType", SERVERS, &[]),
    many("authentication", SERVERS, &["system"]),
    once(
        "username",
        &[
            "incomingServer",
            "outgoingServer",
            "addressbook",
            "calendar",
            "chatServer",
            "fileShare",
            "setupServer",
            "videoConference",
            "loginPageInfo",
        ],
        &[],
    ),
    once("password", SERVERS, &[]),
    many("restriction", MAIL, &[]),
    once("owaURL", &["incomingServer"], &[]),
    once("ewsURL", &["incomingServer"], &[]),
    once("easURL", &["incomingServer"], &[]),
    once("addThisServer", &["outgoingServer"], &[]),
    once("useGlobalPreferredServer", &["outgoingServer"], &[]),
    once("pop3", &["incomingServer"], &[]),
    once("leaveMessagesOnServer", &["pop3"], &[]),
    once("daysToLeaveMessagesOnServer", &["pop3"], &[]),
    once("downloadOnBiff", &["pop3"], &[]),
    once("checkInterval", &["pop3"], &["minutes"]),
    once("oAuth2", ROOT, &[]),
    once("issuer", &["oAuth2"], &[]),
    once("scope", &["oAuth2"], &[]),
    once("authURL", &["oAuth2"], &[]),
    once("tokenURL", &["oAuth2"], &[]),
    once("clientID", &["oAuth2"], &[]),
    once("clientSecret", &["oAuth2"], &[]),
    once("clientConfigUpdate", ROOT, URL),
    once("webMail", ROOT, &[]),
    once("loginPage", &["webMail"], URL),
    once("loginPageInfo", &["webMail"], &["url", "waitForRedirectionURLPrefix"]),
    once("usernameField", &["loginPageInfo"], FIELD),
    once("passwordField", &["loginPageInfo"], FIELD),
    once("loginButton", &["loginPageInfo"], FIELD),
];
