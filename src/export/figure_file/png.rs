//! PNG of a figure, drawn from its SVG with the bundled font, so that it looks the same everywhere.

use std::sync::{Arc, LazyLock};

use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg::{
        Options, Tree,
        fontdb::{Database, Source},
    },
};

use crate::{export::error::ExportError, figure::FONT};

/// The font database, which holds only the bundled font and is read once.
static FONTS: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut fonts = Database::new();
    fonts.load_font_source(Source::Binary(Arc::new(FONT)));
    let family = fonts.faces().next().and_then(|face| face.families.first().cloned());
    if let Some((family, _)) = family {
        fonts.set_sans_serif_family(family);
    }
    Arc::new(fonts)
});

/// Draws an SVG at the size that it states.
pub(super) fn print(svg: &str) -> Result<Vec<u8>, ExportError> {
    let failed = |error: String| ExportError::Figure(error);
    let options = Options { fontdb: Arc::clone(&FONTS), ..Options::default() };
    let tree = Tree::from_str(svg, &options).map_err(|error| failed(error.to_string()))?;
    let size = tree.size().to_int_size();
    let dots = Pixmap::new(size.width(), size.height());
    let mut dots = dots.ok_or_else(|| failed(format!("{} × {}", size.width(), size.height())))?;
    resvg::render(&tree, Transform::identity(), &mut dots.as_mut());
    dots.encode_png().map_err(|error| failed(error.to_string()))
}
