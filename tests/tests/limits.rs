//! Connection limits of the mock's servers, measured: the number, who is turned away and how, no more
//! connections and refused log-ins than were promised, and a goodbye for each.

use std::collections::BTreeSet;
use std::error::Error;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::time::Duration;

use mailcheck::evidence::{
    Asker, Ended, Evidence, Fact, Hold, Ramp, RampEnd, ReadFailure, Trial, TrialKind, Turn,
};
use mailcheck::model::{Secret, ServerText};
use mailcheck::net::{Net, Roots};
use mailcheck::probe::{Account, Limits, MostConnections, OtherUser, Plan, Run};
use mailcheck_mock::{Distant, Entry, Event, Port, Provider, Scenario, World};

type Outcome = Result<(), Box<dyn Error>>;

const ADDRESS: &str = "you@example.org";
const PASSWORD: &str = "correct horse battery";
const OTHER: &str = "other@example.org";
const OTHER_PASSWORD: &str = "another horse";
/// Another address of this device: loopback has many.
const SECOND: IpAddr = IpAddr::V4(Ipv4Addr::new(127, 0, 0, 2));
const ENOUGH: Duration = Duration::from_mins(3);
const ROUND_TRIP: Duration = Duration::from_millis(50);

/// A provider that does what a scenario file with these lines says.
async fn provider(lines: &str) -> Result<Provider, Box<dyn Error>> {
    let text = format!("title = \"a test\"\nwhy = \"A test.\"\n{lines}");
    let builder = Provider::builder().account(ADDRESS, PASSWORD).account(OTHER, OTHER_PASSWORD);
    let builder = builder.announce_standard_ports();
    Ok(builder.scenario(Scenario::from_toml("test", &text)?).start().await?)
}

fn limits(most: u32) -> Result<Limits, Box<dyn Error>> {
    Ok(Limits::new(MostConnections::new(most)?))
}

/// With everybody who can be asked beside.
fn limits_with_others(most: u32) -> Result<Limits, Box<dyn Error>> {
    let mut limits = limits(most)?;
    limits.from.push(SECOND);
    let secret = Secret::new(OTHER_PASSWORD.to_owned());
    limits.other = Some(OtherUser::new(OTHER.to_owned(), secret));
    Ok(limits)
}

fn plan(provider: &Provider, port: Port, limits: Limits) -> Result<Plan, Box<dyn Error>> {
    let account = Account::new().address(ADDRESS.parse()?);
    let mut roots = Roots::none();
    roots.add_pem(provider.ca_pem().as_bytes())?;
    let plan = Plan::new(account.password(Secret::new(PASSWORD.to_owned()))).roots(roots);
    let mut plan = plan.endpoint(World::endpoint(provider, port)?);
    plan.limits = Some(limits);
    Ok(plan)
}

/// What was measured, and what the server saw of it.
#[derive(Debug)]
struct Seen {
    evidence: Evidence,
    log: Vec<Entry>,
}

/// Measures, and holds what was promised against the server's log.
async fn look<N: Net>(provider: &Provider, plan: &Plan, net: &N) -> Result<Seen, Box<dyn Error>> {
    let evidence = Run::new(plan).deadline(ENOUGH).go(net).await;
    let limits = plan.limits.as_ref().ok_or("limits are to be measured")?;
    let seen = Seen { evidence, log: log_of(provider).await };
    seen.keeps_promises(limits);
    Ok(seen)
}

/// What the server saw, once nobody is there any more.
async fn log_of(provider: &Provider) -> Vec<Entry> {
    provider.settled().await;
    provider.log()
}

async fn measure(lines: &str, port: Port, limits: Limits) -> Result<Seen, Box<dyn Error>> {
    let provider = provider(lines).await?;
    let plan = plan(&provider, port, limits)?;
    look(&provider, &plan, &World::in_memory(&provider, &[port])).await
}

impl Seen {
    fn facts(&self) -> impl Iterator<Item = &Fact> {
        self.evidence.observations.iter().map(|seen| &seen.fact)
    }

