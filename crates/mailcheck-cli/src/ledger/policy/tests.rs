//! Sequences of log-ins, and whether the next one is all right.

use super::*;

const NOW: Minute = Minute(1_000_000);
const USUAL: Pace = Pace { after_two: AFTER_TWO, after_more: AFTER_MORE };

fn who(name: &str) -> Who {
    Who { account: name.to_owned(), server: "server".to_owned() }
}

/// The ledger after refusals of accounts, each some minutes ago.
fn after(refusals: &[(&str, i64)]) -> Vec<Entry> {
    let mut entries = Vec::new();
    for (name, minutes_ago) in refusals {
        let began = NOW.plus(-minutes_ago);
        begin(&mut entries, &who(name), began);
        refuse(&mut entries, &who(name), began, Outcome::Refused);
    }
    forget(&mut entries, NOW);
    entries
}

/// What one more refusal would risk, after how many, and for how many minutes it is to be put off.
fn objection_to(name: &str, entries: &[Entry]) -> Option<(Risk, u32, i64)> {
    match permission(entries, &who(name), USUAL, NOW) {
        Permission::Busy(too_soon) => panic!("{too_soon:?}"),
        Permission::Denied(TooSoon { risk, refusals, until, .. }) => {
            Some((risk, refusals, Minute::of(until).0 - NOW.0))
        }
        Permission::Granted => None,
    }
}

#[test]
fn a_slip_of_the_finger_is_free_and_more_are_not() {
    for (minutes_ago, expected) in [
        (&[][..], None),
        (&[0], None),
        // Two refusals far from each other are two slips.
        (&[60, 0], None),
        (&[31, 0], None),
        (&[30, 0], Some((2, 31))),
        (&[0, 0], Some((2, 31))),
        (&[25, 24], Some((2, 7))),
        (&[31, 30], Some((2, 1))),
        (&[32, 31], None),
        (&[500, 300, 0], Some((3, 61))),
        (&[500, 300, 60], Some((3, 1))),
        (&[500, 300, 61], None),
        (&[3, 2, 1, 0], Some((4, 61))),
        // After a day nothing is left.
        (&[1_440, 1_440, 0], None),
    ] {
        let refusals: Vec<_> = minutes_ago.iter().map(|ago| ("you", *ago)).collect();
        let expected = expected.map(|(refusals, left)| (Risk::Lock, refusals, left));
        assert_eq!(objection_to("you", &after(&refusals)), expected, "{minutes_ago:?}");
        assert_eq!(objection_to("other", &after(&refusals[..refusals.len().min(3)])), None);
    }
}

#[test]
fn many_accounts_together_get_a_line_banned() {
    let four = [("a", 9), ("b", 5), ("c", 3), ("d", 0)];
    for (refusals, expected) in [
        (&four[..], Some((Risk::Ban, 4, 2))),
        (&four[1..], None),
        (&[("a", 10), ("b", 5), ("c", 3), ("d", 0)], None),
        (&[&[("a", 4)], &four[..]].concat(), Some((Risk::Ban, 5, 6))),
    ] {
        assert_eq!(objection_to("you", &after(refusals)), expected, "{refusals:?}");
    }
    // Of two reasons the one that lasts longer is told.
    let entries = after(&[("you", 1), ("you", 0), ("a", 0), ("b", 0)]);
    assert_eq!(objection_to("you", &entries), Some((Risk::Lock, 2, 31)));
    assert_eq!(objection_to("a", &entries), Some((Risk::Ban, 4, 10)));
    let elsewhere = Who { server: "elsewhere".to_owned(), ..who("new") };
    assert_eq!(permission(&entries, &elsewhere, USUAL, NOW), Permission::Granted);
}

#[test]
fn a_script_with_a_wrong_password_stays_below_what_providers_count() {
    let (mut entries, mut refused) = (Vec::new(), Vec::new());
    for now in (0..3 * DAY).map(|minute| NOW.plus(minute)) {
        forget(&mut entries, now);
        while permission(&entries, &who("you"), USUAL, now) == Permission::Granted {
            begin(&mut entries, &who("you"), now);
            refuse(&mut entries, &who("you"), now, Outcome::Refused);
            refused.push(now);
        }
    }
    let within = |first: Minute| {
        let day = first..first.plus(DAY);
        refused.iter().filter(|time| day.contains(time)).count()
    };
    let most = refused.iter().map(|first| within(*first)).max();
    assert!(most.is_some_and(|most| (20..30).contains(&most)), "{most:?}");
}

