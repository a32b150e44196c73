//! ENVELOPE, BODY and BODYSTRUCTURE (RFC 9051 §7.5.2).

use mailparse::MailAddr;
use mailparse::SingleInfo;
use mailparse::addrparse;
use mailparse::parse_content_disposition;

use super::mime::Kind;
use super::mime::Part;
use super::mime::field;
use super::mime::next_line;
use super::reply::Out;

/// Encoded words stay as they are: decoding them is the client's part.
pub(super) fn envelope(out: &mut Out, header: &[u8]) {
    let field = |name| field(header, name);
    out.text("(");
    for name in ["Date", "Subject"] {
        out.nstring(field(name).as_deref());
        out.text(" ");
    }
    let from = field("From");
    for name in ["From", "Sender", "Reply-To", "To", "Cc", "Bcc"] {
        // RFC 9051 §7.5.2: without these two, who wrote it sent it and wants the answer.
        let stands_in = if ["Sender", "Reply-To"].contains(&name) { from.clone() } else { None };
        addresses(out, field(name).or(stands_in).as_deref());
        out.text(" ");
    }
    out.nstring(field("In-Reply-To").as_deref());
    out.text(" ");
    out.nstring(field("Message-ID").as_deref());
    out.text(")");
}

fn addresses(out: &mut Out, value: Option<&[u8]>) {
    let Some(value) = value.filter(|value| !value.is_empty()) else { return out.text("NIL") };
    let value = String::from_utf8_lossy(value);
    out.text("(");
    match addrparse(&value) {
        Ok(list) => {
            for address in list.iter() {
                match address {
                    MailAddr::Single(single) => mailbox(out, single),
                    MailAddr::Group(group) => {
                        parts(out, None, Some(&group.group_name), None);
                        group.addrs.iter().for_each(|single| mailbox(out, single));
                        parts(out, None, None, None);
                    }
                }
            }
        }
        // In Dovecot's words.
        Err(_) => parts(out, None, Some(&value), Some("MISSING_DOMAIN")),
    }
    out.text(")");
}

fn mailbox(out: &mut Out, single: &SingleInfo) {
    let (local, host) = single.addr.rsplit_once('@').unwrap_or((&single.addr, "MISSING_DOMAIN"));
    parts(out, single.display_name.as_deref(), Some(local), Some(host));
}

fn parts(out: &mut Out, name: Option<&str>, local: Option<&str>, host: Option<&str>) {
    out.text("(");
    out.nstring(name.map(str::as_bytes));
    out.text(" NIL ");
    out.nstring(local.map(str::as_bytes));
    out.text(" ");
    out.nstring(host.map(str::as_bytes));
    out.text(")");
}

/// BODYSTRUCTURE, or BODY without what is `extended`.
pub(super) fn structure(out: &mut Out, message: &[u8], part: &Part, extended: bool) {
    let header = &message[part.header.clone()];
    let (media, subtype) = part.content_type.mimetype.split_once('/').unwrap_or(("text", "plain"));
    out.text("(");
    if let Kind::Multipart(parts) = &part.kind {
        for part in parts {
            structure(out, message, part, extended);
        }
        out.text(" ");
        out.string(subtype.as_bytes());
        if extended {
            out.text(" ");
            parameters(out, &part.content_type.params);
            extensions(out, header);
        }
    } else {
        let body = &message[part.body.clone()];
        out.string(media.as_bytes());
        out.text(" ");
        out.string(subtype.as_bytes());
        out.text(" ");
        parameters(out, &part.content_type.params);
        for name in ["Content-ID", "Content-Description"] {
            out.text(" ");
            out.nstring(field(header, name).as_deref());
        }
        let encoding = field(header, "Content-Transfer-Encoding");
        out.text(" ");
        out.string(encoding.as_deref().unwrap_or(b"7bit"));
        out.text(&format!(" {}", body.len()));
        if let Kind::Message(inner) = &part.kind {
            out.text(" ");
            envelope(out, &message[inner.header.clone()]);
            out.text(" ");
            structure(out, message, inner, extended);
        }
        if media == "text" || matches!(part.kind, Kind::Message(_)) {
            out.text(&format!(" {}", lines(body)));
        }
        if extended {
            out.text(" ");
            out.nstring(field(header, "Content-MD5").as_deref());
            extensions(out, header);
        }
    }
    out.text(")");
}

/// Disposition, language and location.
fn extensions(out: &mut Out, header: &[u8]) {
    out.text(" ");
    match field(header, "Content-Disposition") {
        None => out.text("NIL"),
        Some(value) => {
            let value = String::from_utf8_lossy(&value);
            let kind = value.split(';').next().unwrap_or_default().trim();
            out.text("(");
            out.string(kind.as_bytes());
            out.text(" ");
            parameters(out, &parse_content_disposition(&value).params);
            out.text(")");
        }
    }
    for name in ["Content-Language", "Content-Location"] {
        out.text(" ");
        out.nstring(field(header, name).as_deref());
    }
}

fn parameters<'a>(out: &mut Out, all: impl IntoIterator<Item = (&'a String, &'a String)>) {
    let mut before = "(";
    for (name, value) in all {
        out.text(before);
        before = " ";
        out.string(name.as_bytes());
        out.text(" ");
        out.string(value.as_bytes());
    }
    out.text(if before == "(" { "NIL" } else { ")" });
}

fn lines(text: &[u8]) -> usize {
    let mut rest = text;
    let mut count = 0;
    while !rest.is_empty() {
        rest = &rest[next_line(rest).len()..];
        count += 1;
    }
    count
}