    fn ramps(&self) -> Vec<&Ramp> {
        let ramps = self.facts().filter_map(|fact| {
            let Fact::Held(ramp) = fact else { return None };
            Some(ramp)
        });
        ramps.collect()
    }

    fn trials(&self) -> Vec<&Trial> {
        let trials = self.facts().filter_map(|fact| {
            let Fact::Tried(trial) = fact else { return None };
            Some(trial)
        });
        trials.collect()
    }

    /// The first ramp.
    fn first(&self) -> Result<&Ramp, Box<dyn Error>> {
        Ok(self.ramps().into_iter().next().ok_or("nothing was measured")?)
    }

    /// Each trial in short: what for, who, and whether it was let in.
    fn tried(&self) -> Vec<(TrialKind, Asker, bool)> {
        self.trials().iter().map(|it| (it.kind, it.asker, it.refused.is_none())).collect()
    }

    /// How many connections there were at the same time.
    fn most_at_once(&self) -> usize {
        let (mut open, mut most) = (BTreeSet::new(), 0);
        for entry in &self.log {
            if matches!(entry.event, Event::Connected) {
                open.insert(entry.connection);
            } else if matches!(entry.event, Event::Closed(_)) {
                open.remove(&entry.connection);
            }
            most = most.max(open.len());
        }
        most
    }

    /// Which connections were logged in.
    fn logged_in(&self) -> BTreeSet<u64> {
        let accepted = |entry: &&Entry| matches!(entry.event, Event::LoginAccepted { .. });
        self.log.iter().filter(accepted).map(|entry| entry.connection).collect()
    }

    /// Which connections were said goodbye to.
    fn left(&self) -> BTreeSet<u64> {
        let is_goodbye = |entry: &&Entry| {
            entry.line().is_some_and(|line| line.ends_with("LOGOUT") || line == "QUIT")
        };
        self.log.iter().filter(is_goodbye).map(|entry| entry.connection).collect()
    }

    fn keeps_promises(&self, limits: &Limits) {
        let most = usize::try_from(limits.most.get()).unwrap_or(usize::MAX);
        assert!(self.most_at_once() <= most, "{} connections at once", self.most_at_once());
        let is_refused = |entry: &&Entry| matches!(entry.event, Event::LoginRejected { .. });
        let refused = self.log.iter().filter(is_refused).count();
        assert!(refused <= limits.refusals(), "{refused} log-ins were refused");
        let (logged_in, left) = (self.logged_in(), self.left());
        let lost = |ramp: &&Ramp| ramp.end == RampEnd::Lost;
        if !self.ramps().iter().any(lost) {
            assert!(logged_in.is_subset(&left), "{:?} had no goodbye", &logged_in - &left);
        }
        let saved = self.evidence.to_json().unwrap_or_default();
        assert!(!saved.contains(PASSWORD) && !saved.contains(OTHER_PASSWORD), "{saved}");
    }
}

/// Of every size, for every kind of who shares a limit, and from one address and from two.
#[tokio::test(start_paused = true)]
async fn the_number_is_exact_and_who_shares_it_is_found() -> Outcome {
    for (per, beside) in [
        ("user", [Some(false), Some(true)]),
        ("user-and-address", [Some(true), Some(true)]),
        ("address", [Some(true), None]),
        ("server", [Some(false), None]),
    ] {
        // Once is enough for what takes the longest.
        let numbers = if per == "user" { &[1, 3, 10, 50][..] } else { &[1, 3, 10] };
        for &number in numbers {
            let lines = format!(
                "[imap]\nprofile = \"dovecot-2.4\"\n\
                 limit = {{ connections = {number}, per = \"{per}\" }}"
            );
            let seen = measure(&lines, Port::ImapTls, limits_with_others(number + 3)?).await?;
            let ramp = seen.first()?;
            let case = format!("{number} per {per}");
            assert_eq!((ramp.hold, ramp.held), (Hold::LoggedIn, number), "{case}");
            assert_eq!(ramp.end, RampEnd::Refused, "{case}");
            let askers = [Asker::OtherAddress { from: SECOND }, Asker::OtherUser];
            let beside = askers.into_iter().zip(beside);
            let beside =
                beside.filter_map(|(asker, is_in)| Some((TrialKind::Beside, asker, is_in?)));
            let again = (TrialKind::Again, Asker::Same, true);
            let expected: Vec<_> = beside.chain([again]).collect();
            let tried = seen.tried();
            assert_eq!(tried.get(..expected.len()), Some(&expected[..]), "{case}");
            // Who was turned away before the log-in has told what is let in without one.
            let is_before_login = beside_is_before_login(per);
            assert_eq!(seen.ramps().len(), if is_before_login { 1 } else { 2 }, "{case}");
        }
    }
    Ok(())
}

