//! Runs that end with the certificate.

use std::net::IpAddr;

use jiff::SignedDuration;

use super::super::evidence::{
    OTHER_V4, V4, about, at, bad_chain, certificate, connected, encrypted_anyway, greeted,
    healthy_imap, healthy_smtp, imap, in_days, intermediate, refused_chain, root, run, then, with,
};
use super::{Run, under};
use crate::evidence::{Attempt, Chain, Fact, GreetingKind, LookupFailure, Sent, Trust};
use crate::model::Service;
use crate::wire::certificate::{Certificate, PublicKey};

#[expect(clippy::too_many_lines, reason = "a table")]
pub(super) fn dates() -> Vec<Run> {
    let mine = || certificate(&["imap.example.org"]);
    let shown = |chain: Chain| imap(refused_chain(chain));
    let mut expired = mine();
    expired.not_after = in_days(-3);
    let mut ancient = mine();
    ancient.not_after = in_days(-800);
    let mut old_link = intermediate();
    old_link.not_after = in_days(-1);
    let mut early = mine();
    early.not_before = in_days(400);
    early.not_after = in_days(490);
    let mut just_issued = mine();
    just_issued.not_before = in_days(0) + SignedDuration::from_hours(1);
    let two = |leaf: &Certificate, place: &str| {
        let one = shown(bad_chain(vec![leaf.clone(), intermediate()], Trust::Path));
        let mut other = leaf.clone();
        other.names = vec!["another.example".to_owned()];
        with(one, Service::Smtp, place, refused_chain(bad_chain(vec![other], Trust::Path)))
    };
    let two_early = two(&just_issued, "smtp.example.org");
    let strangers = two(&expired, "smtp.example.net");
    let one_provider = two(&expired, "smtp.example.org");
    let two_clocks = two(&ancient, "smtp.example.org");
    let mut soon = mine();
    soon.not_after = in_days(5);
    let soon = Chain::new(vec![soon, intermediate()], Trust::Path, true, None);
    let told = |leaf: &Certificate, dates: &[&str]| {
        let shown = shown(bad_chain(vec![leaf.clone(), intermediate()], Trust::Path));
        let greetings = dates.iter().map(|date| {
            greeted(GreetingKind::Ready, &format!("* OK ready <7.{date}@imap.example.org>"))
        });
        about(shown, Some(V4), Some(Attempt::Diagnostic), greetings)
    };
    let at = |days| in_days(days).as_second().to_string();
    let days_ago = told(&expired, &[&at(-5)]);
    let days_ago_twice = told(&expired, &[&at(-5), &at(-5)]);
    let own_fault = told(&expired, &[&at(0)]);
    let contradiction = told(&expired, &[&at(-5), &at(0)]);
    let before_its_time = told(&expired, &[&at(-400)]);
    // The old certificate of a server that was renewed under another authority.
    let mut left_over = mine();
    left_over.issuer = "CN=Old Intermediate".to_owned();
    left_over.not_after = in_days(-900);
    left_over.signature = "sha1WithRSAEncryption".to_owned();
    let mut renewed = intermediate();
    renewed.not_after = in_days(-900);
    renewed.sha256 = "11".repeat(32);
    let behind = about(
        shown(bad_chain(vec![expired.clone()], Trust::Path)),
        Some(V4),
        Some(Attempt::Diagnostic),
        [
            connected(),
            Fact::Presented(bad_chain(vec![expired.clone()], Trust::Path)),
            encrypted_anyway(),
            greeted(GreetingKind::Busy, "* BYE too many connections"),
        ],
    );

    [
        under(
            &["tls.certificate-expired"],
            vec![
                (
                    "other",
                    "expired",
                    shown(bad_chain(vec![expired.clone(), intermediate()], Trust::Path)),
                ),
                ("server-clock", "the server's clock is behind ours", days_ago),
                ("server-clock", "two clocks of servers", days_ago_twice),
                ("other", "expired by the server's clock, too", own_fault),
                ("other", "clocks of servers that contradict each other", contradiction),
                ("other", "a server's clock before its certificate", before_its_time),
                ("other", "expired hides what is behind", behind),
                (
                    "other",
                    "expired, behind it a link with its predecessor",
                    shown(bad_chain(vec![expired.clone(), renewed, intermediate()], Trust::Path)),
                ),
                (
                    "other",
                    "expired, and weak ones that nobody needs",
                    shown(bad_chain(vec![expired, intermediate(), left_over], Trust::Path)),
                ),
                (
                    "intermediate",
                    "expired link",
                    shown(bad_chain(vec![mine(), old_link], Trust::Path)),
                ),
            ],
        ),
        under(
            &["tls.certificate-expired"; 2],
            vec![
                ("clock", "clock ahead", two_clocks),
                ("clock", "everybody's certificate has expired", strangers),
                ("other", "one provider's certificates have expired", one_provider),
            ],
        ),
        under(
            &["tls.certificate-not-yet-valid"],
            vec![
                ("clock", "clock behind", shown(bad_chain(vec![early.clone()], Trust::Path))),
                ("server-clock", "the server's clock is ahead of ours", told(&early, &[&at(401)])),
                ("other", "just issued", shown(bad_chain(vec![just_issued], Trust::Path))),
            ],
        ),
        under(
            &["tls.certificate-not-yet-valid"; 2],
            vec![("clock", "nobody's certificate has begun", two_early)],
        ),
        under(
            &["tls.certificate-expires-soon"],
            vec![(
                "other",
                "expires soon",
                imap(then(
                    vec![connected(), Fact::Presented(soon)],
                    healthy_imap().into_iter().skip(2),
                )),
            )],
        ),
    ]
    .concat()
}

