//! Names by which records refer to each other.

use std::{borrow::Borrow, cell::RefCell, collections::HashSet, fmt, sync::Arc};

use serde::{Deserialize, Deserializer, Serialize};

/// Why a text cannot be an id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "\"{0}\" cannot be an id; write one to 100 small letters, digits and hyphens, as in yokota-megumi"
)]
pub struct IdError(String);

/// Whether a text is a readable slug: letters (no capitals), digits, hyphens.
fn validate_slug(text: &str) -> Result<Arc<str>, IdError> {
    let fits = |c: char| c == '-' || (c.is_alphanumeric() && !c.is_uppercase());
    if !text.is_empty() && text.len() <= 100 && text.chars().all(fits) {
        Ok(text.into())
    } else {
        Err(IdError(text.to_owned()))
    }
}

thread_local! {
    /// Ids read on this thread.
    static INTERNED: RefCell<HashSet<Arc<str>>> = RefCell::default();
}

/// The same as [`slug`], for an id that is cited often: the register keeps it once.
fn intern_slug(text: &str) -> Result<Arc<str>, IdError> {
    INTERNED.with_borrow_mut(|met| {
        if let Some(id) = met.get(text) {
            return Ok(Arc::clone(id));
        }
        let id = validate_slug(text)?;
        met.insert(Arc::clone(&id));
        Ok(id)
    })
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, read by $read:ident) => {
        $(#[$doc])*
        ///
        /// A readable slug: letters (no capitals), digits and hyphens, 1 to 100 bytes.
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(transparent)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Reads an id.
            ///
            /// # Errors
            /// When the text is not a slug.
            pub fn new(text: &str) -> Result<Self, IdError> {
                validate_slug(text).map(Self)
            }

            /// The slug.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Visitor;
                impl serde::de::Visitor<'_> for Visitor {
                    type Value = $name;

                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        f.write_str("an id in quotation marks, as in \"yokota-megumi\"")
                    }

                    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<$name, E> {
                        $read(text).map($name).map_err(E::custom)
                    }
                }
                deserializer.deserialize_str(Visitor)
            }
        }
    };
}

id! {
    /// The id of a case: unique in its register, never reused.
    CaseId, read by validate_slug
}
id! {
    /// The id of a party.
    PartyId, read by intern_slug
}
id! {
    /// The id of a source.
    SourceId, read by intern_slug
}
