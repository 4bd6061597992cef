//! The theme of the window: colours, spacing and type scale.
//!
//! Each colour has one meaning, and no meaning is shown by colour alone: a word or an icon goes
//! with it.

use std::sync::Arc;

use egui::{
    Color32, CornerRadius, FontFamily, FontId, Margin, Shadow, Stroke, Style, TextStyle, Theme,
    Vec2, Visuals,
};

use crate::{
    analysis::{position::Status, reconciliation::Segment},
    figure::color::ColorToken,
};

/// The unit of the spacing grid, in points; every distance is a multiple of half of it.
pub const SPACE: f32 = 8.0;

/// The height of a table row, in points.
pub const TABLE_ROW_HEIGHT: f32 = 28.0;

/// The width below which the side panels of the window are narrower and the filters are closed at
/// first, in points.
pub const NARROW_WINDOW_WIDTH: f32 = SPACE * 140.0;

/// A role of the type scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Captions, labels and the status bar.
    Caption,
    /// Body text.
    Body,
    /// Headings of sections.
    Section,
    /// Titles of pages and names of people.
    Title,
    /// Counts of the summary.
    LargeNumber,
}

impl Role {
    const ALL: [Self; 5] =
        [Self::Caption, Self::Body, Self::Section, Self::Title, Self::LargeNumber];

    /// Returns the font size in points.
    pub const fn size(self) -> f32 {
        match self {
            Self::Caption => 12.0,
            Self::Body => 14.0,
            Self::Section => 15.0,
            Self::Title => 20.0,
            Self::LargeNumber => 28.0,
        }
    }

    /// Returns the text style of egui that the role is registered as.
    pub fn style(self) -> TextStyle {
        match self {
            Self::Caption => TextStyle::Small,
            Self::Body => TextStyle::Body,
            Self::Section => TextStyle::Name("section".into()),
            Self::Title => TextStyle::Heading,
            Self::LargeNumber => TextStyle::Name("figure".into()),
        }
    }

    /// Returns the font.
    pub fn font(self) -> FontId {
        FontId::new(self.size(), FontFamily::Proportional)
    }
}

/// The colours of a theme.
#[derive(Clone, Copy, Debug)]
pub struct Palette {
    /// The background of the window.
    pub background: Color32,
    /// The background of tables, details and forms.
    pub surface: Color32,
    /// The background of hovered rows and of buttons.
    pub raised: Color32,
    /// Separator lines.
    pub line: Color32,
    /// The frames of fields and buttons.
    pub frame: Color32,
    /// Primary text.
    pub text: Color32,
    /// Secondary text.
    pub weak: Color32,
    /// Links, the keyboard focus and selected values.
    pub accent: Color32,
    /// Text on the accent or the error colour.
    pub on_accent: Color32,
    /// The background of selected rows.
    pub selection: Color32,
    /// Errors.
    pub error: Color32,
    /// Warnings.
    pub warning: Color32,
    /// Success.
    pub success: Color32,
    is_dark: bool,
}

const LIGHT: Palette = Palette {
    on_accent: Color32::from_rgb(0xFF, 0xFF, 0xFF),
    error: Color32::from_rgb(0xA8, 0x1F, 0x1A),
    warning: Color32::from_rgb(0x86, 0x4B, 0x00),
    success: Color32::from_rgb(0x1F, 0x6B, 0x45),
    ..shared_colors(false)
};

const DARK: Palette = Palette {
    on_accent: Color32::from_rgb(0x0E, 0x1A, 0x2C),
    error: Color32::from_rgb(0xF3, 0x92, 0x89),
    warning: Color32::from_rgb(0xE5, 0xB0, 0x5C),
    success: Color32::from_rgb(0x78, 0xCB, 0x9F),
    ..shared_colors(true)
};

/// Returns the colour of a token that figures share with the window.
pub const fn token_color(color: ColorToken, is_dark: bool) -> Color32 {
    let [red, green, blue] = color.rgb(is_dark);
    Color32::from_rgb(red, green, blue)
}

