//! The text of a merged register, with the comments and the layout of both sides.
//!
//! Each fragment of the text is that of the side that changed it; where both did, their lines are
//! merged. A record that cannot be merged so is printed canonically, with the comments of both.
//! What cannot be kept is returned as a loss, and comments without a place go to the end.

mod fragment;
mod pieces;
pub mod text_loss;
mod text_version;

use std::{borrow::Cow, collections::HashMap};

use crate::{
    register::Register,
    store::{
        ron::{
            conflict_markers::{MarkerStyle, TextPiece, join_pieces, print_with_conflict_markers},
            line_ends::{LineEnds, unify_line_ends},
            parse::parse,
        },
        source_text::merged_text::{
            fragment::{count_comments, lost_comments},
            pieces::PieceBuilder,
            text_loss::TextLoss,
            text_version::SplitVersion,
        },
    },
};

/// The mark of UTF-8 at the start of a text.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// A version of a register with its text.
#[derive(Clone, Copy, Debug)]
pub struct TextVersion<'a> {
    /// The records, all of them read from the text.
    pub register: &'a Register,
    /// The text.
    pub text: &'a str,
}

/// The text of a merged register.
#[derive(Clone, Debug)]
pub struct MergedText {
    /// The text, with markers where the sides conflict.
    pub text: String,
    /// The parts that could not be kept where they were.
    pub losses: Vec<TextLoss>,
}

/// Three versions of a register with their texts.
#[derive(Clone, Copy, Debug)]
pub struct TextMerge<'a> {
    /// The common base; `None` if both sides created the register.
    pub base: Option<TextVersion<'a>>,
    /// Our side.
    pub ours: TextVersion<'a>,
    /// Their side.
    pub theirs: TextVersion<'a>,
}

impl TextMerge<'_> {
    /// Returns the text of the merged register, which has no conflict.
    pub fn merge(&self, register: &Register) -> MergedText {
        let base = self.base.map(|base| base.text);
        let unchanged = match base {
            Some(base) if base == self.ours.text => Some(self.theirs),
            Some(base) if base == self.theirs.text => Some(self.ours),
            _ => None,
        };
        if let Some(side) = unchanged.filter(|side| side.register == register) {
            return MergedText { text: side.text.to_owned(), losses: Vec::new() };
        }
        let unified = UnifiedMerge::new(self);
        let ([version], losses) = unified.build([(register, register)]);
        let text = unified.line_ends.restore(&version.text).into_owned();
        MergedText { text: unified.byte_order_mark().to_owned() + &text, losses }
    }

    /// Returns the text of a merged register with its conflicts between markers: `ours` has our
    /// value in each conflict, `theirs` has theirs.
    pub fn mark_conflicts(
        &self,
        ours: &Register,
        theirs: &Register,
        style: &MarkerStyle,
    ) -> MergedText {
        let unified = UnifiedMerge::new(self);
        let (versions, losses) = unified.build([(ours, theirs), (theirs, ours)]);
        let [ours, theirs] = versions.map(|version| {
            let restored = version.pieces.into_iter().map(|piece| TextPiece {
                text: unified.line_ends.restore(&piece.text).into_owned(),
                ..piece
            });
            restored.collect::<Vec<_>>()
        });
        let line_end = unified.line_ends.default.as_str();
        let marked = print_with_conflict_markers(&ours, &theirs, style, line_end);
        MergedText { text: unified.byte_order_mark().to_owned() + &marked, losses }
    }
}

