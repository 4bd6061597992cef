//! The sign between two cells of a CSV file.

/// The sign between two cells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CsvSeparator {
    /// `,`, as in RFC 4180.
    #[default]
    Comma,
    /// `;`, which spreadsheets expect where numbers have a decimal comma.
    Semicolon,
    /// A tab.
    Tab,
}

impl CsvSeparator {
    /// Every separator, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Comma, Self::Semicolon, Self::Tab];

    /// Returns the name on the command line.
    pub fn key(self) -> &'static str {
        match self {
            Self::Comma => "comma",
            Self::Semicolon => "semicolon",
            Self::Tab => "tab",
        }
    }

    /// Returns the sign.
    pub(super) fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
        }
    }
}
