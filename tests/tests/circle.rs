//! A message to oneself: sent, found, described and deleted; nothing else is touched, and what goes wrong
//! on the way is told for what it is.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use mailcheck::evidence::{Circle, Delivered, Evidence, FoundIn, Idle, ReadFailure, Removal};
use mailcheck::model::Secret;
use mailcheck::net::Roots;
use mailcheck::probe::{
    Account, Confirmation, Event as Seen, Leave, Plan, Run, SendTest, TestFound,
};
use mailcheck_mock::{Entry, Event, Port, Provider, Scenario, World};

type Outcome = Result<(), Box<dyn Error>>;

const ADDRESS: &str = "you@example.org";
const PASSWORD: &str = "correct horse battery";
const PORTS: [Port; 2] = [Port::ImapTls, Port::SubmissionsTls];
const OTHER: &[u8] = b"Subject: lunch\r\n\r\nAt noon?\r\n";

/// Somebody who always says the same.
#[derive(Debug)]
struct Somebody(bool);

impl Leave for Somebody {
    fn may_delete<'a>(&'a self, found: &'a TestFound) -> Confirmation<'a> {
        assert!(found.subject.starts_with("mailcheck test "), "{found:?}");
        Box::pin(std::future::ready(self.0))
    }
}

async fn provider(lines: &str) -> Result<Provider, Box<dyn Error>> {
    let text = format!("title = \"a\"\nwhy = \"b\"\n{lines}");
    let scenario = Scenario::from_toml("circle", &text)?;
    Ok(Provider::builder().account(ADDRESS, PASSWORD).scenario(scenario).start().await?)
}

/// Looks at it in memory, and sends the message.
async fn look(provider: &Provider, leave: Option<bool>) -> Result<Evidence, Box<dyn Error>> {
    look_at(provider, PORTS, leave).await
}

/// The same at these ports.
async fn look_at(
    provider: &Provider,
    ports: [Port; 2],
    leave: Option<bool>,
) -> Result<Evidence, Box<dyn Error>> {
    let mut roots = Roots::none();
    roots.add_pem(provider.ca_pem().as_bytes())?;
    let account = Account::new().address(ADDRESS.parse()?);
    let mut plan = Plan::new(account.password(Secret::new(PASSWORD.to_owned()))).roots(roots);
    for port in ports {
        plan = plan.endpoint(World::endpoint(provider, port)?);
    }
    let mut test = SendTest::new("A test. テスト。\n".to_owned());
    test.leave = leave.map(|answer| Arc::new(Somebody(answer)) as Arc<dyn Leave>);
    plan.send_test = Some(test);
    let net = World::in_memory(provider, &ports);
    let no_secret = |event: &Seen<'_>| {
        if let Seen::Said { octets, .. } = event {
            assert!(!String::from_utf8_lossy(octets).contains(PASSWORD));
        }
    };
    let evidence = Run::new(&plan).watch(&no_secret).go(&net).await;
    let saved = evidence.to_json()?;
    assert_eq!(Evidence::from_json(&saved)?, evidence, "nothing is lost when it is saved");
    provider.settled().await;
    Ok(evidence)
}

fn circle(evidence: &Evidence) -> Result<Circle<'_>, Box<dyn Error>> {
    evidence.circle().ok_or_else(|| "nothing is known of the message".into())
}

fn delivered<'a>(circle: &Circle<'a>) -> Result<&'a Delivered, Box<dyn Error>> {
    circle.delivered.ok_or_else(|| format!("not delivered: {circle:?}").into())
}

fn connections(provider: &Provider) -> usize {
    provider.log().iter().filter(|entry| entry.event == Event::Connected).count()
}

