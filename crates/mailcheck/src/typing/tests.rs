//! Every kind of slip, and what is none.

use proptest::prelude::*;

use super::{Field, Slip, SlipKind, Typed, slips};
use crate::model::Secret;

fn in_address(text: &str) -> Vec<Slip> {
    slips(&Typed { address: Some(text), ..Typed::default() })
}

fn in_password(text: &str) -> Vec<Slip> {
    let password = Secret::new(text.to_owned());
    slips(&Typed { password: Some(&password), ..Typed::default() })
}

/// The slips in a log-in name, beside an address.
fn in_username(text: &str, address: &str) -> Vec<Slip> {
    let all = slips(&Typed { address: Some(address), username: Some(text), password: None });
    all.into_iter().filter(|slip| slip.field == Field::Username).collect()
}

/// Kinds and positions of those that are asked about.
fn asked(slips: &[Slip]) -> Vec<(SlipKind, Option<usize>)> {
    let asked = slips.iter().filter(|slip| slip.is_worth_asking());
    asked.map(|slip| (slip.kind, slip.position)).collect()
}

fn meant(slips: &[Slip]) -> Option<&str> {
    slips.first()?.suggestion.as_deref()
}

#[test]
fn addresses_are_told_what_is_wrong_and_what_was_meant() {
    use SlipKind as Kind;
    let right = Some("you@example.org");
    for (text, expected, suggestion) in [
        ("you＠example.org", vec![(Kind::FullWidth, Some(4))], right),
        ("you@ｅxample.org", vec![(Kind::FullWidth, Some(5))], right),
        ("ｙｏｕ＠ｅｘａｍｐｌｅ．org", vec![(Kind::FullWidth, Some(1))], right),
        ("you@example。org", vec![(Kind::WrongDot, Some(12))], right),
        ("you@example.org。", vec![(Kind::WrongDot, Some(16))], right),
        ("you@example.org、", vec![(Kind::WrongDot, Some(16))], right),
        ("you@example,org", vec![(Kind::WrongDot, Some(12))], right),
        ("you@example．org", vec![(Kind::WrongDot, Some(12))], right),
        ("yo,u@example.org", vec![(Kind::WrongDot, Some(3))], Some("yo.u@example.org")),
        (" you@example.org", vec![(Kind::LeadingSpace, Some(1))], right),
        ("you@example.org\u{3000}", vec![(Kind::TrailingSpace, Some(16))], right),
        ("you @example.org", vec![(Kind::SpaceInside, Some(4))], right),
        ("y\u{200b}ou@example.org", vec![(Kind::Invisible, Some(2))], right),
        ("you@example.org\n", vec![(Kind::LineBreak, Some(16))], right),
        ("you\t@example.org", vec![(Kind::Tab, Some(4))], right),
        ("you\0@example.org", vec![(Kind::Control, Some(4))], right),
        ("yоu@example.org", vec![(Kind::Confusable, Some(2))], right),
        ("taro−y@example.org", vec![(Kind::Confusable, Some(5))], Some("taro-y@example.org")),
        ("TARO@example.org", vec![(Kind::CapsLock, None)], Some("taro@example.org")),
        ("you@gmial.com", vec![(Kind::DomainTypo, Some(7))], Some("you@gmail.com")),
        ("you@gmail.co", vec![(Kind::DomainTypo, None)], Some("you@gmail.com")),
        ("you@abc.ocn.ne.p", vec![(Kind::DomainTypo, Some(16))], Some("you@abc.ocn.ne.jp")),
        ("you@0cn.ne.jp", vec![(Kind::DomainConfusable, Some(5))], Some("you@ocn.ne.jp")),
        ("you@ocn.ne.jp.example.com", vec![(Kind::Subdomain, None)], Some("you@ocn.ne.jp")),
        ("you@ocn-login.example", vec![(Kind::HyphenatedBrand, None)], Some("you@ocn.ne.jp")),
        (
            "you＠gmial。com",
            vec![(Kind::FullWidth, Some(4)), (Kind::WrongDot, Some(10)), (Kind::DomainTypo, None)],
            Some("you@gmail.com"),
        ),
        ("you@a@b", vec![], None),
    ] {
        let slips = in_address(text);
        assert_eq!(asked(&slips), expected, "{text:?}");
        assert_eq!(meant(&slips), suggestion, "{text:?}");
    }
}

#[test]
fn what_cannot_be_made_an_address_has_no_suggestion() {
    assert_eq!(meant(&in_address("ｙｏｕ")), None);
    assert_eq!(meant(&in_address("you＠")), None);
    assert_eq!(asked(&in_address("ｙｏｕ")), [(SlipKind::FullWidth, Some(1))]);
}