fn beside_is_before_login(per: &str) -> bool {
    matches!(per, "address" | "server")
}

/// The profile and the limit of a server, where it listens, and how it turns away who is too many: with which
/// code, and with which enhanced or response code.
type Refusal = (&'static str, Port, Turn, Option<u16>, Option<&'static str>);

/// Every way in which servers do so (RFC 9051 §7.1.5, RFC 5321 §3.1, RFC 5530).
#[expect(clippy::too_many_lines, reason = "a table")]
fn refusals() -> Vec<Refusal> {
    let (imap, smtp) = (Port::ImapTls, Port::SubmissionsTls);
    let closed = || Turn::Opening { why: ReadFailure::Closed };
    vec![
        (
            "dovecot-2.4\"\nlimit = { connections = 2, per = \"user\" }",
            imap,
            Turn::Login,
            None,
            Some("LIMIT"),
        ),
        (
            "dovecot-2.3\"\nlimit = { connections = 2, per = \"user\" }",
            imap,
            Turn::Login,
            None,
            Some("UNAVAILABLE"),
        ),
        ("cyrus\"\nlimit = { connections = 2, per = \"user\" }", imap, Turn::Login, None, None),
        (
            "gmail\"\nlimit = { connections = 2, per = \"user\" }",
            imap,
            Turn::Login,
            None,
            Some("ALERT"),
        ),
        (
            "dovecot-2.4\"\nlimit = { connections = 2, per = \"user\", steps = [{ say = \
             \"$tag BAD User is authenticated but not connected.\" }] }",
            imap,
            Turn::Login,
            None,
            None,
        ),
        (
            "dovecot-2.4\"\nlimit = { connections = 2, per = \"user\", steps = [{ say = \
             \"* BYE [UNAVAILABLE] Too many\" }, \"close\"] }",
            imap,
            Turn::LoginBye,
            None,
            Some("UNAVAILABLE"),
        ),
        (
            "dovecot-2.4\"\nlimit = { connections = 2, per = \"user\", steps = [\"close\"] }",
            imap,
            Turn::Unanswered { why: ReadFailure::Closed },
            None,
            None,
        ),
        (
            "dovecot-2.4\"\nlimit = { connections = 2, per = \"user\", steps = [\"silence\"] }",
            imap,
            Turn::Unanswered { why: ReadFailure::TimedOut },
            None,
            None,
        ),
        (
            "courier\"\nlimit = { connections = 2, per = \"address\", steps = [\"close\"] }",
            imap,
            closed(),
            None,
            None,
        ),
        (
            "courier\"\nlimit = { connections = 2, per = \"address\", steps = [\"reset\"] }",
            imap,
            Turn::Opening { why: ReadFailure::Reset },
            None,
            None,
        ),
        ("mox\"\nlimit = { connections = 2, per = \"address\" }", imap, Turn::Greeting, None, None),
        (
            "zimbra\"\nlimit = { connections = 2, per = \"server\" }",
            imap,
            Turn::Greeting,
            None,
            None,
        ),
        (
            "postfix\"\nlimit = { connections = 2, per = \"address\" }",
            smtp,
            Turn::Greeting,
            Some(421),
            Some("4.7.0"),
        ),
        (
            "exim\"\nlimit = { connections = 2, per = \"server\" }",
            smtp,
            Turn::Greeting,
            Some(421),
            None,
        ),
        (
            "sendmail\"\nlimit = { connections = 2, per = \"address\" }",
            smtp,
            Turn::Greeting,
            Some(452),
            Some("4.3.2"),
        ),
        (
            "opensmtpd\"\nlimit = { connections = 2, per = \"server\", steps = [\"silence\"] }",
            smtp,
            Turn::Opening { why: ReadFailure::TimedOut },
            None,
            None,
        ),
    ]
}

