//! What a rule is, and the list of all.

use mailcheck::report::Severity;

use super::rules::{
    address_as_host, bad_date, bad_domain, bad_hostname, bad_id, bad_port, broken_with_servers,
    byte_order_mark, deprecated_authentication, domain_in_capitals, domain_of_two, domain_twice,
    domain_under_wildcard, duplicate_part, empty_file, exemption_expired, exemption_malformed,
    exemption_unknown_rule, exemption_unused, exemption_without_reason, file_extension,
    first_server_weaker, foreign_log_in_page, foreign_server, half_placeholder,
    host_of_other_service, id_not_a_domain, id_not_file_name, id_of_two, letter_case,
    link_not_of_the_web, log_in_page_over_http, mail_in_clear, misplaced_part, misplaced_server,
    missing_authentication, missing_display_name, missing_hostname, missing_id, missing_part,
    missing_port, missing_socket_type, missing_username, name_too_long, no_documentation,
    no_domain, no_imap, no_incoming_server, no_outgoing_server, no_provider, not_looked_at_lately,
    not_public, not_well_formed, oauth2_incomplete, oauth2_only, oauth2_over_http, oauth2_unused,
    oauth2_without_endpoints, only_challenge, only_from_own_line, only_starttls, page_over_http,
    password_in_clear, placeholder_in_host, plain_beside_encrypted, port_security, port_service,
    rejected_on_android, security_differs, sends_without_log_in, server_twice, several_providers,
    short_name_long, starttls_optional, submission_port_25, uncommon_type, unknown_authentication,
    unknown_part, unknown_placeholder, unknown_socket_type, unknown_status, unknown_type,
    unknown_version, unusual_port, user_name_differs, weaker_way_first, wrong_encoding, wrong_type,
};
use super::{Fault, View};
use crate::file::{PresetFile, Server};
use crate::load::Unread;

/// One fault of preset files and how to recognise it.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Rule {
    /// Its id, `preset.what-is-wrong`.
    pub id: &'static str,
    /// How grave.
    pub severity: Severity,
    /// The standard or source behind it.
    pub reference: &'static str,
    /// The judgement.
    pub(crate) judge: Judge,
}

/// What a rule looks at.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Judge {
    /// All files beside each other; with each fault the file that it is in.
    Collection(fn(&[PresetFile]) -> Vec<(&PresetFile, Fault)>),
    /// Exemptions, when [they are applied](crate::exempt::apply).
    Exemptions,
    /// A file as a whole.
    File(fn(&PresetFile) -> Vec<Fault>),
    /// Each provider of a file.
    Provider(fn(&View<'_>) -> Vec<Fault>),
    /// Each server.
    Server(fn(&View<'_>, &Server) -> Option<Fault>),
    /// What could not be read.
    Unread(fn(&Unread) -> Option<Fault>),
}

/// Every rule.
pub fn all() -> &'static [&'static Rule] {
    ALL
}

/// The rule of that id.
///
/// # Examples
///
/// ```
/// let rule = mailcheck_presets::lint::find("preset.byte-order-mark").expect("is there");
/// assert_eq!(rule.severity, mailcheck::report::Severity::Error);
/// ```
pub fn find(id: &str) -> Option<&'static Rule> {
    all().iter().copied().find(|rule| rule.id == id)
}

/// The rule whose id is nearest to a word that is none.
///
/// # Examples
///
/// ```
/// let near = mailcheck_presets::lint::nearest("preset.byte-oder-mark");
/// assert_eq!(near, Some("preset.byte-order-mark"));
/// assert_eq!(mailcheck_presets::lint::nearest("preset.colour"), None);
/// ```
pub fn nearest(word: &str) -> Option<&'static str> {
    if word.len() > MAX_NAME_OCTETS {
        return None;
    }
    let near = |rule: &&'static Rule| (strsim::damerau_levenshtein(rule.id, word), rule.id);
    let (slips, id) = all().iter().map(near).min()?;
    (slips <= MAX_SLIPS).then_some(id)
}

/// No id is longer.
const MAX_NAME_OCTETS: usize = 64;
/// Letters by which an id may be missed.
const MAX_SLIPS: usize = 4;

static ALL: &[&Rule] = &[
    &address_as_host::RULE,
    &bad_date::RULE,
    &bad_domain::RULE,
    &bad_hostname::RULE,
    &bad_id::RULE,
    &bad_port::RULE,
    &broken_with_servers::RULE,
    &byte_order_mark::RULE,
    &deprecated_authentication::RULE,
    &domain_in_capitals::RULE,
    &domain_of_two::RULE,
    &domain_twice::RULE,
    &domain_under_wildcard::RULE,
    &duplicate_part::RULE,
    &empty_file::RULE,
    &exemption_expired::RULE,
    &exemption_malformed::RULE,
    &exemption_unknown_rule::RULE,
    &exemption_unused::RULE,
    &exemption_without_reason::RULE,
    &file_extension::RULE,
    &first_server_weaker::RULE,
    &foreign_log_in_page::RULE,
    &foreign_server::RULE,
    &half_placeholder::RULE,
    &host_of_other_service::RULE,
    &id_not_a_domain::RULE,
    &id_not_file_name::RULE,
    &id_of_two::RULE,
    &letter_case::RULE,
    &link_not_of_the_web::RULE,
    &log_in_page_over_http::RULE,
    &mail_in_clear::RULE,
    &misplaced_part::RULE,
    &misplaced_server::RULE,
    &missing_authentication::RULE,
    &missing_display_name::RULE,
    &missing_hostname::RULE,
    &missing_id::RULE,
    &missing_part::RULE,
    &missing_port::RULE,
    &missing_socket_type::RULE,
    &missing_username::RULE,
    &name_too_long::RULE,
    &no_documentation::RULE,
    &no_domain::RULE,
    &no_imap::RULE,
    &no_incoming_server::RULE,
    &no_outgoing_server::RULE,
    &no_provider::RULE,
    &not_looked_at_lately::RULE,
    &not_public::RULE,
    &not_well_formed::RULE,
    &oauth2_incomplete::RULE,
    &oauth2_only::RULE,
    &oauth2_over_http::RULE,
    &oauth2_unused::RULE,
    &oauth2_without_endpoints::RULE,
    &only_challenge::RULE,
    &only_from_own_line::RULE,
    &only_starttls::RULE,
    &page_over_http::RULE,
    &password_in_clear::RULE,
    &placeholder_in_host::RULE,
    &plain_beside_encrypted::RULE,
    &port_security::RULE,
    &port_service::RULE,
    &rejected_on_android::RULE,
    &security_differs::RULE,
    &sends_without_log_in::RULE,
    &server_twice::RULE,
    &several_providers::RULE,
    &short_name_long::RULE,
    &starttls_optional::RULE,
    &submission_port_25::RULE,
    &uncommon_type::RULE,
    &unknown_authentication::RULE,
    &unknown_part::RULE,
    &unknown_placeholder::RULE,
    &unknown_socket_type::RULE,
    &unknown_status::RULE,
    &unknown_type::RULE,
    &unknown_version::RULE,
    &unusual_port::RULE,
    &user_name_differs::RULE,
    &weaker_way_first::RULE,
    &wrong_encoding::RULE,
    &wrong_type::RULE,
];
