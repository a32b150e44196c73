//! What is read as text, what is refused, and where lines are.

use super::*;
use crate::wire::xml::deviation::{
    BYTE_ORDER_MARK, ENCODING_CONFLICT, UNKNOWN_ENCODING, WRONG_ENCODING,
};

fn text(octets: &[u8], charset: Option<&str>) -> Text {
    Text::read(octets, charset).expect("is no web page")
}

/// The text of the outermost element, and what was odd.
fn said(octets: &[u8], charset: Option<&str>) -> (String, Vec<(String, String)>) {
    let text = text(octets, charset);
    let (tree, notebook) = text.parse().expect("is well-formed");
    let odd = notebook.close().into_iter().map(|odd| (odd.kind, odd.text.into())).collect();
    (value(tree.root_element()), odd)
}

fn refused(octets: &[u8]) -> Unusable {
    match Text::read(octets, None) {
        Ok(text) => text.parse().map(|_| ()).expect_err("is refused"),
        Err(why) => why,
    }
}

fn utf16(text: &str, to_octets: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(to_octets).collect()
}

#[test]
fn encodings_are_told_by_mark_by_http_and_by_declaration() {
    let declared = |encoding: &str| format!("<?xml version='1.0' encoding = \"{encoding}\" ?><a>");
    let latin = [declared("ISO-8859-1").as_bytes(), b"caf\xe9</a>"].concat();
    let unknown = [declared("klingon").as_bytes(), "café</a>".as_bytes()].concat();
    let lying = [declared("UTF-16").as_bytes(), "café</a>".as_bytes()].concat();
    let wide = declared("UTF-16") + "café</a>";
    let odd = |kind: &str, text: &str| (kind.to_owned(), text.to_owned());
    for (octets, charset, expected) in [
        ("<a>café</a>".as_bytes(), None, vec![]),
        ("<a>café</a>".as_bytes(), Some(" UTF-8 "), vec![]),
        ("\u{feff}<a>café</a>".as_bytes(), None, vec![odd(BYTE_ORDER_MARK, "UTF-8")]),
        (&latin, None, vec![]),
        (b"<a>caf\xe9</a>", Some("latin1"), vec![]),
        (
            b"<a>caf\xe9</a>",
            Some("nothing"),
            vec![odd(UNKNOWN_ENCODING, "nothing"), odd(WRONG_ENCODING, "UTF-8")],
        ),
        (&unknown, None, vec![odd(UNKNOWN_ENCODING, "klingon")]),
        (&lying, None, vec![odd(WRONG_ENCODING, "UTF-16LE")]),
        (&utf16(&wide, u16::to_le_bytes), None, vec![]),
        (&utf16(&wide, u16::to_be_bytes), None, vec![]),
        (&utf16(&format!("\u{feff}{wide}"), u16::to_be_bytes), Some("utf-16"), vec![]),
        (&utf16(&wide, u16::to_le_bytes), Some("utf-8"), vec![odd(WRONG_ENCODING, "UTF-8")]),
        (&latin, Some("windows-1251"), vec![odd(ENCODING_CONFLICT, "windows-1251 / windows-1252")]),
        // Nobody's UTF-8: what cannot be read is shown as such.
        (b"<a>caf\xe9</a>", None, vec![odd(WRONG_ENCODING, "UTF-8")]),
        ("<a>café</a>".as_bytes(), Some("iso-2022-jp"), vec![odd(WRONG_ENCODING, "ISO-2022-JP")]),
    ] {
        let (said, found) = said(octets, charset);
        let shown = String::from_utf8_lossy(octets);
        assert!(said.starts_with("caf") && said.chars().count() == 4, "{said}: {shown}");
        assert_eq!(found, expected, "{shown} {charset:?}");
    }
}

#[test]
fn web_pages_are_recognised() {
    for page in [
        "<!DOCTYPE html>\n<title>404</title>",
        "\u{feff}\r\n <HTML lang=en><p>",
        "<?xml version=\"1.0\"?><!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Strict//EN\">",
        "<!-- made by hand --> <!-- really --><html>",
        "<h1>Not found</h1>",
        "<script>location='/'</script>",
    ] {
        assert_eq!(refused(page.as_bytes()), Unusable::HtmlPage, "{page}");
    }
    for other in ["", "404", "<htmlx/>", "<!-- <html> ", "<html:a/>", "<head", "{\"a\": 1}"] {
        let why = Text::read(other.as_bytes(), None).and_then(|text| text.parse().map(|_| ()));
        assert!(why != Err(Unusable::HtmlPage), "{other}");
    }
}

#[test]
fn what_is_not_well_formed_is_told_with_its_place() {
    for (octets, expected) in [
        (&b""[..], "the document does not have a root node"),
        (b"404 page not found", "at 1:1"),
        (b"<a>\n <b></a>", "at 2:5"),
        (b"<a>&nbsp;</a>", "nbsp"),
        (b"\n<?xml version='1.0'?><a/>", "at 2:1"),
        (b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>", "DTD"),
        (&b"<!DOCTYPE a [<!ENTITY b 'c'>".repeat(1_000), "DTD"),
        (b"<a \x1b[31m='1'/>", "at 1:4"),
    ] {
        let Unusable::Malformed { text } = refused(octets) else { panic!("is malformed") };
        assert!(text.contains(expected), "{text}");
        assert!(!text.chars().any(char::is_control), "{text}");
    }
}

#[test]
fn what_costs_too_much_is_refused() {
    let repeat = |times: u32, text: &str| {
        let each = (0..times).map(|number| text.replace('#', &number.to_string()));
        each.collect::<String>()
    };
    let attributes = repeat(20_000, " a#=''");
    let names = repeat(500, "<a xmlns:n#='u'/>");
    let nested = "<a>".repeat(40_000) + &"</a>".repeat(40_000);
    for (bomb, expected) in [
        (format!("<a{attributes}/>"), "too many attributes on one element"),
        (format!("<a>{names}</a>"), "too many namespaces"),
        (nested.get(..MAX_OCTETS).unwrap_or(&nested).to_owned(), "elements are nested too deep"),
        (" ".repeat(MAX_OCTETS + 1), "longer than 262144 octets"),
    ] {
        assert_eq!(refused(bomb.as_bytes()), malformed(expected));
    }
}

/// Tags in comments, instructions and values are none.
#[test]
fn what_only_looks_like_much_is_read() {
    let equals = "=".repeat(100);
    let tags = "<a>".repeat(100);
    let text = format!(
        "<?target {tags}?><a b='>{equals}' c=\"'>\"><!-- {tags} --><![CDATA[{tags}]]>{equals}</a>"
    );
    let (said, odd) = said(text.as_bytes(), None);
    assert_eq!(said, tags + &equals);
    assert_eq!(odd, []);
}

#[test]
fn lines_are_counted_and_deviations_are_not_endless() {
    let text = text(b"<a>\r\n<b/>\n\n<c/></a>", None);
    let (tree, mut notebook) = text.parse().expect("is well-formed");
    let root = tree.root_element();
    let lines: Vec<_> = elements(root).map(|node| notebook.line(node)).collect();
    assert_eq!(lines, [2, 4]);
    for _ in 0..1_000 {
        notebook.note("kind", "text", root);
    }
    assert!(notebook.is_full());
    let kept = notebook.close();
    assert_eq!(kept.len(), 101);
    assert_eq!(kept.last().map(|odd| odd.kind.as_str()), Some(deviation::AND_MORE));
}
