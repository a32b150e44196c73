//! What to publish, for people.

use std::path::Path;

use mailcheck::evidence::Evidence;
use mailcheck::model::{Endpoint, Host, Setting};
use mailcheck::render::{Words, escape, wrapped};
use mailcheck::report::Arg;
use mailcheck_presets::publish::{Kind, Now, Place, Publication, Published, Reason};

/// What there is to tell.
pub(super) struct Page<'a> {
    pub(super) domain: &'a Host,
    pub(super) publication: &'a Publication,
    pub(super) words: &'a Words,
}

impl Page<'_> {
    /// Everything: what is there now, what to do, and the files, or in which folder they are.
    pub(super) fn text(&self, evidence: &Evidence, folder: Option<&Path>) -> String {
        let mut lines = self.head();
        lines.extend(self.now(evidence));
        lines.extend(self.steps());
        lines.extend(self.left_out());
        if let Some(folder) = folder {
            let folder = folder.display().to_string();
            lines.extend([String::new(), self.ui("fix-written", &[("folder", folder.into())])]);
            lines.extend(self.publication.files.iter().flat_map(|file| self.goes(file)));
            return joined(&lines);
        }
        let files = self.publication.files.iter().map(|file| {
            let head = [String::new(), format!("===== {} =====", file.name)];
            let head: Vec<String> = head.into_iter().chain(self.places(file, 0)).collect();
            joined(&head) + "\n" + &file.content
        });
        joined(&lines) + &files.collect::<String>()
    }

    /// What stays true after today: what to do, and where each file goes.
    pub(super) fn read_me(&self) -> String {
        let mut lines = self.head();
        lines.extend([String::new(), self.ui("fix-files", &[])]);
        lines.extend(self.publication.files.iter().flat_map(|file| self.goes(file)));
        lines.extend(self.steps());
        lines.extend(self.left_out());
        joined(&lines)
    }

    fn head(&self) -> Vec<String> {
        let domain = self.domain.to_string();
        let mut lines = vec![
            self.ui("fix-heading", &[("domain", domain.into())]),
            String::new(),
            self.ui("fix-servers", &[]),
        ];
        let mut servers: Vec<&Setting> = Vec::new();
        for setting in self.publication.files.iter().flat_map(|file| &file.settings) {
            // Records do not say the user name.
            let is_known = |known: &&&Setting| known.endpoint == setting.endpoint;
            match servers.iter().position(|known| is_known(&known)) {
                None => servers.push(setting),
                Some(at) if setting.username.is_some() => servers[at] = setting,
                Some(_) => {}
            }
        }
        lines.extend(servers.into_iter().map(|setting| {
            let name = setting.username.as_deref().unwrap_or(ADDRESS);
            let args = [("server", self.server(&setting.endpoint).into()), ("name", name.into())];
            format!("  {}", self.ui("fix-server", &args))
        }));
        lines
    }

    /// Which places are right already, and which are not.
    fn now(&self, evidence: &Evidence) -> Vec<String> {
        let mut groups: [(&str, Vec<String>); 4] =
            ["right", "other", "missing", "unknown"].map(|now| (now, Vec::new()));
        for file in &self.publication.files {
            for place in &file.places {
                let now = file.now(place, evidence);
                let told = self.place_now(file, place, &now);
                let group = groups.iter_mut().find(|(name, _)| *name == now.name());
                if let (Some((_, places)), Some(told)) = (group, told) {
                    places.push(told);
                }
            }
        }
        let mut lines = vec![String::new(), self.ui("fix-now", &[])];
        for (now, places) in groups.into_iter().filter(|(_, places)| !places.is_empty()) {
            lines.push(format!("  {}", self.ui("fix-now-is", &[("now", now.into())])));
            lines.extend(places.into_iter().map(|place| format!("    {place}")));
        }
        lines
    }

    /// A place, with the servers that it names if they are others.
    fn place_now(&self, file: &Published, place: &Place, now: &Now) -> Option<String> {
        let place = match (file.kind, place) {
            (Kind::Srv, _) => self.ui("fix-srv-records", &[]),
            (Kind::PaccRecord, _) => self.ui("fix-pacc-record", &[]),
            (_, Place::Web { url, .. }) => url.clone(),
            (_, _) => return None,
        };
        let Now::Other(named) = now else { return Some(place) };
        if named.is_empty() {
            return Some(place);
        }
        let named: Vec<String> = named.iter().map(|it| self.server(it)).collect();
        let args = [("place", Arg::from(place)), ("servers", Arg::from(named))];
        Some(self.ui("fix-now-names", &args))
    }

    fn steps(&self) -> Vec<String> {
        let files = &self.publication.files;
        let zones = files.iter().filter(|file| matches!(file.kind, Kind::Srv | Kind::PaccRecord));
        let zones: Vec<String> = zones.map(|file| file.name.to_owned()).collect();
        let hosts: Vec<String> =
            self.publication.web_hosts().into_iter().map(ToString::to_string).collect();
        let domain = Arg::from(self.domain.to_string());
        let mut steps =
            vec![self.ui("fix-step-zone", &[("files", zones.into()), ("domain", domain)])];
        if !hosts.is_empty() {
            steps.push(self.ui("fix-step-hosts", &[("hosts", hosts.into())]));
            steps.push(self.ui("fix-step-web", &[]));
        }
        if let Some(file) = files.iter().find(|file| file.kind == Kind::Pacc) {
            steps.push(self.ui("fix-step-digest", &[("file", file.name.into())]));
        }
        if let Some(file) = files.iter().find(|file| file.kind == Kind::Autodiscover) {
            let named = || Arg::from(file.name);
            if file.content.contains(ADDRESS) {
                steps.push(self.ui("fix-step-address", &[("file", named())]));
            }
            if file.content.contains("%EMAILLOCALPART%") {
                steps.push(self.ui("fix-step-local-part", &[("file", named())]));
            }
            let args = [("file", named()), ("record", "_autodiscover._tcp".into())];
            steps.push(self.ui("fix-step-post", &args));
        }
        let mut names = files.iter().flat_map(|file| &file.settings).map(|it| &it.username);
        if names.any(|name| name.as_deref().is_some_and(|name| name != ADDRESS)) {
            steps.push(self.ui("fix-step-own-name", &[]));
        }
        steps.push(self.ui("fix-step-check", &[]));
        let mut lines = vec![String::new(), self.ui("fix-steps", &[])];
        lines.extend((1..).zip(steps).map(|(number, step)| format!("  {number}. {step}")));
        // A command stays whole, to be copied.
        lines.push(format!("       mailcheck discover {}", self.domain));
        lines
    }

    fn left_out(&self) -> Vec<String> {
        let Publication { left_out, servers_left_out, .. } = self.publication;
        let mut lines: Vec<String> = Vec::new();
        for (kind, why) in left_out {
            let args = [("what", product(*kind).into()), ("why", why_of(*why, self.words))];
            lines.push(format!("  - {}", self.ui("fix-left-out-is", &args)));
        }
        for (endpoint, why) in servers_left_out {
            let args = [("what", self.server(endpoint).into()), ("why", why_of(*why, self.words))];
            lines.push(format!("  - {}", self.ui("fix-left-out-is", &args)));
        }
        if !lines.is_empty() {
            lines.splice(0..0, [String::new(), self.ui("fix-left-out", &[])]);
        }
        lines
    }

    /// A file and where it goes.
    fn goes(&self, file: &Published) -> Vec<String> {
        [format!("  {}", file.name)].into_iter().chain(self.places(file, 4)).collect()
    }

    fn places(&self, file: &Published, indent: usize) -> Vec<String> {
        let told = file.places.iter().filter_map(|place| match place {
            Place::Zone { zone } => {
                Some(self.ui("fix-goes-zone", &[("zone", zone.to_string().into())]))
            }
            Place::Web { url, content_type, by_post, .. } => {
                let method = if *by_post { "post" } else { "get" };
                let url = Arg::from(url.as_str());
                let args = [("url", url), ("type", (*content_type).into()), ("by", method.into())];
                Some(self.ui("fix-goes-web", &args))
            }
            _later => None,
        });
        told.map(|told| format!("{}{told}", " ".repeat(indent))).collect()
    }

    fn server(&self, endpoint: &Endpoint) -> String {
        let security = self.words.ui(&format!("security-{}", endpoint.security), &[]);
        let args = [("place", place(endpoint).into()), ("security", security.into())];
        self.ui("fix-server-is", &args)
    }

    fn ui(&self, key: &str, args: &[(&'static str, Arg)]) -> String {
        self.words.ui(key, args)
    }
}

/// Lines that fit into a terminal, and hold nothing that drives one. What goes on below begins where the
/// text above did.
fn joined(lines: &[String]) -> String {
    let fitted = lines.iter().map(|line| {
        let text = line.trim_start();
        let indent = line.len() - text.len();
        let lead = text.find(". ").filter(|at| *at <= 2).map_or(0, |at| at + 2);
        let lead = if text.starts_with("- ") { 2 } else { lead };
        wrapped(&escape(line), WIDTH, indent + lead) + "\n"
    });
    fitted.collect()
}

/// Service, host and port.
pub(super) fn place(endpoint: &Endpoint) -> String {
    let Endpoint { service, host, port, .. } = endpoint;
    format!("{} {host}:{port}", service.acronym())
}

/// Why something is in no file.
pub(super) fn why(why: Reason, words: &Words) -> String {
    words.ui("fix-why", &[("why", why.name().into())])
}

/// What a format is called, in every language.
fn product(kind: Kind) -> &'static str {
    match kind {
        Kind::Autoconfig => "autoconfig",
        Kind::Autodiscover => "Autodiscover",
        Kind::Pacc | Kind::PaccRecord => "PACC",
        Kind::Srv => "SRV",
        _later => "",
    }
}

fn why_of(reason: Reason, words: &Words) -> Arg {
    why(reason, words).into()
}

/// The user name where none is said.
const ADDRESS: &str = "%EMAILADDRESS%";
/// Columns of a terminal.
const WIDTH: usize = 80;
