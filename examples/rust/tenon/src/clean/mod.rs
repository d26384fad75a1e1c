//! Missing cells, outliers and duplicates, one by one or as a plan of many steps.

mod duplicates;
mod file;
mod fill;
mod outliers;
mod plan;

pub use duplicates::Keep;
pub use file::CleanedFile;
pub use fill::{Fill, ImputeOptions, Imputer};
pub use outliers::{OutlierAction, OutlierFilter, OutlierOptions, OutlierRule};
pub use plan::CleanPlan;
