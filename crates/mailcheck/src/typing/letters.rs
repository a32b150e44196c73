//! Single characters: which of them nobody types on purpose, and what was meant instead.

use unicode_normalization::UnicodeNormalization as _;
use unicode_security::{MixedScript as _, skeleton};

use super::SlipKind;

/// What is odd about a character wherever it stands, if anything.
pub(super) fn oddity(letter: char) -> Option<SlipKind> {
    match letter {
        ' ' => None,
        '\t' => Some(SlipKind::Tab),
        '\n' | '\u{b}' | '\u{c}' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
            Some(SlipKind::LineBreak)
        }
        _ if letter.is_control() => Some(SlipKind::Control),
        _ if is_ignorable(letter) => Some(SlipKind::Invisible),
        _ if is_wide(letter) => Some(SlipKind::FullWidth),
        // No-break and typographic spaces look like the one of the keyboard.
        _ if letter.is_whitespace() => Some(SlipKind::Invisible),
        _ => None,
    }
}

/// Whether a character is space at the end or beginning of a text: of any width, but no line break.
pub(super) fn is_space(letter: char) -> bool {
    letter.is_whitespace() && !matches!(oddity(letter), Some(SlipKind::LineBreak | SlipKind::Tab))
}

/// What a Japanese keyboard gives: full-width forms, half-width kana, the full-width space.
fn is_wide(letter: char) -> bool {
    matches!(letter, '\u{3000}' | '\u{ff01}'..='\u{ffee}')
}

/// Kana, hiragana and Japanese marks, which no provider takes in a password.
pub(super) fn is_kana(letter: char) -> bool {
    matches!(letter, '\u{3001}'..='\u{30ff}')
}

/// What Unicode lets be ignored when it is shown (`Default_Ignorable_Code_Point`): zero-width
/// characters, bidi controls, fillers. A skeleton has none of them (UTS 39 §4).
fn is_ignorable(letter: char) -> bool {
    skeleton(letter.encode_utf8(&mut [0; 4])).next().is_none()
}

/// Whether it stands for a dot to who has a Japanese keyboard, or is the key next to it.
pub(super) fn is_wrong_dot(letter: char) -> bool {
    matches!(letter, ',' | '、' | '。' | '，' | '．' | '､' | '｡')
}

/// Where a character stands that only looks like an ASCII one, counted from 0. A text that is all of
/// one script is what it looks like.
pub(super) fn confusable(text: &str) -> Option<usize> {
    let is_mixed = !text.is_single_script();
    text.chars().enumerate().position(|(at, letter)| {
        let is_letter = is_mixed && !letter.is_ascii() && ascii_twin(letter).is_some();
        is_letter || is_dash(letter, before(text, at))
    })
}

fn before(text: &str, at: usize) -> Option<char> {
    text.chars().nth(at.checked_sub(1)?)
}

/// Dashes and the minus of word processors; the long vowel mark of kana only behind ASCII.
fn is_dash(letter: char, before: Option<char>) -> bool {
    match letter {
        '\u{2010}'..='\u{2015}' | '\u{2212}' => true,
        'ー' => before.is_some_and(|before| before.is_ascii_alphanumeric()),
        _ => false,
    }
}

/// The one ASCII letter or digit that it is taken for.
fn ascii_twin(letter: char) -> Option<char> {
    let shown = letter.encode_utf8(&mut [0; 4]).to_owned();
    let mut twin = skeleton(&shown);
    let first = twin.next().filter(char::is_ascii_alphanumeric)?;
    twin.next().is_none().then_some(first)
}

