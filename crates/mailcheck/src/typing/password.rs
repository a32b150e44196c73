//! Slips in passwords. Restrained: what generators and people make on purpose has none that is worth
//! asking about. Nothing here is told but what and where.

use super::caps::is_caps_locked;
use super::letters::{is_kana, is_space, look_alike, oddity};
use super::{Field, Slip, SlipKind};

pub(super) fn in_password(password: &str) -> Vec<Slip> {
    let slip = |kind| Slip::new(Field::Password, kind);
    let mut slips = Vec::new();
    let body = password.trim_start_matches(is_space);
    let blanks = password.chars().count() - body.chars().count();
    if blanks > 0 {
        slips.push(slip(SlipKind::LeadingSpace));
    }
    let inside = body.trim_end_matches(is_space);
    if inside.len() < body.len() {
        // Where it begins would tell how long the password is.
        slips.push(slip(SlipKind::TrailingSpace));
    }
    for (at, letter) in inside.chars().enumerate() {
        let kind = oddity(letter).or_else(|| is_kana(letter).then_some(SlipKind::FullWidth));
        if let Some(kind) = kind.filter(|kind| slips.iter().all(|slip| slip.kind != *kind)) {
            slips.push(slip(kind).at(blanks + at + 1));
        }
    }
    if is_caps_locked(inside) {
        slips.push(slip(SlipKind::CapsLock));
    }
    if look_alike(inside).is_some() {
        // Where would tell that it is one of five characters.
        slips.push(slip(SlipKind::LookAlike));
    }
    slips
}
