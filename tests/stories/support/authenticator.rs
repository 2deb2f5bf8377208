//! An authenticator app, as an independent reader of the key that the panel shows.

use totp_rs::{Builder, Secret, Totp};

use super::{PASSWORD, Reply, Site};

/// The app of one account, with the recovery codes that its person kept.
pub struct AuthenticatorApp {
    totp: Totp,
    pub recovery_codes: Vec<String>,
}

impl AuthenticatorApp {
    /// Turns the second step of the signed-in account on, through the pages.
    pub async fn turn_on(site: &Site) -> Self {
        let shown = show_secret(site).await;
        let app = Self::reading(&shown);
        let done = prove(site, &shown, &app.code(site, 0)).await;
        done.expect(201);
        let page = dom_query::Document::from(done.body.as_str());
        let codes = page.select("ol.codes code");
        let recovery_codes = codes.iter().map(|code| code.text().to_string()).collect();
        Self {
            recovery_codes,
            ..app
        }
    }

    /// Reads the key from the page that shows it.
    pub fn reading(shown: &Reply) -> Self {
        let text = shown.text_of("code.secret").replace(' ', "");
        let secret = Secret::try_from_base32(&text).expect("a key in base32");
        Self {
            totp: Builder::new()
                .with_secret(secret)
                .build()
                .expect("a key of at least 128 bits"),
            recovery_codes: Vec::new(),
        }
    }

    /// The code that the app shows when its clock is so many seconds ahead.
    pub fn code(&self, site: &Site, ahead: i64) -> String {
        let now = site.clock.now().plus(ahead).unix();
        let now = u64::try_from(now).expect("after 1970");
        self.totp.generate(now).to_string()
    }
}

/// The page with the key.
pub async fn show_secret(site: &Site) -> Reply {
    let path = "/admin/account/second-factor";
    let csrf = site.get(path).await.field("csrf");
    let shown = site
        .post(path, &[("csrf", &csrf), ("present", PASSWORD)])
        .await;
    shown.expect(200);
    shown
}

/// Posts the form of the page with the key.
pub async fn prove(site: &Site, shown: &Reply, code: &str) -> Reply {
    let (csrf, sealed) = (shown.field("csrf"), shown.field("sealed"));
    let form = [("csrf", &*csrf), ("sealed", &*sealed), ("code", code)];
    site.post("/admin/account/second-factor/proof", &form).await
}

/// The first step of signing in.
pub async fn first_step(site: &Site, email: &str) -> Reply {
    let form = [("email", email), ("password", PASSWORD)];
    site.post("/admin/sign-in", &form).await
}

/// The second step, from the page of the first.
pub async fn second_step(site: &Site, first: &Reply, code: &str) -> Reply {
    let step = first.field("step");
    let form = [("step", step.as_str()), ("code", code)];
    site.post("/admin/sign-in/code", &form).await
}
