//! Decisions from production data, in-process: records become a table, a table becomes a model,
//! orders become a plan. A safe layer over the C interface of tenon.
//!
//! ```
//! use tenon::{LogisticOptions, Model, Table};
//!
//! let log = Table::from_csv_text("heat,status\n1.0,OK\n2.0,OK\n3.0,FAIL\n2.5,OK\n2.8,FAIL\n2.6,FAIL\n1.9,FAIL\n")?;
//! let model = Model::logistic(&log, &["heat"], "status", &LogisticOptions::positive("FAIL"))?;
//! let probability = model.score(&[2.9])?;
//! assert!(probability > 0.5);
//! # Ok::<(), tenon::Error>(())
//! ```
//!
//! Errors say what was wrong, where, and what to do:
//!
//! ```
//! let error = tenon::Table::from_csv_text("a,b\n1,2\n3\n").unwrap_err();
//! assert_eq!(error.line(), Some(3));
//! ```
#![deny(missing_docs)]

mod about;
mod arrow;
mod builder;
mod callbacks;
mod certificate;
mod clean_plan;
mod constructs;
mod context;
mod counters;
mod csv;
mod edit;
mod error;
mod explain;
mod feature;
mod join;
mod memory;
mod model;
mod parts;
mod pipeline;
mod plan;
mod problem;
mod random;
mod report;
mod rows;
mod sensitivity;
mod shape;
mod table;
mod warm;

pub use about::{build_info, check_version};
pub use arrow::{ArrowBatch, ArrowColumn, Bits, Texts, Values};
pub use builder::TableBuilder;
pub use callbacks::{Callbacks, NewRows, SolvePoint};
pub use certificate::Certificate;
pub use clean_plan::CleanPlan;
pub use constructs::{Objective, PoolPlan};
pub use context::{Cancel, Context, ContextBuilder, LogLevel, Progress};
pub use counters::{PartEffort, Reduction, SimplexCounters, SimplexPhase, SolveCounters};
pub use csv::{CsvOptions, CsvReader};
pub use edit::{ProblemFormat, Verdict};
pub use error::{Error, Result, Status};
pub use explain::{Conflict, Loosening, RelaxMeasure, RelaxOptions, Relaxation};
pub use feature::{Feature, Scaling, WindowOptions};
pub use join::Aggregate;
pub use memory::SolveMemory;
pub use model::{Coefficient, LinearOptions, LogisticOptions, Metrics, Model};
pub use parts::{solve_parts, SolvePart};
pub use pipeline::PipelineOptions;
pub use plan::{OrderPlan, PlanOptions};
pub use problem::{ColumnType, Outcome, Problem, Sense, Solution, SolveOptions};
pub use random::Random;
pub use report::{Language, Report};
pub use sensitivity::{BasisVariable, Part, Range, RangeEnd, Sensitivity};
pub use table::{SplitOptions, Table, Type};
pub use warm::{WarmLimits, WarmLinear};

/// The version of the library that is linked.
pub fn version() -> &'static str {
    // SAFETY: the library returns a static, terminated ASCII text.
    unsafe { std::ffi::CStr::from_ptr(tenon_sys::tenon_version()) }.to_str().unwrap_or("")
}
