//! Errors of others in the language of the call.

use mailcheck::model::{Address, Endpoint, Host, Service};

use super::*;

fn japanese(why: &(dyn Error + 'static)) -> String {
    told(why, &tongue::speaking(Lang::Ja))
}

#[test]
fn what_is_wrong_with_an_argument_is_told_in_japanese() {
    for (text, part) in [
        ("you", "@ がありません"),
        ("a@b@c.example", "2 つ以上"),
        ("@example.org", "前がありません"),
        ("you@", "後ろがありません"),
        ("you@a..example", "ドメインではありません。\"\" の部分が空か"),
        ("you@192.0.2.1", "IP アドレスです"),
        ("mailto:you@example.org", "mailto: を外して"),
        ("y ou@example.org", "空白か"),
    ] {
        let why = text.parse::<Address>().expect_err(text);
        assert!(japanese(&why).contains(part), "{text}: {}", japanese(&why));
    }
    for (text, part) in [
        ("a.example:0", "1 から 65535"),
        ("a.example/dtls", "\"dtls\" は分かりません"),
        ("imaps://a.example", "imaps:// を外し"),
        ("2001:db8::1", "角かっこで囲んで"),
        ("[2001:db8::1", "角かっこが正しくありません"),
        ("", "ホスト名が空です"),
    ] {
        let why = Endpoint::parse(Service::Imap, text).expect_err(text);
        assert!(japanese(&why).contains(part), "{text}: {}", japanese(&why));
    }
    let why = "1.2.3".parse::<Host>().expect_err("is wrong");
    assert!(japanese(&why).contains("IP アドレスに見えます"), "{}", japanese(&why));
}

#[test]
fn errors_of_the_system_keep_their_number() {
    let why = io::Error::from_raw_os_error(2);
    assert_eq!(japanese(&why), "ファイルまたはディレクトリーがありません（os error 2）");
    // Nobody has words for it, so that those of the system stand.
    let why = io::Error::from_raw_os_error(71);
    assert_eq!(japanese(&why), why.to_string());
    assert_eq!(told(&why, &tongue::speaking(Lang::En)), why.to_string());
}