#[test]
fn healthy_addresses_are_left_alone() {
    for text in [
        "you@example.org",
        "you+tag@gmail.com",
        "Taro.Yamada@abc.ocn.ne.jp",
        "09012345678@docomo.ne.jp",
        "a..b.@docomo.ne.jp",
        "n0l1I@example.org",
        "NTT@example.org",
        "you@bücher.example",
        "müller@example.de",
        "メール@メール.example.jp",
        "почта@почта.example",
        "user_name-1@so-net.ne.jp",
        "123456789@qq.com",
    ] {
        assert_eq!(asked(&in_address(text)), [], "{text}");
    }
}

#[test]
fn log_in_names_are_told_what_is_wrong_and_what_was_meant() {
    use SlipKind as Kind;
    let address = "0123456@example.ne.jp";
    for (text, expected, suggestion) in [
        ("taro ", vec![(Kind::TrailingSpace, Some(5))], Some("taro")),
        ("\u{a0}taro", vec![(Kind::LeadingSpace, Some(1))], Some("taro")),
        ("taro yamada", vec![(Kind::SpaceInside, Some(5))], None),
        ("tａro", vec![(Kind::FullWidth, Some(2))], Some("taro")),
        ("ﾀﾛｳ", vec![(Kind::FullWidth, Some(1))], Some("タロウ")),
        ("taro\u{feff}1", vec![(Kind::Invisible, Some(5))], Some("taro1")),
        ("SAKURA", vec![(Kind::CapsLock, None)], Some("sakura")),
        ("1234-5678-90", vec![(Kind::CustomerNumber, None)], Some(address)),
        (
            "1234−5678ー90",
            vec![(Kind::Confusable, Some(5)), (Kind::CustomerNumber, None)],
            Some(address),
        ),
        ("123456", vec![(Kind::DroppedZero, None)], Some("0123456")),
        ("9012345678", vec![(Kind::DroppedZero, None)], Some("09012345678")),
        ("you@example。org", vec![(Kind::WrongDot, Some(12))], Some("you@example.org")),
        ("you@gmai.com", vec![(Kind::DomainTypo, Some(9))], Some("you@gmail.com")),
    ] {
        let slips = in_username(text, address);
        assert_eq!(asked(&slips), expected, "{text:?}");
        assert_eq!(meant(&slips), suggestion, "{text:?}");
    }
}

#[test]
fn healthy_log_in_names_are_left_alone() {
    for (text, address) in [
        ("you", "you@example.org"),
        ("you@example.org", "you@example.org"),
        ("0123456", "0123456@example.ne.jp"),
        ("123456789", "123456789@qq.com"),
        ("9012345678", "9012345678@example.com"),
        ("123456", "you@example.org"),
        ("taro,yamada", "you@example.org"),
        ("EXAMPLE\\you", "you@example.org"),
        ("m0123abc", "you@example.org"),
        ("taro.example.ne.jp", "taro@example.ne.jp"),
    ] {
        assert_eq!(asked(&in_username(text, address)), [], "{text}");
    }
}

#[test]
fn an_address_that_is_also_the_name_is_told_once() {
    let twice =
        Typed { address: Some("a@gmial.com"), username: Some("a@gmial.com"), password: None };
    assert_eq!(slips(&twice).len(), 1);
}

#[test]
fn passwords_are_told_what_is_wrong_and_nothing_more() {
    use SlipKind as Kind;
    for (text, expected) in [
        (" secret", vec![(Kind::LeadingSpace, None)]),
        ("secret ", vec![(Kind::TrailingSpace, None)]),
        ("secret\u{3000}", vec![(Kind::TrailingSpace, None)]),
        ("\u{a0}\u{3000}secret", vec![(Kind::LeadingSpace, None)]),
        ("seｃret", vec![(Kind::FullWidth, Some(3))]),
        ("ｓｅｃｒｅｔ", vec![(Kind::FullWidth, Some(1))]),
        (" ｓecret", vec![(Kind::LeadingSpace, None), (Kind::FullWidth, Some(2))]),
        ("seくれｔ", vec![(Kind::FullWidth, Some(3))]),
        ("two\u{3000}words", vec![(Kind::FullWidth, Some(4))]),
        ("sec\u{200b}ret", vec![(Kind::Invisible, Some(4))]),
        ("two\u{a0}words", vec![(Kind::Invisible, Some(4))]),
        ("secret\n", vec![(Kind::LineBreak, Some(7))]),
        ("sec\r\nret", vec![(Kind::LineBreak, Some(4))]),
        ("sec\tret", vec![(Kind::Tab, Some(4))]),
        ("sec\0ret", vec![(Kind::Control, Some(4))]),
        ("SAKURA", vec![(Kind::CapsLock, None)]),
        ("sAKURA", vec![(Kind::CapsLock, None)]),
    ] {
        let slips = in_password(text);
        assert_eq!(asked(&slips), expected, "{text:?}");
        assert!(slips.iter().all(|slip| slip.suggestion.is_none()), "{slips:?}");
    }
}

