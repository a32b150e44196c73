//! One server of an answer: `Protocol`.

use roxmltree::Node;

use super::deviation as odd;
use super::{Document, OtherServer, child, text_in};
use crate::model::{
    Address, Authentication, Endpoint, Host, Security, ServerText, Service, Setting,
};
use crate::wire::setting::{begins_in_clear, is_username, parse_port, port_slip};
use crate::wire::xml::{Notebook, elements, named, value};

/// Reads the servers of an account.
pub(super) fn read(
    account: Node<'_, '_>,
    asked: &Address,
    document: &mut Document,
    notebook: &mut Notebook,
) {
    for (count, node) in named(account, "Protocol").enumerate() {
        if count >= MOST_SERVERS {
            notebook.dropping(odd::TOO_MANY_SERVERS, "", node);
            return;
        }
        // `Type` is an attribute where protocols are within one another.
        let attribute = node.attribute("Type").map(str::to_owned);
        let kind = child(node, "Type").map(|_| text_in(node, "Type")).or(attribute);
        let kind = kind.unwrap_or_default();
        let is = |word: &&str| word.eq_ignore_ascii_case(&kind);
        if let Some((word, service)) = SERVICES.iter().find(|(word, _)| is(word)) {
            if *word == "POP" {
                notebook.note(odd::MISNAMED_TYPE, &kind, node);
            }
            notebook.turn_to(Some(*service));
            let setting = setting(node, *service, asked, notebook);
            notebook.turn_to(None);
            let Some(setting) = setting else { continue };
            if document.settings.contains(&setting) {
                notebook.note(odd::DUPLICATE_SERVER, &setting.endpoint.to_string(), node);
            }
            document.settings.push(setting);
        } else if OTHERS.iter().any(is) {
            document.others.push(OtherServer {
                section: "Protocol",
                location: LOCATIONS.iter().find_map(|name| location(node, name)),
                kind: kind.into(),
                authentication: Vec::new(),
                line: notebook.line(node),
            });
        } else {
            notebook.dropping(odd::UNKNOWN_TYPE, &kind, node);
        }
    }
}

/// A place by the name of its element, also deeper within, as web mail has it.
fn location(node: Node<'_, '_>, name: &str) -> Option<ServerText> {
    let found = node.descendants().find(|inside| inside.tag_name().name() == name)?;
    let text = value(found);
    (!text.is_empty()).then(|| text.into())
}

fn setting(
    node: Node<'_, '_>,
    service: Service,
    asked: &Address,
    notebook: &mut Notebook,
) -> Option<Setting> {
    // Everything is looked at, also when one thing is enough to leave the server out.
    let host = host(node, notebook);
    let port = port(node, notebook);
    let security = security(node, service, port.ok().flatten(), notebook);
    let username = username(node, asked, notebook);
    let authentication = authentication(node, notebook);
    for unknown in elements(node).filter(|inside| !KNOWN.contains(&inside.tag_name().name())) {
        notebook.note(odd::UNKNOWN_ELEMENT, unknown.tag_name().name(), unknown);
    }
    let usual = |host| Endpoint::usual(service, host, security);
    let endpoint = match (host?, port.ok()?) {
        (host, Some(port)) => Endpoint { service, host, port, security },
        (host, None) => usual(host),
    };
    if security == Security::Plain {
        notebook.note(odd::PLAIN_SOCKET_TYPE, endpoint.host.as_str(), node);
    }
    if let Some(kind) = port_slip(&endpoint) {
        notebook.note(kind, &endpoint.to_string(), node);
    }
    Some(Setting { endpoint, username, authentication })
}

fn host(node: Node<'_, '_>, notebook: &mut Notebook) -> Option<Host> {
    let text = text_in(node, "Server");
    if text.is_empty() {
        notebook.dropping(odd::MISSING_HOSTNAME, "", node);
        return None;
    }
    let host = text.parse();
    if host.is_err() {
        notebook.dropping(odd::BAD_HOSTNAME, &text, node);
    }
    host.ok()
}

/// The port, if one is said.
///
/// # Errors
///
/// One is said that is none.
fn port(node: Node<'_, '_>, notebook: &mut Notebook) -> Result<Option<u16>, ()> {
    let text = text_in(node, "Port");
    if text.is_empty() {
        notebook.note(odd::MISSING_PORT, "", node);
        return Ok(None);
    }
    let Some(port) = parse_port(&text) else {
        notebook.dropping(odd::BAD_PORT, &text, node);
        return Err(());
    };
    Ok(Some(port))
}