/// What was sent, and what it leads to.
#[expect(clippy::too_many_lines, reason = "a table")]
pub(super) fn ways() -> Vec<Run> {
    let mine = || certificate(&["imap.example.org"]);
    let no_path = |sent: Vec<Certificate>| imap(refused_chain(bad_chain(sent, Trust::NoPath)));
    // A company's own root signs servers directly and says where it can be fetched.
    let mut private = mine();
    private.log_promises = 0;
    let mut stranger = root();
    stranger.subject = "CN=Somebody else's root".to_owned();
    stranger.issuer.clone_from(&stranger.subject);
    let circle = |from: &str, to: &str| {
        let mut one = intermediate();
        (one.subject, one.issuer) = (from.to_owned(), to.to_owned());
        one
    };
    let inspected = |name: &str| {
        let mut leaf = mine();
        leaf.log_promises = 0;
        leaf.issuer = format!("CN={name}, O=Somebody, C=SK");
        leaf
    };
    let of = |issuer: &Certificate| {
        let mut leaf = mine();
        leaf.log_promises = 0;
        leaf.issuer.clone_from(&issuer.subject);
        bad_chain(vec![leaf, issuer.clone()], Trust::NoPath)
    };
    let both = |first: Chain, place: &str, second: Chain| {
        with(imap(refused_chain(first)), Service::Smtp, place, refused_chain(second))
    };
    let strangers = both(of(&stranger), "smtp.example.net", of(&stranger));
    let one_owner = both(of(&stranger), "smtp.example.org", of(&stranger));
    let mut another = stranger.clone();
    another.subject = "CN=A third root".to_owned();
    another.issuer.clone_from(&another.subject);
    let two_issuers = both(of(&stranger), "smtp.example.net", of(&another));
    let beside_public = with(
        imap(refused_chain(of(&stranger))),
        Service::Smtp,
        "smtp.example.net:587",
        healthy_smtp(),
    );
    let mut alone = mine();
    alone.self_issued = true;
    alone.issuer.clone_from(&alone.subject);
    let alone = bad_chain(vec![alone], Trust::NoPath);
    let two_alone = both(alone.clone(), "smtp.example.net", alone);
    let mut lost = mine();
    lost.issuer = "CN=A".to_owned();
    let unreadable = || Sent::Unreadable { unreadable: "not an X.509 certificate".to_owned() };
    let with_unreadable = |sent: Vec<Sent>, trust: Trust| {
        let mut chain = bad_chain(Vec::new(), trust);
        chain.certificates = sent;
        chain
    };
    let mut leaf_unreadable = with_unreadable(
        vec![unreadable(), intermediate().into()],
        Trust::Unknown { text: "BadEncoding".to_owned() },
    );
    leaf_unreadable.name_matches = false;
    let link_unreadable = with_unreadable(vec![mine().into(), unreadable()], Trust::NoPath);
    [
        under(
            &["tls.certificate-unknown-issuer"],
            vec![
                ("other", "unknown root", no_path(vec![mine(), intermediate(), root()])),
                (
                    "other",
                    "unknown root in another order",
                    no_path(vec![mine(), root(), intermediate()]),
                ),
                ("maybe-incomplete", "private root not sent", no_path(vec![private.clone()])),
                (
                    "maybe-incomplete",
                    "unknown root not sent",
                    no_path(vec![mine(), intermediate()]),
                ),
                (
                    "maybe-incomplete",
                    "private, stranger's root sent",
                    no_path(vec![private, stranger.clone()]),
                ),
                (
                    "maybe-incomplete",
                    "circle",
                    no_path(vec![lost, circle("CN=A", "CN=B"), circle("CN=B", "CN=A")]),
                ),
                (
                    "maybe-incomplete",
                    "link that cannot be read",
                    imap(refused_chain(link_unreadable)),
                ),
            ],
        ),
        under(
            &["tls.certificate-chain-incomplete"],
            vec![
                ("other", "missing link", no_path(vec![mine()])),
                ("other", "missing link, sent twice", no_path(vec![mine(), mine()])),
                ("other", "wrong link", no_path(vec![mine(), stranger])),
            ],
        ),
        under(
            &["tls.intercepted"],
            vec![
                ("device", "virus scanner", no_path(vec![inspected("ESET SSL Filter CA")])),
                ("line", "company's proxy", no_path(vec![inspected("FortiGate CA")])),
            ],
        ),
        under(&["tls.intercepted"; 2], vec![("other", "one issuer of everybody", strangers)]),
        under(
            &["tls.certificate-unknown-issuer"; 2],
            vec![
                ("other", "one owner's private issuer", one_owner),
                ("other", "two private issuers", two_issuers),
            ],
        ),
        under(
            &["tls.certificate-unknown-issuer"],
            vec![("other", "private issuer beside a public one", beside_public)],
        ),
        under(
            &["tls.certificate-self-signed"; 2],
            vec![("other", "two that sign for themselves", two_alone)],
        ),
        under(
            &["tls.handshake-failed"],
            vec![("certificate", "no certificate", imap(refused_chain(leaf_unreadable)))],
        ),
    ]
    .concat()
}

