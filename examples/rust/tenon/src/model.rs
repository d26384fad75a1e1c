use std::path::Path;
use std::ptr::null_mut;

use tenon_sys as sys;

use crate::context::current;
use crate::error::{c_text, call, text, Names};
use crate::raw::{blank, c_path, handle};
use crate::{Error, LinearOptions, LogisticOptions, Result, Table};

/// One coefficient, in the units of its feature.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Coefficient {
    /// The feature, or "(intercept)".
    pub name: String,
    /// The estimate; 0 if `dropped`.
    pub estimate: f64,
    /// Its standard error; NaN where it does not exist, as all below.
    pub standard_error: f64,
    /// t of least squares, else z.
    pub statistic: f64,
    /// Two-sided.
    pub p_value: f64,
    /// Confidence interval.
    pub interval: (f64, f64),
    /// Estimate * sd of the feature / sd of the target; of least squares.
    pub standardized: f64,
    /// Variance inflation: 1 / (1 - R2 of this feature on the others); of least squares.
    pub vif: f64,
    /// It follows from other features and was left out.
    pub dropped: bool,
}

handle! {
    /// A fitted model with the steps before it. Immutable; any number of threads may score with it.
    Model, sys::tenon_model, sys::tenon_model_free, shared
}

// A number a record, filled in by the library.
fn scores_of(
    table: &Table,
    fill: impl FnOnce(*mut f64, i64, *mut sys::tenon_error) -> sys::tenon_status,
) -> Result<Vec<f64>> {
    let mut scores = vec![0.0; table.rows()];
    call(|err| fill(scores.as_mut_ptr(), scores.len() as i64, err))?;
    Ok(scores)
}

impl Model {
    /// P(target = positive label) = sigma(b0 + b'x), by maximum likelihood.
    ///
    /// Errors: a feature or the target that is not there or of another type; a missing cell, with its
    /// place; a target of one class. Records without a target are left out.
    pub fn logistic(
        table: &Table,
        features: &[&str],
        target: &str,
        options: &LogisticOptions,
    ) -> Result<Model> {
        let features = Names::new("features", features)?;
        let target = c_text("target", target)?;
        options.lend(|raw| {
            // SAFETY: everything borrowed lives for the call.
            Model::make(|out, err| unsafe {
                sys::tenon_logistic_fit(
                    current(),
                    table.raw(),
                    features.pointer(),
                    features.count(),
                    target.as_ptr(),
                    raw,
                    out,
                    err,
                )
            })
        })
    }

    /// Least squares, or what [`LinearOptions::estimator`] says. Errors: as [`Model::logistic`].
    pub fn linear(
        table: &Table,
        features: &[&str],
        target: &str,
        options: &LinearOptions,
    ) -> Result<Model> {
        let features = Names::new("features", features)?;
        let target = c_text("target", target)?;
        options.lend(|raw| {
            // SAFETY: everything borrowed lives for the call.
            Model::make(|out, err| unsafe {
                sys::tenon_linear_fit(
                    current(),
                    table.raw(),
                    features.pointer(),
                    features.count(),
                    target.as_ptr(),
                    raw,
                    out,
                    err,
                )
            })
        })
    }

    /// Loads a saved model; its scores are bit-equal to those of the saved one.
    pub fn load(path: impl AsRef<Path>) -> Result<Model> {
        let path = c_path("path", path.as_ref())?;
        // SAFETY: path lives for the call.
        Model::make(|out, err| unsafe { sys::tenon_model_load(current(), path.as_ptr(), out, err) })
    }

    /// Saves the model as one JSON document.
    pub fn save(&self, path: impl AsRef<Path>) -> Result<()> {
        let path = c_path("path", path.as_ref())?;
        // SAFETY: handle and path are live.
        call(|err| unsafe { sys::tenon_model_save(self.raw(), path.as_ptr(), err) })
    }

    /// Names of the inputs, in the order [`Model::score`] takes them.
    pub fn inputs(&self) -> Vec<String> {
        // SAFETY: the handle is live; out of range gives NULL.
        let count = unsafe { sys::tenon_model_inputs(self.raw()) };
        (0..count).map(|i| text(unsafe { sys::tenon_model_input(self.raw(), i) })).collect()
    }

    /// One record: the probability of the positive label, or the predicted number. Several classes:
    /// [`Model::score_classes`].
    pub fn score(&self, record: &[f64]) -> Result<f64> {
        let count = i32::try_from(record.len())
            .map_err(|_| Error::argument_error("record", "is too long"))?;
        let mut score = 0.0;
        // SAFETY: pointer and count are those of a live slice.
        call(|err| unsafe {
            sys::tenon_model_score(self.raw(), record.as_ptr(), count, &mut score, 1, err)
        })?;
        Ok(score)
    }

    /// Every record of a table; columns are found by name. Several classes: [`Model::classify`].
    pub fn predict(&self, table: &Table) -> Result<Vec<f64>> {
        self.insist_on_one_number()?;
        // SAFETY: the array holds as many entries as said, here and below.
        scores_of(table, |scores, count, err| unsafe {
            sys::tenon_model_predict(
                current(),
                self.raw(),
                table.raw(),
                scores,
                count,
                null_mut(),
                err,
            )
        })
    }

    /// The mean that every record has with its own offset and exposure, where the model was fitted with
    /// such columns: counts, where [`predict`](Model::predict) gives rates.
    pub fn expect(&self, table: &Table) -> Result<Vec<f64>> {
        self.insist_on_one_number()?;
        scores_of(table, |scores, count, err| unsafe {
            sys::tenon_model_expect(
                current(),
                self.raw(),
                table.raw(),
                scores,
                count,
                null_mut(),
                err,
            )
        })
    }

    fn insist_on_one_number(&self) -> Result<()> {
        if self.classes().is_empty() {
            return Ok(());
        }
        Err(Error::argument_error("model", "has several classes; use classify"))
    }

    /// The coefficients, intercept first.
    pub fn coefficients(&self) -> Result<Vec<Coefficient>> {
        // SAFETY: the handle is live.
        let count = unsafe { sys::tenon_model_coefficients(self.raw()) };
        (0..count)
            .map(|index| {
                let mut raw: sys::tenon_coefficient = blank();
                call(|err| unsafe {
                    sys::tenon_model_coefficient(self.raw(), index, &mut raw, err)
                })?;
                Ok(Coefficient {
                    name: text(raw.name),
                    estimate: raw.estimate,
                    standard_error: raw.standard_error,
                    statistic: raw.statistic,
                    p_value: raw.p_value,
                    interval: (raw.low, raw.high),
                    standardized: raw.standardized,
                    vif: raw.vif,
                    dropped: raw.dropped != 0,
                })
            })
            .collect()
    }

    /// What its user must know, in words: separation, collinear features, no convergence.
    pub fn warnings(&self) -> Vec<String> {
        // SAFETY: the handle is live; out of range gives NULL.
        let count = unsafe { sys::tenon_model_warnings(self.raw()) };
        (0..count).map(|i| text(unsafe { sys::tenon_model_warning(self.raw(), i) })).collect()
    }
}
