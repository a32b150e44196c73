//! Which addresses are of the web, and which are private.

use super::*;

#[test]
fn only_the_web_is_an_address() {
    for text in ["ftp://a.example/", "file:///etc/passwd", "javascript:1", "//a.example/", ""] {
        assert!(web_address(text).is_err(), "{text}");
    }
    let (url, has_user_info) =
        web_address("https://user:secret@A.example:8443/x?y=1#z").expect("is one");
    assert_eq!(url.as_str(), "https://a.example:8443/x?y=1", "no password, no fragment");
    assert!(has_user_info);
    let (is_tls, host, port) = authority(&url).expect("has a host");
    assert_eq!((is_tls, host.as_str(), port), (true, "a.example", 8443));
    let (url, has_user_info) = web_address("http://[::1]/").expect("is one");
    assert!(!has_user_info);
    assert_eq!(authority(&url).expect("has a host").1.as_str(), "::1");
}

#[test]
fn private_addresses_are_known() {
    for (ip, expected) in [
        ("10.1.2.3", true),
        ("100.64.0.1", true),
        ("100.128.0.1", false),
        ("127.0.0.1", true),
        ("169.254.169.254", true),
        ("::ffff:192.168.1.1", true),
        ("fd00::1", true),
        ("fe80::1", true),
        ("192.0.2.1", false),
        ("2001:db8::1", false),
    ] {
        let ip: IpAddr = ip.parse().expect(ip);
        assert_eq!(is_private(ip), expected, "{ip}");
    }
}
