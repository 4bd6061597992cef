//! Errors of a token that stands where another is expected.

use crate::{
    model::characters::{ascii_lookalike, invisible_kind},
    store::ron::{
        lexer::{Lexer, Token},
        syntax_error::{ExpectedType, FoundType, SyntaxError},
    },
};

/// The words by which other formats say that there is no value.
const NULL_WORDS: [&str; 5] = ["None", "null", "nil", "NULL", "undefined"];

/// Signs of ASCII that are written for another one.
const SUBSTITUTED_SIGNS: [(char, char); 4] = [('\'', '"'), ('`', '"'), (';', ','), ('=', ':')];

/// Returns the error of the token at an offset where a value of this type is expected, and the
/// offset of the character that the error is about.
pub(super) fn unexpected_value(
    text: &str,
    offset: usize,
    expected: ExpectedType,
) -> (usize, SyntaxError) {
    let mut lexer = Lexer::new(text, offset);
    let Some((token, _)) = lexer.read_token() else { return (offset, SyntaxError::UnexpectedEnd) };
    let found = match token {
        Token::Comma | Token::Close(_) if text[..offset].trim_end().ends_with([':', '(']) => {
            return (offset, SyntaxError::NoValue(expected));
        }
        Token::Comma | Token::Close(_) => FoundType::Sign,
        Token::Open(b'[') => FoundType::List,
        Token::Open(b'(') => FoundType::Record,
        Token::Open(_) => FoundType::Braces,
        Token::QuotedText(_) => FoundType::Text,
        Token::Colon => FoundType::Sign,
        Token::Word(word) => {
            if let Some(found) = find_unwanted_character(text, offset, word, None) {
                return found;
            }
            match word {
                "Some" if lexer.peek() == Some(b'(') => {
                    return (offset, SyntaxError::OptionWrapper);
                }
                word if is_null_word(word) => {
                    return (offset, SyntaxError::NoValue(expected));
                }
                word if word.trim_start_matches(['-', '+', '.']).starts_with(is_digit) => {
                    FoundType::Number
                }
                word if word.starts_with(char::is_alphanumeric) => FoundType::Word,
                _ => FoundType::Sign,
            }
        }
    };
    (offset, SyntaxError::WrongType { expected, found })
}

/// Returns the error of the token at an offset where one of these signs is expected, and the offset
/// of the character that the error is about; `otherwise` where the token tells nothing more.
pub(super) fn unexpected_sign(
    text: &str,
    offset: usize,
    wanted: &[char],
    otherwise: SyntaxError,
) -> (usize, SyntaxError) {
    let Some((token, _)) = Lexer::new(text, offset).read_token() else {
        return (offset, SyntaxError::UnexpectedEnd);
    };
    let closing = wanted.iter().find(|sign| matches!(sign, ')' | ']' | '}'));
    match (token, closing) {
        (Token::Close(found), Some(wanted)) => {
            (offset, SyntaxError::WrongSign { found: found.into(), wanted: *wanted })
        }
        (Token::Word(word), _) => {
            find_unwanted_character(text, offset, word, Some(wanted)).unwrap_or((offset, otherwise))
        }
        _ => (offset, otherwise),
    }
}

/// Finds the first character of a word that cannot be seen or is mistaken for a sign of RON: one of
/// `wanted`, or any. Only the first character of a word can be a sign; letters of every script are
/// words.
fn find_unwanted_character(
    text: &str,
    offset: usize,
    word: &str,
    wanted: Option<&[char]>,
) -> Option<(usize, SyntaxError)> {
    if let Some((at, c)) = word.char_indices().find(|(_, c)| invisible_kind(*c).is_some()) {
        return Some((offset + at, SyntaxError::InvisibleCharacter(c)));
    }
    let found = text[offset..].chars().next()?;
    let substituted = SUBSTITUTED_SIGNS.iter().find(|(sign, _)| *sign == found);
    let sign = substituted.map(|(_, wanted)| *wanted).or_else(|| ascii_lookalike(found))?;
    let is_wanted = wanted.is_none_or(|wanted| wanted.contains(&sign));
    is_wanted.then_some((offset, SyntaxError::WrongSign { found, wanted: sign }))
}

/// Returns whether a word says in another format that there is no value.
pub(super) fn is_null_word(word: &str) -> bool {
    NULL_WORDS.contains(&word)
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}
