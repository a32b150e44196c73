//! Endpoints from data, from documents, from metadata; and none from what can be forged.

use std::time::Duration;

use mailcheck::net::Roots;
use mailcheck_mock::{Content, Dns, Page, Provider, Web, World};

use super::*;

/// Finds the endpoints where this provider is all the world.
async fn found(
    provider: &Provider,
    whose: &str,
    tenant: Option<&str>,
) -> Result<Endpoints, Failure> {
    let world = World::in_memory(provider, &[]);
    let mut roots = Roots::none();
    roots.add_pem(provider.ca_pem().as_bytes()).expect("is PEM");
    let https = Https::new(&world, roots, Duration::from_secs(5));
    find(&whose.parse().expect(whose), tenant, &world, &https).await
}

async fn provider(web: Web) -> Provider {
    Provider::builder().domain("example.org").web(web).start().await.expect("starts")
}

/// A document in the place of the provider's own.
async fn published(oauth: &str) -> Provider {
    let xml = format!(
        "<?xml version=\"1.0\"?><clientConfig version=\"1.1\"><emailProvider id=\"example.org\">\
         <domain>example.org</domain><incomingServer type=\"imap\"><hostname>imap.example.org</hostname>\
         <port>993</port><socketType>SSL</socketType><username>%EMAILADDRESS%</username>\
         <authentication>OAuth2</authentication></incomingServer></emailProvider>\
         <oAuth2>{oauth}</oAuth2></clientConfig>"
    );
    let page = Page::new("/mail/config-v1.1.xml", Content::Text(xml)).expect("is one");
    provider(Web::default().page(page.host("autoconfig.example.org"))).await
}

fn shown(endpoints: &Endpoints) -> [String; 3] {
    let Endpoints { authorization, token, device, .. } = endpoints;
    [authorization, token, device].map(|it| it.as_ref().map(Url::to_string).unwrap_or_default())
}

#[tokio::test]
async fn known_providers_need_no_question() {
    let nobody = Provider::builder().start().await.expect("starts");
    let gmail = found(&nobody, "you@gmail.com", None).await.expect("is known");
    assert_eq!(gmail.device, None, "no scope for mail may be asked for by a device");
    assert_eq!(gmail.scopes, ["https://mail.google.com/"]);
    let common = found(&nobody, "outlook", None).await.expect("is known");
    let device = "https://login.microsoftonline.com/common/oauth2/v2.0/devicecode";
    assert_eq!(shown(&common)[2], device);
    let own = found(&nobody, "outlook", Some("contoso.com")).await.expect("is known");
    assert!(shown(&own).iter().all(|it| it.contains("/contoso.com/oauth2/")), "{own:?}");
    assert!(own.has_tenant && !gmail.has_tenant);
    let unknown = found(&nobody, "you@example.net", None).await;
    assert!(matches!(unknown, Err(Failure::NoEndpoints { .. })), "{unknown:?}");
}

#[tokio::test]
async fn whose_servers_take_the_mail_of_a_domain_gives_its_tokens() {
    let zone = "example.net. MX 20 mx.example.com.\nexample.net. MX 10 aspmx.l.google.com.";
    let mut dns = Dns::default().zone("example.net").expect("is one");
    for record in zone.lines() {
        dns = dns.record(record).expect("is one");
    }
    let google = Provider::builder().dns(dns).start().await.expect("starts");
    let found = found(&google, "you@example.net", None).await.expect("is known");
    assert_eq!(found.scopes, ["https://mail.google.com/"]);
}

#[tokio::test]
async fn a_domain_names_who_gives_its_tokens() {
    let addresses = "<authURL>https://login.example.com/a</authURL>\
                     <tokenURL>https://login.example.com/t</tokenURL><scope>imap smtp</scope>";
    // Nobody is there who could say more.
    let plain = published(&format!("<issuer>login.example.com</issuer>{addresses}")).await;
    let plain = found(&plain, "you@example.org", None).await.expect("is there");
    let expected = ["https://login.example.com/a", "https://login.example.com/t", ""];
    assert_eq!(shown(&plain), expected.map(str::to_owned));
    assert_eq!(plain.scopes, ["imap", "smtp"]);
    let more = published(&format!("<issuer>example.org</issuer>{addresses}")).await;
    let more = found(&more, "example.org", None).await.expect("is there");
    assert_eq!(shown(&more)[2], "https://example.org/oauth/device");
    assert_eq!(more.scopes, ["imap", "smtp"]);
    let clear =
        published("<authURL>http://a.example/</authURL><tokenURL>http://a.example/</tokenURL>");
    let clear = found(&clear.await, "you@example.org", None).await;
    assert!(matches!(clear, Err(Failure::NoEndpoints { .. })), "{clear:?}");
}

#[tokio::test]
async fn a_server_says_of_itself_where_to_ask() {
    let issuer = "https://example.org";
    let own = found(&provider(Web::default()).await, issuer, None).await.expect("is there");
    let at = |path: &str| format!("https://example.org/oauth/{path}");
    assert_eq!(shown(&own), [at("authorize"), at("token"), at("device")]);
    for (content, expected) in [
        (
            r#"{"issuer":"https://evil.example","token_endpoint":"https://example.org/t"}"#,
            "WrongIssuer",
        ),
        ("<html>Welcome!</html>", "NotUnderstood"),
        ("{}", "NotUnderstood"),
    ] {
        let content = Content::Text(content.to_owned());
        let page = Page::new("/.well-known/oauth-authorization-server", content).expect("is one");
        let other = found(&provider(Web::default().page(page)).await, issuer, None).await;
        let other = format!("{:?}", other.expect_err("is wrong"));
        assert!(other.starts_with(expected), "{other}");
    }
    let clear = r#"{"issuer":"https://example.org","token_endpoint":"http://example.org/t"}"#;
    let page = Page::new("/.well-known/openid-configuration", Content::Text(clear.to_owned()));
    let web = Web::default().without_own_pages().page(page.expect("is one"));
    let openid = found(&provider(web).await, issuer, None).await.expect("is there");
    assert_eq!(openid, Endpoints::default(), "what is not https is not there");
    let untrusted = provider(Web::default()).await;
    let stranger = provider(Web::default()).await;
    let world = World::in_memory(&untrusted, &[]);
    let mut roots = Roots::none();
    roots.add_pem(stranger.ca_pem().as_bytes()).expect("is PEM");
    let https = Https::new(&world, roots, Duration::from_secs(5));
    let found = find(&issuer.parse().expect("is one"), None, &world, &https).await;
    let tls = matches!(found, Err(Failure::Unreachable { why: FetchFailure::Tls { .. }, .. }));
    assert!(tls, "{found:?}");
}

#[test]
fn the_well_known_place_is_before_the_path_or_behind_it() {
    let issuer = Url::parse("https://login.example.org/realm/").expect("is one");
    let places = well_known(&issuer).map(|it| it.to_string());
    assert_eq!(
        places,
        [
            "https://login.example.org/.well-known/oauth-authorization-server/realm",
            "https://login.example.org/realm/.well-known/openid-configuration",
        ]
    );
}
