//! Cleaning, features and a model as one value: fitted together, judged together, saved together.

mod fit;
mod options;
mod stream;

pub use options::{PipelineModel, PipelineOptions};