/// The text as its writer probably meant it: ordinary width, nothing invisible, no space around it.
/// Of an address also no space within, and dots where dots belong.
pub(super) fn tidied(text: &str, is_address: bool) -> String {
    let is_mixed = !text.is_single_script();
    let mut tidy = String::new();
    for letter in text.nfkc() {
        let kind = oddity(letter);
        let is_cut = matches!(kind, Some(SlipKind::Control | SlipKind::LineBreak | SlipKind::Tab));
        let is_unseen = kind == Some(SlipKind::Invisible) && !letter.is_whitespace();
        if is_cut || is_unseen || (is_address && letter.is_whitespace()) {
            continue;
        }
        tidy.push(match letter {
            _ if is_address && is_wrong_dot(letter) => '.',
            _ if is_dash(letter, tidy.chars().next_back()) => '-',
            _ if letter.is_whitespace() => ' ',
            _ if is_mixed && !letter.is_ascii() => ascii_twin(letter).unwrap_or(letter),
            _ => letter,
        });
    }
    let around = |letter: char| letter == ' ' || (is_address && letter == '.');
    tidy.trim_matches(around).to_owned()
}

/// Where one of 0 and O, or of 1, l and I stands so that its neighbours do not tell which it is,
/// counted from 0: a zero in a word, a capital O among digits.
pub(super) fn look_alike(text: &str) -> Option<usize> {
    let letters: Vec<char> = text.chars().collect();
    letters.iter().enumerate().position(|(at, letter)| {
        let before = at.checked_sub(1).and_then(|at| letters.get(at));
        let after = letters.get(at + 1);
        let next_to = |is: fn(&char) -> bool| [before, after].into_iter().flatten().any(is);
        match letter {
            '0' | '1' => next_to(char::is_ascii_alphabetic),
            'l' => next_to(char::is_ascii_digit) || next_to(char::is_ascii_uppercase),
            'I' | 'O' => {
                next_to(char::is_ascii_digit) || before.is_some_and(char::is_ascii_lowercase)
            }
            _ => false,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odd_characters_have_a_kind() {
        for (letters, expected) in [
            ("aZ9 ~é日Пぱ", None),
            ("ａ＠０ｶ￥\u{3000}", Some(SlipKind::FullWidth)),
            ("\u{200b}\u{feff}\u{ad}\u{202e}\u{a0}\u{2009}", Some(SlipKind::Invisible)),
            ("\n\r\u{85}\u{2028}", Some(SlipKind::LineBreak)),
            ("\0\u{1b}\u{7f}\u{9b}", Some(SlipKind::Control)),
            ("\t", Some(SlipKind::Tab)),
        ] {
            for letter in letters.chars() {
                assert_eq!(oddity(letter), expected, "{letter:?}");
            }
        }
    }

    #[test]
    fn look_alikes_are_told_by_their_neighbours() {
        for (text, expected) in [
            ("Passw0rd", Some(5)),
            ("x7lq", Some(2)),
            ("a1", Some(1)),
            ("9O9", Some(1)),
            ("xIy", Some(1)),
            ("lion", None),
            ("Oslo-2020", None),
            ("IMAP", None),
            ("2010", None),
            ("ILO OIL", None),
        ] {
            assert_eq!(look_alike(text), expected, "{text}");
        }
    }

    #[test]
    fn only_letters_among_others_are_confusable() {
        for (text, expected) in [
            ("yоu", Some(1)),
            ("а1ex", Some(0)),
            ("taro−yamada", Some(4)),
            ("tarーo", Some(3)),
            ("müller", None),
            ("ırmak", None),
            ("почта", None),
            ("メール", None),
            ("メールbox", None),
            ("plain-name", None),
        ] {
            assert_eq!(confusable(text), expected, "{text}");
        }
    }

    #[test]
    fn texts_are_tidied_as_they_were_meant() {
        for (text, is_address, expected) in [
            ("ｙｏｕ＠ｅｘａｍｐｌｅ．ｏｒｇ", true, "you@example.org"),
            (" you@example.org 、", true, "you@example.org"),
            ("you @example,org。", true, "you@example.org"),
            ("y\u{200b}оu@example.org\r\n", true, "you@example.org"),
            ("ﾒｰﾙ@example.jp", true, "メール@example.jp"),
            ("\u{3000}John\u{a0}Smith ", false, "John Smith"),
            ("1234−5678－9", false, "1234-5678-9"),
            ("a,b", false, "a,b"),
        ] {
            assert_eq!(tidied(text, is_address), expected, "{text:?}");
        }
    }
}
