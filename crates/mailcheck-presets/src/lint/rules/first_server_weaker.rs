//! The first server of a service is less safe than one behind it, and many programs take the first.

use std::cmp::Reverse;

use mailcheck::model::{Security, Service};
use mailcheck::report::Severity;

use crate::file::{Provider, Server};
use crate::lint::Fault;
use crate::lint::rule::{Judge, Rule};
use crate::lint::told::about;
use crate::preset::Format;

pub(crate) static RULE: Rule = Rule {
    id: "preset.first-server-weaker",
    severity: Severity::Warning,
    reference: "draft-ietf-mailmaint-autoconfig §3; thunderbird-android RealAutoconfigParser.kt; \
                Nextcloud Mail IspDb.php; RFC 8314 §3",
    judge: Judge::Provider(|view| {
        // The programs are those that read this format.
        if view.file.format != Format::Autoconfig {
            return Vec::new();
        }
        let services = [Service::Imap, Service::Pop3, Service::Smtp];
        services.into_iter().filter_map(|service| weaker(view.provider, service)).collect()
    }),
};

fn weaker(provider: &Provider, service: Service) -> Option<Fault> {
    let servers = provider.servers.iter().filter(|it| it.service.meaning == Some(service));
    let mut servers = servers.filter_map(|server| Some((server, rank(server)?)));
    let (first, first_rank) = servers.next()?;
    // Of several that are as safe as each other, the one that comes first is meant.
    let (best, best_rank) = servers.max_by_key(|(server, rank)| (*rank, Reverse(server.at)))?;
    if best_rank <= first_rank {
        return None;
    }
    let word = |server: &Server| server.security.as_ref().map(|word| word.text.clone());
    let at = first.security.as_ref()?.at;
    let better = best.host.as_ref().map(|host| host.text.as_str()).unwrap_or_default();
    let advice = about(first)
        .arg("security", word(first).unwrap_or_default())
        .arg("better", crate::lint::told::shown(better))
        .arg("better_security", word(best).unwrap_or_default());
    Some(Fault::new(at, advice))
}

/// How safe a server is; `None` when the file does not say.
fn rank(server: &Server) -> Option<u8> {
    Some(match server.security.as_ref()?.meaning? {
        Security::Plain => 0,
        Security::Starttls => 1,
        Security::Tls => 2,
    })
}
