//! What a document may not do to those who read it: checked on the text, before a tree is built.
//!
//! Looking for an attribute twice on one tag, and for a namespace that is declared anew, costs the
//! parser the square of their number; deep trees cost stack elsewhere. Documents with settings have a
//! handful of each.

/// Says what is too much, if anything is. What is not well-formed is left to the parser: up to there
/// both see the same.
pub(super) fn check(text: &str) -> Result<(), &'static str> {
    let (mut depth, mut namespaces) = (0_usize, 0_usize);
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        rest = rest.get(at..).unwrap_or_default();
        let skipped = SKIPPED.iter().find(|(start, _)| rest.starts_with(start));
        if let Some((start, end)) = skipped {
            let inside = rest.get(start.len()..).unwrap_or_default();
            let Some((_, after)) = inside.split_once(end) else { return Ok(()) };
            rest = after;
            continue;
        }
        // The parser stops at a document type.
        let is_declaration = rest.starts_with("<!");
        let Some(tag) = Tag::read(rest).filter(|_| !is_declaration) else { return Ok(()) };
        if tag.attributes > MAX_ATTRIBUTES {
            return Err("too many attributes on one element");
        }
        namespaces += tag.namespaces;
        if namespaces > MAX_NAMESPACES {
            return Err("too many namespaces");
        }
        match tag.kind {
            TagKind::Start => depth += 1,
            TagKind::End => depth = depth.saturating_sub(1),
            TagKind::Empty => {}
        }
        if depth > MAX_DEPTH {
            return Err("elements are nested too deep");
        }
        rest = rest.get(tag.length..).unwrap_or_default();
    }
    Ok(())
}

struct Tag {
    kind: TagKind,
    length: usize,
    attributes: usize,
    namespaces: usize,
}

enum TagKind {
    Start,
    End,
    Empty,
}

impl Tag {
    /// Reads one tag from the front, minding quotes; `None` where it does not end.
    fn read(text: &str) -> Option<Self> {
        let mut quote = None;
        let (mut attributes, mut length) = (0, None);
        for (at, octet) in text.bytes().enumerate() {
            match (quote, octet) {
                (Some(open), _) if open == octet => quote = None,
                (None, b'"' | b'\'') => quote = Some(octet),
                (None, b'=') => attributes += 1,
                (None, b'>') => {
                    length = Some(at + 1);
                    break;
                }
                (Some(_) | None, _) => {}
            }
        }
        let length = length?;
        let tag = text.get(..length)?;
        let kind = match tag {
            _ if tag.starts_with("</") => TagKind::End,
            _ if tag.ends_with("/>") => TagKind::Empty,
            _ => TagKind::Start,
        };
        let namespaces = tag.matches("xmlns").count();
        Some(Self { kind, length, attributes, namespaces })
    }
}

/// What holds no tags: how it begins and ends.
const SKIPPED: [(&str, &str); 3] = [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")];
/// The most attributes of one element; the formats have three.
const MAX_ATTRIBUTES: usize = 64;
/// The most namespace declarations in a document; the formats have three.
const MAX_NAMESPACES: usize = 64;
/// The deepest nesting; the formats have six.
const MAX_DEPTH: usize = 64;
