//! EXTERNAL: who a client is stands in the certificate that it showed (RFC 4422 appendix A).

use x509_parser::certificate::X509Certificate;
use x509_parser::extensions::GeneralName;
use x509_parser::prelude::FromDer;

use crate::sasl::Claim;
use crate::sasl::Step;
use crate::sasl::Talk;
use crate::sasl::is_self;
use crate::site::Account;

pub(super) struct External<'a> {
    pub(super) accounts: &'a [Account],
    /// Whose certificate was shown, if one was.
    pub(super) owner: Option<String>,
}

impl Talk for External<'_> {
    fn hear(&mut self, answer: &[u8]) -> Step {
        let Ok(on_behalf_of) = str::from_utf8(answer) else { return Step::Malformed };
        if on_behalf_of.contains('\0') {
            return Step::Malformed;
        }
        let owner = self.owner.as_deref().unwrap_or_default().as_bytes();
        let is_known = self.accounts.iter().any(|account| account.is_called(owner));
        let is_right = is_known && is_self(owner, answer);
        let user = if owner.is_empty() { answer } else { owner };
        Step::Done(Claim { user: user.to_owned(), is_right })
    }
}

/// Who a certificate is for: the first e-mail address in it (RFC 5280 §4.2.1.6), else its common name.
pub(super) fn owner(der: &[u8]) -> Option<String> {
    let (_, certificate) = X509Certificate::from_der(der).ok()?;
    let names = certificate.subject_alternative_name().ok().flatten();
    let address = names.and_then(|names| {
        names.value.general_names.iter().find_map(|name| {
            let GeneralName::RFC822Name(address) = name else { return None };
            Some((*address).to_owned())
        })
    });
    let common_name =
        || certificate.subject().iter_common_name().last()?.as_str().ok().map(str::to_owned);
    address.or_else(common_name)
}

#[cfg(test)]
mod tests {
    use rcgen::CertificateParams;
    use rcgen::DnType;
    use rcgen::KeyPair;
    use rcgen::SanType;

    use super::*;

    fn hear(owner: Option<&str>, answer: &[u8]) -> Step {
        let accounts = [Account::with_password("you@example.org", "")];
        External { accounts: &accounts, owner: owner.map(str::to_owned) }.hear(answer)
    }

    #[test]
    fn who_showed_a_certificate_need_not_say_who_it_is() {
        let claimed = |user: &str, is_right| Step::Done(Claim { user: user.into(), is_right });
        let you = "you@example.org";
        assert_eq!(hear(Some(you), b""), claimed(you, true));
        assert_eq!(hear(Some(you), b"You@example.org"), claimed(you, true));
        assert_eq!(hear(Some(you), b"her@example.org"), claimed(you, false));
        assert_eq!(hear(Some("her@example.org"), b""), claimed("her@example.org", false));
        assert_eq!(hear(None, b"you@example.org"), claimed(you, false));
        assert_eq!(hear(None, b""), claimed("", false));
        assert_eq!(hear(Some(you), b"\xff"), Step::Malformed);
        assert_eq!(hear(Some(you), b"\0"), Step::Malformed);
    }

    #[test]
    fn an_address_counts_more_than_a_common_name() {
        let mut params = CertificateParams::default();
        params.distinguished_name.push(DnType::CommonName, "you");
        let made = |params: &CertificateParams| {
            let made = params.clone().self_signed(&KeyPair::generate().unwrap()).unwrap();
            owner(made.der())
        };
        assert_eq!(made(&params).as_deref(), Some("you"));
        params.subject_alt_names = vec![
            SanType::DnsName("you.example".try_into().unwrap()),
            SanType::Rfc822Name("you@example.org".try_into().unwrap()),
        ];
        assert_eq!(made(&params).as_deref(), Some("you@example.org"));
        assert_eq!(owner(b"no certificate"), None);
    }
}
