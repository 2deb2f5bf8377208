//! What `mail.url` is at usual mail services, by their own documentation.

/// A mail service.
#[derive(Clone, Copy, Debug)]
pub(super) struct Preset {
    /// Its name, in every language.
    pub(super) name: &'static str,
    /// The line of the configuration, with words in capitals to fill in.
    pub(super) line: &'static str,
    /// The phrase of what to know before.
    pub(super) hint: &'static str,
}

/// The services that the page names.
pub(super) const PRESETS: &[Preset] = &[
    Preset {
        name: "Naver Works",
        line: "url = \"smtps://USER%40YOUR-DOMAIN:APP-PASSWORD@smtp.worksmobile.com:465\"",
        hint: "start-preset-app-password",
    },
    Preset {
        name: "Gmail, Google Workspace",
        line: "url = \"smtps://USER%40YOUR-DOMAIN:APP-PASSWORD@smtp.gmail.com:465\"",
        hint: "start-preset-gmail",
    },
    Preset {
        name: "Amazon SES",
        line: "url = \"smtp://SMTP-USER:SMTP-PASSWORD@email-smtp.ap-northeast-2.amazonaws.com:587\"",
        hint: "start-preset-ses",
    },
    Preset {
        name: "Mailgun",
        line: "url = \"smtp://postmaster%40YOUR-DOMAIN:PASSWORD@smtp.mailgun.org:587\"",
        hint: "start-preset-domain",
    },
    Preset {
        name: "Postmark",
        line: "url = \"smtp://TOKEN:TOKEN@smtp-broadcasts.postmarkapp.com:587\"",
        hint: "start-preset-postmark",
    },
    Preset {
        name: "Postfix, Exim",
        line: "url = \"smtp://localhost:25\"",
        hint: "start-preset-own",
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::MailUrl;

    #[test]
    fn every_line_is_one_that_the_configuration_reads() {
        for preset in PRESETS {
            let url = preset.line.strip_prefix("url = \"");
            let url = url.and_then(|rest| rest.strip_suffix('"')).expect("a line");
            let read: Result<MailUrl, _> = url.parse();
            assert!(read.is_ok(), "{}: {read:?}", preset.name);
        }
    }
}