#[test]
fn a_success_clears_what_was_before() {
    let mut entries = after(&[("you", 2), ("you", 1), ("other", 0)]);
    begin(&mut entries, &who("you"), NOW);
    accept(&mut entries, &who("you"), NOW);
    forget(&mut entries, NOW);
    assert_eq!(entries, after(&[("other", 0)]));
}

#[test]
fn a_lock_that_was_told_of_counts_until_its_end() {
    let mut entries = Vec::new();
    begin(&mut entries, &who("you"), NOW);
    refuse(&mut entries, &who("you"), NOW, Outcome::Locked(NOW.plus(90)));
    assert_eq!(objection_to("you", &entries), Some((Risk::LongerLock, 1, 90)));
    let mut later = entries.clone();
    forget(&mut later, NOW.plus(90));
    assert_eq!(permission(&later, &who("you"), USUAL, NOW.plus(90)), Permission::Granted);
    // However long it is said to last, it is asked again after a day.
    refuse(&mut entries, &who("you"), NOW, Outcome::Locked(NOW.plus(99_999)));
    assert_eq!(objection_to("you", &entries), Some((Risk::LongerLock, 2, DAY)));
}

#[test]
fn what_says_nothing_about_the_credential_does_not_count() {
    let mut entries = after(&[("you", 0)]);
    for _ in 0..5 {
        begin(&mut entries, &who("you"), NOW);
        refuse(&mut entries, &who("you"), NOW, Outcome::NotCounted);
    }
    assert_eq!(entries, after(&[("you", 0)]));
}

#[test]
fn the_last_free_log_in_goes_to_one_of_several_runs() {
    let mut entries = after(&[("you", 1)]);
    assert_eq!(permission(&entries, &who("you"), USUAL, NOW), Permission::Granted);
    begin(&mut entries, &who("you"), NOW);
    // The other waits for what becomes of it,
    let Permission::Busy(too_soon) = permission(&entries, &who("you"), USUAL, NOW) else {
        panic!()
    };
    assert_eq!((too_soon.risk, too_soon.refusals), (Risk::Lock, 2));
    // and it counts if nobody ever tells.
    let later = NOW.plus(LONGEST_RUN + 1);
    assert_eq!(permission(&entries, &who("you"), USUAL, later), Permission::Denied(too_soon));
    let mut accepted = entries.clone();
    accept(&mut accepted, &who("you"), NOW);
    assert_eq!(permission(&accepted, &who("you"), USUAL, NOW), Permission::Granted);
    refuse(&mut entries, &who("you"), NOW, Outcome::Refused);
    assert_eq!(permission(&entries, &who("you"), USUAL, NOW), Permission::Denied(too_soon));
}

#[test]
fn what_another_clock_wrote_holds_nobody_back_for_ever() {
    let future = [("you", -2), ("you", -500_000)];
    assert_eq!(after(&future), []);
    let mut entries = after(&[("you", 0)]);
    entries[0].locked_until = Some(NOW.plus(DAY + 1));
    forget(&mut entries, NOW);
    assert_eq!(entries, after(&[("you", 0)]));
}

#[test]
fn a_ledger_stays_small_and_keeps_the_latest() {
    let mut entries = Vec::new();
    for number in 0..1_500_i64 {
        let (refused, unsettled) = (vec![NOW.plus(number / 2 - 750); 30], Vec::new());
        let who = who(&number.to_string());
        entries.push(Entry { who, refused, unsettled, locked_until: None });
    }
    forget(&mut entries, NOW);
    assert_eq!(entries.len(), MOST_ENTRIES);
    assert!(entries.iter().all(|entry| entry.refused.len() == MOST_TIMES));
    assert!(entries.iter().any(|entry| entry.who.account == "1499"));
    let json = serde_json::to_string(&entries).expect("is JSON");
    assert!(json.len() < 1 << 20, "{}", json.len());
}

/// Japan Net publishes that its locks last an hour, CORESERVER that its own do not pass by themselves.
#[test]
fn what_a_provider_publishes_of_its_locks_sets_the_pace() {
    let pace = |host: &str| Pace::at(&host.parse().expect(host));
    let published = pace("ctl.japan-net.ne.jp");
    assert_eq!(published, Pace { after_two: 60, after_more: 60 });
    for host in ["imap.example.org", "v2008.coreserver.jp", "imap.ocn.ne.jp"] {
        assert_eq!(pace(host), USUAL, "{host}");
    }
    let entries = after(&[("you", 10), ("you", 0)]);
    let until = |pace| match permission(&entries, &who("you"), pace, NOW) {
        Permission::Denied(too_soon) => Some(Minute::of(too_soon.until).0 - NOW.0),
        Permission::Busy(_) | Permission::Granted => None,
    };
    assert_eq!((until(USUAL), until(published)), (Some(31), Some(61)));
}
