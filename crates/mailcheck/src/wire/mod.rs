//! Bytes to meaning and back: pure, bounded, lenient. Never a socket, never a clock.

pub mod autoconfig;
pub mod autodiscover;
pub mod certificate;
#[cfg(feature = "net")]
pub mod client_hello;
pub mod date;
pub mod greeting;
mod html;
pub mod imap;
mod json;
pub mod mailconf;
pub mod mx;
pub mod pacc;
pub mod pop3;
#[cfg(feature = "net")]
pub(crate) mod refresh;
pub mod sasl;
mod setting;
pub mod smtp;
pub mod srv;
pub mod trace;
mod url;
pub mod xml;

use crate::model::{ServerText, Service};

/// The SASL mechanisms in a list of capabilities, in upper case and in the server's order.
///
/// IMAP lists each as `AUTH=NAME` (RFC 9051 §7.2.2), SMTP all behind the keyword `AUTH` (RFC 4954
/// §3); the old form `AUTH=NAME …` of SMTP servers is read as well. POP3 lists them behind `SASL`
/// (RFC 5034 §3).
///
/// # Examples
///
/// ```
/// use mailcheck::model::{ServerText, Service};
/// let list = [ServerText::from("SIZE 1000"), ServerText::from("auth PLAIN login")];
/// assert_eq!(mailcheck::wire::mechanisms(Service::Smtp, &list), ["PLAIN", "LOGIN"]);
/// ```
pub fn mechanisms(service: Service, list: &[ServerText]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for capability in list {
        let upper = capability.as_str().to_ascii_uppercase();
        let rest = match service {
            Service::Imap => upper.strip_prefix("AUTH="),
            Service::Smtp => upper.strip_prefix("AUTH ").or_else(|| upper.strip_prefix("AUTH=")),
            Service::Pop3 => upper.strip_prefix("SASL "),
        };
        for name in rest.unwrap_or_default().split_ascii_whitespace() {
            if !names.iter().any(|known| known == name) {
                names.push(name.to_owned());
            }
        }
    }
    names
}

/// Whether a list of capabilities has this one, whatever its case and parameters.
///
/// # Examples
///
/// ```
/// use mailcheck::model::ServerText;
/// assert!(mailcheck::wire::offers(&[ServerText::from("Size 1000")], "SIZE"));
/// ```
pub fn offers(list: &[ServerText], name: &str) -> bool {
    list.iter().any(|capability| {
        let word = capability.as_str().split([' ', '=']).next().unwrap_or_default();
        word.eq_ignore_ascii_case(name) || capability.as_str().eq_ignore_ascii_case(name)
    })
}
