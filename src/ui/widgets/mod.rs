//! Widgets that several parts of the window draw.

pub(crate) mod text;
pub(crate) mod text_field;
pub(crate) mod buttons;
pub(crate) mod swatches;
pub(crate) mod level_icon;
pub(crate) mod command_icon;
pub(crate) mod figure_painter;
pub mod virtual_list;
pub(crate) mod block_list;
pub(crate) mod long_text;
pub(crate) mod list_item;
pub(crate) mod split_pane;
pub(crate) mod area_chip;
pub(crate) mod caption;
pub(crate) mod date_picker;
pub(crate) mod citation_menu;
pub(crate) mod source_address;
pub(crate) mod source_list;
pub(crate) mod choice_cards;
pub(crate) mod difference_list;
pub(crate) mod reason_field;
pub(crate) mod line_numbered_editor;
