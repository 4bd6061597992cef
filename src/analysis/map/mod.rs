//! The map of where people were taken: the projection, what of the world is seen, which cases come
//! together in a mark, and the land behind them.

pub mod geo_bounds;
pub mod clusters;
pub(crate) mod world_map;
mod clustering;
pub mod projection;
pub mod region;
pub mod viewport;

/// How far the coordinates of a register may be off, in degrees of latitude: they are rough.
pub const COORDINATE_UNCERTAINTY: f64 = 0.1;