#[tokio::test(start_paused = true)]
async fn every_kind_of_refusal_is_told_apart() -> Outcome {
    for (lines, port, turn, code, detail) in refusals() {
        let service = if port == Port::ImapTls { "imap" } else { "smtp" };
        let lines = format!("[{service}]\nprofile = \"{lines}");
        let seen = measure(&lines, port, limits(8)?).await?;
        let ramp = seen.first()?;
        assert_eq!((ramp.held, ramp.end), (2, RampEnd::Refused), "{lines}");
        let refused = ramp.refused.as_ref().ok_or("nothing was refused")?;
        assert_eq!(refused.turn, turn, "{lines}");
        assert_eq!((refused.code, refused.detail.as_deref()), (code, detail), "{lines}");
        let is_mute = matches!(turn, Turn::Opening { .. } | Turn::Unanswered { .. });
        assert_eq!(refused.lines.is_empty(), is_mute, "{lines}");
        let again = (TrialKind::Again, Asker::Same, true);
        assert_eq!(seen.tried().first(), Some(&again), "{lines}");
    }
    Ok(())
}

/// A later question may be the one that is refused.
#[tokio::test(start_paused = true)]
async fn a_refusal_at_a_question_is_one() -> Outcome {
    let lines = "[smtp]\n[[smtp.script]]\nat = \"EHLO\"\nafter = 4\ntimes = 1\n\
                 steps = [{ say = \"421 4.7.0 Try again later\" }, \"close\"]";
    let seen = measure(lines, Port::SubmissionsTls, limits(8)?).await?;
    let ramp = seen.first()?;
    let refused = ramp.refused.as_ref().ok_or("nothing was refused")?;
    assert_eq!((&refused.turn, refused.lines.len()), (&Turn::Question, 1));
    assert_eq!((refused.code, refused.detail.as_deref()), (Some(421), Some("4.7.0")));
    Ok(())
}

/// No second log-in follows a refusal that says that the password is wrong, but the one that shows whether
/// the account is usable.
#[tokio::test(start_paused = true)]
async fn a_limit_that_looks_like_a_wrong_password_costs_no_more_log_ins() -> Outcome {
    let lines = "[imap]\nlimit = { connections = 2, per = \"user\", steps = [{ say = \
                 \"$tag NO [AUTHENTICATIONFAILED] Authentication failed.\" }] }";
    let seen = measure(lines, Port::ImapTls, limits_with_others(8)?).await?;
    assert_eq!((seen.first()?.held, seen.first()?.end), (2, RampEnd::Refused));
    let logged_in: Vec<_> = seen
        .trials()
        .into_iter()
        .filter(|it| it.hold == Hold::LoggedIn)
        .map(|it| it.kind)
        .collect();
    assert_eq!(logged_in, [TrialKind::Again]);
    let is_refused = |entry: &&Entry| matches!(entry.event, Event::LoginRejected { .. });
    assert_eq!(seen.log.iter().filter(is_refused).count(), 1);
    Ok(())
}

