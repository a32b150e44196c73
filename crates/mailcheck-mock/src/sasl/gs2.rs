//! The head of a client's first message in SCRAM and OAUTHBEARER (RFC 5801 §4).

/// What the client says of channel binding, and on whose behalf it logs in.
#[derive(Debug, Eq, PartialEq)]
pub(super) struct Header<'a> {
    /// As it came, with the comma at its end.
    pub(super) text: &'a str,
    pub(super) binding: Binding<'a>,
    /// Empty if it is the user itself.
    pub(super) on_behalf_of: String,
}

/// What the client says of channel binding.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Binding<'a> {
    /// It can, and thinks that the server cannot.
    NotOffered,
    /// It cannot.
    Unable,
    /// It does so, by this type.
    Used(&'a str),
}

/// Splits the header from what is behind it; `None` if it is none.
pub(super) fn header(message: &str) -> Option<(Header<'_>, &str)> {
    let mut parts = message.splitn(3, ',');
    let (flag, name, rest) = (parts.next()?, parts.next()?, parts.next()?);
    let binding = match (flag, flag.strip_prefix("p=")) {
        ("n", _) => Binding::Unable,
        ("y", _) => Binding::NotOffered,
        (_, Some(kind)) if !kind.is_empty() => Binding::Used(kind),
        _ => return None,
    };
    let on_behalf_of = match name {
        "" => String::new(),
        name => unescaped(name.strip_prefix("a=")?)?,
    };
    let text = &message[..message.len() - rest.len()];
    Some((Header { text, binding, on_behalf_of }, rest))
}

/// Reads a name in which `=2C` stands for a comma and `=3D` for an equals sign; `None` if it is
/// empty or has any other escape (RFC 5802 §5.1).
pub(super) fn unescaped(name: &str) -> Option<String> {
    let mut parts = name.split('=');
    let mut plain = parts.next()?.to_owned();
    for part in parts {
        if let Some(rest) = part.strip_prefix("2C") {
            plain.push(',');
            plain.push_str(rest);
        } else {
            plain.push('=');
            plain.push_str(part.strip_prefix("3D")?);
        }
    }
    (!plain.is_empty() && !plain.contains('\0')).then_some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_has_three_parts() {
        let read = |text| header(text).map(|(header, rest)| (header.binding, rest));
        assert_eq!(read("n,,n=tim"), Some((Binding::Unable, "n=tim")));
        assert_eq!(read("y,,"), Some((Binding::NotOffered, "")));
        assert_eq!(read("p=tls-exporter,,n=a,b"), Some((Binding::Used("tls-exporter"), "n=a,b")));
        let (bound, _) = header("p=x,a=a=2Cb,r").unwrap();
        assert_eq!((bound.text, bound.on_behalf_of.as_str()), ("p=x,a=a=2Cb,", "a,b"));
        for absurd in ["", "n", "n,", "p=,,", "p,,", "x,,", "N,,", "n,tim,", "n,a=,", "n,a==,"] {
            assert_eq!(header(absurd), None, "{absurd}");
        }
    }

    #[test]
    fn names_have_two_escapes() {
        assert_eq!(unescaped("a=2Cb=3Dc").as_deref(), Some("a,b=c"));
        assert_eq!(unescaped("=3D2C").as_deref(), Some("=2C"));
        for absurd in ["", "a=", "a=2c", "a=41", "a\0b"] {
            assert_eq!(unescaped(absurd), None, "{absurd:?}");
        }
    }
}
