//! The little of DER (X.690) that is needed to do what `rcgen` does not.

/// One element; lengths up to 65535, which no certificate of ours exceeds.
pub(crate) fn der(tag: u8, content: &[u8]) -> Vec<u8> {
    let [.., high, low] = content.len().to_be_bytes();
    let head: &[u8] = match content.len() {
        ..0x80 => &[tag, low],
        0x80..0x100 => &[tag, 0x81, low],
        _ => &[tag, 0x82, high, low],
    };
    [head, content].concat()
}

/// Tag and content of each element, with lengths as [`der`] writes them.
pub(crate) fn elements(mut input: &[u8]) -> Option<Vec<(u8, &[u8])>> {
    let mut found = Vec::new();
    while !input.is_empty() {
        let (tag, length, rest) = match *input {
            [tag, 0x81, low, ref rest @ ..] => (tag, usize::from(low), rest),
            [tag, 0x82, high, low, ref rest @ ..] => {
                (tag, usize::from(u16::from_be_bytes([high, low])), rest)
            }
            [tag, length @ ..=0x7f, ref rest @ ..] => (tag, usize::from(length), rest),
            _ => return None,
        };
        let (content, rest) = rest.split_at_checked(length)?;
        found.push((tag, content));
        input = rest;
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_can_be_read() {
        for octets in [0, 0x7f, 0x80, 0xff, 0x100, 0xffff] {
            let content = vec![7; octets];
            let written = [der(4, &content), der(2, &[1])].concat();
            assert_eq!(elements(&written), Some(vec![(4, content.as_slice()), (2, &[1])]));
            assert_eq!(elements(&written[..written.len() - 1]), None);
        }
    }
}
