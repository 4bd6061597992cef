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

pub use area::{GeoBounds, describe_geo_bounds};
pub use gather::{Cluster, ClusterIndex};
pub use land::{MapPolygon, MapPolyline, WorldMap, world_map};
pub use projection::{MapPoint, MapRect, project, unproject};
pub use region::Region;
pub use said::{ClusterLabel, names_label};
pub use sight::{CLUSTER_STEPS, Viewport};

/// How far the coordinates of a register may be off, in degrees of latitude: they are rough.
pub const COORDINATE_UNCERTAINTY: f64 = 0.1;
