//! The map of the abductions: projection, viewport, clusters of cases, and the world map.

pub mod geo_bounds;
pub mod clusters;
pub(crate) mod world_map;
mod clustering;
pub mod projection;
pub mod region;
pub mod viewport;

/// The uncertainty of the coordinates of a register, in degrees of latitude.
pub const COORDINATE_UNCERTAINTY: f64 = 0.1;
