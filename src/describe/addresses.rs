//! Sentences about addresses of sources.

use crate::{
    Locale,
    model::{
        characters::{character_label, visible_line},
        web_address::AddressRefusal,
    },
};

/// Describes why an address is shown as text and not opened.
pub fn describe_address_refusal(locale: Locale, refusal: &AddressRefusal) -> String {
    match refusal {
        AddressRefusal::Empty => locale.t("source.no_address").into_owned(),
        AddressRefusal::UnfitCharacter(c) => {
            let character = match c.is_ascii_graphic() {
                true => c.to_string(),
                false => character_label(*c),
            };
            locale.t_with("source.address_refused.character", &[("character", &character)])
        }
        AddressRefusal::OtherScheme(scheme) => {
            let scheme = visible_line(scheme);
            locale.t_with("source.address_refused.scheme", &[("scheme", &scheme)])
        }
        AddressRefusal::Relative => locale.t("source.address_refused.relative").into_owned(),
        AddressRefusal::Malformed => locale.t("source.address_refused.malformed").into_owned(),
    }
}
