//! The state that the parts of the window keep between frames.

use crate::ui::{
    form::record_form::Form,
    modals::{modal_stack::ModalStack, repair_texts::RepairTexts},
    pages::Pages,
    panels::{
        case_table::CaseTableState, filters::FiltersState, notices::NoticesPanel,
        read_only_banner::ReadOnlyBanner,
    },
    widgets::date_picker::DatePickerState,
};

/// The state that each part of the window keeps between frames.
#[derive(Default)]
pub struct UiState {
    pub search_text: String,
    pub wants_search_focus: bool,
    pub date_picker: DatePickerState,
    pub filters: FiltersState,
    pub case_table: CaseTableState,
    pub pages: Pages,
    pub form: Option<Form>,
    pub modals: ModalStack,
    pub repair_texts: RepairTexts,
    pub read_only_banner: Option<ReadOnlyBanner>,
    pub notices: NoticesPanel,
}
