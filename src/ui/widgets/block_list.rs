//! A list of blocks of different heights, of which only those near sight are laid out.

use egui::{Id, Ui, UiBuilder};

/// The length up to which every block of a list is laid out, so that the Tab key and assistive
/// technology reach each.
const MAX_LAID_OUT: usize = 64;

/// The heights of the blocks of a list, and the block with the keyboard focus, from one frame to the
/// next.
#[derive(Clone, Debug, Default)]
struct BlockHeights {
    /// The height of each block with the space after it, in points: as last drawn, or as estimated.
    heights: Vec<f32>,
    focused: Option<usize>,
}

/// A list of blocks of different heights inside a scroll area.
///
/// Of a long list only the blocks near sight are laid out, so that drawing it takes no more than an
/// addition for each of the others. The block with the keyboard focus is laid out wherever it is.
pub(crate) struct BlockList {
    /// The id of the list within the `ui` it is drawn into.
    pub id_salt: &'static str,
    /// The number of blocks.
    pub len: usize,
    /// The height of a block that was never in sight, in points.
    pub estimated_height: f32,
    /// A block that is laid out even out of sight, as where it takes the keyboard focus.
    pub needed: Option<usize>,
}

impl BlockList {
    /// Draws the list; `draw` draws the block at an index.
    pub fn ui(self, ui: &mut Ui, mut draw: impl FnMut(&mut Ui, usize)) {
        // One child, so that the ids of what follows do not depend on the blocks in sight.
        ui.push_id(self.id_salt, |ui| {
            if self.len <= MAX_LAID_OUT {
                (0..self.len).for_each(|at| draw(ui, at));
            } else {
                // Not the same for two lists with one salt.
                let id = ui.unique_id();
                self.blocks_near_sight(ui, id, &mut draw);
            }
        });
    }

    fn blocks_near_sight(&self, ui: &mut Ui, id: Id, draw: &mut dyn FnMut(&mut Ui, usize)) {
        let known = ui.data_mut(|data| data.remove_temp::<BlockHeights>(id));
        let mut known = known.unwrap_or_default();
        known.heights.resize(self.len, self.estimated_height);
        let sight = ui.clip_rect().y_range();
        let near = sight.expand(sight.span());
        let was_focused = known.focused.take();
        let mut skipped = 0.0;
        for at in 0..self.len {
            let (top, height) = (ui.cursor().top() + skipped, known.heights[at]);
            let is_near = top <= near.max && top + height >= near.min;
            if !is_near && was_focused != Some(at) && self.needed != Some(at) {
                skipped += height;
                continue;
            }
            ui.add_space(std::mem::take(&mut skipped));
            let top = ui.cursor().top();
            // The ids of the widgets do not depend on the blocks drawn before this one.
            let builder = UiBuilder::new().scope_id(id.with(at));
            ui.scope_builder(builder, |ui| draw(ui, at));
            let bottom = ui.cursor().top();
            known.heights[at] = bottom - top;
            let focused = ui.memory(|memory| memory.focused());
            let response = focused.and_then(|id| ui.ctx().read_response(id));
            if response.is_some_and(|it| (top..bottom).contains(&it.rect.center().y)) {
                known.focused = Some(at);
            }
        }
        ui.add_space(skipped);
        ui.data_mut(|data| data.insert_temp(id, known));
    }
}
