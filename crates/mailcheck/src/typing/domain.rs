//! Mail domains that are almost a well-known one.

use std::sync::LazyLock;

use strsim::osa_distance;

use crate::model::Host;

/// A domain that could be taken for a well-known one.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Imitation {
    pub(super) likeness: Likeness,
    /// The domain that it is taken for.
    pub(super) meant: String,
}

/// In what a domain is like another.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Likeness {
    /// `ocn.ne.jp.example.com`: the well-known domain stands in front of the one that counts.
    Below,
    /// `0cn.ne.jp`: to the eye it is the same (UTS 39 §4).
    Confusable,
    /// `ocn-login.example`: the name and a word that fits it.
    Hyphen,
    /// `ocn.ne.p`: one letter is missing, added, replaced or swapped.
    Typo,
}

impl Likeness {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Below => "below",
            Self::Confusable => "confusable",
            Self::Hyphen => "hyphen",
            Self::Typo => "typo",
        }
    }

    /// Whether it lies in single letters.
    pub(super) fn is_of_letters(self) -> bool {
        match self {
            Self::Below | Self::Hyphen => false,
            Self::Confusable | Self::Typo => true,
        }
    }
}

/// Which well-known domain could be meant. Well-known domains themselves, and what lies below them,
/// are what they are.
pub(super) fn imitation(domain: &Host) -> Option<Imitation> {
    let shown = domain.to_string();
    let is_below = |known: &Known<'_>| {
        let rest = shown.strip_suffix(known.domain);
        rest.is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    if KNOWN.iter().any(is_below) {
        return None;
    }
    let found = |likeness, meant: Option<String>| Some(Imitation { likeness, meant: meant? });
    let looks = skeleton(&shown);
    let mut all = KNOWN.iter().filter_map(|known| {
        found(Likeness::Confusable, confusable(&shown, &looks, known))
            .or_else(|| found(Likeness::Typo, typo(&shown, known)))
    });
    all.next().or_else(|| {
        KNOWN.iter().filter(|known| known.is_brand).find_map(|known| {
            found(Likeness::Below, in_front(&shown, known))
                .or_else(|| found(Likeness::Hyphen, hyphenated(&shown, known)))
        })
    })
}

/// In what a host is like another domain that it is neither itself nor lies below.
pub(super) fn likeness(host: &Host, other: &Host) -> Option<Likeness> {
    let (shown, domain) = (host.to_string(), other.to_string());
    let same = KNOWN.iter().find(|known| known.domain == domain);
    let brand = domain.split('.').next().unwrap_or_default();
    // Of names that are no well-known mail domains only the long ones mean nothing else.
    let is_long = brand.len() >= SHORTEST_SPELT_NAME && !WORDS.contains(&brand);
    let is_brand = same.map_or(is_long, |known| known.is_brand);
    let known = Known { is_brand: is_long, skeleton: skeleton(&domain), domain: &domain };
    let named = || is_brand && shown.split('.').any(|label| is_named(label, &known));
    if confusable(&shown, &skeleton(&shown), &known).is_some() {
        Some(Likeness::Confusable)
    } else if typo(&shown, &known).is_some() {
        Some(Likeness::Typo)
    } else if in_front(&shown, &known).is_some() {
        Some(Likeness::Below)
    } else if hyphenated(&shown, &known).is_some() || named() {
        Some(Likeness::Hyphen)
    } else {
        None
    }
}

/// Whether a label is the name alone, or the name and a word that fits it without anything between.
fn is_named(label: &str, known: &Known<'_>) -> bool {
    let rest = label.strip_prefix(known.brand());
    let rest = rest.or_else(|| label.strip_suffix(known.brand()));
    rest.is_some_and(|rest| rest.is_empty() || BAIT.contains(&rest))
}

/// A well-known domain.
struct Known<'a> {
    domain: &'a str,
    /// Whether its first label hardly means anything but the provider, so that what is spelt almost
    /// like it is a slip and no domain of somebody else's.
    is_brand: bool,
    skeleton: String,
}

impl Known<'_> {
    fn brand(&self) -> &str {
        self.domain.split('.').next().unwrap_or_default()
    }
}

static KNOWN: LazyLock<Vec<Known<'static>>> = LazyLock::new(|| {
    let lines = DOMAINS.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let read = lines.map(|line| match line.strip_suffix(" *") {
        Some(domain) => (domain, true),
        None => (line, false),
    });
    read.map(|(domain, is_brand)| Known { domain, is_brand, skeleton: skeleton(domain) }).collect()
});

