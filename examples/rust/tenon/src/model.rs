use std::mem::size_of;
use std::ptr::{null, null_mut, NonNull};

use tenon_sys as sys;

use crate::context::current;
use crate::error::{c_text, call, text, Names};
use crate::{Error, Result, Table};

/// How to fit a logistic regression.
#[derive(Debug, Clone, Default)]
pub struct LogisticOptions {
    /// The target's value whose probability is modelled; `None`: bool, 0/1, or the rarer of two.
    pub positive_label: Option<String>,
    /// Ridge penalty on standardised features.
    pub l2: f64,
}

impl LogisticOptions {
    /// No penalty, and this label is the positive one.
    pub fn positive(label: &str) -> Self {
        LogisticOptions { positive_label: Some(label.to_owned()), l2: 0.0 }
    }
}

/// How to fit a linear regression.
#[derive(Debug, Clone, Default)]
pub struct LinearOptions {
    /// Ridge penalty on standardised features.
    pub l2: f64,
}

/// One coefficient, in the units of its feature.
#[derive(Debug, Clone, PartialEq)]
pub struct Coefficient {
    /// The feature, or "(intercept)".
    pub name: String,
    /// The estimate; 0 if `dropped`.
    pub estimate: f64,
    /// Its standard error; NaN where it does not exist.
    pub standard_error: f64,
    /// Two-sided.
    pub p_value: f64,
    /// Confidence interval.
    pub interval: (f64, f64),
    /// It follows from other features and was left out.
    pub dropped: bool,
}

/// How good predictions are. Fields that do not apply are NaN.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Metrics {
    /// Records with a present target.
    pub rows: u64,
    /// Share of right classes at probability 0.5.
    pub accuracy: f64,
    /// Of the predicted positives, how many are.
    pub precision: f64,
    /// Of the positives, how many are found.
    pub recall: f64,
    /// Area under the ROC curve.
    pub auc: f64,
    /// Mean negative log-likelihood.
    pub log_loss: f64,
    /// Mean squared error of the probability.
    pub brier: f64,
    /// Share of variance explained (regression).
    pub r2: f64,
    /// Root mean squared error (regression).
    pub rmse: f64,
}

/// A fitted model with the steps before it. Immutable; any number of threads may score with it.
#[derive(Debug)]
pub struct Model {
    handle: NonNull<sys::tenon_model>,
}

// SAFETY: a tenon_model is immutable and scoring takes no lock and changes nothing.
unsafe impl Send for Model {}
unsafe impl Sync for Model {}

impl Drop for Model {
    fn drop(&mut self) {
        // SAFETY: the handle is owned and not used afterwards.
        unsafe { sys::tenon_model_free(self.handle.as_ptr()) }
    }
}

impl Model {
    pub(crate) fn make(
        body: impl FnOnce(*mut *mut sys::tenon_model, *mut sys::tenon_error) -> sys::tenon_status,
    ) -> Result<Model> {
        let mut out = null_mut();
        call(|err| body(&mut out, err))?;
        NonNull::new(out)
            .map(|handle| Model { handle })
            .ok_or_else(|| Error::argument_error("model", "was not made"))
    }

    pub(crate) fn raw(&self) -> *const sys::tenon_model {
        self.handle.as_ptr()
    }

    /// P(target = positive label) = sigma(b0 + b'x), by maximum likelihood.
    pub fn logistic(
        table: &Table,
        features: &[&str],
        target: &str,
        options: &LogisticOptions,
    ) -> Result<Model> {
        let features = Names::new("features", features)?;
        let target = c_text("target", target)?;
        let label = match &options.positive_label {
            Some(label) => Some(c_text("positive_label", label)?),
            None => None,
        };
        // SAFETY: plain numbers and pointers, for which zero is valid and means the default.
        let mut raw: sys::tenon_logistic_options = unsafe { std::mem::zeroed() };
        raw.struct_size = size_of::<sys::tenon_logistic_options>() as u32;
        raw.positive_label = label.as_ref().map_or(null(), |label| label.as_ptr());
        raw.l2 = options.l2;
        // SAFETY: everything borrowed lives for the call.
        Model::make(|out, err| unsafe {
            sys::tenon_logistic_fit(
                current(),
                table.raw(),
                features.pointer(),
                features.count(),
                target.as_ptr(),
                &raw,
                out,
                err,
            )
        })
    }

