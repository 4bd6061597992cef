//! Colors of figures, by their meaning.

use crate::analysis::{position::Status, reconciliation::Segment};

/// A color by its meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ColorToken {
    /// Behind everything.
    Background,
    /// The background of text.
    Surface,
    /// The background of raised surfaces.
    Raised,
    /// Lines between things.
    Line,
    /// The frame of something.
    Frame,
    /// Text.
    Text,
    /// Text of less weight.
    MutedText,
    /// Links and selections.
    Accent,
    /// The background of a selection.
    Selection,
    /// Land on a map.
    Land,
    /// Water on a map.
    Sea,
    /// The first of the two parties compared.
    FirstParty,
    /// The second of them.
    SecondParty,
    /// A [segment](Segment) of a bar.
    Segment(Segment),
}

impl ColorToken {
    /// Returns the color of a status.
    pub fn for_status(status: Status) -> Self {
        Self::Segment(match status {
            Status::Returned => Segment::Returned,
            Status::ClaimedDead => Segment::ClaimedDead,
            Status::Unresolved => Segment::Open,
        })
    }

    /// Returns the color of the party on a side (0 or 1) of a comparison.
    pub fn for_party_side(side: usize) -> Self {
        if side == 0 { Self::FirstParty } else { Self::SecondParty }
    }

    /// Returns the red, green and blue value on paper, or in a dark window.
    pub const fn rgb(self, dark: bool) -> [u8; 3] {
        let (light, in_the_dark) = self.light_and_dark();
        let colour = if dark { in_the_dark } else { light };
        [(colour >> 16) as u8, (colour >> 8) as u8, colour as u8]
    }

    const fn light_and_dark(self) -> (u32, u32) {
        match self {
            Self::Background => (0xF4_F3_EF, 0x14_16_1A),
            Self::Surface => (0xFF_FF_FF, 0x1B_1E_23),
            Self::Raised => (0xEE_EC_E6, 0x2A_2E_35),
            Self::Line => (0xDD_DA_D2, 0x33_38_40),
            Self::Frame => (0x8C_88_7E, 0x7A_82_8E),
            Self::Text => (0x1D_1C_1A, 0xE9_E7_E2),
            Self::MutedText => (0x5A_57_50, 0xA9_AD_B5),
            Self::Accent => (0x1B_4F_A3, 0x8A_B8_F7),
            Self::Selection => (0xDD_E8_F8, 0x23_38_55),
            Self::Land => (0xEC_E8_DD, 0x2B_2F_36),
            Self::Sea => (0xF7_FA_FC, 0x17_1B_22),
            Self::FirstParty => (0x9A_3B_1E, 0xEE_9A_78),
            Self::SecondParty => (0x1B_4F_A3, 0x8A_B8_F7),
            Self::Segment(Segment::Returned) => (0x2F_7D_5B, 0x5E_B8_8C),
            Self::Segment(Segment::ClaimedDead) => (0x56_60_70, 0x93_9F_B0),
            Self::Segment(Segment::SaidAlive) => (0x6C_55_9C, 0xB3_9C_E0),
            Self::Segment(Segment::NeverEntered) => (0xB0_70_14, 0xDB_A5_48),
            Self::Segment(Segment::Open) => (0x8A_87_80, 0x7C_80_87),
        }
    }
}
