//! nginx: the documents that name mail settings, and ways that lead to them or nowhere.

use std::fmt::Write as _;
use std::net::Ipv4Addr;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

use super::configuration;
use super::configuration::SERVER_START;
use super::error::LabError;
use super::network::Network;
use super::network::command_in;

/// Where the web servers of the mail domains are.
pub(super) const PROVIDER: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 100);

/// Where those of the mail hoster and of the database of settings are.
pub(super) const ELSEWHERE: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 101);

/// Where no packet is answered.
const NOTHING_COMES_BACK: Ipv4Addr = Ipv4Addr::new(198, 51, 100, 80);

/// A certificate of the web's, valid from and to these days from now.
#[derive(Clone, Copy, Debug)]
pub(super) struct Certificate {
    pub(super) name: &'static str,
    pub(super) hosts: &'static [&'static str],
    pub(super) days: (i64, i64),
}

pub(super) const CERTIFICATES: &[Certificate] = &[
    Certificate {
        name: "web-provider",
        hosts: &[
            "published.test",
            "autoconfig.published.test",
            "autodiscover.published.test",
            "ua-auto-config.published.test",
            "redirected.test",
            "autoconfig.redirected.test",
            "autoconfig.half-dead.test",
            "autoconfig.local-part.test",
            "autoconfig.web-page.test",
            "web-page.test",
        ],
        days: (-2, 88),
    },
    Certificate {
        name: "web-elsewhere",
        hosts: &["autoconfig.hoster.test", "autodiscover.hoster.test", DATABASE],
        days: (-2, 88),
    },
    Certificate {
        name: "web-expired",
        hosts: &["autoconfig.expired-web.test", "expired-web.test"],
        days: (-90, -3),
    },
];

/// The host of the public database, which is another one here.
const DATABASE: &str = "autoconfig.thunderbird.net";

/// A file that a host shows.
struct Document {
    host: &'static str,
    path: &'static str,
    text: fn() -> String,
}

const AUTOCONFIG: &str = "mail/config-v1.1.xml";
const WELL_KNOWN: &str = ".well-known/autoconfig/mail/config-v1.1.xml";
const AUTODISCOVER: &str = "autodiscover/autodiscover.xml";
const PACC: &str = ".well-known/user-agent-configuration.json";

const DOCUMENTS: &[Document] = &[
    Document { host: "autoconfig.published.test", path: AUTOCONFIG, text: published },
    Document { host: "published.test", path: WELL_KNOWN, text: published },
    Document { host: "autodiscover.published.test", path: AUTODISCOVER, text: discovered },
    Document { host: "ua-auto-config.published.test", path: PACC, text: pacc },
    Document { host: "autoconfig.hoster.test", path: AUTOCONFIG, text: hosted },
    Document { host: "autodiscover.hoster.test", path: AUTODISCOVER, text: discovered_at_hoster },
    Document { host: DATABASE, path: "v1.1/hoster.test", text: hosted },
    Document { host: DATABASE, path: "v1.1/published.test", text: published },
    Document { host: "autoconfig.expired-web.test", path: AUTOCONFIG, text: published },
    Document { host: "autoconfig.half-dead.test", path: AUTOCONFIG, text: by_local_part },
    Document { host: "autoconfig.local-part.test", path: AUTOCONFIG, text: by_local_part },
];

fn published() -> String {
    autoconfig("published.test", "imap.published.test", "smtp.published.test")
}

fn hosted() -> String {
    autoconfig("hoster.test", "healthy.example.test", "healthy.example.test")
}

fn by_local_part() -> String {
    autoconfig("local-part.test", "healthy.example.test", "healthy.example.test")
        .replace("%EMAILADDRESS%", "%EMAILLOCALPART%")
}

