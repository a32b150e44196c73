//! What is known of a provider, as settings.

use super::facts::{Form, Server};
use super::{HostPattern, Provider};
use crate::model::{Endpoint, Service, Setting};

impl Provider {
    /// The servers to enter, the best first, but those whose name is told to each customer.
    pub fn settings(&self) -> Vec<Setting> {
        self.servers.iter().filter_map(|server| self.setting(server)).collect()
    }

    fn setting(&self, server: &Server) -> Option<Setting> {
        let Server { service, host, port, security, .. } = server;
        let HostPattern::Exactly(host) = host else { return None };
        let (service, host, port, security) = (*service, host.clone(), *port, *security);
        let mut setting = Setting::new(Endpoint { service, host, port, security });
        setting.username = self.template(service).map(str::to_owned);
        Some(setting)
    }

    /// The form of the user name with autoconfig's placeholders; `None` where the address does not say
    /// what it is, or where that is not known.
    fn template(&self, service: Service) -> Option<&'static str> {
        match self.username(service)?.forms.first()? {
            Form::Address => Some("%EMAILADDRESS%"),
            Form::Dotted => Some("%EMAILLOCALPART%.%EMAILDOMAIN%"),
            Form::LocalPart => Some("%EMAILLOCALPART%"),
            Form::OtherId => None,
        }
    }
}
