//! What a browser or a program would send, and what came back.

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

/// An answer, read to its end.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: String,
}

impl Reply {
    pub async fn of(response: reqwest::Response) -> Self {
        Self {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body: response.text().await.expect("the body arrives"),
        }
    }

    pub fn header(&self, name: &str) -> &str {
        let name: HeaderName = name.parse().expect("a header's name");
        self.headers
            .get(name)
            .map_or("", |value: &HeaderValue| value.to_str().expect("text"))
    }

    /// The first cookie that it sets, as a browser sends it back.
    pub fn cookie(&self) -> String {
        let cookie = self.header("set-cookie").split(';').next();
        cookie.unwrap_or_default().to_owned()
    }

    /// The cookie by which the panel knows the browser again.
    pub fn browser_cookie(&self) -> String {
        let cookies = self.headers.get_all("set-cookie");
        let cookie = cookies
            .iter()
            .filter_map(|cookie| cookie.to_str().ok()?.split(';').next())
            .find(|cookie| cookie.starts_with("gudok_browser="));
        cookie.expect("a browser's cookie").to_owned()
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    /// The body, once its status is the expected one.
    pub fn expect(&self, status: u16) -> &str {
        assert_eq!(self.status, status, "{}", self.body);
        &self.body
    }

    /// The value of the first form field of this name.
    pub fn field(&self, name: &str) -> String {
        let page = dom_query::Document::from(self.body.as_str());
        let field = page.select(&format!("[name='{name}']"));
        field
            .attr("value")
            .unwrap_or_else(|| panic!("no field {name} in {}", self.body))
            .to_string()
    }

    /// The text that people see in the first element of this CSS selector; empty when there is none.
    pub fn text_of(&self, selector: &str) -> String {
        dom_query::Document::from(self.body.as_str())
            .select(selector)
            .text()
            .trim()
            .to_owned()
    }

    /// How many elements match this CSS selector.
    pub fn count(&self, selector: &str) -> usize {
        dom_query::Document::from(self.body.as_str())
            .select(selector)
            .length()
    }
}

/// `application/x-www-form-urlencoded`.
pub fn encode(fields: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish()
}