/// Whom a server turns away once, while others are on their way or for trouble of its own, is asked once more alone.
#[tokio::test(start_paused = true)]
async fn what_may_have_another_reason_is_asked_again_alone() -> Outcome {
    let full = "{ say = \"* BYE Connection queue full\" }";
    let bug = "{ say = \"$tag NO [SERVERBUG] Internal error occurred.\" }";
    for (at, steps, refused) in [
        ("AUTHENTICATE", format!("{full}, \"close\""), 1),
        ("AUTHENTICATE", "\"reset\"".to_owned(), 1),
        ("AUTHENTICATE", bug.to_owned(), 2),
        ("greeting", format!("{full}, \"close\""), 1),
        ("connected", "\"close\"".to_owned(), 1),
    ] {
        let lines = format!(
            "[imap]\nprofile = \"dovecot-2.4\"\nlimit = {{ connections = 6, per = \"user\" }}\n\
             [[imap.script]]\nat = \"{at}\"\nafter = 4\ntimes = 1\nsteps = [{steps}]"
        );
        let seen = measure(&lines, Port::ImapTls, limits(16)?).await?;
        let ramp = seen.first()?;
        assert_eq!((ramp.held, ramp.end), (6, RampEnd::Refused), "{at} {steps}");
        let turn = ramp.refused.as_ref().map(|refused| &refused.turn);
        assert_eq!(turn, Some(&Turn::Login), "{at} {steps}");
        let is_refused = |entry: &&Entry| matches!(entry.event, Event::LoginRejected { .. });
        let times = seen.log.iter().filter(is_refused).count();
        assert!((1..=refused).contains(&times), "{at} {steps}: {times}");
    }
    Ok(())
}

/// An address of a family that the server lacks cannot be asked from, and that is told.
#[tokio::test(start_paused = true)]
async fn an_address_of_another_family_is_not_asked_from() -> Outcome {
    let lines = "[imap]\nlimit = { connections = 3, per = \"user\" }";
    let mut limits = limits(8)?;
    let other = IpAddr::V6(Ipv6Addr::LOCALHOST);
    limits.from.extend([other, SECOND]);
    let seen = measure(lines, Port::ImapTls, limits).await?;
    let asked = (TrialKind::Beside, Asker::OtherAddress { from: SECOND }, false);
    assert_eq!(seen.tried().first(), Some(&asked));
    let measured = mailcheck::limits::limits(&seen.evidence);
    assert_eq!(measured.first().map(|limit| limit.not_asked.as_slice()), Some(&[other][..]));
    Ok(())
}

/// The address that all came from is no other one, and a further one is asked from all the same.
#[tokio::test(start_paused = true)]
async fn the_own_address_is_no_other_one() -> Outcome {
    let lines = "[imap]\nlimit = { connections = 3, per = \"user\" }";
    let mut limits = limits(8)?;
    let own = IpAddr::V4(Ipv4Addr::LOCALHOST);
    limits.from.extend([own, SECOND]);
    let seen = measure(lines, Port::ImapTls, limits).await?;
    let asked = (TrialKind::Beside, Asker::OtherAddress { from: SECOND }, false);
    assert_eq!(seen.tried().first(), Some(&asked));
    let measured = mailcheck::limits::limits(&seen.evidence);
    assert_eq!(measured.first().map(|limit| limit.not_asked.as_slice()), Some(&[own][..]));
    Ok(())
}

/// Time alone tells a rate from a limit.
#[tokio::test(start_paused = true)]
async fn a_rate_is_told_from_a_limit() -> Outcome {
    let lines = "[smtp]\nprofile = \"postfix\"\nrate = { connections = 5, within = \"1 min\" }";
    let seen = measure(lines, Port::SubmissionsTls, limits(16)?).await?;
    let ramp = seen.first()?;
    // One of the five was the verification's own.
    assert_eq!((ramp.held, ramp.end), (4, RampEnd::Refused));
    let same = |kind, is_in| (kind, Asker::Same, is_in);
    let again = same(TrialKind::Again, false);
    assert_eq!(seen.tried(), [again, again, same(TrialKind::Later, true)]);
    let later = seen.trials().last().map(|it| it.after_ms).unwrap_or_default();
    assert!((61_000..63_000).contains(&later), "after {later} ms");
    Ok(())
}

/// A run that would be over by then does not begin to wait.
#[tokio::test(start_paused = true)]
async fn no_time_is_waited_that_there_is_not() -> Outcome {
    let provider =
        provider("[smtp]\nprofile = \"postfix\"\nrate = { connections = 5, within = \"1 min\" }");
    let provider = provider.await?;
    let plan = plan(&provider, Port::SubmissionsTls, limits(16)?)?;
    let net = World::in_memory(&provider, &[Port::SubmissionsTls]);
    let evidence = Run::new(&plan).deadline(Duration::from_mins(1)).go(&net).await;
    let seen = Seen { evidence, log: log_of(&provider).await };
    assert_eq!(seen.tried(), [(TrialKind::Again, Asker::Same, false); 2]);
    assert_eq!(seen.evidence.ended, Ended::Complete);
    assert!(seen.evidence.elapsed_ms < 10_000, "{} ms", seen.evidence.elapsed_ms);
    Ok(())
}

