//! The map of where people were taken: the projection, what of the world is seen, which cases come
//! together in a mark, and the land behind them.

mod area;
mod gather;
mod land;
mod merge;
mod projection;
mod region;
mod said;
mod sight;

pub use area::{Area, area_words};
pub use gather::{Gathering, Mark};
pub use land::{Land, Stretch, World, world};
pub use projection::{Flat, Part, flat, on_earth};
pub use region::Region;
pub use said::{Said, names_words};
pub use sight::{STEPS, Sight};

/// How far the coordinates of a register may be off, in degrees of latitude: they are rough.
pub const ROUGH: f64 = 0.1;