/// Returns a palette with the colours that figures share with the window.
const fn shared_colors(is_dark: bool) -> Palette {
    Palette {
        background: token_color(ColorToken::Background, is_dark),
        surface: token_color(ColorToken::Surface, is_dark),
        raised: token_color(ColorToken::Raised, is_dark),
        line: token_color(ColorToken::Line, is_dark),
        frame: token_color(ColorToken::Frame, is_dark),
        text: token_color(ColorToken::Text, is_dark),
        weak: token_color(ColorToken::MutedText, is_dark),
        accent: token_color(ColorToken::Accent, is_dark),
        on_accent: Color32::TRANSPARENT,
        selection: token_color(ColorToken::Selection, is_dark),
        error: Color32::TRANSPARENT,
        warning: Color32::TRANSPARENT,
        success: Color32::TRANSPARENT,
        is_dark,
    }
}

impl Palette {
    /// Returns the palette of the theme that `ui` is drawn in.
    pub fn of(ui: &egui::Ui) -> Self {
        Self::for_theme(ui.visuals().dark_mode)
    }

    /// Returns the palette of the dark or the light theme.
    pub fn for_theme(is_dark: bool) -> Self {
        if is_dark { DARK } else { LIGHT }
    }

    /// Returns the colour of a token that figures share with the window.
    pub fn color(&self, ink: ColorToken) -> Color32 {
        token_color(ink, self.is_dark)
    }

    /// Returns the colour of a segment of the summary's bars.
    pub fn segment(&self, segment: Segment) -> Color32 {
        self.color(ColorToken::Segment(segment))
    }

    /// Returns the colour of a status.
    pub fn status(&self, status: Status) -> Color32 {
        self.color(ColorToken::for_status(status))
    }

    /// Returns every colour of text with every background that it is drawn on.
    #[cfg(test)]
    pub fn text_contrast_pairs(&self) -> Vec<(Color32, Color32)> {
        let backgrounds = [self.background, self.surface, self.raised, self.selection];
        let colors = [self.text, self.weak, self.accent, self.error, self.warning, self.success];
        let plain =
            backgrounds.into_iter().flat_map(|background| colors.map(|color| (color, background)));
        plain.chain([(self.on_accent, self.accent), (self.on_accent, self.error)]).collect()
    }

    /// Returns every colour of a shape that carries a meaning, with every background that it is
    /// drawn on.
    #[cfg(test)]
    pub fn shape_contrast_pairs(&self) -> Vec<(Color32, Color32)> {
        let segments = Segment::ALL.map(|segment| self.segment(segment));
        let sides = [0, 1].map(|side| self.color(ColorToken::for_party_side(side)));
        let colors = segments.into_iter().chain(sides).chain([self.frame, self.accent]);
        colors.flat_map(|color| [(color, self.background), (color, self.surface)]).collect()
    }
}

/// Installs the light and the dark theme.
pub fn install(ctx: &egui::Context) {
    ctx.set_style_of(Theme::Light, theme_style(false));
    ctx.set_style_of(Theme::Dark, theme_style(true));
}

fn theme_style(is_dark: bool) -> Arc<Style> {
    let mut style = Style { visuals: theme_visuals(is_dark), ..Style::default() };
    for role in Role::ALL {
        style.text_styles.insert(role.style(), role.font());
    }
    style.text_styles.insert(TextStyle::Button, Role::Body.font());
    style.text_styles.insert(TextStyle::Monospace, FontId::new(13.0, FontFamily::Monospace));
    let spacing = &mut style.spacing;
    spacing.item_spacing = Vec2::new(SPACE, SPACE);
    spacing.button_padding = Vec2::new(SPACE * 1.25, SPACE / 2.0);
    spacing.interact_size = Vec2::new(SPACE * 4.0, SPACE * 3.5);
    spacing.menu_margin = Margin::same(6);
    spacing.window_margin = Margin::same(20);
    spacing.icon_width = 16.0;
    spacing.icon_width_inner = 10.0;
    spacing.combo_width = 120.0;
    spacing.scroll.floating = true;
    style.interaction.selectable_labels = false;
    style.animation_time = 0.0;
    style.scroll_animation = egui::style::ScrollAnimation::none();
    style.url_in_tooltip = true;
    Arc::new(style)
}

