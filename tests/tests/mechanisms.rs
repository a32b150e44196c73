//! Every mechanism end to end: the mock's server on one side, a run of the library on the other, TLS in
//! between.

use std::error::Error;
use std::sync::{Mutex, PoisonError};

use mailcheck::evidence::{LoginReply, SaslFault, Step};
use mailcheck::model::{Mechanism, Secret, ServerText};
use mailcheck::net::Roots;
use mailcheck::probe::{Account, Event, Plan, Run};
use mailcheck_mock::{Port, Provider, Scenario, World};

type Outcome = Result<(), Box<dyn Error>>;

const ADDRESS: &str = "you@example.org";
const PASSWORD: &str = "correct horse battery";
const TOKEN: &str = "ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg";

/// All that needs no certificate of the client.
const MECHANISMS: [Mechanism; 11] = [
    Mechanism::CramMd5,
    Mechanism::Login,
    Mechanism::OauthBearer,
    Mechanism::Plain,
    Mechanism::ScramSha1,
    Mechanism::ScramSha1Plus,
    Mechanism::ScramSha256,
    Mechanism::ScramSha256Plus,
    Mechanism::ScramSha512,
    Mechanism::ScramSha512Plus,
    Mechanism::Xoauth2,
];
/// The same as the mock's file has it.
const OFFERED: &str = r#"mechanisms = ["CRAM-MD5", "LOGIN", "OAUTHBEARER", "PLAIN", "SCRAM-SHA-1",
    "SCRAM-SHA-1-PLUS", "SCRAM-SHA-256", "SCRAM-SHA-256-PLUS", "SCRAM-SHA-512", "SCRAM-SHA-512-PLUS",
    "XOAUTH2"]"#;

/// A provider that does what a scenario file with these lines says.
async fn provider(lines: &str) -> Result<Provider, Box<dyn Error>> {
    let text = format!("title = \"a test\"\nwhy = \"A test.\"\n{lines}");
    let builder = Provider::builder().account(ADDRESS, PASSWORD).token(ADDRESS, TOKEN);
    let builder = builder.announce_standard_ports();
    Ok(builder.scenario(Scenario::from_toml("test", &text)?).start().await?)
}

/// Who logs in: by which mechanism, and with the right secret or another.
#[derive(Clone, Copy, Debug)]
struct Try {
    mechanism: Mechanism,
    is_right: bool,
}

/// One log-in in memory: the answer, and what the server said after TLS as it is shown.
async fn log_in(
    provider: &Provider,
    port: Port,
    Try { mechanism, is_right }: Try,
) -> Result<(LoginReply, Vec<String>), Box<dyn Error>> {
    let mut account = Account::new();
    account.address = Some(ADDRESS.parse()?);
    let wrong = |secret: &str| if is_right { secret.to_owned() } else { format!("not {secret}") };
    let account = if mechanism.takes_token() {
        account.token(Secret::new(wrong(TOKEN).replace(' ', "-")))
    } else {
        account.password(Secret::new(wrong(PASSWORD)))
    };
    let mut roots = Roots::none();
    roots.add_pem(provider.ca_pem().as_bytes())?;
    let mut plan = Plan::new(account).roots(roots).endpoint(World::endpoint(provider, port)?);
    plan.mechanism = Some(mechanism);
    let heard = Mutex::new(Vec::new());
    let watch = |event: &Event<'_>| {
        if let Event::Said { client: false, line, .. } = event {
            heard.lock().unwrap_or_else(PoisonError::into_inner).push((*line).to_owned());
        }
    };
    let net = World::in_memory(provider, &[port]);
    let evidence = Run::new(&plan).watch(&watch).go(&net).await;
    provider.settled().await;
    let view = evidence.view(0).ok_or("no endpoint")?;
    let addresses = view.addresses();
    let login = addresses.first().ok_or("no address")?.login();
    let Step::Done(reply) = login else { return Err(format!("{mechanism}: {login:?}").into()) };
    let heard = heard.into_inner().unwrap_or_else(PoisonError::into_inner);
    Ok((reply.clone(), heard))
}

/// With and without SASL-IR, with STARTTLS, and what an older TLS leaves to be bound to.
const PLACES: [(&str, Port); 5] = [
    ("", Port::ImapTls),
    ("capabilities.inside-tls = \"IMAP4rev1 LOGINDISABLED $auth\"", Port::ImapTls),
    ("", Port::SubmissionsTls),
    ("", Port::SubmissionStarttls),
    ("tls = \"only 1.2\"", Port::ImapTls),
];

async fn places() -> Result<Vec<(Provider, Port)>, Box<dyn Error>> {
    let mut places = Vec::new();
    let listed = MECHANISMS.map(|mechanism| format!("AUTH={mechanism}")).join(" ");
    for (lines, port) in PLACES {
        let lines = lines.replace("$auth", &listed);
        places.push((provider(&format!("[all]\n{OFFERED}\n{lines}")).await?, port));
    }
    Ok(places)
}

