//! Queries over HTTP, with ureq.

use std::time::Duration;

use ureq::{Agent, Error, http::HeaderMap};

use super::{Reply, Transport, TransportError};
use crate::model::Date;

/// A SPARQL service that gets its queries by POST.
pub struct Http {
    agent: Agent,
    endpoint: String,
}

/// Why a service can't be asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HttpError {
    /// The address isn't an HTTP address.
    #[error("`{0}` is no address of a query service: it begins with neither https:// nor http://")]
    Endpoint(String),
    /// The contact has characters that can't be in a header.
    #[error("`{0}` can't be told to a service as a contact: it is blank, or has other characters than ASCII")]
    Contact(String),
}

/// A service that needs longer than this for a query has given up. Wikidata gives up after 60 seconds.
const TIME_FOR_A_REPLY: Duration = Duration::from_secs(120);

/// The most bytes of an answer, in MiB.
const LONGEST_REPLY_MIB: u64 = 512;

/// The most redirections of one request.
const MOST_REDIRECTS: usize = 5;

impl Http {
    /// The service at an address. `contact` is an e-mail address or a page where the operators of the service can reach
    /// whoever runs this.
    ///
    /// # Errors
    /// Returns [`HttpError`].
    pub fn new(endpoint: &str, contact: &str) -> Result<Self, HttpError> {
        Self::with_time(endpoint, contact, TIME_FOR_A_REPLY)
    }

    /// The same, with the time that a reply may take.
    ///
    /// # Errors
    /// Returns [`HttpError`].
    pub fn with_time(endpoint: &str, contact: &str, time: Duration) -> Result<Self, HttpError> {
        let host = ["https://", "http://"].iter().find_map(|scheme| endpoint.strip_prefix(scheme));
        let host = host.filter(|host| !host.is_empty() && !host.starts_with('/'));
        let Some(host) = host else { return Err(HttpError::Endpoint(endpoint.to_owned())) };
        let is_told = contact.bytes().all(|byte| matches!(byte, b' '..=b'~') && byte != b'(' && byte != b')');
        if contact.trim().is_empty() || !is_told {
            return Err(HttpError::Contact(contact.to_owned()));
        }
        let agent = format!("sistergraph/{} ({})", env!("CARGO_PKG_VERSION"), contact.trim());
        let mut config = Agent::config_builder()
            .timeout_global(Some(time))
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .user_agent(agent);
        // A service on this machine must not be asked through a proxy.
        if ["localhost", "127.", "[::1]"].iter().any(|own| host.starts_with(own)) {
            config = config.proxy(None);
        }
        Ok(Self { agent: config.build().into(), endpoint: endpoint.to_owned() })
    }
}

impl Transport for Http {
    fn ask(&mut self, query: &str) -> Result<Reply, TransportError> {
        let mut address = self.endpoint.clone();
        for _ in 0..=MOST_REDIRECTS {
            let request = self.agent.post(&address).header("Accept", "application/sparql-results+json");
            let mut response = request.send_form([("query", query)]).map_err(told)?;
            let status = response.status().as_u16();
            let header = |name: &str| response.headers().get(name).and_then(|value| value.to_str().ok());
            if let (301 | 302 | 307 | 308, Some(to)) = (status, header("location")) {
                address = target(&address, to).ok_or_else(|| TransportError::Elsewhere(to.to_owned()))?;
                continue;
            }
            let (day, retry_after) = (header("date").and_then(day), retry_after(response.headers()));
            let body = response.body_mut().with_config().limit(LONGEST_REPLY_MIB << 20).read_to_vec().map_err(told)?;
            return Ok(Reply { status, retry_after, day, body: String::from_utf8_lossy(&body).into_owned() });
        }
        Err(TransportError::Elsewhere(format!("{address}, after {MOST_REDIRECTS} others")))
    }

    fn endpoint(&self) -> &str {
        &self.endpoint
    }
}

fn told(error: Error) -> TransportError {
    match error {
        Error::Timeout(_) => TransportError::TooSlow,
        Error::BodyExceedsLimit(_) => TransportError::TooLong(LONGEST_REPLY_MIB),
        Error::HostNotFound => TransportError::Broken("there is no such host".to_owned()),
        Error::ConnectionFailed => TransportError::Broken("it can't be reached".to_owned()),
        Error::Io(error) => TransportError::Broken(error.to_string()),
        other => TransportError::Broken(other.to_string()),
    }
}