fn autoconfig(domain: &str, imap: &str, smtp: &str) -> String {
    let server = |element: &str, kind: &str, host: &str, port: u16| {
        format!(
            "<{element} type=\"{kind}\"><hostname>{host}</hostname><port>{port}</port><socketType>SSL</socketType>\
             <authentication>password-cleartext</authentication><username>%EMAILADDRESS%</username></{element}>\n"
        )
    };
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<clientConfig version=\"1.1\"><emailProvider id=\"{domain}\">\n\
         <domain>{domain}</domain><displayName>{domain}</displayName>\n{}{}</emailProvider></clientConfig>\n",
        server("incomingServer", "imap", imap, 993),
        server("outgoingServer", "smtp", smtp, 465),
    )
}

fn discovered() -> String {
    autodiscover("imap.published.test", "smtp.published.test")
}

fn discovered_at_hoster() -> String {
    autodiscover("healthy.example.test", "healthy.example.test")
}

fn autodiscover(imap: &str, smtp: &str) -> String {
    let protocol = |kind: &str, host: &str, port: u16| {
        format!(
            "<Protocol><Type>{kind}</Type><Server>{host}</Server><Port>{port}</Port><SSL>on</SSL>\
             <SPA>off</SPA><AuthRequired>on</AuthRequired></Protocol>\n"
        )
    };
    let schema = "http://schemas.microsoft.com/exchange/autodiscover";
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Autodiscover xmlns=\"{schema}/responseschema/2006\">\
         <Response xmlns=\"{schema}/outlook/responseschema/2006a\"><Account><AccountType>email</AccountType>\
         <Action>settings</Action>\n{}{}</Account></Response></Autodiscover>\n",
        protocol("IMAP", imap, 993),
        protocol("SMTP", smtp, 465),
    )
}

fn pacc() -> String {
    concat!(
        r#"{"protocols":{"imap":{"host":"imap.published.test"},"submit":{"host":"smtp.published.test"}},"#,
        r#""authentication":{"password":true},"info":{"provider":{"name":"Published"}}}"#,
        "\n"
    )
    .to_owned()
}

/// Writes the documents; the value of the TXT record that gives the digest of the PACC document.
pub(super) fn write_documents(directory: &Path) -> Result<String, LabError> {
    for Document { host, path, text } in DOCUMENTS {
        let file = pages(directory).join(host).join(path);
        if let Some(above) = file.parent() {
            configuration::make_directory(above)?;
        }
        configuration::write(&file, &text())?;
    }
    let mut digest = Command::new("sh");
    digest.args(["-c", "openssl dgst -sha256 -binary \"$1\" | openssl base64", "sh"]);
    digest.arg(pages(directory).join("ua-auto-config.published.test").join(PACC));
    let digest = configuration::output(&mut digest)?;
    Ok(format!("v=UAAC1; a=sha256; d={}", String::from_utf8_lossy(&digest.stdout).trim()))
}

/// Starts it.
pub(super) fn start(network: &Network, directory: &Path) -> Result<(), LabError> {
    let home = directory.join("nginx");
    configuration::make_directory(&home)?;
    let file = home.join("nginx.conf");
    configuration::write(&file, &configuration_in(directory))?;
    let log = home.join("log");
    let mut nginx = command_in(&network.server, "nginx");
    nginx.args(["-e", "stderr", "-p"]).arg(&home).arg("-c").arg(file);
    configuration::start(&mut nginx, &log)?;
    configuration::wait_for("nginx", &log, "start worker process ", SERVER_START)
}

/// One line a request: number of the connection, scheme, host, request, status.
pub(super) fn log(directory: &Path) -> PathBuf {
    directory.join("nginx/access.log")
}

fn pages(directory: &Path) -> PathBuf {
    directory.join("nginx/pages")
}

