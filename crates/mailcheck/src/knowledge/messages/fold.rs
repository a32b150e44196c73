//! Makes texts comparable that are typed from a display, copied or read from a picture.

use unicode_normalization::UnicodeNormalization as _;

/// Folds what people and programs write in more than one way: width and compatible forms (NFKC), case,
/// blanks, quotation marks, Japanese stops, and the mark of long vowels.
pub(super) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut is_after_blank = false;
    for letter in text.nfkc().flat_map(char::to_lowercase) {
        if letter.is_whitespace() {
            is_after_blank = true;
            continue;
        }
        if letter.is_control() || is_left_out(letter) {
            continue;
        }
        // Japanese is written with blanks around words of Latin letters, and without.
        let is_between_ascii =
            letter.is_ascii() && folded.chars().next_back().is_some_and(|last| last.is_ascii());
        if is_after_blank && is_between_ascii {
            folded.push(' ');
        }
        is_after_blank = false;
        folded.push(match letter {
            '、' => ',',
            '。' => '.',
            other => other,
        });
    }
    folded
}

/// Marks around names and in words, the mark of a long vowel, and what cannot be seen.
fn is_left_out(letter: char) -> bool {
    matches!(
        letter,
        '"' | '\''
            | '`'
            | '«'
            | '»'
            | '‘'..='‟'
            | '‹'
            | '›'
            | '「'
            | '」'
            | '『'
            | '』'
            | 'ー'
            | '\u{ad}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2064}'
            | '\u{2066}'..='\u{2069}'
            | '\u{feff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_alike_is_alike() {
        for (one, other) in [
            ("Couldn’t  open\nconnection", "couldn't open connection"),
            ("サーバーに接続できません。", "ｻｰﾊﾞに接続できません."),
            ("“imap.example.org” の識別情報", "「ＩＭＡＰ.example.org」の識別情報"),
            ("送信 (SMTP) サーバー", "送信（SMTP）サーバ"),
            ("Cannot\u{a0}Get\u{200b} Mail", "Cannot Get Mail"),
        ] {
            assert_eq!(fold(one), fold(other));
        }
        assert_ne!(fold("can not"), fold("cannot"));
    }
}