/// What is hung up on while it is held does not count.
#[tokio::test(start_paused = true)]
async fn who_is_hung_up_on_is_not_held() -> Outcome {
    let lines = "[[imap.script]]\nat = \"logged-in\"\nafter = 3\ntimes = 1\nsteps = \
                 [{ wait = \"100 ms\" }, { say = \"* BYE Too many\" }, \"close\"]";
    let seen = measure(lines, Port::ImapTls, limits(5)?).await?;
    let ramp = seen.first()?;
    assert_eq!((ramp.held, ramp.end), (4, RampEnd::Lost));
    let refused = ramp.refused.as_ref().ok_or("nothing was lost")?;
    assert_eq!(refused.turn, Turn::Held { why: ReadFailure::Closed });
    assert_eq!(
        refused.lines.iter().map(ServerText::as_str).collect::<Vec<_>>(),
        ["* BYE Too many"]
    );
    Ok(())
}

/// Where all are let in, "so many" is not the limit; nobody else is asked then.
#[tokio::test(start_paused = true)]
async fn the_ceiling_is_reached_where_there_is_no_limit() -> Outcome {
    for port in [Port::ImapTls, Port::ImapStarttls, Port::SubmissionsTls, Port::SubmissionStarttls]
    {
        let seen = measure("", port, limits_with_others(7)?).await?;
        let ramps = seen.ramps();
        let [ramp] = ramps.as_slice() else { return Err("one ramp is enough".into()) };
        assert_eq!((ramp.held, ramp.begun, ramp.end), (7, 7, RampEnd::Enough), "{port}");
        let is_imap = matches!(port, Port::ImapTls | Port::ImapStarttls);
        assert_eq!(ramp.hold, if is_imap { Hold::LoggedIn } else { Hold::Greeted }, "{port}");
        assert_eq!(seen.tried(), [(TrialKind::Again, Asker::Same, true)], "{port}");
        assert_eq!(seen.most_at_once(), 7, "{port}");
        // The verification's own, those that were held, and the last.
        assert_eq!(seen.left().len(), 9, "{port}");
    }
    Ok(())
}

/// Without a password, what is let in without one can be measured all the same.
#[tokio::test(start_paused = true)]
async fn without_a_log_in_connections_are_greeted() -> Outcome {
    let provider = provider("[imap]\nlimit = { connections = 3, per = \"address\" }").await?;
    let plan = plan(&provider, Port::ImapTls, limits(16)?)?.without_login();
    let seen = look(&provider, &plan, &World::in_memory(&provider, &[Port::ImapTls])).await?;
    let ramp = seen.first()?;
    assert_eq!((ramp.hold, ramp.held, ramp.end), (Hold::Greeted, 3, RampEnd::Refused));
    assert!(seen.logged_in().is_empty());
    Ok(())
}

/// A server that takes its time is not taken for one that lets nobody in.
#[tokio::test(start_paused = true)]
async fn a_slow_greeting_is_no_refusal() -> Outcome {
    let lines = "[[imap.script]]\nat = \"greeting\"\nsteps = [{ wait = \"6 s\" }, \"go-on\"]";
    let seen = measure(lines, Port::ImapTls, limits(3)?).await?;
    assert_eq!((seen.first()?.held, seen.first()?.end), (3, RampEnd::Enough));
    Ok(())
}