#[tokio::test(start_paused = true)]
async fn every_mechanism_lets_us_in() -> Outcome {
    for (provider, port) in places().await? {
        for mechanism in MECHANISMS {
            let (reply, _) = log_in(&provider, port, Try { mechanism, is_right: true }).await?;
            assert!(reply.accepted, "{mechanism} {port:?}: {reply:?}");
            assert_eq!((&reply.fault, &reply.oauth), (&None, &None));
            // IMAP's own LOGIN goes before that of SASL where it may be used.
            let is_login = [Mechanism::Login, Mechanism::ImapLogin].contains(&reply.mechanism);
            assert!(reply.mechanism == mechanism || mechanism == Mechanism::Login && is_login);
            let is_scram = mechanism.name().starts_with("SCRAM");
            assert_eq!(reply.iterations, is_scram.then_some(4096), "{mechanism}");
        }
    }
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn a_wrong_secret_is_refused_and_nothing_else_is_wrong() -> Outcome {
    for (provider, port) in places().await? {
        for mechanism in MECHANISMS {
            let (reply, _) = log_in(&provider, port, Try { mechanism, is_right: false }).await?;
            assert!(!reply.accepted, "{mechanism} {port:?}");
            assert_eq!(reply.fault, None, "{mechanism} {port:?}");
            let status = reply.oauth.and_then(|error| error.status);
            let expected = match mechanism.name() {
                "OAUTHBEARER" => Some("invalid_token"),
                "XOAUTH2" => Some("400"),
                _ => None,
            };
            assert_eq!(status.as_ref().map(ServerText::as_str), expected, "{mechanism} {port:?}");
        }
    }
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn a_server_that_does_not_keep_to_scram_is_told_for_what_it_does() -> Outcome {
    let huge = SaslFault::Iterations { count: u64::from(u32::MAX) };
    for (fault, expected) in [
        ("wrong-signature", Some(SaslFault::ServerSignature)),
        ("no-signature", Some(SaslFault::NoServerSignature)),
        ("replayed-nonce", Some(SaslFault::Nonce)),
        ("huge-count", Some(huge)),
        ("low-count", None),
    ] {
        let provider = provider(&format!("[all]\n{OFFERED}\nscram = \"{fault}\"")).await?;
        for port in [Port::ImapTls, Port::SubmissionsTls] {
            for mechanism in [Mechanism::ScramSha1, Mechanism::ScramSha512Plus] {
                let (reply, _) = log_in(&provider, port, Try { mechanism, is_right: true }).await?;
                assert_eq!(reply.fault, expected, "{fault} {port:?}");
                assert_eq!(reply.accepted, expected.is_none(), "{fault} {port:?}");
                if fault == "low-count" {
                    assert_eq!(reply.iterations, Some(1));
                }
            }
        }
    }
    Ok(())
}

/// The list is shortened on the way to us; the server knows better.
#[tokio::test(start_paused = true)]
async fn a_shortened_list_makes_the_log_in_fail() -> Outcome {
    let list = "capabilities.inside-tls = \"IMAP4rev1 LOGINDISABLED AUTH=SCRAM-SHA-256\"";
    let both = "mechanisms = [\"SCRAM-SHA-256\", \"SCRAM-SHA-256-PLUS\"]";
    let one = Try { mechanism: Mechanism::ScramSha256, is_right: true };
    for (lines, is_welcome) in [(format!("{both}\n{list}"), false), (both.to_owned(), true)] {
        let provider = provider(&format!("[imap]\n{lines}")).await?;
        let (reply, _) = log_in(&provider, Port::ImapTls, one).await?;
        assert_eq!(reply.accepted, is_welcome, "{lines}: {reply:?}");
    }
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn what_a_token_is_refused_for_is_read() -> Outcome {
    let try_it = Try { mechanism: Mechanism::Xoauth2, is_right: false };
    for (why, expected) in
        [(r#"{"status":"401"}"#, Some("401")), ("no JSON", Some("no JSON")), ("", None)]
    {
        let lines = format!("[all]\n{OFFERED}\ntoken-refusal = '{why}'");
        let provider = provider(&lines).await?;
        for port in [Port::ImapTls, Port::SubmissionsTls] {
            let (reply, _) = log_in(&provider, port, try_it).await?;
            assert!(!reply.accepted && reply.fault.is_none(), "{reply:?}");
            let status = reply.oauth.and_then(|error| error.status);
            assert_eq!(status.as_ref().map(ServerText::as_str), expected);
        }
    }
    Ok(())
}

/// A server that says back what it was told, in the place of a challenge.
#[tokio::test(start_paused = true)]
async fn no_secret_is_kept_of_a_challenge() -> Outcome {
    let script = r#"
        [[imap.script]]
        at = "AUTHENTICATE"
        steps = [{ say = "+ $decoded" }, "hear-line", { say = "$tag NO no" }]
    "#;
    let provider = provider(&format!("[all]\n{OFFERED}\n{script}")).await?;
    for mechanism in
        [Mechanism::OauthBearer, Mechanism::Plain, Mechanism::ScramSha256, Mechanism::Xoauth2]
    {
        let (reply, heard) =
            log_in(&provider, Port::ImapTls, Try { mechanism, is_right: true }).await?;
        assert!(!reply.accepted, "{mechanism}");
        let is_kept = reply.oauth.is_some() || reply.fault.is_some();
        assert!(is_kept, "{mechanism}: {reply:?}");
        let kept = format!("{reply:?} {heard:?}");
        assert!(!kept.contains(TOKEN) && !kept.contains(PASSWORD), "{kept}");
    }
    Ok(())
}

/// With the server's signature anybody could try passwords, without asking the server.
#[tokio::test(start_paused = true)]
async fn the_signature_of_the_server_is_not_shown() -> Outcome {
    let provider = provider(&format!("[all]\n{OFFERED}")).await?;
    let mechanism = Mechanism::ScramSha256;
    let (reply, heard) =
        log_in(&provider, Port::ImapTls, Try { mechanism, is_right: true }).await?;
    assert!(reply.accepted);
    // `v=` in base64.
    assert!(!heard.iter().any(|line| line.starts_with("+ dj")), "{heard:?}");
    assert!(heard.iter().any(|line| line == "+ ***"), "{heard:?}");
    Ok(())
}
