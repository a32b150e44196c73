//! TXT records at the mail domain that say where its autoconfig document is: `mailconf=URL`.
//!
//! No standard has them; providers publish them since the autoconfig documents of hosters for many
//! domains, and some mail programs ask for them.

use super::url::{Scheme, scheme_of};
use crate::model::Deviation;

/// What the TXT records of a mail domain say of its autoconfig document.
///
/// Kinds of deviation: `bad-link` (what stands behind the `=` is no absolute web address),
/// `letter-case` (`MailConf=`), `space` (around the `=` or at an end), `too-many` (further addresses
/// than are followed).
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct Mailconf {
    /// Where the document is, each address once: those that begin with `https://` before those that
    /// begin with `http://`, whose answer anybody on the way can forge.
    pub urls: Vec<String>,
    /// How the records differ from `mailconf=URL`.
    pub deviations: Vec<Deviation>,
}

impl Mailconf {
    /// Reads all TXT records of a domain. Records for other purposes are none of ours.
    ///
    /// # Examples
    ///
    /// ```
    /// use mailcheck::wire::mailconf::Mailconf;
    /// let records = ["v=spf1 -all", "mailconf=https://example.org/mail.xml"];
    /// assert_eq!(Mailconf::read(&records).urls, ["https://example.org/mail.xml"]);
    /// ```
    pub fn read(records: &[impl AsRef<str>]) -> Self {
        let mut found = Self::default();
        let mut urls: Vec<(Scheme, String)> = Vec::new();
        for record in records.iter().map(AsRef::as_ref) {
            let Some((name, url)) = record.split_once('=') else { continue };
            if !name.trim().eq_ignore_ascii_case(NAME) {
                continue;
            }
            let deviation = |kind| Deviation::new(kind, record, 0);
            let Some(scheme) = scheme_of(url.trim()) else {
                found.deviations.push(deviation("bad-link"));
                continue;
            };
            if name.trim() != NAME {
                found.deviations.push(deviation("letter-case"));
            }
            if (name.trim(), url.trim()) != (name, url) {
                found.deviations.push(deviation("space"));
            }
            urls.push((scheme, url.trim().to_owned()));
        }
        // Name servers rotate their answers: the order must not depend on that.
        urls.sort();
        urls.dedup();
        found.urls = urls.into_iter().map(|(_scheme, url)| url).collect();
        let beyond = found.urls.drain(found.urls.len().min(MAX_URLS)..);
        found.deviations.extend(beyond.map(|url| Deviation::new("too-many", url, 0)));
        found
    }
}

const NAME: &str = "mailconf";

/// Addresses that are followed. One is meant; a second one may be there while it moves.
const MAX_URLS: usize = 3;

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(found: &Mailconf) -> Vec<&str> {
        found.deviations.iter().map(|it| it.kind.as_str()).collect()
    }

    #[test]
    fn encrypted_addresses_come_first_whatever_the_order() {
        let records = [
            "mailconf=http://b.example/c.xml",
            "google-site-verification=mailconf",
            "mailconf=https://b.example/c.xml",
            "mailconf=https://a.example/c.xml",
            "mailconf=https://a.example/c.xml",
        ];
        let found = Mailconf::read(&records);
        let expected =
            ["https://a.example/c.xml", "https://b.example/c.xml", "http://b.example/c.xml"];
        assert_eq!((&found.urls[..], kinds(&found)), (&expected.map(str::to_owned)[..], vec![]));
        let mut turned = records;
        turned.reverse();
        assert_eq!(Mailconf::read(&turned), found);
    }

    #[test]
    fn what_differs_is_told() {
        for (record, urls, kind) in [
            ("MAILCONF=https://a.example/", 1, "letter-case"),
            (" mailconf = https://a.example/ ", 1, "space"),
            ("mailconf=", 0, "bad-link"),
            ("mailconf=a.example/config.xml", 0, "bad-link"),
            ("mailconf=https://a.example/ https://b.example/", 0, "bad-link"),
            ("mailconf=file:///etc/passwd", 0, "bad-link"),
            ("mailconf=https://a.example/\u{202e}", 0, "bad-link"),
        ] {
            let found = Mailconf::read(&[record]);
            assert_eq!((found.urls.len(), kinds(&found)), (urls, vec![kind]), "{record}");
        }
        assert_eq!(
            Mailconf::read(&["mailconf", "mailconfig=https://a.example/"]),
            Mailconf::default()
        );
    }

    #[test]
    fn few_addresses_are_followed() {
        let records: Vec<String> =
            (0..5).map(|number| format!("mailconf=https://{number}.a.example/")).collect();
        let found = Mailconf::read(&records);
        assert_eq!((found.urls.len(), kinds(&found)), (3, vec!["too-many", "too-many"]));
    }
}