/// Zeros and capital Os are normal in a password that works.
#[test]
fn look_alikes_in_passwords_are_never_asked_about() {
    let slips = in_password("Passw0rd");
    assert_eq!(slips, [Slip::new(Field::Password, SlipKind::LookAlike)]);
    assert!(!slips[0].is_worth_asking());
    assert_eq!(in_password("correct horse"), []);
}

#[test]
fn healthy_passwords_are_left_alone() {
    for text in [
        "",
        "abcd efgh ijkl mnop",
        "abcd-efgh-ijkl-mnop",
        "ABCDEFGHIJKLMNOPQRST",
        "K7QZ2M9X",
        "correct horse battery staple",
        "Correct-Horse-Battery-Staple",
        "tr0ub4dor&3",
        "O0l1I|O0",
        "пароль",
        "Straßenbahn",
        "密码",
        "a",
        "NTT",
    ] {
        assert_eq!(asked(&in_password(text)), [], "{text}");
    }
}

/// A password with every slip that a password can have, and nothing in it twice.
const SECRET: &str = " Zqｗ\u{3000}x\u{200b}v\tk\0j\nP0g Ωべ ";

#[test]
fn no_secret_is_in_a_slip() {
    let found = in_password(SECRET);
    assert_eq!(asked(&found).len(), 7, "{found:?}");
    let told = format!("{found:?} {}", serde_json::to_string(&found).expect("is JSON"));
    for letter in SECRET.chars().filter(|letter| !letter.is_ascii()) {
        assert!(!told.contains(letter), "{letter:?}: {told}");
    }
    for part in ["Zq", "P0g"] {
        assert!(!told.contains(part), "{part}: {told}");
    }
}

/// Places lie within what was typed, and only names have suggestions.
fn assert_sound(typed: &Typed<'_>) {
    for slip in slips(typed) {
        let text = match slip.field {
            Field::Address => typed.address,
            Field::Username => typed.username,
            Field::Password => typed.password.map(Secret::expose),
        };
        let letters = text.expect("has this slip").chars().count();
        assert!(slip.position.is_none_or(|at| (1..=letters).contains(&at)), "{slip:?}, {text:?}");
        assert!(slip.field != Field::Password || slip.suggestion.is_none(), "{slip:?}");
        assert!(slip.suggestion.is_none() || slip.suggestion.as_deref() != text, "{slip:?}");
    }
}

/// Whatever a generator with letters of both cases and digits makes: it says so, and does so.
fn generated() -> impl Strategy<Value = String> {
    ("[!-~]{5,21}", "[a-z]", "[A-Z]", "[0-9]", any::<prop::sample::Index>()).prop_map(
        |(most, small, capital, digit, at)| {
            let (before, after) = most.split_at(at.index(most.len()));
            format!("{before}{small}{digit}{capital}{after}")
        },
    )
}

proptest! {
    #[test]
    fn any_text_is_looked_at(
        address in any::<Option<String>>(),
        username in any::<Option<String>>(),
        password in any::<String>(),
    ) {
        let password = Secret::new(password);
        let (address, username) = (address.as_deref(), username.as_deref());
        assert_sound(&Typed { address, username, password: Some(&password) });
    }

    /// The same of texts that have much to find.
    #[test]
    fn mistyped_text_is_looked_at(
        address in "[ a０Oｏ\u{3000}\u{200b}]{0,4}[@＠]?([0oо]cn|gmial|ocn-login)?[.。,]?(ne[.．]jp|com)?[ \n、]{0,2}",
        username in "[ 0-9−A-Z＠\t\0]{0,12}",
        password in "[ -~ａ-ｚぁ-ん\u{a0}\n]{0,24}",
    ) {
        let password = Secret::new(password);
        let typed = Typed { address: Some(&address), username: Some(&username), password: Some(&password) };
        assert_sound(&typed);
    }

    #[test]
    fn generated_passwords_are_left_alone(password in generated()) {
        prop_assert_eq!(asked(&in_password(&password)), []);
    }

    #[test]
    fn app_passwords_are_left_alone(password in "[a-z]{4}([ -]?[a-z]{4}){2,4}") {
        prop_assert_eq!(asked(&in_password(&password)), []);
    }

    #[test]
    fn passphrases_are_left_alone(password in "[A-Z]?[a-z]{1,9}([ ._-][A-Z]?[a-z]{2,9}){1,7}[0-9]{0,3}!?") {
        prop_assert_eq!(asked(&in_password(&password)), []);
    }
}