#[tokio::test(start_paused = true)]
async fn the_message_comes_back_and_is_deleted_alone() -> Outcome {
    let provider = provider("").await?;
    provider.deliver(ADDRESS, OTHER);
    let evidence = look(&provider, Some(true)).await?;
    let circle = circle(&evidence)?;
    assert!(circle.is_accepted(), "{circle:?}");
    let found = delivered(&circle)?;
    assert_eq!((found.folder, found.idle, found.same_id), (FoundIn::Inbox, Idle::Announced, true));
    assert_eq!(found.received.len(), 1);
    assert_eq!(circle.removal, Some(&Removal::Expunged));
    let left = provider.inbox(ADDRESS);
    assert_eq!(left.len(), 1, "one message is left, and it is the other");
    assert!(left.concat().ends_with(OTHER));
    // One more to each server than without the message.
    assert_eq!(connections(&provider), 4);
    let log = provider.log();
    let lines: Vec<_> = log.iter().filter_map(Entry::line).collect();
    let count = |end: &str| lines.iter().filter(|line| line.ends_with(end)).count();
    assert_eq!((count("LOGOUT"), count("QUIT"), count("EXPUNGE")), (2, 2, 0), "{lines:?}");
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn without_leave_it_stays() -> Outcome {
    for leave in [None, Some(false)] {
        let provider = provider("").await?;
        let evidence = look(&provider, leave).await?;
        assert_eq!(circle(&evidence)?.removal, Some(&Removal::Kept));
        let left = provider.inbox(ADDRESS);
        let text = left.first().map(|it| String::from_utf8_lossy(it).into_owned());
        let text = text.unwrap_or_default();
        for field in ["\r\nSubject: mailcheck test ", "\r\nAuto-Submitted: auto-generated\r\n"] {
            assert!(left.len() == 1 && text.contains(field), "{text}");
        }
    }
    Ok(())
}

/// Without UIDPLUS an EXPUNGE would take along what others have marked.
#[tokio::test(start_paused = true)]
async fn what_cannot_be_deleted_alone_is_marked() -> Outcome {
    let lines = "[imap]\ncapabilities = { logged-in = \"IMAP4rev1 IDLE\" }";
    let provider = provider(lines).await?;
    let evidence = look(&provider, Some(true)).await?;
    assert_eq!(circle(&evidence)?.removal, Some(&Removal::Flagged));
    assert_eq!(provider.inbox(ADDRESS).len(), 1);
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn it_is_seen_where_it_is_and_when() -> Outcome {
    let second = Duration::from_secs(1);
    for (lines, folder, idle, after) in [
        ("[smtp]\ndeliver = { after = \"7 s\" }", FoundIn::Inbox, Idle::Announced, 7 * second),
        ("[smtp]\ndeliver = { after = \"13 s\" }", FoundIn::Inbox, Idle::Announced, 13 * second),
        ("[smtp]\ndeliver = { into = \"Junk\" }", FoundIn::Junk, Idle::Untold, 10 * second),
        (
            "[imap]\nsilent-idle = true",
            FoundIn::Inbox,
            Idle::Silent { for_ms: 10_000 },
            10 * second,
        ),
        (
            "[imap]\nsilent-idle = true\n[smtp]\ndeliver = { after = \"13 s\" }",
            FoundIn::Inbox,
            Idle::Untold,
            20 * second,
        ),
        (
            "[imap]\ncapabilities = { logged-in = \"IMAP4rev1 UIDPLUS\" }\n\
             [smtp]\ndeliver = { after = \"3 s\" }",
            FoundIn::Inbox,
            Idle::NotOffered,
            4 * second,
        ),
    ] {
        let provider = provider(lines).await?;
        let evidence = look(&provider, Some(true)).await?;
        let circle = circle(&evidence)?;
        let found = delivered(&circle)?;
        assert_eq!((found.folder, found.idle), (folder, idle), "{lines}");
        let expected = u64::try_from(after.as_millis())?;
        assert!(found.after_ms.abs_diff(expected) < 200, "{lines}: {}", found.after_ms);
    }
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn what_does_not_come_is_not_waited_for_without_end() -> Outcome {
    let provider = provider("[smtp]\ndeliver = { lost = true }").await?;
    provider.deliver(ADDRESS, OTHER);
    let evidence = look(&provider, Some(true)).await?;
    let circle = circle(&evidence)?;
    assert!(circle.is_accepted() && circle.delivered.is_none() && circle.removal.is_none());
    assert!(circle.waited_ms.is_some_and(|it| (30_000..32_000).contains(&it)), "{circle:?}");
    assert_eq!(provider.inbox(ADDRESS).len(), 1);
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn a_message_that_is_refused_is_not_waited_for() -> Outcome {
    for (lines, code) in [
        ("[smtp]\ndeliver = { refusal = \"554 5.7.1 Spam\" }", 554),
        ("[[smtp.script]]\nat = \"DATA\"\nsteps = [{ say = \"451 4.3.0 Later\" }]", 451),
    ] {
        let provider = provider(lines).await?;
        let evidence = look(&provider, Some(true)).await?;
        let circle = circle(&evidence)?;
        assert_eq!(circle.sent.map(|sent| sent.code), Some(code), "{circle:?}");
        assert!(circle.waited_ms.is_none() && circle.delivered.is_none(), "{circle:?}");
        assert!(evidence.elapsed_ms < 5_000);
    }
    Ok(())
}

/// It may have been taken, so it is looked for.
#[tokio::test(start_paused = true)]
async fn who_hangs_up_on_the_message_may_have_taken_it() -> Outcome {
    let provider = provider("[smtp]\ndeliver = { hangs-up = true }").await?;
    let evidence = look(&provider, Some(true)).await?;
    let circle = circle(&evidence)?;
    assert_eq!(circle.unanswered, Some(&ReadFailure::Closed));
    assert!(circle.sent.is_none() && circle.delivered.is_some(), "{circle:?}");
    Ok(())
}

/// What a hostile server says costs neither memory nor time, and ends in a fact.
#[tokio::test(start_paused = true)]
async fn whatever_a_server_says_the_search_ends() -> Outcome {
    for (at, step) in [
        ("SELECT", r#"{ flood = "x" }"#),
        ("SELECT", r#"{ flood = "* 1 EXISTS\r\n" }"#),
        ("SELECT", r#"{ raw = "* OK [ALERT]\\xc3\\xa9\\r\\n" }, "go-on""#),
        ("LIST", r#"{ raw = "* LIST (\\\\Junk) {500000000}\\r\\nabc" }, "silence""#),
        ("LIST", r#""close""#),
        ("IDLE", r#"{ say = "$tag NO not now" }"#),
        ("UID", r#"{ say = "* SEARCH 4294967296 x" }, "silence""#),
        ("UID", r#"{ flood = "* 1 FETCH (UID 1 BODY[HEADER] {10}\r\n0123456789)\r\n" }"#),
        ("UID", r#""silence""#),
        ("UID", r#"{ say = "+OK POP3 ready" }, "reset""#),
    ] {
        let provider =
            provider(&format!("[[imap.script]]\nat = \"{at}\"\nsteps = [{step}]")).await?;
        let evidence = look(&provider, Some(true)).await?;
        let circle = circle(&evidence)?;
        let ended = circle.search_failed.is_some() || circle.removal.is_some();
        assert!(ended || circle.waited_ms.is_some(), "{at} {step}: {circle:?}");
        assert!(evidence.elapsed_ms < 60_000, "{at} {step}: {}", evidence.elapsed_ms);
    }
    Ok(())
}

/// Who cannot open the mailbox a second time sends nothing.
#[tokio::test(start_paused = true)]
async fn nothing_is_sent_that_nobody_could_look_for() -> Outcome {
    let provider =
        provider("[[imap.script]]\nat = \"connected\"\nafter = 1\nsteps = [\"close\"]").await?;
    let evidence = look(&provider, Some(true)).await?;
    let circle = circle(&evidence)?;
    assert!(circle.outgoing.is_none() && circle.sent.is_none(), "{circle:?}");
    assert!(provider.inbox(ADDRESS).is_empty());
    Ok(())
}

/// POP3 shows new mail only to who logs in again: nothing is sent, and that is told.
#[tokio::test(start_paused = true)]
async fn nothing_is_sent_where_mail_is_fetched_by_pop3() -> Outcome {
    let provider = provider("").await?;
    let evidence = look_at(&provider, [Port::Pop3Tls, Port::SubmissionsTls], Some(true)).await?;
    let circle = circle(&evidence)?;
    assert!(circle.is_by_pop3 && circle.sent.is_none(), "{circle:?}");
    assert!(provider.inbox(ADDRESS).is_empty());
    assert_eq!(connections(&provider), 2);
    let report = mailcheck::judge(evidence);
    let finding = report.findings.iter().find(|it| it.id == "send.not-tested");
    assert_eq!(finding.map(|it| it.advice.case), Some("pop3"));
    Ok(())
}