/// What there is to see of the web in the zone `test.`, with the TXT record of the PACC document.
pub(super) fn records(pacc: &str) -> String {
    let mut zone = format!(
        "published.test. MX 10 smtp.published.test.\n\
         published.test. MX 20 mx.hoster.test.\n\
         published.test. TXT \"mailconf=https://published.test/{WELL_KNOWN}\"\n\
         _ua-auto-config.published.test. TXT \"{pacc}\"\n\
         _autodiscover._tcp.published.test. SRV 0 0 443 autodiscover.published.test.\n\
         _imaps._tcp.published.test. SRV 0 1 993 imap.published.test.\n\
         _submissions._tcp.published.test. SRV 0 1 465 smtp.published.test.\n\
         *.published.test. TXT \"stands for every name\"\n\
         elsewhere.published.test. CNAME unsigned.test.\n\
         hosted.test. MX 10 mx1.hoster.test.\nhosted.test. MX 20 mx2.hoster.test.\n\
         autodiscover.redirected.test. CNAME autodiscover.hoster.test.\n\
         _autodiscover._tcp.redirected.test. SRV 0 0 443 autodiscover.hoster.test.\n\
         null-mx.test. MX 0 .\n\
         half-dead.test. A {NOTHING_COMES_BACK}\n\
         wildcard.test. A {PROVIDER}\n*.wildcard.test. A {PROVIDER}\n"
    );
    for host in CERTIFICATES.iter().flat_map(|certificate| certificate.hosts) {
        if *host != DATABASE {
            let _ = writeln!(zone, "{host}. A {}", address(host));
        }
    }
    for host in ["mx1", "mx2", "mx"] {
        let _ = writeln!(zone, "{host}.hoster.test. A {ELSEWHERE}");
    }
    zone
}

/// Where the database of settings is.
pub(super) fn database_record() -> String {
    format!("{DATABASE}. A {ELSEWHERE}\n")
}

fn address(host: &str) -> Ipv4Addr {
    if host.ends_with(".hoster.test") || host == DATABASE { ELSEWHERE } else { PROVIDER }
}

fn configuration_in(directory: &Path) -> String {
    let (home, pages) = (directory.join("nginx"), pages(directory));
    let (home, pages) = (home.display(), pages.display());
    let mut servers = String::new();
    for certificate in CERTIFICATES {
        for host in certificate.hosts {
            servers += &server(directory, host, certificate);
        }
    }
    servers += &server(directory, "*.wildcard.test", &CERTIFICATES[0]);
    format!(
        "\
daemon off;
worker_processes 1;
pid {home}/pid;
error_log stderr notice;
events {{ }}
http {{
    log_format lab '$connection $scheme $host \"$request\" $status';
    access_log {home}/access.log lab;
    client_body_temp_path {home}/body;
    server_names_hash_bucket_size 128;
    types {{ application/json json; text/html html; }}
    default_type text/xml;
    root {pages}/$host;
{servers}}}
"
    )
}

fn server(directory: &Path, host: &str, certificate: &Certificate) -> String {
    let (address, tls) = (address(host), directory.join("tls"));
    let (tls, name) = (tls.display(), certificate.name);
    let way = match host {
        // In clear to TLS, from there to the hoster.
        "autoconfig.redirected.test" => format!(
            "if ($scheme = http) {{ return 301 https://$host$request_uri; }}\n        \
             return 302 https://autoconfig.hoster.test/{AUTOCONFIG};"
        ),
        "autoconfig.web-page.test" | "web-page.test" | "*.wildcard.test" => {
            "default_type text/html;\n        return 200 \"<!DOCTYPE html><title>Welcome</title>\";"
                .to_owned()
        }
        "redirected.test" => "return 302 https://$host$request_uri;".to_owned(),
        // A file is shown to whoever posts a question, too.
        _ => "error_page 405 =200 $request_uri;".to_owned(),
    };
    format!(
        "    server {{
        listen {address}:80;
        listen {address}:443 ssl;
        server_name {host};
        ssl_certificate {tls}/{name}.pem;
        ssl_certificate_key {tls}/{name}.key;
        {way}
    }}
"
    )
}