/// How the connection is secured. `Encryption` counts before `SSL`, which is on where it is absent.
/// Neither says how TLS begins, so the port does; only `Encryption` of `SSL` always means at once.
fn security(
    node: Node<'_, '_>,
    service: Service,
    port: Option<u16>,
    notebook: &mut Notebook,
) -> Security {
    let ssl = switch(node, "SSL", notebook);
    let word = text_in(node, "Encryption").to_ascii_lowercase();
    let by_port = match port {
        Some(port) if begins_in_clear(service, port) => Security::Starttls,
        Some(_) | None => Security::Tls,
    };
    let security = match word.as_str() {
        "none" => Security::Plain,
        "ssl" => Security::Tls,
        "tls" if port == Some(service.tls_port()) => Security::Tls,
        "tls" => Security::Starttls,
        "auto" => by_port,
        _ => {
            if !word.is_empty() {
                notebook.note(odd::UNKNOWN_ENCRYPTION, &text_in(node, "Encryption"), node);
            }
            return if ssl == Some(false) { Security::Plain } else { by_port };
        }
    };
    let is_encrypted = security != Security::Plain;
    if ssl.is_some_and(|ssl| ssl != is_encrypted) {
        notebook.note(odd::SSL_OVERRULED, &text_in(node, "Encryption"), node);
    }
    security
}

/// A switch, if it is there and can be understood.
fn switch(node: Node<'_, '_>, name: &str, notebook: &mut Notebook) -> Option<bool> {
    let text = text_in(node, name);
    let found = SWITCHES.iter().find(|(word, _)| word.eq_ignore_ascii_case(&text));
    let is_proper = ["on", "off", ""].iter().any(|word| word.eq_ignore_ascii_case(&text));
    if !is_proper {
        notebook.note(odd::BAD_SWITCH, &format!("{name} {text}"), node);
    }
    found.map(|(_, is_on)| *is_on)
}

fn username(node: Node<'_, '_>, asked: &Address, notebook: &mut Notebook) -> Option<String> {
    if switch(node, "DomainRequired", notebook) == Some(true) {
        notebook.note(odd::DOMAIN_REQUIRED, &text_in(node, "DomainName"), node);
    }
    let text = text_in(node, "LoginName");
    if text.is_empty() {
        notebook.note(odd::MISSING_USERNAME, "", node);
        return None;
    }
    if !is_username(&text) {
        notebook.note(odd::BAD_USERNAME, &text, node);
        return None;
    }
    let forms = [
        (asked.to_ascii_domain(), "%EMAILADDRESS%"),
        (asked.local().to_owned(), "%EMAILLOCALPART%"),
    ];
    let form = forms.into_iter().find(|(form, _)| form.eq_ignore_ascii_case(&text));
    Some(form.map_or(text, |(_, placeholder)| placeholder.to_owned()))
}

fn authentication(node: Node<'_, '_>, notebook: &mut Notebook) -> Vec<Authentication> {
    let spa = switch(node, "SPA", notebook);
    let is_last = switch(node, "SMTPLast", notebook) == Some(true);
    if switch(node, "AuthRequired", notebook) == Some(false) {
        return vec![Authentication::None];
    }
    match spa {
        _ if is_last => vec![Authentication::Other(AFTER_POP.to_owned())],
        Some(true) => vec![Authentication::Ntlm],
        Some(false) => vec![Authentication::PasswordCleartext],
        None => {
            notebook.note(odd::MISSING_SPA, "", node);
            Vec::new()
        }
    }
}

/// The types that are servers for mail, and what is written for one of them.
const SERVICES: [(&str, Service); 4] = [
    ("IMAP", Service::Imap),
    ("POP3", Service::Pop3),
    ("POP", Service::Pop3),
    ("SMTP", Service::Smtp),
];
/// The types that are not: Exchange's own, and web mail.
const OTHERS: [&str; 4] = ["EXCH", "EXPR", "EXHTTP", "WEB"];
/// Where those are, the best first.
const LOCATIONS: [&str; 3] = ["EwsUrl", "Server", "OWAUrl"];
const SWITCHES: [(&str, bool); 6] =
    [("on", true), ("yes", true), ("true", true), ("off", false), ("no", false), ("false", false)];
/// What a server may say of itself (MS-OXDSCLI, `Protocol`).
const KNOWN: [&str; 16] = [
    "AuthPackage",
    "AuthRequired",
    "CertPrincipalName",
    "DomainName",
    "DomainRequired",
    "Encryption",
    "ExpirationDate",
    "LoginName",
    "Port",
    "SMTPLast",
    "SPA",
    "SSL",
    "Server",
    "TTL",
    "Type",
    "UsePOPAuth",
];
/// Mail is sent once it was fetched: the older format's word for it.
const AFTER_POP: &str = "smtp-after-pop";
/// The most servers that are read.
const MOST_SERVERS: usize = 64;
