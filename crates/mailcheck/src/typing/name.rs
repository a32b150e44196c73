//! Slips in mail addresses and log-in names, with what was probably meant.

use super::caps::is_caps_locked;
use super::domain::{Likeness, imitation};
use super::letters::{confusable, is_space, is_wrong_dot, look_alike, oddity, tidied};
use super::{Field, Slip, SlipKind};
use crate::model::Address;

/// The slips in what is to be a mail address.
pub(super) fn in_address(field: Field, text: &str) -> Vec<Slip> {
    let tidy = tidied(text, true);
    let mut slips = of_letters(field, text, true);
    let local = tidy.split_once('@').map_or(tidy.as_str(), |(local, _domain)| local);
    let is_caps = is_caps_locked(local);
    if is_caps {
        slips.push(Slip::new(field, SlipKind::CapsLock));
    }
    let meant = if is_caps { tidy.to_lowercase() } else { tidy };
    let mut meant: Option<Address> = meant.parse().ok();
    if let Some(address) = &meant
        && let Some(found) = imitation(address.domain())
    {
        let right = format!("{}@{}", address.local(), found.meant);
        let kind = match found.likeness {
            Likeness::Below => SlipKind::Subdomain,
            Likeness::Confusable => SlipKind::DomainConfusable,
            Likeness::Hyphen => SlipKind::HyphenatedBrand,
            Likeness::Typo => SlipKind::DomainTypo,
        };
        // Other slips before it would be taken for it.
        let place =
            difference(text, &right).filter(|_| found.likeness.is_of_letters() && slips.is_empty());
        slips.push(Slip::new(field, kind).at(place));
        meant = right.parse().ok();
    }
    let meant = meant.map(|address| address.to_string()).filter(|meant| *meant != text);
    let mut slips: Vec<Slip> = slips.into_iter().map(|slip| slip.meant(meant.clone())).collect();
    slips.extend(of_look_alikes(field, text));
    slips
}

/// The slips in a log-in name, given the address it belongs to. A name with an `@` is an address.
pub(super) fn in_username(text: &str, address: Option<&str>) -> Vec<Slip> {
    let field = Field::Username;
    let tidy = tidied(text, false);
    if tidy.contains('@') {
        return in_address(field, text);
    }
    let address = address.map(|address| tidied(address, true));
    let local = address.as_deref().and_then(|address| Some(address.split_once('@')?.0));
    let mut slips = of_letters(field, text, false);
    let mut meant = tidy.clone();
    if is_caps_locked(&tidy) {
        slips.push(Slip::new(field, SlipKind::CapsLock));
        meant = tidy.to_lowercase();
    }
    if let Some(whole) = zero_added(&tidy, local) {
        slips.push(Slip::new(field, SlipKind::DroppedZero));
        meant = whole;
    } else if is_customer_number(&tidy) && local != Some(tidy.as_str()) {
        slips.push(Slip::new(field, SlipKind::CustomerNumber));
        meant = address.unwrap_or_default();
    }
    let meant = Some(meant).filter(|meant| !meant.is_empty() && meant != text);
    let mut slips: Vec<Slip> = slips.into_iter().map(|slip| slip.meant(meant.clone())).collect();
    slips.extend(of_look_alikes(field, text));
    slips
}

/// The slips that single characters are, of each kind the first.
fn of_letters(field: Field, text: &str, is_address: bool) -> Vec<Slip> {
    let mut slips: Vec<Slip> = Vec::new();
    let mut add = |kind, at: usize| {
        if slips.iter().all(|slip| slip.kind != kind) {
            slips.push(Slip::new(field, kind).at(at + 1));
        }
    };
    let body = text.trim_start_matches(is_space);
    let begin = text.chars().count() - body.chars().count();
    if begin > 0 {
        add(SlipKind::LeadingSpace, 0);
    }
    let inside = body.trim_end_matches(is_space);
    let end = begin + inside.chars().count();
    if inside.len() < body.len() {
        add(SlipKind::TrailingSpace, end);
    }
    // Among full-width letters a full-width dot is one of them.
    let is_wide =
        inside.chars().any(|it| !is_wrong_dot(it) && oddity(it) == Some(SlipKind::FullWidth));
    for (at, letter) in text.chars().enumerate().take(end).skip(begin) {
        let is_wide_dot = is_wide && matches!(letter, '．' | '，');
        if is_address && is_wrong_dot(letter) && !is_wide_dot {
            add(SlipKind::WrongDot, at);
        } else if is_space(letter) {
            add(SlipKind::SpaceInside, at);
        } else if let Some(kind) = oddity(letter) {
            add(kind, at);
        }
    }
    // Behind its @ an address has a domain, which is looked at as a whole.
    let local =
        if is_address { inside.split(['@', '＠']).next().unwrap_or(inside) } else { inside };
    if let Some(at) = confusable(local) {
        add(SlipKind::Confusable, begin + at);
    }
    slips
}

fn of_look_alikes(field: Field, text: &str) -> Option<Slip> {
    let name = text.split('@').next().unwrap_or(text);
    look_alike(name).map(|at| Slip::new(field, SlipKind::LookAlike).at(at + 1))
}

/// The first character that is not as it should be, counted from 1, if it is not missing at the end.
fn difference(text: &str, right: &str) -> Option<usize> {
    let mut right = right.chars();
    let at = text.chars().position(|letter| right.next() != Some(letter))?;
    Some(at + 1)
}

/// Digits in groups. Shorter numbers are names that people choose.
fn is_customer_number(name: &str) -> bool {
    let digits = name.chars().filter(char::is_ascii_digit).count();
    let is_number = name.chars().all(|letter| letter.is_ascii_digit() || letter == '-');
    is_number && digits >= SHORTEST_CUSTOMER_NUMBER
}

/// The number with the zero that is missing in front of it: the address has it, or it is what is
/// left of a Japanese mobile number.
fn zero_added(number: &str, local: Option<&str>) -> Option<String> {
    let is_digits = |text: &str| !text.is_empty() && text.chars().all(|it| it.is_ascii_digit());
    let whole = format!("0{number}");
    let is_mobile = number.len() == MOBILE_DIGITS - 1
        && MOBILE_PREFIXES.iter().any(|prefix| whole.starts_with(prefix));
    let is_local = local == Some(number);
    let is_dropped = local == Some(whole.as_str()) || (is_mobile && !is_local);
    (is_digits(number) && is_dropped).then_some(whole)
}

/// Digits in the shortest customer number that is told as one.
const SHORTEST_CUSTOMER_NUMBER: usize = 7;
/// Digits in a Japanese mobile number (電気通信番号規則 of the Ministry of Internal Affairs).
const MOBILE_DIGITS: usize = 11;
/// How Japanese mobile numbers begin (the same).
const MOBILE_PREFIXES: &[&str] = &["060", "070", "080", "090"];
