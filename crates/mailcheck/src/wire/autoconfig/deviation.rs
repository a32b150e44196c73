//! Every kind of deviation that an autoconfig document can have, beside those of [any XML](super::super::xml::deviation).

pub use crate::wire::setting::{CONTRADICTING_PORT, UNUSUAL_PORT};

/// An identifier that is missing or no host name; the text is it.
pub const BAD_ID: &str = "bad-id";
/// A domain that is none.
pub const BAD_DOMAIN: &str = "bad-domain";
/// A host name that is none; the server is left out.
pub const BAD_HOSTNAME: &str = "bad-hostname";
/// A link that leads to no page on the web.
pub const BAD_LINK: &str = "bad-link";
/// A port that is missing or no number from 1 to 65535; the server is left out.
pub const BAD_PORT: &str = "bad-port";
/// A log-in name with characters that cannot be seen, or far too long.
pub const BAD_USERNAME: &str = "bad-username";
/// Blanks around a value, which some readers take for a part of it; the text is the value.
pub const BLANK_AROUND: &str = "blank-around";
/// A word of an older version of the format: `plain` and `secure` for an authentication.
pub const DEPRECATED_VALUE: &str = "deprecated-value";
/// A domain that is listed twice.
pub const DUPLICATE_DOMAIN: &str = "duplicate-domain";
/// An element, or a value, that may stand here once and stands here again.
pub const DUPLICATE_ELEMENT: &str = "duplicate-element";
/// A server that is the same as one before it.
pub const DUPLICATE_SERVER: &str = "duplicate-server";
/// A namespace, which the format has none of; the text is it.
pub const FOREIGN_NAMESPACE: &str = "foreign-namespace";
/// A placeholder without one of its percent signs or in small letters; the text is the whole value.
pub const HALF_PLACEHOLDER: &str = "half-placeholder";
/// A link that is not encrypted.
pub const HTTP_LINK: &str = "http-link";
/// An `oAuth2` section that lacks what is needed to get a token; the text names what.
pub const INCOMPLETE_OAUTH2: &str = "incomplete-oauth2";
/// A word in other letters than the format's: capital or small.
pub const LETTER_CASE: &str = "letter-case";
/// A name for people that is longer than the format allows.
pub const LONG_NAME: &str = "long-name";
/// An element that is known and stands where it does not belong; a server there is left out.
pub const MISPLACED_ELEMENT: &str = "misplaced-element";
/// A server among those of the other direction, as `smtp` among the incoming ones; it is left out.
pub const MISPLACED_TYPE: &str = "misplaced-type";
/// A server of which it is not said how to log in.
pub const MISSING_AUTHENTICATION: &str = "missing-authentication";
/// A server without host name; it is left out.
pub const MISSING_HOSTNAME: &str = "missing-hostname";
/// There is no `emailProvider`.
pub const MISSING_PROVIDER: &str = "missing-provider";
/// A server without log-in name.
pub const MISSING_USERNAME: &str = "missing-username";
/// No domain is listed.
pub const NO_DOMAIN: &str = "no-domain";
/// A server that takes bearer tokens and nothing else; the text is its host.
pub const OAUTH2_ONLY: &str = "oauth2-only";
/// Servers take bearer tokens, and nothing is said of who gives them.
pub const OAUTH2_WITHOUT_ISSUER: &str = "oauth2-without-issuer";
/// The domain that was asked for is not listed: an answer for another one; the text begins the list.
pub const OTHER_DOMAIN: &str = "other-domain";
/// A password in the document. Its value is never kept.
pub const PASSWORD_ELEMENT: &str = "password-element";
/// A placeholder in a host name, which not every reader fills in; the text is the host name.
pub const PLACEHOLDER_IN_HOSTNAME: &str = "placeholder-in-hostname";
/// A server that is not encrypted; the text is its host.
pub const PLAIN_SOCKET_TYPE: &str = "plain-socket-type";
/// More than one `emailProvider`; those after the first are left out.
pub const SEVERAL_PROVIDERS: &str = "several-providers";
/// More servers than are kept; the others are left out.
pub const TOO_MANY_SERVERS: &str = "too-many-servers";
/// An attribute that the format does not have here.
pub const UNKNOWN_ATTRIBUTE: &str = "unknown-attribute";
/// A way to log in that the format does not have.
pub const UNKNOWN_AUTHENTICATION: &str = "unknown-authentication";
/// An element that the format does not have. What is in it is not looked at.
pub const UNKNOWN_ELEMENT: &str = "unknown-element";
/// Something that looks like a placeholder and is none; the text is the whole value.
pub const UNKNOWN_PLACEHOLDER: &str = "unknown-placeholder";
/// A security that is missing or that the format does not have; the server is left out, unless it has
/// another one.
pub const UNKNOWN_SOCKET_TYPE: &str = "unknown-socket-type";
/// A type of server that is missing or that the format does not have; the server is left out.
pub const UNKNOWN_TYPE: &str = "unknown-type";
/// A version that is missing or that there is none of.
pub const UNKNOWN_VERSION: &str = "unknown-version";
/// An `oAuth2` section, and no server takes bearer tokens.
pub const UNUSED_OAUTH2: &str = "unused-oauth2";
/// The outermost element is not `clientConfig`.
pub const WRONG_ROOT: &str = "wrong-root";