/// The target of a redirection; `None` if it would give up encryption or isn't an address.
fn target(from: &str, to: &str) -> Option<String> {
    if let Some(path) = to.strip_prefix('/') {
        let (scheme, rest) = from.split_once("://")?;
        let host = rest.split(['/', '?', '#']).next()?;
        return (!path.starts_with('/')).then(|| format!("{scheme}://{host}/{path}"));
    }
    (to.starts_with("https://") || to.starts_with("http://") && from.starts_with("http://")).then(|| to.to_owned())
}

/// Parses `Sat, 28 Nov 2026 03:51:21 GMT` into the day and the seconds of the day.
fn moment(text: &str) -> Option<(Date, u64)> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let [_, day, month, year, time, "GMT"] = words[..] else { return None };
    let date = Date::in_any_notation(&format!("{day} {month} {year}")).filter(|date| date.day().is_some())?;
    let parts: Vec<u64> = time.split(':').map(str::parse).collect::<Result<_, _>>().ok()?;
    let [hours, minutes, seconds] = parts[..] else { return None };
    Some((date, hours * 3600 + minutes * 60 + seconds))
}

fn day(text: &str) -> Option<Date> {
    moment(text).map(|(day, _)| day)
}

/// The pause that the service asks for: in seconds, or until a moment, which is compared with the moment of the reply.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = |name: &str| headers.get(name)?.to_str().ok();
    let asked = text("retry-after")?.trim();
    if let Ok(seconds) = asked.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let seconds =
        |(date, of_day): (Date, u64)| u64::try_from(date.days_since_1970()).ok().map(|days| days * 86_400 + of_day);
    let (until, now) = (moment(asked).and_then(seconds)?, text("date").and_then(moment).and_then(seconds)?);
    Some(Duration::from_secs(until.saturating_sub(now)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

    #[test]
    fn a_wait_is_seconds_or_a_moment() {
        let wait = |pairs: &[_]| retry_after(&headers(pairs)).map(|wait| wait.as_secs());
        let now = ("date", "Sat, 28 Nov 2026 23:59:30 GMT");
        assert_eq!(wait(&[("retry-after", "120")]), Some(120));
        assert_eq!(wait(&[now, ("retry-after", "Sun, 29 Nov 2026 00:01:00 GMT")]), Some(90));
        assert_eq!(wait(&[now, ("retry-after", "Sat, 28 Nov 2026 23:00:00 GMT")]), Some(0));
        assert_eq!(wait(&[("retry-after", "Sat, 28 Nov 2026 23:00:00 GMT")]), None);
        assert_eq!(wait(&[now, ("retry-after", "soon")]), None);
        assert_eq!(wait(&[now]), None);
    }

    #[test]
    fn a_redirection_keeps_what_is_encrypted_so() {
        assert_eq!(target("https://a.org/x?y", "/sparql").as_deref(), Some("https://a.org/sparql"));
        assert_eq!(target("http://a.org/x", "https://b.org/").as_deref(), Some("https://b.org/"));
        assert_eq!(target("https://a.org/x", "http://b.org/"), None);
        assert_eq!(target("https://a.org/x", "//b.org/"), None);
        assert_eq!(target("https://a.org/x", "ftp://b.org/"), None);
    }

    #[test]
    fn addresses_and_contacts_are_judged_before_anything_is_sent() {
        let error = |endpoint: &str, contact: &str| Http::new(endpoint, contact).err();
        assert_eq!(error("https://query.example.org/sparql", "me@example.org"), None);
        for endpoint in ["", "query.example.org", "ftp://x", "https://", "https:///x"] {
            assert_eq!(error(endpoint, "me@example.org"), Some(HttpError::Endpoint(endpoint.to_owned())));
        }
        for contact in ["", " ", "me\r\nX: y", "мэр", "a (b)"] {
            assert_eq!(error("https://x.org", contact), Some(HttpError::Contact(contact.to_owned())));
        }
    }
}
