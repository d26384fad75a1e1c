use tenon_sys as sys;

use crate::context::current;
use crate::error::call;
use crate::options::options;
use crate::raw::{blank, int32, same_length};
use crate::{Model, Result, Table};

/// How good predictions are. Fields that do not apply are NaN.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Metrics {
    /// Records with a present target.
    pub rows: u64,
    /// From which probability on a record counts as positive.
    pub threshold: f64,
    /// Positives that are found.
    pub true_positive: u64,
    /// Negatives that are taken for positives.
    pub false_positive: u64,
    /// Negatives that are told as such.
    pub true_negative: u64,
    /// Positives that are missed.
    pub false_negative: u64,
    /// Share of right classes.
    pub accuracy: f64,
    /// Of the predicted positives, how many are.
    pub precision: f64,
    /// Of the positives, how many are found.
    pub recall: f64,
    /// Harmonic mean of the two.
    pub f1: f64,
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
    /// Mean absolute error (regression).
    pub mae: f64,
}

impl Metrics {
    pub(crate) fn from_raw(raw: &sys::tenon_metrics) -> Metrics {
        let number = |value: i64| u64::try_from(value).unwrap_or(0);
        Metrics {
            rows: number(raw.rows),
            threshold: raw.threshold,
            true_positive: number(raw.true_positive),
            false_positive: number(raw.false_positive),
            true_negative: number(raw.true_negative),
            false_negative: number(raw.false_negative),
            accuracy: raw.accuracy,
            precision: raw.precision,
            recall: raw.recall,
            f1: raw.f1,
            auc: raw.auc,
            log_loss: raw.log_loss,
            brier: raw.brier,
            r2: raw.r2,
            rmse: raw.rmse,
            mae: raw.mae,
        }
    }
}

/// Metrics, and percentile bootstrap intervals of them.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct MetricIntervals {
    /// Of the records as they are.
    pub metrics: Metrics,
    /// Lower end of each.
    pub low: Metrics,
    /// Upper end of each.
    pub high: Metrics,
}

options! {
    /// How intervals of metrics are drawn.
    pub struct BootstrapOptions {
        /// Draws of as many records, with repeats.
        value resamples: u32 = 1000,
        /// Of the intervals, in (0, 1).
        value confidence: f64 = 0.95,
        /// From which probability on a record counts as positive.
        value threshold: f64 = 0.5,
        /// Of the draws.
        value seed: u64 = 42,
    }
}

impl BootstrapOptions {
    fn raw(&self) -> Result<sys::tenon_bootstrap_options> {
        Ok(sys::tenon_bootstrap_options {
            resamples: int32("resamples", self.resamples as usize)?,
            confidence: self.confidence,
            threshold: self.threshold,
            seed: self.seed,
            ..blank()
        })
    }
}

fn intervals(
    body: impl FnOnce(
        *mut sys::tenon_metrics,
        *mut sys::tenon_metrics,
        *mut sys::tenon_metrics,
        *mut sys::tenon_error,
    ) -> sys::tenon_status,
) -> Result<MetricIntervals> {
    let (mut metrics, mut low, mut high) = (blank(), blank(), blank());
    call(|err| body(&mut metrics, &mut low, &mut high, err))?;
    Ok(MetricIntervals {
        metrics: Metrics::from_raw(&metrics),
        low: Metrics::from_raw(&low),
        high: Metrics::from_raw(&high),
    })
}

/// What predictions are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PredictionKind {
    /// Probabilities, of a truth of 0 and 1.
    Probabilities,
    /// Numbers.
    Numbers,
}

/// Metrics of any predictions, with intervals; out-of-fold predictions, for one.
///
/// ```
/// use tenon::evaluate::{prediction_intervals, BootstrapOptions, PredictionKind};
///
/// let truth: Vec<f64> = (0..200).map(|i| f64::from(i % 2)).collect();
/// let predicted: Vec<f64> = (0..200).map(|i| f64::from(i % 2) * 0.4 + f64::from(i % 7) / 10.0).collect();
/// let told = prediction_intervals(
///     &truth,
///     &predicted,
///     PredictionKind::Probabilities,
///     &BootstrapOptions::new().resamples(100),
/// )?;
/// assert!(told.low.auc < told.metrics.auc && told.metrics.auc < told.high.auc);
/// # Ok::<(), tenon::Error>(())
/// ```
pub fn prediction_intervals(
    truth: &[f64],
    predicted: &[f64],
    kind: PredictionKind,
    options: &BootstrapOptions,
) -> Result<MetricIntervals> {
    same_length("predicted", predicted.len(), truth.len())?;
    let raw = options.raw()?;
    let kind = match kind {
        PredictionKind::Probabilities => sys::TENON_MODEL_LOGISTIC,
        PredictionKind::Numbers => sys::TENON_MODEL_LINEAR,
    };
    // SAFETY: both slices hold as many numbers as said.
    intervals(|metrics, low, high, err| unsafe {
        sys::tenon_predictions_intervals(
            current(),
            truth.as_ptr(),
            predicted.as_ptr(),
            truth.len() as i64,
            kind,
            &raw,
            metrics,
            low,
            high,
            err,
        )
    })
}

impl Model {
    /// How good the model is on the records of a table with a present target, at threshold 0.5.
    pub fn evaluate(&self, table: &Table) -> Result<Metrics> {
        let mut raw = blank();
        // SAFETY: both handles are live, here and below.
        call(|err| unsafe {
            sys::tenon_model_evaluate(current(), self.raw(), table.raw(), &mut raw, err)
        })?;
        Ok(Metrics::from_raw(&raw))
    }

    /// The same with a percentile bootstrap interval for each metric.
    pub fn evaluate_intervals(
        &self,
        table: &Table,
        options: &BootstrapOptions,
    ) -> Result<MetricIntervals> {
        let raw = options.raw()?;
        intervals(|metrics, low, high, err| unsafe {
            let table = table.raw();
            sys::tenon_model_evaluate_intervals(
                current(),
                self.raw(),
                table,
                &raw,
                metrics,
                low,
                high,
                err,
            )
        })
    }
}