fn theme_visuals(is_dark: bool) -> Visuals {
    let palette = Palette::for_theme(is_dark);
    let mut visuals = if is_dark { Visuals::dark() } else { Visuals::light() };
    let radius = CornerRadius::same(5);
    let widgets = &mut visuals.widgets;
    for (state, fill, frame, color) in [
        (&mut widgets.noninteractive, palette.surface, palette.line, palette.text),
        (&mut widgets.inactive, palette.raised, palette.frame, palette.text),
        (&mut widgets.hovered, palette.selection, palette.accent, palette.text),
        (&mut widgets.active, palette.selection, palette.accent, palette.text),
        (&mut widgets.open, palette.selection, palette.accent, palette.text),
    ] {
        state.bg_fill = fill;
        state.weak_bg_fill = fill;
        state.bg_stroke = Stroke::new(1.0, frame);
        state.fg_stroke = Stroke::new(1.0, color);
        state.corner_radius = radius;
        state.expansion = 0.0;
    }
    // The frame of the keyboard focus is twice as wide as any other.
    widgets.active.bg_stroke = Stroke::new(2.0, palette.accent);
    visuals.selection.bg_fill = palette.selection;
    visuals.selection.stroke = Stroke::new(2.0, palette.accent);
    visuals.hyperlink_color = palette.accent;
    visuals.weak_text_color = Some(palette.weak);
    visuals.warn_fg_color = palette.warning;
    visuals.error_fg_color = palette.error;
    visuals.panel_fill = palette.background;
    visuals.window_fill = palette.surface;
    visuals.window_stroke = Stroke::new(1.0, palette.line);
    visuals.window_corner_radius = CornerRadius::same(10);
    visuals.menu_corner_radius = CornerRadius::same(8);
    visuals.extreme_bg_color = palette.surface;
    visuals.text_edit_bg_color = Some(palette.surface);
    visuals.faint_bg_color = palette.background;
    visuals.code_bg_color = palette.raised;
    visuals.striped = false;
    // A blinking cursor would draw the idle window twice a second.
    visuals.text_cursor.blink = false;
    visuals.popup_shadow =
        Shadow { offset: [0, 4], blur: 16, spread: 0, color: shadow_color(is_dark) };
    visuals.window_shadow =
        Shadow { offset: [0, 8], blur: 32, spread: 0, color: shadow_color(is_dark) };
    visuals
}

fn shadow_color(is_dark: bool) -> Color32 {
    Color32::from_black_alpha(if is_dark { 120 } else { 40 })
}

#[cfg(test)]
mod tests {
    use super::{DARK, LIGHT};

    /// Returns the contrast ratio of two colours by WCAG 2.2, from 1 to 21.
    fn contrast(a: egui::Color32, b: egui::Color32) -> f32 {
        let luminance = |colour: egui::Color32| {
            let [r, g, b] = [colour.r(), colour.g(), colour.b()].map(|channel| {
                let channel = f32::from(channel) / 255.0;
                if channel <= 0.04045 {
                    channel / 12.92
                } else {
                    ((channel + 0.055) / 1.055).powf(2.4)
                }
            });
            0.2126 * r + 0.7152 * g + 0.0722 * b
        };
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn text_can_be_read_in_both_themes() {
        for (name, palette) in [("light", LIGHT), ("dark", DARK)] {
            for (color, background) in palette.text_contrast_pairs() {
                let contrast = contrast(color, background);
                assert!(contrast >= 4.5, "{name}: {color:?} on {background:?} has {contrast:.2}");
            }
        }
    }

    #[test]
    fn shapes_can_be_told_from_their_ground() {
        for (name, palette) in [("light", LIGHT), ("dark", DARK)] {
            for (color, background) in palette.shape_contrast_pairs() {
                let contrast = contrast(color, background);
                assert!(contrast >= 3.0, "{name}: {color:?} on {background:?} has {contrast:.2}");
            }
        }
    }
}
