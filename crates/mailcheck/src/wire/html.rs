//! Web pages where a document was expected.

/// Whether this is a web page: an error page with a good status, a landing page, a log-in page.
pub(super) fn is_html(body: &[u8]) -> bool {
    let start = body.get(..LOOKED_AT).unwrap_or(body).to_ascii_lowercase();
    let is_there = |mark: &[u8]| start.windows(mark.len()).any(|part| part == mark);
    let first = start.iter().find(|octet| !octet.is_ascii_whitespace() && octet.is_ascii());
    first == Some(&b'<')
        && [&b"<!doctype html"[..], b"<html", b"<head", b"<body"].into_iter().any(is_there)
}

/// How many octets from the start are looked at: room for an XML declaration and a long comment.
const LOOKED_AT: usize = 1_024;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_told_from_documents() {
        for page in [
            "<!DOCTYPE html>\n<title>404</title>",
            "\u{feff}\r\n <HTML lang=en>",
            "<?xml version=\"1.0\"?><!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Strict//EN\">",
            "<!-- hello --><head>",
        ] {
            assert!(is_html(page.as_bytes()), "{page}");
        }
        for other in ["", "{\"a\": \"<html>\"}", "<?xml version=\"1.0\"?><clientConfig/>", "<"] {
            assert!(!is_html(other.as_bytes()), "{other}");
        }
    }
}
