//! Words in the wrong case as a whole.

/// Whether all words are in the case that Caps Lock gives: `SAKURA`, or `sAKURA` with Shift.
///
/// Only words count, never codes: what has digits or is not to be pronounced is in capitals on
/// purpose, such as the app passwords of GMX.
pub(super) fn is_caps_locked(text: &str) -> bool {
    let is_gap = |letter: char| matches!(letter, ' ' | '-' | '_' | '.');
    let mut words = text.split(is_gap).filter(|word| !word.is_empty()).peekable();
    let Some(_first) = words.peek() else { return false };
    let mut longest = 0;
    for word in words {
        let is_letters = word.chars().all(|letter| letter.is_ascii_alphabetic());
        // The first letter may be small: Shift turns Caps Lock off for it.
        let is_locked = word.chars().skip(1).all(|letter| letter.is_ascii_uppercase());
        let is_short_and_small = word.len() == 1 && word.chars().all(char::is_lowercase);
        if !is_letters || !is_locked || is_short_and_small || !is_pronounceable(word) {
            return false;
        }
        longest = longest.max(word.len());
    }
    longest >= SHORTEST_WORD
}

/// Whether letters could be a word: short enough, with a vowel now and then.
fn is_pronounceable(word: &str) -> bool {
    let is_vowel = |letter: char| "AEIOUYaeiouy".contains(letter);
    let longest = word.split(is_vowel).map(str::len).max().unwrap_or_default();
    word.len() <= LONGEST_WORD && longest <= MOST_CONSONANTS
}

/// Letters in the shortest word by which Caps Lock is told from an abbreviation such as `NTT`.
const SHORTEST_WORD: usize = 4;
/// Letters in a word; what is longer is a code.
const LONGEST_WORD: usize = 14;
/// Consonants in a row: no common word has more (`strengths` has five, and is rare).
const MOST_CONSONANTS: usize = 4;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_words_in_the_wrong_case_are_told() {
        for text in ["SAKURA", "TOKYO TOWER", "PASSWORD", "sAKURA", "CORRECT-HORSE", "TARO.YAMADA"]
        {
            assert!(is_caps_locked(text), "{text}");
        }
        for text in [
            "",
            " ",
            "NTT",
            "sakura",
            "Sakura",
            "SaKURA",
            "SAKURA1",
            "K7QZ2M9X",
            "A",
            "QWRTPSDF",
            "ABCDEFGHIJKLMNOPQRST",
            "SAKURAサクラ",
            "I AM",
            "correct HORSE",
            "a SAKURA",
        ] {
            assert!(!is_caps_locked(text), "{text}");
        }
    }
}
