//! Escaping of text for Markdown.

/// Escapes a text so that Markdown shows it literally, within a line or in a cell of a table.
/// Line breaks and blanks become one blank; other characters that cannot be seen stay for the writer of
/// the whole page.
///
/// Any ASCII punctuation may be escaped (CommonMark 0.31, section 2.4); only what could mean
/// something is, so that the plain text stays readable.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if word.is_empty() {
            continue;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        for c in word.chars() {
            if "\\`*_[]<>|~&#".contains(c) {
                out.push('\\');
            }
            out.push(c);
        }
    }
    out
}

/// Escapes the start of a line, so that an escaped text neither begins a list nor underlines a
/// heading.
pub(super) fn escape_line_start(text: &str) -> String {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let marks_list = digits > 0 && text[digits..].starts_with(['.', ')']);
    let at = if marks_list { digits } else { 0 };
    let marks = marks_list || text.starts_with(['+', '-', '=']);
    format!("{}{}{}", &text[..at], if marks { "\\" } else { "" }, &text[at..])
}

#[cfg(test)]
mod tests {
    use super::{escape, escape_line_start};

    #[test]
    fn what_could_mean_something_is_escaped() {
        for (text, escaped) in [
            ("a|b", r"a\|b"),
            ("*x* _y_ ~~z~~ `q`", r"\*x\* \_y\_ \~\~z\~\~ \`q\`"),
            ("[link](http://x)", r"\[link\](http://x)"),
            ("<script>&lt;", r"\<script\>\&lt;"),
            (r"C:\x", r"C:\\x"),
            ("one\r\ntwo\tthree  four\u{85}", "one two three four"),
            ("# heading", r"\# heading"),
            ("- item", r"\- item"),
            ("+ item", r"\+ item"),
            ("=====", r"\====="),
            ("1. item", r"1\. item"),
            ("12) item", r"12\) item"),
            ("1978-06~", r"1978-06\~"),
            ("17 − 13 = 4", "17 − 13 = 4"),
        ] {
            assert_eq!(escape_line_start(&escape(text)), escaped);
        }
    }
}