pub(super) fn names_and_issuers() -> Vec<Run> {
    let mine = || certificate(&["imap.example.org"]);
    let shown = |chain: Chain| imap(refused_chain(chain));
    let alone = |leaf| vec![leaf];
    let foreign = |names: &[&str]| {
        let mut chain = bad_chain(vec![certificate(names), intermediate()], Trust::Path);
        chain.name_matches = false;
        chain
    };
    let number = with(run(), Service::Imap, "192.0.2.1", refused_chain(foreign(&["a.example"])));
    let alias = with(
        imap(refused_chain(foreign(&["mail.example.net"]))),
        Service::Smtp,
        "mail.example.net:587",
        healthy_smtp(),
    );
    let looked_up = |names: &[(&str, &[IpAddr], Option<LookupFailure>)]| {
        let facts = names.iter().map(|(name, ips, why)| Fact::NameLookedUp {
            name: name.parse().expect("is a host"),
            ips: ips.to_vec(),
            why: why.clone(),
        });
        let evidence = shown(foreign(&["a.example", "*.b.example"]));
        about(evidence, Some(V4), None, facts)
    };
    let not_found = Some(LookupFailure::NotFound);
    let hosters_name = looked_up(&[("a.example", &[OTHER_V4], None), ("b.b.example", &[V4], None)]);
    let elsewhere = looked_up(&[("a.example", &[OTHER_V4], None), ("b.b.example", &[], not_found)]);
    let unanswered = looked_up(&[
        ("a.example", &[OTHER_V4], None),
        ("b.b.example", &[], Some(LookupFailure::NoAnswer)),
    ]);
    let mut own = mine();
    own.self_issued = true;
    own.issuer.clone_from(&own.subject);
    let mut all_at_once = own.clone();
    all_at_once.not_after = in_days(-10);
    all_at_once.names = vec!["localhost".to_owned()];
    let mut all_at_once = bad_chain(alone(all_at_once), Trust::NoPath);
    all_at_once.name_matches = false;
    let mut weak = mine();
    weak.signature = "sha1WithRSAEncryption".to_owned();
    let weak = bad_chain(vec![weak, intermediate()], Trust::Path);
    let mut weak_link = intermediate();
    weak_link.public_key = PublicKey { algorithm: "RSA".to_owned(), bits: 1024 };
    let unsupported = Trust::Unknown { text: "UnsupportedSignatureAlgorithm".to_owned() };
    let weak_link = bad_chain(vec![mine(), weak_link, root()], unsupported);
    let stranger = bad_chain(alone(own.clone()), Trust::NoPath);
    let differing = at(imap(healthy_imap()), OTHER_V4, refused_chain(stranger.clone()));
    let other_port =
        with(imap(refused_chain(stranger)), Service::Imap, "imap.example.org:1993", healthy_imap());
    [
        under(
            &["tls.certificate-name-mismatch"],
            vec![
                ("other", "wrong name", shown(foreign(&["a.example", "*.b.example"]))),
                ("no-names", "no names", shown(foreign(&[]))),
                ("number", "number", number),
                ("alternative", "alias", alias),
                ("alternative", "the hoster's name", hosters_name),
                ("elsewhere", "no name of this server", elsewhere),
                ("unanswered", "names that DNS is mute about", unanswered),
            ],
        ),
        under(
            &["tls.certificate-self-signed"],
            vec![("other", "self-signed", shown(bad_chain(alone(own), Trust::NoPath)))],
        ),
        under(
            &[
                "tls.certificate-expired",
                "tls.certificate-name-mismatch",
                "tls.certificate-self-signed",
            ],
            vec![("other", "everything", shown(all_at_once))],
        ),
        under(
            &["tls.certificate-weak"],
            vec![("other", "SHA-1", shown(weak)), ("other", "weak link", shown(weak_link))],
        ),
        under(
            &["tls.certificate-self-signed", "tls.certificates-differ"],
            vec![("other", "two certificates", differing), ("other", "two ports", other_port)],
        ),
    ]
    .concat()
}