/// A server with addresses of both families is asked over the other one without being told to.
#[tokio::test(start_paused = true)]
async fn the_other_family_is_another_address() -> Outcome {
    for (per, is_in) in [("user", false), ("user-and-address", true)] {
        let lines = format!(
            "[dns]\nrecords = [\"imap.example.org. AAAA ::1\"]\n\
             [imap]\nlimit = {{ connections = 3, per = \"{per}\" }}"
        );
        let seen = measure(&lines, Port::ImapTls, limits(8)?).await?;
        assert_eq!((seen.first()?.held, seen.first()?.end), (3, RampEnd::Refused), "{per}");
        let tried = seen.tried();
        let first = tried.first().ok_or("nobody was asked")?;
        let Asker::OtherAddress { from } = first.1 else { return Err("somebody else".into()) };
        assert!(from.is_unspecified());
        assert_eq!((first.0, first.2), (TrialKind::Beside, is_in), "{per}");
    }
    Ok(())
}

/// A server that did not let the account in is asked no more.
#[tokio::test(start_paused = true)]
async fn nothing_is_measured_where_the_log_in_failed() -> Outcome {
    let lines = "[imap]\nrefuse-with = \"rejected\"";
    let seen = measure(lines, Port::ImapTls, limits(16)?).await?;
    assert!(seen.ramps().is_empty() && seen.trials().is_empty());
    let connected = |entry: &&Entry| matches!(entry.event, Event::Connected);
    assert_eq!(seen.log.iter().filter(connected).count(), 1);
    Ok(())
}

/// Both servers of an account, one after the other.
#[tokio::test(start_paused = true)]
async fn one_server_is_measured_after_the_other() -> Outcome {
    let provider = provider("[all]\nlatency = \"20 ms\"").await?;
    let mut plan = plan(&provider, Port::ImapTls, limits(3)?)?;
    plan = plan.endpoint(World::endpoint(&provider, Port::SubmissionsTls)?);
    let net = World::in_memory(&provider, &[Port::ImapTls, Port::SubmissionsTls]);
    let seen = look(&provider, &plan, &net).await?;
    let held: Vec<_> = seen.ramps().iter().map(|ramp| (ramp.hold, ramp.held)).collect();
    assert_eq!(held, [(Hold::LoggedIn, 3), (Hold::Greeted, 3)]);
    assert!(seen.most_at_once() <= 3, "{} at once", seen.most_at_once());
    Ok(())
}

/// A limit of 10 takes less than 2 s over a line of 50 ms, and 64 sessions less than 5 s.
#[tokio::test(start_paused = true)]
async fn measuring_takes_seconds() -> Outcome {
    for (limit, most, longest_ms) in [(10, 16, 2_000), (100, 64, 5_000)] {
        let lines = format!(
            "[imap]\nprofile = \"dovecot-2.4\"\n\
             limit = {{ connections = {limit}, per = \"user-and-address\" }}"
        );
        let provider = provider(&lines).await?;
        let mut limits = limits(most)?;
        limits.before_login = false;
        let plan = plan(&provider, Port::ImapTls, limits)?;
        let net = Distant::new(World::in_memory(&provider, &[Port::ImapTls]), ROUND_TRIP);
        let seen = look(&provider, &plan, &net).await?;
        assert_eq!(seen.first()?.held, limit.min(most));
        let took_ms = seen.evidence.elapsed_ms;
        assert!(took_ms < longest_ms, "{took_ms} ms for {limit}, {} trips", net.round_trips());
    }
    Ok(())
}

/// On real sockets, with a real second address.
#[tokio::test]
async fn loopback_has_two_addresses() -> Outcome {
    for (per, is_in) in [("user", false), ("user-and-address", true)] {
        let lines = format!("[imap]\nlimit = {{ connections = 3, per = \"{per}\" }}");
        let provider = provider(&lines).await?;
        let mut limits = limits(16)?;
        limits.from.push(SECOND);
        let plan = plan(&provider, Port::ImapTls, limits)?;
        let net = World::on_loopback(&provider, &[Port::ImapTls])?;
        let seen = look(&provider, &plan, &net).await?;
        assert_eq!((seen.first()?.held, seen.first()?.end), (3, RampEnd::Refused));
        let beside = (TrialKind::Beside, Asker::OtherAddress { from: SECOND }, is_in);
        assert_eq!(seen.tried().first(), Some(&beside), "{per}");
    }
    Ok(())
}
