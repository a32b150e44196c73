//! What a mail domain is told to publish, published: a domain without any source is looked at, what comes
//! of it is served octet for octet, and every source and every mail client then finds the same servers.

use std::error::Error;
use std::fmt::Write as _;

use mailcheck::clients::{Client, NameForm, Way, replay, sources};
use mailcheck::evidence::{Asked, Evidence, SourceOutcome};
use mailcheck::judge;
use mailcheck::model::{Endpoint, Security, Service, Setting, Source};
use mailcheck::net::Roots;
use mailcheck::probe::{Account, Plan, Run};
use mailcheck_mock::{Port, Provider, Scenario, World};
use mailcheck_presets::publish::{
    Kind, Now, Offer, Place, Publication, Reason, Verified, publish, verified,
};

type Outcome = Result<(), Box<dyn Error>>;

const ADDRESS: &str = "you@example.org";

/// Servers that work, and not a word about them anywhere.
const NOTHING: &str = r#"
title = "nothing is published"
why = "What is there before a domain's owner begins."
[dns]
own-records = false
signed = ["example.org"]
records = ["imap.example.org. A 127.0.0.1", "smtp.example.org. A 127.0.0.1"]
[web]
own-pages = false
"#;

/// Looks at the provider of a scenario, with servers that a person names.
async fn look(scenario: &str, given: &[Endpoint]) -> Result<Evidence, Box<dyn Error>> {
    let scenario = Scenario::from_toml("test", scenario)?;
    let builder = Provider::builder().account(ADDRESS, "correct horse").announce_standard_ports();
    let provider = builder.scenario(scenario).start().await?;
    let mut roots = Roots::none();
    roots.add_pem(provider.ca_pem().as_bytes())?;
    let mut plan = Plan::new(Account::new().address(ADDRESS.parse()?)).roots(roots);
    plan.search.is_survey = true;
    if !given.is_empty() {
        let mut asked = Asked::new(Source::Given, "given".to_owned(), SourceOutcome::Found, 0);
        asked.settings = given.iter().cloned().map(Setting::new).collect();
        plan.search.known.push(asked);
    }
    Ok(Run::new(&plan).go(&World::in_memory(&provider, &Port::ALL)).await)
}

fn endpoint(service: Service, host: &str, security: Security) -> Result<Endpoint, Box<dyn Error>> {
    Ok(Endpoint::usual(service, host.parse()?, security))
}

fn usual() -> Result<[Endpoint; 2], Box<dyn Error>> {
    Ok([
        endpoint(Service::Imap, "imap.example.org", Security::Tls)?,
        endpoint(Service::Smtp, "smtp.example.org", Security::Tls)?,
    ])
}

fn publication(evidence: &Evidence) -> Result<Publication, Box<dyn Error>> {
    named(evidence, None)
}

/// The same with a log-in name that is not the address.
fn named(evidence: &Evidence, name: Option<&str>) -> Result<Publication, Box<dyn Error>> {
    let mut servers = verified(evidence);
    for setting in servers.incoming.iter_mut().chain(&mut servers.outgoing) {
        setting.username = name.map(str::to_owned).or_else(|| setting.username.take());
    }
    let (domain, Verified { incoming, outgoing, .. }) = ("example.org".parse()?, servers);
    let mut offer = Offer::new(domain, "example.org", incoming, outgoing);
    offer.not_known.push(Service::Pop3);
    Ok(publish(&offer))
}

/// The provider with exactly these files where they say that they go. The names of the web addresses and
/// who is asked in place of `%EMAILADDRESS%` are what the files ask their owner for.
fn served(publication: &Publication) -> Result<String, Box<dyn Error>> {
    let (mut records, mut pages) = (String::new(), String::new());
    for host in publication.web_hosts() {
        writeln!(records, "    '{host}. A 127.0.0.1',")?;
    }
    for file in &publication.files {
        for place in &file.places {
            match place {
                Place::Zone { .. } => {
                    for line in file.content.lines() {
                        writeln!(records, "    '{line}',")?;
                    }
                }
                Place::Web { url, host, content_type, .. } => {
                    let (_host, path) =
                        url.trim_start_matches("https://").split_once('/').ok_or("no path")?;
                    let content = if file.is_template {
                        file.content
                            .replace("%EMAILADDRESS%", "mailcheck-probe@example.org")
                            .replace("%EMAILLOCALPART%", "mailcheck-probe")
                    } else {
                        file.content.clone()
                    };
                    writeln!(
                        pages,
                        "    {{ host = '{host}', path = '/{path}', scheme = 'https', \
                         type = '{content_type}', body = '''\n{content}''' }},"
                    )?;
                }
                _later => return Err("a new kind of place".into()),
            }
        }
    }
    let mut scenario = NOTHING.replacen("\nrecords = [", &format!("\nrecords = [\n{records}"), 1);
    write!(scenario, "pages = [\n{pages}]\n")?;
    Ok(scenario)
}

