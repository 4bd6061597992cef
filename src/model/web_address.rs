//! Addresses of the web, the only ones that a link leads to or a browser is given.

use url::Url;

use crate::model::characters::invisible_kind;

/// The schemes of the web. Any other one makes the system start a program of its choice.
const WEB_SCHEMES: [&str; 2] = ["http", "https"];

/// An absolute address of the web (RFC 3986, WHATWG URL), as in `https://www.mofa.go.jp/`. Every
/// link of the window, of HTML and of Markdown leads to one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebAddress {
    url: Url,
    /// True if the host is what a reader of the text takes for it.
    shows_host: bool,
}

/// The reason why a text is no [`WebAddress`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AddressRefusal {
    /// There is no text.
    Empty,
    /// A blank, a backslash, an angle bracket, a quotation mark, or a character that cannot be seen.
    /// Each ends a link early, or makes it lead elsewhere than it says.
    UnfitCharacter(char),
    /// The scheme is neither `http` nor `https`, as in `file`.
    OtherScheme(String),
    /// The address has no scheme, or no host behind two slashes, as a relative path has none.
    Relative,
    /// The host or the port cannot be one.
    Malformed,
}

impl WebAddress {
    /// Parses an address.
    ///
    /// # Errors
    /// When the text is no absolute address with the scheme `http` or `https`, in either case, or
    /// holds a character that no such address holds.
    pub fn parse(text: &str) -> Result<Self, AddressRefusal> {
        if text.is_empty() {
            return Err(AddressRefusal::Empty);
        }
        if let Some(c) = text.chars().find(|c| is_unfit(*c)) {
            return Err(AddressRefusal::UnfitCharacter(c));
        }
        let (scheme, rest) = text.split_once(':').ok_or(AddressRefusal::Relative)?;
        if !WEB_SCHEMES.contains(&&*scheme.to_ascii_lowercase()) {
            return Err(match is_scheme(scheme) {
                true => AddressRefusal::OtherScheme(scheme.to_owned()),
                false => AddressRefusal::Relative,
            });
        }
        let rest = rest.strip_prefix("//").filter(|rest| !rest.starts_with('/'));
        let rest = rest.ok_or(AddressRefusal::Relative)?;
        let url = Url::parse(text).map_err(|_| AddressRefusal::Malformed)?;
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let written_host = match url.port() {
            Some(_) => authority.rsplit_once(':').map_or(authority, |(host, _)| host),
            None => authority,
        };
        let host = url.host_str().ok_or(AddressRefusal::Malformed)?;
        let shows_host = written_host.eq_ignore_ascii_case(host);
        Ok(Self { url, shows_host })
    }

    /// Returns the address in ASCII, as a browser is given it.
    pub fn as_str(&self) -> &str {
        self.url.as_str()
    }

    /// Returns the host that the address leads to, in ASCII: a name with other letters is in
    /// Punycode, as in `xn--80ak6aa92e.com`.
    pub fn host(&self) -> &str {
        self.url.host_str().unwrap_or_default()
    }

    /// Returns the host where the text does not show it: it has letters beside those of ASCII, or a
    /// user name before it, as in `https://good.org@evil.org`, or another notation of a number.
    pub fn hidden_host(&self) -> Option<&str> {
        (!self.shows_host).then(|| self.host())
    }
}

/// Returns whether no address of the web holds a character.
fn is_unfit(c: char) -> bool {
    c.is_whitespace() || invisible_kind(c).is_some() || "<>\"\\".contains(c)
}

/// Returns whether a text can be a scheme (RFC 3986, section 3.1).
fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_the_web_leads_to_its_host() {
        for (text, host) in [
            ("https://www.mofa.go.jp/mofaj/a_o/na/kp/page1w_000081.html", "www.mofa.go.jp"),
            ("HTTP://Example.ORG:8080?q=1", "example.org"),
            ("https://ja.wikipedia.org/wiki/横田めぐみ", "ja.wikipedia.org"),
            ("https://[::1]:8080/a:b@c", "[::1]"),
        ] {
            let address = WebAddress::parse(text).expect("an address of the web");
            assert_eq!((address.host(), address.hidden_host()), (host, None), "{text}");
            assert!(address.as_str().is_ascii(), "{text}");
        }
    }

    #[test]
    fn a_host_that_the_text_does_not_show_is_named() {
        for (text, host) in [
            ("https://good.org@evil.org/", "evil.org"),
            ("https://good.org:443@evil.org:8443/", "evil.org"),
            ("https://good.org%2F@evil.org", "evil.org"),
            ("https://good.org／@evil.org", "evil.org"),
            ("https://аррӏе.com/", "xn--80ak6aa92e.com"),
            ("https://例え.jp/", "xn--r8jz45g.jp"),
            ("http://evil。org", "evil.org"),
            ("http://ｅｖｉｌ.org", "evil.org"),
            ("http://0x7f.1/", "127.0.0.1"),
            ("http://2130706433/", "127.0.0.1"),
            ("http://e%76il.org/", "evil.org"),
        ] {
            let address = WebAddress::parse(text).expect("an address of the web");
            assert_eq!(address.hidden_host(), Some(host), "{text}");
        }
    }

    #[test]
    fn anything_else_is_refused_with_the_reason() {
        use AddressRefusal::{Empty, Malformed, OtherScheme, Relative, UnfitCharacter};
        let other = |scheme: &str| OtherScheme(scheme.to_owned());
        for (text, refusal) in [
            ("", Empty),
            ("file:///etc/passwd", other("file")),
            ("FILE:///etc/passwd", other("FILE")),
            ("smb://host/share", other("smb")),
            ("ssh://host", other("ssh")),
            ("data:text/html,x", other("data")),
            ("javascript:alert(1)", other("javascript")),
            ("vbscript:x", other("vbscript")),
            ("view-source:https://a.org", other("view-source")),
            ("mailto:a@b.org", other("mailto")),
            ("example.org:80/x", other("example.org")),
            ("C:/Users/a.exe", other("C")),
            ("../register.ron", Relative),
            ("/etc/passwd", Relative),
            ("//host/share", Relative),
            ("www.example.org", Relative),
            ("https:example.org", Relative),
            ("https:/example.org", Relative),
            ("https:///example.org", Relative),
            ("ｈttps://example.org", Relative),
            ("-x:y", Relative),
            ("https://", Malformed),
            ("https://:80/", Malformed),
            ("https://good.org@/", Malformed),
            ("https://a.org:99999/", Malformed),
            ("https://evil.org／good.org", Malformed),
            ("https://a.org /x", UnfitCharacter(' ')),
            (" https://a.org", UnfitCharacter(' ')),
            ("java\tscript:x", UnfitCharacter('\t')),
            ("https://a.org\n", UnfitCharacter('\n')),
            ("https://good.org\\@evil.org", UnfitCharacter('\\')),
            ("\\\\host\\share", UnfitCharacter('\\')),
            ("https://a.org/\u{202e}x", UnfitCharacter('\u{202e}')),
            ("https://a\u{200b}.org", UnfitCharacter('\u{200b}')),
            ("https://a.org/\u{1b}[0m", UnfitCharacter('\u{1b}')),
            ("https://a.org/\">x", UnfitCharacter('"')),
        ] {
            assert_eq!(WebAddress::parse(text), Err(refusal), "{text}");
        }
    }
}