/// The last labels of a domain, as many as the well-known one has, and what stands before them.
fn tail<'a>(shown: &'a str, known: &str) -> Option<(&'a str, &'a str)> {
    let labels = known.split('.').count();
    let mut dots = shown.rmatch_indices('.').skip(labels - 1);
    match dots.next() {
        Some((dot, _)) => shown.split_at_checked(dot + 1),
        None if shown.split('.').count() == labels => Some(("", shown)),
        None => None,
    }
}

/// By the skeleton of the domain, which has its labels.
fn confusable(shown: &str, looks: &str, known: &Known<'_>) -> Option<String> {
    let (_, end) = tail(looks, known.domain)?;
    let (before, _) = tail(shown, known.domain)?;
    (end == known.skeleton).then(|| format!("{before}{}", known.domain))
}

/// The skeleton of UTS 39 §4, of small letters; and `vv` for `w`, which is no character's.
fn skeleton(text: &str) -> String {
    let once: String = unicode_security::skeleton(&text.to_lowercase()).collect();
    let twice: String = unicode_security::skeleton(&once.to_lowercase()).collect();
    twice.to_lowercase().replace("vv", "w")
}

fn typo(shown: &str, known: &Known<'_>) -> Option<String> {
    let is_dot_wrong = shown.split('.').count() != known.domain.split('.').count();
    if is_dot_wrong && known.brand().len() >= SHORTEST_NAME && is_one_slip(shown, known.domain) {
        return Some(known.domain.to_owned());
    }
    let (before, tail) = tail(shown, known.domain)?;
    let (name, suffix) = tail.split_once('.')?;
    let (brand, right) = known.domain.split_once('.')?;
    let is_typo = if suffix == right {
        known.is_brand && brand.len() >= SHORTEST_SPELT_NAME && is_one_slip(name, brand)
    } else {
        name == brand && brand.len() >= SHORTEST_NAME && is_suffix_slip(suffix, right, known)
    };
    is_typo.then(|| format!("{before}{}", known.domain))
}

/// `ne.p` for `ne.jp`, `con` for `com`; but not one country's domain for another's, where the same
/// provider may well be.
fn is_suffix_slip(suffix: &str, right: &str, known: &Known<'_>) -> bool {
    let last = |text: &str| text.rsplit('.').next().unwrap_or_default().to_owned();
    let (typed, right_last) = (last(suffix), last(right));
    let is_country = typed.len() == COUNTRY_LETTERS && typed != right_last;
    let is_swapped = typed.chars().rev().eq(right_last.chars());
    let may_be_another = match (is_country, right_last.len() == COUNTRY_LETTERS) {
        (true, true) => !is_swapped,
        (true, false) => !known.is_brand,
        (false, _) => false,
    };
    is_one_slip(suffix, right) && !may_be_another
}

/// One letter missing, added or replaced, or two next to each other swapped.
fn is_one_slip(typed: &str, right: &str) -> bool {
    osa_distance(typed, right) == 1
}

/// The well-known domain, if it stands in this one and others follow it. One label for a country
/// that follows is the same provider there.
fn in_front(shown: &str, known: &Known<'_>) -> Option<String> {
    let padded = format!(".{shown}");
    let (_, rest) = padded.split_once(&format!(".{}.", known.domain))?;
    let is_country = rest.len() == COUNTRY_LETTERS;
    (!is_country).then(|| known.domain.to_owned())
}

/// The well-known domain, if its name stands in a label with a word that fits it.
fn hyphenated(shown: &str, known: &Known<'_>) -> Option<String> {
    let is_such = |label: &str| {
        let mut parts = label.split('-');
        let others: Vec<&str> = label.split('-').filter(|part| *part != known.brand()).collect();
        let has_brand = parts.any(|part| part == known.brand());
        has_brand && !others.is_empty() && others.iter().all(|part| BAIT.contains(part))
    };
    shown.split('.').any(is_such).then(|| known.domain.to_owned())
}