fn contents(publication: &Publication) -> Vec<(&str, &str)> {
    publication.files.iter().map(|file| (file.name, file.content.as_str())).collect()
}

fn now(publication: &Publication, evidence: &Evidence) -> Vec<(Kind, Now)> {
    let mut all = Vec::new();
    for file in &publication.files {
        all.extend(file.places.iter().map(|place| (file.kind, file.now(place, evidence))));
    }
    all
}

#[tokio::test(start_paused = true)]
async fn what_is_published_is_found_by_every_source_and_client() -> Outcome {
    let [imap, smtp] = usual()?;
    let before = look(NOTHING, &[imap.clone(), smtp.clone()]).await?;
    let files = publication(&before)?;
    assert_eq!((files.left_out.len(), files.servers_left_out.len()), (0, 0), "{files:#?}");
    let missing = now(&files, &before);
    // Where there is no document, nobody looks for what vouches for it.
    let is_missing = |(kind, now): &(Kind, Now)| {
        *now == if *kind == Kind::PaccRecord { Now::Unknown } else { Now::Missing }
    };
    assert!(missing.iter().all(is_missing), "{missing:?}");

    let after = look(&served(&files)?, &[]).await?;
    let right = now(&files, &after);
    assert!(right.iter().all(|(_, now)| *now == Now::Right), "{right:?}");
    for source in
        [Source::Autoconfig, Source::Autodiscover, Source::Pacc, Source::Srv, Source::WellKnown]
    {
        let mut found = after.answers().filter(|it| it.source == source);
        assert!(found.any(|it| it.outcome == SourceOutcome::Found), "{source}");
    }
    for asked in after.answers() {
        assert_eq!(asked.deviations, [], "{}", asked.location);
        if asked.outcome == SourceOutcome::Found {
            assert_eq!(asked.forgeable(), None, "{}", asked.location);
        }
    }
    assert_eq!(contents(&publication(&after)?), contents(&files), "there is nothing left to do");
    let report = judge(after);
    let findings: Vec<&str> = report.findings.iter().map(|it| it.id).collect();
    assert!(findings.iter().all(|id| !id.starts_with("settings.")), "{findings:?}");
    for client in Client::ALL {
        let replay = replay(client, &report.evidence);
        if client == Client::AppleMail {
            assert_eq!(replay.way, Way::ByHand, "it reads nothing that a domain publishes");
            continue;
        }
        assert!(matches!(replay.way, Way::Source(_)), "{client}: {replay:#?}");
        let picks = [&replay.incoming, &replay.outgoing].map(|it| it.as_ref());
        let picked = picks.map(|pick| pick.map(|pick| &pick.endpoint));
        assert_eq!(picked, [Some(&imap), Some(&smtp)], "{client}");
        let name = replay.incoming.as_ref().and_then(|pick| pick.username.as_deref());
        assert_eq!(name, Some(ADDRESS), "{client}");
        // What it goes by is one of the domain's own.
        let taken = replay.source().and_then(|index| sources(&report.evidence).get(index).copied());
        assert!(taken.is_some_and(|asked| asked.location.contains("example.org")), "{client}");
    }
    Ok(())
}

/// STARTTLS and the part before the @: PACC cannot say it, records cannot say the name, all else can.
#[tokio::test(start_paused = true)]
async fn what_one_format_cannot_say_the_others_say() -> Outcome {
    let imap = endpoint(Service::Imap, "imap.example.org", Security::Starttls)?;
    let smtp = endpoint(Service::Smtp, "smtp.example.org", Security::Starttls)?;
    let before = look(NOTHING, &[imap.clone(), smtp.clone()]).await?;
    let files = named(&before, Some("%EMAILLOCALPART%"))?;
    assert_eq!(files.left_out, [(Kind::Pacc, Reason::NotImplicitTls { incoming: true })]);
    let after = look(&served(&files)?, &[]).await?;
    let right = now(&files, &after);
    assert!(right.iter().all(|(_, now)| *now == Now::Right), "{right:?}");
    let report = judge(after);
    let findings: Vec<&str> = report.findings.iter().map(|it| it.id).collect();
    assert!(!findings.contains(&"settings.conflict"), "{findings:?}");
    for client in Client::ALL.into_iter().filter(|client| *client != Client::AppleMail) {
        let replay = replay(client, &report.evidence);
        let picks = [&replay.incoming, &replay.outgoing].map(|it| it.as_ref());
        let picked = picks.map(|pick| pick.map(|pick| &pick.endpoint));
        assert_eq!(picked, [Some(&imap), Some(&smtp)], "{client}");
        // FairEmail goes by the records before anything else, and tries names in turn.
        assert!(replay.names.contains(&NameForm::LocalPart), "{client}: {:?}", replay.names);
        assert!(client == Client::FairEmail || replay.names.len() == 1, "{client}");
    }
    Ok(())
}

