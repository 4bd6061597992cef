//! Sentences about slips in the text of a register: what stands there, and what to write.

use crate::{
    Locale,
    describe::characters::describe_hidden_character,
    model::{
        DateError,
        characters::{character_label, code_point},
    },
    store::ron::{
        syntax_error::{ExpectedType, FoundType, SyntaxError},
        truncate::truncate_for_message,
    },
};

impl SyntaxError {
    /// Describes what is wrong with the text of a register, and what to do.
    pub fn describe(&self, locale: Locale) -> String {
        let t = |key: &str| locale.t(&format!("store.syntax_error.{key}")).into_owned();
        let with = |key: &str, values: &[(&str, &str)]| {
            locale.t_with(&format!("store.syntax_error.{key}"), values)
        };
        let with_field =
            |key: &str, field: &str| with(key, &[("field", &truncate_for_message(field))]);
        let with_text = |key: &str, text: &str| {
            let sentence = with(key, &[("text", &truncate_for_message(text))]);
            // Where a character cannot be seen, the rule is followed to all appearance.
            describe_hidden_character(locale, text).map_or(sentence.clone(), |hidden| {
                locale.t_with(
                    "character.sentence_with_hidden",
                    &[("sentence", &sentence), ("hidden", &hidden)],
                )
            })
        };
        let with_known = |key: &str, found: &str, known: &[&str]| {
            let (found, known) = (truncate_for_message(found), locale.join_list(known));
            with(key, &[("found", &found), ("known", &known)])
        };
        match self {
            Self::ConflictMarker => t("conflict_marker"),
            Self::NotRon => t("not_ron"),
            Self::UnexpectedEnd => t("truncated_file"),
            Self::IncompleteRecord => t("truncated_record"),
            Self::UnclosedString => t("unclosed_string"),
            Self::MissingComma => t("missing_comma"),
            Self::MissingColon => t("missing_colon"),
            Self::InvalidEscape => t("invalid_escape"),
            Self::TrailingText => t("trailing_text"),
            Self::UnknownField { found, known } => with_known("unknown_field", found, known),
            Self::MissingField(field) => with("missing_field", &[("field", field)]),
            Self::DuplicateField(field) => with("duplicate_field", &[("field", field)]),
            Self::UnknownVariant { found, known } => with_known("unknown_variant", found, known),
            Self::WrongType { expected, found } => {
                let (expected, found) = (expected.describe(locale), found.describe(locale));
                with("wrong_type", &[("expected", &expected), ("found", &found)])
            }
            Self::NoValue(expected) => {
                with("no_value", &[("expected", &expected.describe(locale))])
            }
            Self::InvisibleCharacter(c) => {
                with("invisible_character", &[("character", &character_label(*c))])
            }
            Self::WrongSign { found, wanted } => {
                let (sign, wanted) = (found.to_string(), wanted.to_string());
                let code = code_point(*found);
                let values = [("found", &*sign), ("character", &code), ("wanted", &wanted)];
                with("wrong_sign", &values)
            }
            Self::ExtraSign(sign) => with("extra_sign", &[("sign", &sign.to_string())]),
            Self::FieldOfOuterRecord(field) => with_field("field_of_outer_record", field),
            Self::QuotedFieldName(field) => with_field("quoted_field_name", field),
            Self::UnnamedValue(known) => with_known("unnamed_value", "", known),
            Self::OptionWrapper => t("option_wrapper"),
            Self::QuotedVariant(found) => with_known("quoted_variant", found, &[]),
            Self::UnexpectedBrackets(variant) => with_known("unexpected_brackets", variant, &[]),
            Self::MissingBrackets { variant, fields: [] } => {
                with_known("missing_brackets_with_text", variant, &[])
            }
            Self::MissingBrackets { variant, fields } => {
                with_known("missing_brackets_with_fields", variant, fields)
            }
            Self::NumberOutOfRange => t("out_of_range"),
            Self::InvalidDate(DateError::NotADate(text)) => with_text("not_a_date", text),
            Self::InvalidDate(DateError::TimeOfDay(text)) => with_text("time_of_day", text),
            Self::InvalidDate(DateError::YearOutOfRange(text)) => {
                with_text("year_out_of_range", text)
            }
            Self::InvalidDate(DateError::EndsBeforeStart(text)) => {
                with_text("reversed_date_range", text)
            }
            Self::InvalidId(text) => with_text("invalid_id", text),
            Self::InvalidCoordinates => t("invalid_coordinates"),
            Self::DuplicateId(id) => with("duplicate_id", &[("id", &truncate_for_message(id))]),
            Self::Other(text) => with_text("other", text),
        }
    }
}

impl ExpectedType {
    /// Returns the value to write, as in "a whole number, without quotation marks".
    fn describe(self, locale: Locale) -> String {
        let key = match self {
            Self::Text => "store.syntax_error.expected.text",
            Self::Integer => "store.syntax_error.expected.integer",
            Self::Number => "store.syntax_error.expected.number",
            Self::Bool => "store.syntax_error.expected.bool",
            Self::List => "store.syntax_error.expected.list",
            Self::Record => "store.syntax_error.expected.fields",
            Self::Pair => "store.syntax_error.expected.pair",
            Self::Date => "store.syntax_error.expected.date",
            Self::Id => "store.syntax_error.expected.id",
            Self::OneOf(known) => {
                let known = locale.join_list(known);
                return locale.t_with("store.syntax_error.expected.one_of", &[("known", &known)]);
            }
        };
        locale.t(key).into_owned()
    }
}

impl FoundType {
    /// Returns the kind of the value at the beginning of a sentence, as in "A number".
    fn describe(self, locale: Locale) -> String {
        let key = match self {
            Self::Text => "store.syntax_error.found.text",
            Self::Number => "store.syntax_error.found.number",
            Self::Word => "store.syntax_error.found.word",
            Self::List => "store.syntax_error.found.list",
            Self::Record => "store.syntax_error.found.record",
            Self::Braces => "store.syntax_error.found.braces",
            Self::Sign => "store.syntax_error.found.sign",
        };
        locale.t(key).into_owned()
    }
}