/// One domain a line; ` *` marks the brands.
const DOMAINS: &str = include_str!("../../data/domains.txt");
/// Letters of the shortest name whose suffix is looked at; shorter ones are everywhere.
const SHORTEST_NAME: usize = 3;
/// Letters of the shortest name that is looked at for its spelling: four letters with one replaced
/// are somebody else's name.
const SHORTEST_SPELT_NAME: usize = 5;
/// Letters of the top-level domain of a country (RFC 1591 §2).
const COUNTRY_LETTERS: usize = 2;
/// Names that mean other things, too.
const WORDS: &[&str] = &["apple", "cloud", "office", "windows"];
/// Words that stand beside a provider's name where somebody wants passwords.
const BAIT: &[&str] = &[
    "account", "accounts", "auth", "help", "id", "info", "login", "mail", "member", "mypage",
    "secure", "security", "service", "signin", "support", "update", "verify", "webmail",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn told(domain: &str) -> Option<(Likeness, String)> {
        let host: Host = domain.parse().expect(domain);
        imitation(&host).map(|found| (found.likeness, found.meant))
    }

    #[test]
    fn imitations_are_told_with_what_was_meant() {
        for (domain, likeness, meant) in [
            ("ocn.ne.p", Likeness::Typo, "ocn.ne.jp"),
            ("ocn.ne.pj", Likeness::Typo, "ocn.ne.jp"),
            ("ocn.nejp", Likeness::Typo, "ocn.ne.jp"),
            ("ocnne.jp", Likeness::Typo, "ocn.ne.jp"),
            ("abc.ocn.ne.jpp", Likeness::Typo, "abc.ocn.ne.jp"),
            ("gmial.com", Likeness::Typo, "gmail.com"),
            ("gmai.com", Likeness::Typo, "gmail.com"),
            ("gmaill.com", Likeness::Typo, "gmail.com"),
            ("gmail.con", Likeness::Typo, "gmail.com"),
            ("gmail.co", Likeness::Typo, "gmail.com"),
            ("gmailcom.", Likeness::Typo, "gmail.com"),
            ("yaho.co.jp", Likeness::Typo, "yahoo.co.jp"),
            ("docmo.ne.jp", Likeness::Typo, "docomo.ne.jp"),
            ("nifty.con", Likeness::Typo, "nifty.com"),
            ("0cn.ne.jp", Likeness::Confusable, "ocn.ne.jp"),
            ("осn.ne.jp", Likeness::Confusable, "ocn.ne.jp"),
            ("abc.0cn.ne.jp", Likeness::Confusable, "abc.ocn.ne.jp"),
            ("grnail.com", Likeness::Confusable, "gmail.com"),
            ("gmai1.com", Likeness::Confusable, "gmail.com"),
            ("vveb.de", Likeness::Confusable, "web.de"),
            ("ocn.ne.jp.example.com", Likeness::Below, "ocn.ne.jp"),
            ("mail.ocn.ne.jp.example", Likeness::Below, "ocn.ne.jp"),
            ("ocn-login.example", Likeness::Hyphen, "ocn.ne.jp"),
            ("secure-gmail.example.com", Likeness::Hyphen, "gmail.com"),
        ] {
            assert_eq!(told(domain), Some((likeness, meant.to_owned())), "{domain}");
        }
    }

    #[test]
    fn domains_that_are_their_own_are_left_alone() {
        for domain in [
            "example.org",
            "example.co.jp",
            "gmail.com",
            "ymail.com",
            "mail.com",
            "email.com",
            "cloud.com",
            "abc.ocn.ne.jp",
            "ocn.ne.jp",
            "yahoo.com.br",
            "yahoo.ie",
            "outlook.dk",
            "hotmail.com.br",
            "wab.de",
            "on.ne.jp",
            "web.dk",
            "mail.ru.nl",
            "web-design.example",
            "live-music.example",
            "ocn-consulting.example",
            "bücher.example",
            "gmail",
            "jp",
            "ne.jp",
        ] {
            assert_eq!(told(domain), None, "{domain}");
        }
    }

    #[test]
    fn hosts_are_like_any_domain() {
        for (host, other, expected) in [
            ("niffy.com", "nifty.com", Some(Likeness::Typo)),
            ("www.nifty.com.hogehoge.example", "nifty.com", Some(Likeness::Below)),
            ("mypage-ocn.example", "ocn.ne.jp", Some(Likeness::Hyphen)),
            ("ocnmail.example", "ocn.ne.jp", Some(Likeness::Hyphen)),
            ("login.biglobe.example", "biglobe.ne.jp", Some(Likeness::Hyphen)),
            ("nifty.example", "nifty.com", None),
            ("осn.ne.jp", "ocn.ne.jp", Some(Likeness::Confusable)),
            ("microsoft0nline.com", "microsoftonline.com", Some(Likeness::Confusable)),
            ("signin.micros0ftonline.example", "microsoftonline.com", None),
            ("hogehoge.example", "ocn.ne.jp", None),
            ("mail.example", "mail.com", None),
        ] {
            let read = |text: &str| -> Host { text.parse().expect(text) };
            assert_eq!(likeness(&read(host), &read(other)), expected, "{host}");
        }
    }

    #[test]
    fn the_list_is_of_domains_each_once() {
        let mut seen = std::collections::BTreeSet::new();
        for Known { domain, .. } in KNOWN.iter() {
            let host: Host = domain.parse().expect(domain);
            assert_eq!(host.as_str(), *domain);
            assert!(seen.insert(*domain), "{domain} is there twice");
            assert_eq!(told(domain), None, "{domain}");
        }
        assert!(seen.len() > 50, "only {} domains", seen.len());
    }
}
