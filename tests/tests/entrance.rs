//! Web addresses opened hop by hop, in a world where the provider's web server is everybody's: what is
//! followed, what is judged, what is never sent, and that nothing a page does takes long.

use std::error::Error;
use std::time::Duration;

use mailcheck::entrance::{CertificateFault, Fault, Judged, Verdict, judge};
use mailcheck::evidence::{FetchFailure, Visit};
use mailcheck::net::{Internet, Roots};
use mailcheck::probe::{Visitor, WebAddress};
use mailcheck::render::{Lang, Style, entrance_json, entrance_text};
use mailcheck_mock::{Port, Provider, Scenario, World};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

type Outcome = Result<(), Box<dyn Error>>;

const LOGIN: &str = "https://login.ocn.ne.jp/";
/// Pages that are in every world.
const PAGES: &str = r#"
    { host = "login.ocn.ne.jp", path = "/", type = "text/html", body = "<title>log in</title>" },
    { host = "www.ocn.ne.jp", path = "/", redirect = "https://login.ocn.ne.jp/" },
"#;

struct Seen {
    visit: Visit,
    judged: Judged<'static>,
}

impl Seen {
    fn ids(&self) -> Vec<&'static str> {
        self.judged.reasons.iter().map(|reason| reason.fault.id()).collect()
    }

    fn urls(&self) -> Vec<&str> {
        self.visit.hops.iter().map(|hop| hop.url.as_str()).collect()
    }
}

/// Opens an address where these pages are, too, and the web server is as `web` says.
async fn open(url: &str, pages: &str, web: &str) -> Result<Seen, Box<dyn Error>> {
    open_by(Visitor::new(), url, pages, web).await
}

async fn open_by(
    visitor: Visitor,
    url: &str,
    pages: &str,
    web: &str,
) -> Result<Seen, Box<dyn Error>> {
    let scenario =
        format!("title = \"a web\"\nwhy = \"x\"\n[web]\n{web}\npages = [{PAGES}{pages}]");
    let builder = Provider::builder().scenario(Scenario::from_toml("test", &scenario)?);
    let provider = builder.start().await?;
    let mut roots = Roots::none();
    roots.add_pem(provider.ca_pem().as_bytes())?;
    let address: WebAddress = url.parse()?;
    let net = World::in_memory(&provider, &Port::ALL);
    let visit = visitor.roots(roots).go(&address, &net).await;
    let judged = judge(&visit, None);
    for lang in Lang::ALL {
        let text = entrance_text(url, &judged, &Style::new(lang));
        assert!(!text.contains('\u{1b}') && text.ends_with('\n'), "{text}");
        assert!(entrance_json(url, &judged, lang).ends_with("}\n"));
    }
    Ok(Seen { visit, judged })
}

