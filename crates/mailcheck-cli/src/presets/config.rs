//! `mailcheck.toml`: why it cannot be used, in words.

use mailcheck_presets::exempt::ParseConfigError;
use mailcheck_presets::{ReadConfigError, WhyNoConfig};

use crate::complaint::{Complaint, Message};
use crate::{reasons, tongue};

impl From<ReadConfigError> for Complaint {
    fn from(error: ReadConfigError) -> Self {
        let why = match &error.why {
            WhyNoConfig::Io(why) => reasons::of(why),
            WhyNoConfig::Parse(ParseConfigError::Day { line, text }) => {
                let args = [("line", i64::from(*line).into()), ("text", text.clone().into())];
                tongue::say("presets-config-day", &args)
            }
            WhyNoConfig::TooLong => tongue::say("presets-config-too-long", &[]),
            WhyNoConfig::Parse(_) | _ => error.why.to_string(),
        };
        Message::new("presets-config-unusable").path(&error.path).with("why", why).into()
    }
}