    /// Least squares.
    pub fn linear(
        table: &Table,
        features: &[&str],
        target: &str,
        options: &LinearOptions,
    ) -> Result<Model> {
        let features = Names::new("features", features)?;
        let target = c_text("target", target)?;
        // SAFETY: as above.
        let mut raw: sys::tenon_linear_options = unsafe { std::mem::zeroed() };
        raw.struct_size = size_of::<sys::tenon_linear_options>() as u32;
        raw.l2 = options.l2;
        // SAFETY: everything borrowed lives for the call.
        Model::make(|out, err| unsafe {
            sys::tenon_linear_fit(
                current(),
                table.raw(),
                features.pointer(),
                features.count(),
                target.as_ptr(),
                &raw,
                out,
                err,
            )
        })
    }

    /// Loads a saved model; its scores are bit-equal to those of the saved one.
    pub fn load(path: &str) -> Result<Model> {
        let path = c_text("path", path)?;
        // SAFETY: path lives for the call.
        Model::make(|out, err| unsafe { sys::tenon_model_load(current(), path.as_ptr(), out, err) })
    }

    /// Saves the model as one JSON document.
    pub fn save(&self, path: &str) -> Result<()> {
        let path = c_text("path", path)?;
        // SAFETY: handle and path are live.
        call(|err| unsafe { sys::tenon_model_save(self.raw(), path.as_ptr(), err) })
    }

    /// Names of the inputs, in the order [`Model::score`] takes them.
    pub fn inputs(&self) -> Vec<String> {
        // SAFETY: the handle is live; out of range gives NULL.
        let count = unsafe { sys::tenon_model_inputs(self.raw()) };
        (0..count).map(|i| text(unsafe { sys::tenon_model_input(self.raw(), i) })).collect()
    }

    /// One record: the probability of the positive label, or the predicted number.
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

    /// Every record of a table; columns are found by name.
    pub fn predict(&self, table: &Table) -> Result<Vec<f64>> {
        let mut scores = vec![0.0; table.rows()];
        // SAFETY: the array holds as many entries as said.
        call(|err| unsafe {
            sys::tenon_model_predict(
                current(),
                self.raw(),
                table.raw(),
                scores.as_mut_ptr(),
                scores.len() as i64,
                null_mut(),
                err,
            )
        })?;
        Ok(scores)
    }

    /// How good the model is on a table with the target.
    pub fn evaluate(&self, table: &Table) -> Result<Metrics> {
        // SAFETY: plain numbers, for which zero is valid.
        let mut raw: sys::tenon_metrics = unsafe { std::mem::zeroed() };
        raw.struct_size = size_of::<sys::tenon_metrics>() as u32;
        // SAFETY: both handles are live.
        call(|err| unsafe {
            sys::tenon_model_evaluate(current(), self.raw(), table.raw(), &mut raw, err)
        })?;
        Ok(Metrics {
            rows: u64::try_from(raw.rows).unwrap_or(0),
            accuracy: raw.accuracy,
            precision: raw.precision,
            recall: raw.recall,
            auc: raw.auc,
            log_loss: raw.log_loss,
            brier: raw.brier,
            r2: raw.r2,
            rmse: raw.rmse,
        })
    }

    /// The coefficients, intercept first.
    pub fn coefficients(&self) -> Result<Vec<Coefficient>> {
        // SAFETY: the handle is live.
        let count = unsafe { sys::tenon_model_coefficients(self.raw()) };
        (0..count)
            .map(|index| {
                // SAFETY: plain numbers and a pointer, for which zero is valid.
                let mut raw: sys::tenon_coefficient = unsafe { std::mem::zeroed() };
                raw.struct_size = size_of::<sys::tenon_coefficient>() as u32;
                call(|err| unsafe {
                    sys::tenon_model_coefficient(self.raw(), index, &mut raw, err)
                })?;
                Ok(Coefficient {
                    name: text(raw.name),
                    estimate: raw.estimate,
                    standard_error: raw.standard_error,
                    p_value: raw.p_value,
                    interval: (raw.low, raw.high),
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
