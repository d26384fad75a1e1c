use std::ops::Range;
use std::ptr::null_mut;

use tenon_sys as sys;

use super::{Folds, ScoreKind};
use crate::context::current;
use crate::error::call;
use crate::options::options;
use crate::raw::{blank, int32, not_empty, pointer};
use crate::{Model, PipelineOptions, Result, Table};

/// A number of a pipeline that can be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Tuned {
    /// Ridge penalty of the linear or logistic model.
    L2,
    /// Penalty of the elastic net; 0: none.
    Penalty,
    /// Share of the lasso in it.
    L1Ratio,
    /// -1: none, 0: standard, 1: min-max, 2: robust.
    Scaling,
    /// 0: mean, 1: median, 2: mode.
    Impute,
    /// 0: outliers are left alone.
    OutlierFactor,
}

/// Values of one number that are tried.
#[derive(Debug, Clone, PartialEq)]
pub struct TuneRange {
    parameter: Tuned,
    values: Vec<f64>,
    low: f64,
    high: f64,
    logarithmic: bool,
}

impl TuneRange {
    /// These ones.
    pub fn values(parameter: Tuned, values: impl Into<Vec<f64>>) -> TuneRange {
        TuneRange { parameter, values: values.into(), low: 0.0, high: 0.0, logarithmic: false }
    }

    /// Random draws, each as likely as any other; not for a grid.
    pub fn uniform(parameter: Tuned, range: Range<f64>) -> TuneRange {
        let Range { start, end } = range;
        TuneRange { parameter, values: Vec::new(), low: start, high: end, logarithmic: false }
    }

    /// Random draws by ratio, each order of magnitude as likely as any other; not for a grid.
    pub fn logarithmic(parameter: Tuned, range: Range<f64>) -> TuneRange {
        TuneRange { logarithmic: true, ..TuneRange::uniform(parameter, range) }
    }

    fn raw(&self) -> sys::tenon_tune_range {
        sys::tenon_tune_range {
            parameter: match self.parameter {
                Tuned::L2 => sys::TENON_TUNED_L2,
                Tuned::Penalty => sys::TENON_TUNED_PENALTY,
                Tuned::L1Ratio => sys::TENON_TUNED_L1_RATIO,
                Tuned::Scaling => sys::TENON_TUNED_SCALING,
                Tuned::Impute => sys::TENON_TUNED_IMPUTE,
                Tuned::OutlierFactor => sys::TENON_TUNED_OUTLIER_FACTOR,
            },
            values: pointer(not_empty(&self.values)),
            value_count: self.values.len() as i64,
            low: self.low,
            high: self.high,
            logarithmic: i32::from(self.logarithmic),
            ..blank()
        }
    }
}

/// In which order what is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum TuneMethod {
    /// Every combination of values.
    #[default]
    Grid,
    /// So many draws.
    Random {
        /// How many.
        trials: u32,
    },
    /// Trials on few records first; the best go on with more.
    Halving {
        /// How many begin.
        trials: u32,
        /// One in so many goes on, with so many times the records.
        survive: u32,
    },
}

options! {
    /// How options of a pipeline are chosen.
    pub struct TuneOptions {
        /// In which order what is tried.
        value method: TuneMethod = TuneMethod::Grid,
        /// What is tried.
        list ranges: TuneRange,
        /// What the choice is made by.
        value score: ScoreKind = ScoreKind::Automatic,
        /// Of the classes, for scores that need one.
        value threshold: f64 = 0.5,
        /// Of the draws.
        value seed: u64 = 42,
        /// Of halving: no round is tried on fewer training records; 0: ten for each coefficient there may
        /// be, and no fewer than 30.
        value least_records: u32 = 0,
    }
}

impl TuneOptions {
    pub(crate) fn lend<T>(
        &self,
        body: impl FnOnce(&sys::tenon_tune_options) -> Result<T>,
    ) -> Result<T> {
        let ranges: Vec<_> = self.ranges.iter().map(TuneRange::raw).collect();
        let (method, trials, survive) = match self.method {
            TuneMethod::Grid => (sys::TENON_TUNE_GRID, 0, 0),
            TuneMethod::Random { trials } => (sys::TENON_TUNE_RANDOM, trials, 0),
            TuneMethod::Halving { trials, survive } => (sys::TENON_TUNE_HALVING, trials, survive),
        };
        body(&sys::tenon_tune_options {
            method,
            ranges: ranges.as_ptr(),
            range_count: int32("ranges", ranges.len())?,
            trials: int32("trials", trials as usize)?,
            survive: int32("survive", survive as usize)?,
            score: self.score.raw(),
            threshold: self.threshold,
            seed: self.seed,
            least_records: i64::from(self.least_records),
            ..blank()
        })
    }
}

/// A choice that was made.
#[derive(Debug)]
#[non_exhaustive]
pub struct Choice {
    /// The pipeline of the best options, fitted on the whole table.
    pub model: Model,
    /// A record a trial: each parameter by name, `score`, `standard_error`, `share` (of the training
    /// records), `chosen` (1 for the best), `fault` (why it failed, else missing).
    pub trials: Table,
}

impl PipelineOptions {
    /// Chooses options by cross-validation. The score of the best of many is too good: see
    /// [`nested_validate`](PipelineOptions::nested_validate) for what to expect of it.
    ///
    /// ```
    /// use tenon::evaluate::{Folds, TuneOptions, TuneRange, Tuned};
    /// use tenon::{PipelineOptions, Table};
    ///
    /// let csv = (0..60).fold(String::from("x,y\n"), |csv, i| csv + &format!("{i},{}\n", i * 2 + i % 3));
    /// let log = Table::from_csv_text(&csv)?;
    /// let tuning = TuneOptions::new().ranges([TuneRange::values(Tuned::L2, [0.0, 1.0, 1e6])]);
    /// let choice =
    ///     PipelineOptions::linear("y").numeric(&["x"]).tune(&log, &Folds::new(), &tuning)?;
    /// assert_eq!(choice.trials.rows(), 3);
    /// assert_eq!(choice.trials.numbers("chosen")?[2], Some(0.0)); // too heavy a penalty
    /// # Ok::<(), tenon::Error>(())
    /// ```
    pub fn tune(&self, table: &Table, folds: &Folds, tuning: &TuneOptions) -> Result<Choice> {
        let (mut trials, mut best) = (null_mut(), null_mut());
        self.lend(|options| {
            folds.lend(|folds| {
                tuning.lend(|tuning| {
                    // SAFETY: everything borrowed lives for the call.
                    call(|err| unsafe {
                        sys::tenon_pipeline_tune(
                            current(),
                            table.raw(),
                            options,
                            folds,
                            tuning,
                            &mut trials,
                            &mut best,
                            err,
                        )
                    })
                })
            })
        })?;
        Ok(Choice { model: Model::owned(best)?, trials: Table::owned(trials)? })
    }
}
