//! Pages that turn into another one by themselves: `<meta http-equiv="refresh">`, and the header of the
//! same meaning, read as browsers read them
//! ([HTML](https://html.spec.whatwg.org/multipage/semantics.html#attr-meta-http-equiv-refresh)).

/// Where a page leads.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Refresh {
    /// As it stands there, to be read from `base`, where there is one, else from the page's own address.
    pub(crate) url: String,
    /// What relative addresses of the page are read from (`<base href>`).
    pub(crate) base: Option<String>,
}

/// What the value of the header says; `None` where it names no other page or leaves people the time to
/// do something on this one.
pub(crate) fn in_header(value: &str) -> Option<Refresh> {
    Some(Refresh { url: target(value)?, base: None })
}

/// What the elements of a page say. Those that only count without scripts do not count.
pub(crate) fn in_page(body: &[u8]) -> Option<Refresh> {
    let text = String::from_utf8_lossy(body);
    let mut base = None;
    let mut rest = text.as_ref();
    while let Some((_, tag)) = rest.split_once('<') {
        rest = tag;
        if let Some(comment) = tag.strip_prefix("!--") {
            rest = comment.split_once("-->")?.1;
            continue;
        }
        let name: String = tag.chars().take_while(char::is_ascii_alphanumeric).collect();
        let name = name.to_ascii_lowercase();
        if !OF_INTEREST.contains(&name.as_str()) {
            continue;
        }
        let (attributes, after) = attributes(tag.get(name.len()..).unwrap_or_default());
        let value = |wanted: &str| attributes.iter().find(|(key, _)| key == wanted);
        let value = |wanted: &str| value(wanted).map(|(_, value)| value.as_str());
        rest = after;
        match name.as_str() {
            "base" => base = base.or_else(|| value("href").map(str::to_owned)),
            "meta" => {
                let is_refresh =
                    value("http-equiv").is_some_and(|it| it.eq_ignore_ascii_case("refresh"));
                let content = value("content").filter(|_| is_refresh);
                if let Some(url) = content.and_then(target) {
                    return Some(Refresh { url, base });
                }
            }
            raw => rest = behind(after, raw)?,
        }
    }
    None
}

/// The elements that say something, and those in which nothing is an element, or only without scripts.
const OF_INTEREST: [&str; 9] =
    ["base", "meta", "noscript", "script", "style", "template", "textarea", "title", "xmp"];

/// What stands behind the end of an element.
fn behind<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = text;
    loop {
        let (_, end) = rest.split_once("</")?;
        rest = end;
        if end.get(..name.len()).is_some_and(|it| it.eq_ignore_ascii_case(name)) {
            return end.get(name.len()..);
        }
    }
}

/// The attributes of a tag, names in lower case, and what stands behind it.
fn attributes(text: &str) -> (Vec<(String, String)>, &str) {
    let mut found = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches(|it: char| it.is_ascii_whitespace() || it == '/');
        if let Some(after) = rest.strip_prefix('>') {
            return (found, after);
        }
        // A name may begin with an equals sign, and does so rarely enough.
        let end = rest.find(|it: char| it.is_ascii_whitespace() || "=/>".contains(it));
        let (name, after) = rest.split_at(end.unwrap_or(rest.len()));
        let after = after.trim_start();
        let (value, after) = match after.strip_prefix('=') {
            Some(after) => value(after.trim_start()),
            None => ("", after),
        };
        if after.len() >= rest.len() || found.len() >= MOST_ATTRIBUTES {
            return (found, after);
        }
        found.push((name.to_ascii_lowercase(), value.replace("&amp;", "&")));
        rest = after;
        if rest.is_empty() {
            return (found, rest);
        }
    }
}

/// A value, in quotes or not, and what stands behind it.
fn value(text: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some(inside) = text.strip_prefix(quote) {
            return inside.split_once(quote).unwrap_or((inside, ""));
        }
    }
    let end = text.find(|it: char| it.is_ascii_whitespace() || it == '>').unwrap_or(text.len());
    text.split_at(end)
}

