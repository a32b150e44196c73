//! What a document says beside the servers: pages for people, and who gives bearer tokens.

use roxmltree::Node;

use super::Document;
use super::deviation as odd;
use crate::model::ServerText;
use crate::wire::xml::{Notebook, elements, named, value};

/// A page for people.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Page {
    /// Where.
    pub url: Option<ServerText>,
    /// What it is about, or what to do there.
    pub passages: Vec<Passage>,
}

/// A few words in one language.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Passage {
    /// The language, as it stands there.
    pub lang: Option<ServerText>,
    /// The words.
    pub text: ServerText,
}

/// Who gives bearer tokens (the draft, OAuth2). Neither client nor its secret are kept.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct OAuth {
    /// Who: a host name, or a URL.
    pub issuer: Option<ServerText>,
    /// For what.
    pub scope: Option<ServerText>,
    /// Where a person agrees.
    pub auth_url: Option<ServerText>,
    /// Where the program gets the token.
    pub token_url: Option<ServerText>,
}

/// Reads them from where they belong and from where they are found in the wild.
pub(super) fn read(
    root: Node<'_, '_>,
    provider: Option<Node<'_, '_>>,
    document: &mut Document,
    notebook: &mut Notebook,
) {
    // The provider may be the root itself.
    let places = provider.into_iter().chain(Some(root).filter(|root| provider != Some(*root)));
    for node in places.flat_map(elements) {
        match node.tag_name().name() {
            "documentation" | "instruction" if document.documentation.len() < MOST_PAGES => {
                document.documentation.push(page(node, "url", "descr", notebook));
            }
            "enable" if document.enable.len() < MOST_PAGES => {
                document.enable.push(page(node, "visiturl", "instruction", notebook));
            }
            "oAuth2" if document.oauth.is_none() => document.oauth = Some(oauth(node, notebook)),
            "webMail" if document.web_mail.is_none() => document.web_mail = web_mail(node),
            _ => {}
        }
    }
}

fn page(node: Node<'_, '_>, link: &str, inside: &str, notebook: &mut Notebook) -> Page {
    let url = node.attribute(link).map(str::trim);
    let starts_with = |start: &str| {
        let head = url.and_then(|url| url.get(..start.len()));
        head.is_some_and(|head| head.eq_ignore_ascii_case(start))
    };
    if starts_with("http://") {
        notebook.note(odd::HTTP_LINK, url.unwrap_or_default(), node);
    } else if !starts_with("https://") {
        notebook.note(odd::BAD_LINK, url.unwrap_or_default(), node);
    }
    let passages = named(node, inside).take(MOST_PAGES).map(|node| Passage {
        lang: node.attribute("lang").map(ServerText::from),
        text: value(node).into(),
    });
    Page { url: url.map(ServerText::from), passages: passages.collect() }
}

fn oauth(node: Node<'_, '_>, notebook: &mut Notebook) -> OAuth {
    let mut missing = Vec::new();
    let [issuer, scope, auth_url, token_url] = OAUTH_PARTS.map(|name| {
        let text = named(node, name).next().map(value).filter(|text| !text.is_empty());
        if text.is_none() {
            missing.push(name);
        }
        text.map(ServerText::from)
    });
    if !missing.is_empty() {
        notebook.note(odd::INCOMPLETE_OAUTH2, &missing.join(", "), node);
    }
    OAuth { issuer, scope, auth_url, token_url }
}

fn web_mail(node: Node<'_, '_>) -> Option<ServerText> {
    named(node, "loginPage").next()?.attribute("url").map(ServerText::from)
}

/// The parts of an `oAuth2` section that getting a token needs.
const OAUTH_PARTS: [&str; 4] = ["issuer", "scope", "authURL", "tokenURL"];
/// The most pages, and passages of one page, that are kept.
const MOST_PAGES: usize = 64;
