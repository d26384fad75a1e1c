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
//!
//! # Where things are
//!
//! | for | see |
//! | --- | --- |
//! | tables, from files, readers, memory, Arrow and back | [`Table`], [`TableBuilder`], [`CsvReader`], [`JsonlReader`], [`ArrowStream`] |
//! | missing cells, outliers, duplicates | [`clean`] |
//! | new columns of old ones | [`features`] |
//! | models, of tables or arrays, at once or in parts | [`Model`], [`models`] |
//! | cleaning, features and a model as one value | [`PipelineOptions`], [`Model::pipeline`] |
//! | how good a model is, and which options make it better | [`evaluate`] |
//! | integer and linear programs | [`Problem`], [`Solution`], [`WarmLinear`], [`Sensitivity`] |
//! | why there is no plan, and what to loosen | [`Conflict`], [`Relaxation`] |
//! | plans of orders, and reports | [`OrderPlan`], [`Report`] |
//! | what a saved document is, intact or not | [`DocumentInfo`] |
//! | threads, memory, progress, log lines, cancelling | [`Context`] |
//!
//! # How it behaves
//!
//! * What is fitted, read or solved is immutable, and [`Send`] and [`Sync`]: any number of threads may
//!   score with one model without a lock. Builders, problems, partials and reports are only [`Send`].
//! * Nothing is printed, no thread is started and no signal is handled unless a [`Context`] asks for it.
//!   No result depends on the number of threads.
//! * Options are structs with documented defaults and a method a field. Missing cells are `None`; NaN is a
//!   number.
//! * No call panics on data. A panic of the host's own callbacks ends the call that made them and goes on
//!   in its caller.
#![deny(missing_docs)]
#![deny(unsafe_op_in_unsafe_fn)]

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

mod about;
mod arrow;
mod asof;
mod basis;
mod builder;
mod callbacks;
mod cancel;
mod certificate;
mod choices;
pub mod clean;
mod conflict;
mod constructs;
mod context;
mod counters;
mod csv;
mod edit;
mod error;
pub mod evaluate;
mod executor;
pub mod features;
mod inspect;
mod join;
mod jsonl;
mod lent;
mod memory;
mod model;
pub mod models;
mod options;
mod parts;
mod pipeline;
mod plan;
mod problem;
mod problem_data;
mod problem_files;
mod profile;
mod proofs;
mod random;
mod raw;
mod relaxation;
mod report;
mod rows;
mod sensitivity;
mod shape;
mod solution;
mod solve_options;
mod table;
mod warm;

pub use about::{abi_version, build_info, check_version};
pub use arrow::{ArrowBatch, ArrowColumn, ArrowStream, Bits, Texts, Values};
pub use asof::{AsofOptions, Nearest};
pub use basis::{Basis, BasisStatus};
pub use builder::{Cell, TableBuilder, Timestamp};
pub use callbacks::{Callbacks, NewRows, SolvePoint};
pub use cancel::Cancel;
pub use certificate::Certificate;
pub use choices::{BranchSide, Branching, NewPlans, PlanVerdict};
pub use clean::CleanPlan;
pub use conflict::{Conflict, ConflictMember, ConflictOptions};
pub use constructs::{Objective, PoolPlan};
pub use context::{Context, ContextBuilder, LogId, LogLevel, LogLine, Progress};
pub use counters::{PartEffort, Reduction, SimplexCounters, SimplexPhase, SolveCounters};
pub use csv::{
    CsvBatch, CsvColumn, CsvOptions, CsvReader, CsvSource, CsvWriteOptions, DateOrder, Encoding,
};
pub use edit::{ProblemFormat, Verdict};
pub use error::{Error, Result, Status};
pub use evaluate::Metrics;
pub use executor::Executor;

pub use features::{Feature, Scaling, WindowOptions};
pub use inspect::DocumentInfo;
pub use join::{Aggregate, JoinOptions};
pub use jsonl::{is_jsonl_file, JsonlOptions, JsonlReader, JsonlWriteOptions, NotFinite};
pub use lent::Lent;
pub use memory::SolveMemory;
pub use model::{Coefficient, Model};
pub use models::{LinearOptions, LogisticOptions};
pub use parts::{solve_parts, SolvePart};
pub use pipeline::{PipelineModel, PipelineOptions};
pub use plan::{OrderPlan, PlanOptions};
pub use problem::{ColumnType, Problem, Sense};
pub use problem_data::Entries;
pub use profile::Profile;
pub use proofs::{Farkas, InfeasibilityVerdict, LinearResiduals, RayVerdict};
pub use random::Random;
pub use relaxation::{Loosening, RelaxMeasure, RelaxOptions, Relaxation};
pub use report::{Language, Report};
pub use sensitivity::{BasisVariable, Part, Range, RangeEnd, Sensitivity};
pub use solution::{Outcome, Solution};
pub use solve_options::{LinearMethod, SolveOptions};
pub use table::{SplitOptions, Table, Type};
pub use warm::{WarmLimits, WarmLinear};

/// The version of the library that is linked.
pub fn version() -> &'static str {
    // SAFETY: the library returns a static, terminated ASCII text.
    unsafe { std::ffi::CStr::from_ptr(tenon_sys::tenon_version()) }.to_str().unwrap_or("")
}