/// Three versions of a text whose lines all end with `\n`, and the ends that they have in the
/// merged text.
struct UnifiedMerge<'a> {
    registers: [Option<&'a Register>; 3],
    texts: [Option<Cow<'a, str>>; 3],
    line_ends: LineEnds,
    has_byte_order_mark: bool,
}

impl<'a> UnifiedMerge<'a> {
    fn new(TextMerge { base, ours, theirs }: &TextMerge<'a>) -> Self {
        let versions = [*base, Some(*ours), Some(*theirs)];
        let texts = versions.map(|version| version.map(|version| version.text));
        let marks = texts.map(|text| text.is_some_and(|text| text.starts_with(BYTE_ORDER_MARK)));
        let ends = texts.map(|text| text.map(LineEnds::of));
        let [base_ends, our_ends, their_ends] = ends;
        let line_ends = if our_ends == base_ends { their_ends } else { our_ends };
        let unify =
            |text: &'a str| unify_line_ends(text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text));
        Self {
            registers: versions.map(|version| version.map(|version| version.register)),
            texts: texts.map(|text| text.map(unify)),
            line_ends: line_ends.unwrap_or_default(),
            has_byte_order_mark: if marks[0] == marks[1] { marks[2] } else { marks[1] },
        }
    }

    /// Returns the mark of UTF-8, if the merged text starts with it.
    fn byte_order_mark(&self) -> &'static str {
        if self.has_byte_order_mark { BYTE_ORDER_MARK } else { "" }
    }

    /// Returns the text of each register, which is marked beside the other of its pair, and what
    /// could not be kept. A register without conflict is paired with itself.
    fn build<const N: usize>(
        &self,
        registers: [(&Register, &Register); N],
    ) -> ([PrintedVersion; N], Vec<TextLoss>) {
        let split = |at: usize| {
            let (register, text) = (self.registers[at]?, self.texts[at].as_deref()?);
            SplitVersion::new(register, text)
        };
        let versions: [_; 3] = std::array::from_fn(split);
        let versions = versions.each_ref().map(Option::as_ref);
        let [_, ours, theirs] = versions;
        let mut losses = Vec::new();
        let build = |versions, losses: &mut Vec<TextLoss>| {
            registers.map(|(register, other)| {
                let mut builder = PieceBuilder { versions, register, other, losses: Vec::new() };
                let version = PrintedVersion::new(builder.build());
                builder.losses.retain(|loss| !losses.contains(loss));
                losses.append(&mut builder.losses);
                version
            })
        };
        let mut printed = build(versions, &mut losses);
        let is_read_back = printed.iter().zip(registers).all(|(version, (register, _))| {
            parse(&version.text).is_ok_and(|read| read.register == *register)
        });
        if !is_read_back || ours.is_none() || theirs.is_none() {
            losses = vec![TextLoss::WholeLayout];
        }
        if !is_read_back {
            printed = build([None; 3], &mut losses);
        }
        let lost = self.lost_comments(&printed);
        for version in &mut printed {
            version.push_comments(&lost);
        }
        losses.extend(lost.into_iter().map(TextLoss::CommentAtEnd));
        (printed, losses)
    }

    /// Returns the comments that the printed versions lack.
    fn lost_comments(&self, printed: &[PrintedVersion]) -> Vec<String> {
        let mut found = HashMap::new();
        for version in printed {
            for (comment, count) in count_comments(&version.text) {
                let found = found.entry(comment).or_default();
                *found = count.max(*found);
            }
        }
        let [base, ours, theirs] = self.texts.each_ref().map(Option::as_deref);
        lost_comments(base, ours.unwrap_or_default(), theirs.unwrap_or_default(), &found)
    }
}

/// The text of a merged register, whole and in pieces.
struct PrintedVersion {
    pieces: Vec<TextPiece>,
    text: String,
}

impl PrintedVersion {
    fn new(pieces: Vec<TextPiece>) -> Self {
        Self { text: join_pieces(&pieces), pieces }
    }

    /// Adds comments after the end of the register.
    fn push_comments(&mut self, comments: &[String]) {
        let Some(closing) = self.pieces.last_mut() else { return };
        for comment in comments {
            for text in [&mut self.text, &mut closing.text] {
                let line_end = if text.ends_with('\n') { "" } else { "\n" };
                text.extend([line_end, comment, "\n"]);
            }
        }
    }
}
