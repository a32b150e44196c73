//! Preset files on the web.

use std::path::PathBuf;
use std::time::Duration;

use mailcheck::evidence::FetchFailure;
use mailcheck::net::{Https, Net};
use mailcheck_presets::file::PresetFile;
use mailcheck_presets::{Check, NotRead, Unread, Unreadable};

use super::args;
use crate::complaint::{Complaint, Message};
use crate::run;

/// Adds the files of a check that are on the web.
pub(super) fn read(
    check: &Check,
    call: &args::Check,
    files: &mut Vec<PresetFile>,
    unread: &mut Vec<Unread>,
) -> Result<(), Complaint> {
    let pages: Vec<&str> = check.pages().collect();
    let is_secure = |url: &str| url.get(..8).is_some_and(|it| it.eq_ignore_ascii_case("https://"));
    if let Some(url) = pages.iter().find(|url| !is_secure(url)) {
        return Err(Message::new("presets-page-not-https").with("url", *url).into());
    }
    let Some(first) = pages.first() else { return Ok(()) };
    if call.offline {
        return Err(Message::new("presets-page-offline").with("url", *first).into());
    }
    let network = call.probing.network();
    let (net, roots) = (run::internet(&network)?, run::roots(&network)?);
    run::runtime()?.block_on(async {
        let https = Https::new(&net, roots, network.timeout.unwrap_or(PATIENCE));
        for url in pages {
            let path = PathBuf::from(url);
            match page(&https, url).await {
                Ok(file) => files.push(file),
                Err(why) => unread.push(Unread::new(path, why)),
            }
        }
    });
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(())
}

async fn page<N: Net>(https: &Https<'_, N>, url: &str) -> Result<PresetFile, NotRead> {
    let answer = https.get(url).await.map_err(NotRead::NotFetched)?;
    if !(200..300).contains(&answer.status) {
        return Err(NotRead::NotFetched(FetchFailure::Status { status: answer.status }));
    }
    let file = mailcheck_presets::read(&answer.body, url.as_ref()).ok_or(NotRead::NotAPreset)?;
    file.map_err(|why| match why {
        Unreadable::Unusable { why, .. } => NotRead::Unusable(why),
        Unreadable::Signed | _ => NotRead::Signed,
    })
}

/// How long one answer is waited for; as long as an answer to a search for settings.
const PATIENCE: Duration = Duration::from_secs(10);