/// The address in `3; url=https://…`.
fn target(content: &str) -> Option<String> {
    let content = content.trim_start();
    let digits = content.find(|it: char| !it.is_ascii_digit()).unwrap_or(content.len());
    let (seconds, rest) = content.split_at(digits);
    let is_read = !seconds.is_empty() || rest.starts_with('.');
    let is_soon = seconds.is_empty() || seconds.parse().is_ok_and(|it: u32| it <= MOST_SECONDS);
    let rest = rest.trim_start_matches(|it: char| it.is_ascii_digit() || it == '.');
    let is_apart = |it: char| it == ';' || it == ',' || it.is_ascii_whitespace();
    if !is_read || !is_soon || !rest.starts_with(is_apart) {
        return None;
    }
    let rest = rest.trim_start_matches(is_apart);
    let named = || {
        let after = rest.get(3..).filter(|_| rest.get(..3).is_some_and(is_url))?;
        Some(after.trim_start().strip_prefix('=')?.trim_start())
    };
    let (url, _) = match named().unwrap_or(rest) {
        quoted if quoted.starts_with(['"', '\'']) => value(quoted),
        bare => (bare, ""),
    };
    let url = url.trim();
    (!url.is_empty()).then(|| url.to_owned())
}

fn is_url(name: &str) -> bool {
    name.eq_ignore_ascii_case("url")
}

/// Longest delay that counts: what waits longer logs people out, or shows news.
const MOST_SECONDS: u32 = 30;
/// More than any element has.
const MOST_ATTRIBUTES: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    fn page(html: &str) -> Option<(String, Option<String>)> {
        in_page(html.as_bytes()).map(|found| (found.url, found.base))
    }

    #[test]
    fn pages_that_turn_into_others_are_known() {
        for (html, expected) in [
            (r#"<html><meta http-equiv="refresh" content="0; url=/a">"#, "/a"),
            ("<META HTTP-EQUIV=Refresh CONTENT='5;URL=https://b.example/'>", "https://b.example/"),
            (r#"<meta content="0;url='c?x=1&amp;y=2'" http-equiv=REFRESH />"#, "c?x=1&y=2"),
            ("<p a=b<meta><meta http-equiv = refresh content = \"1,d\">", "d"),
            ("<!-- <meta> --><meta name=x><meta http-equiv=refresh content=\".5 url = e\">", "e"),
            ("<script>'<p>'</SCRIPT ><meta http-equiv=refresh content='0;f'>", "f"),
        ] {
            assert_eq!(page(html), Some((expected.to_owned(), None)), "{html}");
        }
        let based =
            "<base href='//b.example/'><base href=x><meta http-equiv=refresh content='0;g'>";
        assert_eq!(page(based), Some(("g".to_owned(), Some("//b.example/".to_owned()))));
    }

    #[test]
    fn pages_that_stay_are_known() {
        for html in [
            "",
            "<",
            "<meta",
            "<meta http-equiv=\"refresh",
            "<meta http-equiv=refresh content='5'>",
            "<meta http-equiv=refresh content='x; url=/a'>",
            "<meta http-equiv=refresh content='5; url='>",
            "<meta http-equiv=refresh content='1800; url=/logout'>",
            "<meta http-equiv=refresh content='99999999999; url=/a'>",
            "<meta name=refresh content='0; url=/a'>",
            "<!-- <meta http-equiv=refresh content='0; url=/a'>",
            "<script>'<meta http-equiv=refresh content=\"0; url=/a\">'</script>",
            "<noscript><meta http-equiv=refresh content='0; url=/a'></noscript>",
            "<metal http-equiv=refresh content='0; url=/a'>",
        ] {
            assert_eq!(page(html), None, "{html}");
        }
    }

    #[test]
    fn any_octets_are_read_in_no_time() {
        for part in
            ["<meta =", "<meta a=\"", "<", "<script", "<!--", "<meta a ", "\u{ff}<base x=y "]
        {
            let html = part.repeat(20_000);
            let found = in_page(&html.as_bytes()[..html.len().min(1 << 16)]);
            assert_eq!(found, None, "{part}");
        }
    }

    #[test]
    fn headers_are_read_alike() {
        let url = |value: &str| in_header(value).map(|found| found.url);
        assert_eq!(url("0; URL=/a").as_deref(), Some("/a"));
        assert_eq!(url("3"), None);
    }
}
