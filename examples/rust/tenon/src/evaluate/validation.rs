use std::ptr::null_mut;

use tenon_sys as sys;

use super::{Folds, Metrics, ScoreKind, TuneOptions};
use crate::context::current;
use crate::error::call;
use crate::raw::blank;
use crate::{PipelineOptions, Result, Table};

/// How good a way of fitting is on records that it has not seen.
#[derive(Debug)]
#[non_exhaustive]
pub struct Validation {
    /// Of all predictions as one sample.
    pub pooled: Metrics,
    /// A record a split: `split`, `rows`, and the metrics by name.
    pub splits: Table,
    /// A record a prediction: `row`, `split`, `truth` (0 and 1 for a logistic pipeline), `predicted`.
    pub predictions: Table,
}

fn validation(
    body: impl FnOnce(
        *mut sys::tenon_metrics,
        *mut *mut sys::tenon_table,
        *mut *mut sys::tenon_table,
        *mut sys::tenon_error,
    ) -> sys::tenon_status,
) -> Result<Validation> {
    let (mut pooled, mut splits, mut predictions) = (blank(), null_mut(), null_mut());
    call(|err| body(&mut pooled, &mut splits, &mut predictions, err))?;
    Ok(Validation {
        pooled: Metrics::from_raw(&pooled),
        splits: Table::owned(splits)?,
        predictions: Table::owned(predictions)?,
    })
}

impl PipelineOptions {
    /// Fits the whole pipeline on the training records of every split, steps included, and judges it on
    /// those left out.
    ///
    /// ```
    /// use tenon::evaluate::Folds;
    /// use tenon::{PipelineOptions, Table};
    ///
    /// let csv = (0..60).fold(String::from("x,y\n"), |csv, i| csv + &format!("{i},{}\n", i * 2 + i % 3));
    /// let log = Table::from_csv_text(&csv)?;
    /// let pipeline = PipelineOptions::linear("y").numeric(&["x"]);
    /// let told = pipeline.cross_validate(&log, &Folds::new().folds(4))?;
    /// assert!(told.pooled.r2 > 0.99);
    /// assert_eq!((told.splits.rows(), told.predictions.rows()), (4, 60));
    /// # Ok::<(), tenon::Error>(())
    /// ```
    ///
    /// Errors: as [`Model::pipeline`](crate::Model::pipeline), with the split in front.
    pub fn cross_validate(&self, table: &Table, folds: &Folds) -> Result<Validation> {
        self.cross_validate_at(table, folds, 0.5)
    }

    /// The same, with classes by another probability threshold than 0.5.
    pub fn cross_validate_at(
        &self,
        table: &Table,
        folds: &Folds,
        threshold: f64,
    ) -> Result<Validation> {
        self.lend(|options| {
            folds.lend(|folds| {
                // SAFETY: everything borrowed lives for the call, here and below.
                validation(|pooled, splits, predictions, err| unsafe {
                    sys::tenon_pipeline_cross_validate(
                        current(),
                        table.raw(),
                        options,
                        folds,
                        threshold,
                        pooled,
                        splits,
                        predictions,
                        err,
                    )
                })
            })
        })
    }

    /// What to expect of [`tune`](PipelineOptions::tune): the choice is made anew inside the training
    /// records of each outer split, and judged on those left out.
    pub fn nested_validate(
        &self,
        table: &Table,
        outer: &Folds,
        inner: &Folds,
        tuning: &TuneOptions,
    ) -> Result<Validation> {
        self.lend(|options| {
            outer.lend(|outer| {
                inner.lend(|inner| {
                    tuning.lend(|tuning| {
                        validation(|pooled, splits, predictions, err| unsafe {
                            sys::tenon_pipeline_nested_validate(
                                current(),
                                table.raw(),
                                options,
                                outer,
                                inner,
                                tuning,
                                pooled,
                                splits,
                                predictions,
                                err,
                            )
                        })
                    })
                })
            })
        })
    }

    /// Would more records help? A record for each of the shares, in (0, 1], of the training records:
    /// `share`, `rows`, `training` (score on the records fitted on), `test` (on those left out),
    /// `test_error`.
    pub fn learning_curve(
        &self,
        table: &Table,
        folds: &Folds,
        shares: &[f64],
        score: ScoreKind,
        seed: u64,
    ) -> Result<Table> {
        self.lend(|options| {
            folds.lend(|folds| {
                Table::make(|out, err| unsafe {
                    sys::tenon_pipeline_learning_curve(
                        current(),
                        table.raw(),
                        options,
                        folds,
                        shares.as_ptr(),
                        shares.len() as i64,
                        score.raw(),
                        seed,
                        out,
                        err,
                    )
                })
            })
        })
    }
}