/// An address that nobody reaches is the line's fault, or that of the address.
#[tokio::test(start_paused = true)]
async fn a_dead_address_beside_one_that_works_keeps_nothing_from_being_published() -> Outcome {
    let second =
        NOTHING.replace("\nrecords = [", "\nrecords = ['imap.example.org. A 198.51.100.1', ");
    let servers = verified(&look(&second, &usual()?).await?);
    assert_eq!((servers.incoming.len(), servers.left_out.len()), (1, 0), "{servers:?}");
    Ok(())
}

/// Without servers that a person names, the usual names will do.
#[tokio::test(start_paused = true)]
async fn usual_names_that_work_can_be_published() -> Outcome {
    let seen = look(NOTHING, &[]).await?;
    let servers = verified(&seen);
    assert_eq!(
        servers.incoming.iter().map(|it| &it.endpoint.port).collect::<Vec<_>>(),
        [&993, &143]
    );
    assert_eq!(servers.left_out, []);
    assert_eq!(publication(&seen)?.left_out, []);
    Ok(())
}

/// What is out of date says so, file by file.
#[tokio::test(start_paused = true)]
async fn what_says_something_else_is_told_from_what_is_missing() -> Outcome {
    let [imap, smtp] = usual()?;
    let stale = NOTHING.replace(
        "\nrecords = [",
        "\nrecords = [\n    '_imaps._tcp.example.org. SRV 0 1 993 old.example.org.',\n    \
         'autoconfig.example.org. A 127.0.0.1',",
    ) + "pages = [{ host = 'autoconfig.example.org', path = '/mail/config-v1.1.xml', \
         body = '<html>Welcome</html>' }]\n";
    let seen = look(&stale, &[imap, smtp]).await?;
    let files = publication(&seen)?;
    let old = endpoint(Service::Imap, "old.example.org", Security::Tls)?;
    let now = now(&files, &seen);
    assert_eq!(now.first(), Some(&(Kind::Srv, Now::Other(vec![old]))));
    assert_eq!(now.get(1), Some(&(Kind::Autoconfig, Now::Other(Vec::new()))));
    assert_eq!(now.get(2), Some(&(Kind::Autoconfig, Now::Missing)));
    Ok(())
}

/// Nobody is to be sent to a server that was not seen to work, or that somebody else may have named.
#[tokio::test(start_paused = true)]
async fn what_does_not_work_is_not_published() -> Outcome {
    let [imap, smtp] = usual()?;
    let broken = format!("{NOTHING}[imap]\ncertificate = \"expired 3 days ago\"\n");
    let seen = look(&broken, &[imap.clone(), smtp]).await?;
    let servers = verified(&seen);
    assert_eq!((servers.incoming.len(), servers.outgoing.len()), (0, 1));
    assert_eq!(servers.left_out, [(imap, Reason::NotWorking)]);
    assert_eq!(publication(&seen)?.files, []);

    let plain = endpoint(Service::Imap, "imap.example.org", Security::Plain)?;
    let servers = verified(&look(NOTHING, std::slice::from_ref(&plain)).await?);
    assert_eq!(servers.left_out, [(plain, Reason::Plain)]);

    let foreign =
        NOTHING.replace("signed = [\"example.org\"]", "zones = [\"other.example\"]").replace(
            "\nrecords = [",
            "\nrecords = [\n    '_imaps._tcp.example.org. SRV 0 1 993 imap.other.example.',\n    \
         'imap.other.example. A 127.0.0.1',",
        ) + "[all]\ncertificate = \"names imap.other.example\"\n";
    let servers = verified(&look(&foreign, &[]).await?);
    let other = endpoint(Service::Imap, "imap.other.example", Security::Tls)?;
    assert!(servers.left_out.contains(&(other, Reason::Forgeable)), "{servers:?}");
    Ok(())
}