#[tokio::test(start_paused = true)]
async fn an_official_chain_is_on_the_list() -> Outcome {
    let seen = open("www.ocn.ne.jp", "", "").await?;
    assert_eq!(seen.judged.verdict, Verdict::OnTheList, "{:?}", seen.judged.reasons);
    assert_eq!(seen.urls(), ["https://www.ocn.ne.jp/", LOGIN]);
    let issuer = |index: usize| {
        let chain = seen.visit.hops.get(index)?.presented.as_ref()?;
        chain.leaf().map(|leaf| leaf.issuer.clone())
    };
    assert!(issuer(0).is_some() && issuer(1).is_some());
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn a_shortener_is_told_with_what_is_behind_it() -> Outcome {
    let page = r#"{ host = "bit.ly", path = "/x", redirect = "https://www.ocn.ne.jp/" }"#;
    let seen = open("https://bit.ly/x", page, "").await?;
    assert_eq!(seen.judged.verdict, Verdict::NotOnTheList);
    assert_eq!((seen.ids(), seen.visit.hops.len()), (vec!["shortener"], 3));
    assert_eq!(seen.judged.provider.map(|it| it.id.as_str()), Some("ocn"));
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn look_alikes_are_told() -> Outcome {
    for (host, expected) in [
        ("ocn.ne.jp.evil.example", &["look-alike"][..]),
        ("mypage-ocn.evil.example", &["look-alike"]),
        ("xn--n-0tbj.ne.jp", &["punycode", "look-alike"]),
        ("evil.example", &["unknown-host"]),
    ] {
        let page = format!("{{ host = \"{host}\", path = \"/\", body = \"x\" }}");
        let seen = open(&format!("https://{host}/"), &page, "").await?;
        assert_eq!(seen.judged.verdict, Verdict::NotOnTheList, "{host}");
        assert_eq!(seen.ids(), expected, "{host}");
    }
    let page = r#"{ host = "evil.example", path = "/", body = "x" }"#;
    let seen = open("https://ocn.ne.jp@evil.example/", page, "").await?;
    assert_eq!(seen.ids(), ["user-info", "unknown-host"]);
    assert_eq!(seen.urls(), ["https://evil.example/"], "the name is not passed on");
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn an_open_redirect_is_told() -> Outcome {
    let pages = r#"
        { host = "www.ocn.ne.jp", path = "/to", redirect = "https://evil.example/" },
        { host = "evil.example", path = "/", body = "x" },
    "#;
    let seen = open("https://www.ocn.ne.jp/to?https://login.ocn.ne.jp/", pages, "").await?;
    assert_eq!(seen.ids(), ["leaves-the-list", "unknown-host"]);
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn clear_text_is_told_though_it_leads_to_https() -> Outcome {
    let page = r#"{ host = "www.ocn.ne.jp", path = "/x", scheme = "http", redirect = "https://login.ocn.ne.jp/" }"#;
    let seen = open("http://www.ocn.ne.jp/x", page, "").await?;
    assert_eq!(seen.urls(), ["http://www.ocn.ne.jp/x", LOGIN]);
    assert_eq!(seen.ids(), ["not-https"]);
    assert_eq!(seen.judged.verdict, Verdict::NotOnTheList);
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn circles_end_and_settle_nothing() -> Outcome {
    let pages = r#"
        { host = "www.ocn.ne.jp", path = "/a", redirect = "/b" },
        { host = "www.ocn.ne.jp", path = "/b", redirect = "/a" },
    "#;
    let seen = open("https://www.ocn.ne.jp/a", pages, "").await?;
    assert_eq!(
        (seen.judged.verdict, seen.ids()),
        (Verdict::Inconclusive, vec!["endless-redirects"])
    );
    let page = |it| format!("{{host=\"www.ocn.ne.jp\", path=\"/{it}\", redirect=\"/{}\"}}", it + 1);
    let pages = (0..30).map(page).collect::<Vec<_>>().join(",");
    for (most, expected) in [(10, 11), (3, 4)] {
        let visitor = Visitor::new().most_redirects(most);
        let seen = open_by(visitor, "https://www.ocn.ne.jp/0", &pages, "").await?;
        assert_eq!((seen.visit.hops.len(), seen.ids()), (expected, vec!["endless-redirects"]));
    }
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn what_leads_to_no_web_page_is_told() -> Outcome {
    for to in ["javascript:alert(1)", "data:text/html,x", "ftp://login.ocn.ne.jp/", "intent://x#y"]
    {
        let page = format!("{{ host = \"www.ocn.ne.jp\", path = \"/x\", redirect = \"{to}\" }}");
        let seen = open("https://www.ocn.ne.jp/x", &page, "").await?;
        assert_eq!(seen.ids(), ["leads-nowhere"], "{to}");
        assert_eq!(seen.judged.verdict, Verdict::NotOnTheList, "{to}");
    }
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn bad_certificates_are_told() -> Outcome {
    for (words, expected) in [
        ("expired 3 days ago", CertificateFault::Other),
        ("names a.example", CertificateFault::Name),
        ("self-signed", CertificateFault::Untrusted),
    ] {
        let seen = open(LOGIN, "", &format!("certificate = \"{words}\"")).await?;
        assert_eq!(seen.judged.verdict, Verdict::NotOnTheList, "{words}");
        let fault = seen.judged.reasons.first().map(|reason| &reason.fault);
        let is_it = |fault: &Fault| matches!(fault, Fault::BadCertificate { fault, .. } if *fault == expected);
        assert!(fault.is_some_and(is_it), "{words}: {fault:?}");
        assert!(seen.visit.hops.iter().all(|hop| hop.status.is_none()), "nothing was asked for");
    }
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn silence_settles_nothing_and_ends() -> Outcome {
    for web in ["https = \"filtered\"", "https = \"refused\""] {
        let visitor = Visitor::new().timeout(Duration::from_secs(2));
        let seen = open_by(visitor, LOGIN, "", web).await?;
        assert_eq!((seen.judged.verdict, seen.ids()), (Verdict::Inconclusive, vec!["unreachable"]));
        assert!(seen.visit.took_ms < 3_000, "{} ms", seen.visit.took_ms);
    }
    let visitor = Visitor::new().deadline(Duration::from_secs(1));
    let seen = open_by(visitor, LOGIN, "", "https = \"filtered\"").await?;
    assert_eq!(seen.visit.failure, Some(FetchFailure::Stopped));
    assert_eq!(seen.ids(), ["stopped"]);
    let seen = open("https://no-such.ocn.ne.jp/", "", "").await?;
    assert_eq!(seen.ids(), ["unlisted-host", "unreachable"]);
    Ok(())
}

/// Each host has the time of a page for itself, all together what the deadline leaves.
#[tokio::test(start_paused = true)]
async fn a_slow_chain_is_waited_for() -> Outcome {
    let slow = |it| {
        let to = format!("redirect = \"/{}\"", it + 1);
        format!("{{host=\"www.ocn.ne.jp\", path=\"/{it}\", delay = \"8 s\", {to} }}")
    };
    let mut pages: Vec<String> = (0..4).map(slow).collect();
    pages.push(r#"{ host = "www.ocn.ne.jp", path = "/4", body = "x" }"#.to_owned());
    let seen = open("https://www.ocn.ne.jp/0", &pages.join(","), "").await?;
    assert_eq!(seen.judged.verdict, Verdict::OnTheList, "{:?}", seen.judged.reasons);
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn of_a_huge_page_the_beginning_is_read() -> Outcome {
    let page = r#"{ host = "www.ocn.ne.jp", path = "/huge", body-octets = 500000000 }"#;
    let seen = open("https://www.ocn.ne.jp/huge", page, "").await?;
    assert_eq!(seen.judged.verdict, Verdict::OnTheList, "{:?}", seen.judged.reasons);
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn pages_that_refresh_are_followed() -> Outcome {
    let refresh = "<meta http-equiv=refresh content='0;url=https://evil.example/'>";
    let pages = format!(
        r#"
        {{ host = "www.ocn.ne.jp", path = "/m", type = "text/html", body = "<html>{refresh}" }},
        {{ host = "www.ocn.ne.jp", path = "/h", body = "x", headers = {{ refresh = "0; url=/m" }} }},
        {{ host = "www.ocn.ne.jp", path = "/self", type = "text/html", body = "<meta http-equiv=refresh content='5;url=/self'>" }},
        {{ host = "www.ocn.ne.jp", path = "/plain", type = "text/plain", body = "<html>{refresh}" }},
        {{ host = "evil.example", path = "/", body = "x" }},
        "#
    );
    for (path, hops, expected) in [
        ("m", 2, &["leaves-the-list", "unknown-host"][..]),
        ("h", 3, &["leaves-the-list", "unknown-host"]),
        ("self", 1, &[]),
        ("plain", 1, &[]),
    ] {
        let seen = open(&format!("https://www.ocn.ne.jp/{path}"), &pages, "").await?;
        assert_eq!((seen.visit.hops.len(), &*seen.ids()), (hops, expected), "{path}");
    }
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn an_error_settles_nothing() -> Outcome {
    let page = r#"{ host = "login.ocn.ne.jp", path = "/x", status = 503, body = "x" }"#;
    let seen = open("https://login.ocn.ne.jp/x", page, "").await?;
    assert_eq!((seen.judged.verdict, seen.ids()), (Verdict::Inconclusive, vec!["status"]));
    Ok(())
}

/// A real server that wants its cookie back, and says where one comes from.
#[tokio::test]
async fn nothing_about_the_person_is_sent() -> Outcome {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let server = tokio::spawn(async move {
        let (mut stream, _peer) = listener.accept().await?;
        let mut heard = Vec::new();
        for answer in [
            "HTTP/1.1 302 Found\r\nSet-Cookie: a=b\r\nLocation: /next\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok",
        ] {
            let mut buffer = [0; 4096];
            let length = stream.read(&mut buffer).await?;
            heard.push(
                String::from_utf8_lossy(buffer.get(..length).unwrap_or_default()).to_lowercase(),
            );
            stream.write_all(answer.as_bytes()).await?;
        }
        Ok::<_, std::io::Error>(heard)
    });
    let net = Internet::builder().build()?;
    let given: WebAddress = format!("http://you:secret@{address}/first#part").parse()?;
    let visit = Visitor::new().roots(Roots::none()).go(&given, &net).await;
    assert_eq!((visit.hops.len(), &visit.failure), (2, &None));
    let heard = server.await??;
    for request in &heard {
        let mut lines = request.lines();
        let path = lines.next().unwrap_or_default();
        assert!(
            path.starts_with("get /first http") || path.starts_with("get /next http"),
            "{path}"
        );
        let mut names: Vec<&str> = lines.filter_map(|line| Some(line.split_once(':')?.0)).collect();
        names.sort_unstable();
        assert_eq!(names, ["accept", "host", "user-agent"], "{request}");
    }
    assert_eq!(heard.len(), 2);
    Ok(())
}
