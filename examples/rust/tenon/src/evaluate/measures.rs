//! Measures of predictions that any program has made, weighted where records count unlike.

use tenon_sys as sys;

use crate::error::call;
use crate::models::Matrix;
use crate::raw::{blank, count, int32, pointer, same_length};
use crate::Result;

fn check(truth: usize, predicted: usize, weights: Option<&[f64]>) -> Result<()> {
    same_length("predicted", predicted, truth)?;
    weights.map_or(Ok(()), |weights| same_length("weights", weights.len(), truth))
}

/// Of two classes; counts are sums of weights, NaN is undefined.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct ClassMeasures {
    /// Positives that are found.
    pub true_positive: f64,
    /// Negatives that are taken for positives.
    pub false_positive: f64,
    /// Negatives that are told as such.
    pub true_negative: f64,
    /// Positives that are missed.
    pub false_negative: f64,
    /// Share of right classes.
    pub accuracy: f64,
    /// Mean of recall and specificity.
    pub balanced_accuracy: f64,
    /// Of the predicted positives, how many are.
    pub precision: f64,
    /// Of the positives, how many are found.
    pub recall: f64,
    /// Of the negatives, how many are told as such.
    pub specificity: f64,
    /// Harmonic mean of precision and recall.
    pub f1: f64,
    /// Matthews correlation; 0 where a margin is empty.
    pub mcc: f64,
    /// Mean negative log-likelihood.
    pub log_loss: f64,
    /// Mean squared error of the probability.
    pub brier: f64,
    /// Area under the ROC curve.
    pub auc: f64,
    /// Area under precision over recall, in steps.
    pub average_precision: f64,
}

/// Measures of probabilities of a truth of 0 and 1; positive is predicted from `threshold` on.
///
/// ```
/// use tenon::evaluate::class_measures;
///
/// let told = class_measures(&[0.0, 1.0, 1.0], &[0.2, 0.9, 0.4], None, 0.5)?;
/// assert_eq!((told.true_positive, told.false_negative, told.auc), (1.0, 1.0, 1.0));
/// let error = class_measures(&[0.0, 1.0], &[0.2, 7.0], None, 0.5).unwrap_err();
/// assert_eq!(error.row(), Some(1));
/// # Ok::<(), tenon::Error>(())
/// ```
pub fn class_measures(
    truth: &[f64],
    probability: &[f64],
    weights: Option<&[f64]>,
    threshold: f64,
) -> Result<ClassMeasures> {
    check(truth.len(), probability.len(), weights)?;
    let mut raw: sys::tenon_class_measures = blank();
    // SAFETY: all lists hold as many numbers as said, here and below.
    call(|err| unsafe {
        sys::tenon_measure_classes(
            truth.as_ptr(),
            probability.as_ptr(),
            pointer(weights),
            truth.len() as i64,
            threshold,
            &mut raw,
            err,
        )
    })?;
    Ok(ClassMeasures {
        true_positive: raw.true_positive,
        false_positive: raw.false_positive,
        true_negative: raw.true_negative,
        false_negative: raw.false_negative,
        accuracy: raw.accuracy,
        balanced_accuracy: raw.balanced_accuracy,
        precision: raw.precision,
        recall: raw.recall,
        specificity: raw.specificity,
        f1: raw.f1,
        mcc: raw.mcc,
        log_loss: raw.log_loss,
        brier: raw.brier,
        auc: raw.auc,
        average_precision: raw.average_precision,
    })
}

/// Of numbers, in their own unit where it is not said.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct NumberMeasures {
    /// Share of variance explained.
    pub r2: f64,
    /// Root mean squared error.
    pub rmse: f64,
    /// Mean absolute error.
    pub mae: f64,
    /// Median absolute error.
    pub median_error: f64,
    /// Largest absolute error.
    pub largest_error: f64,
    /// Mean of prediction - truth.
    pub bias: f64,
    /// Mean |error| / |truth| where truth is not 0, a share: ruled by records near 0.
    pub mape: f64,
    /// Records of truth 0.
    pub mape_left_out: usize,
}

/// Measures of predicted numbers.
pub fn number_measures(
    truth: &[f64],
    predicted: &[f64],
    weights: Option<&[f64]>,
) -> Result<NumberMeasures> {
    check(truth.len(), predicted.len(), weights)?;
    let mut raw: sys::tenon_number_measures = blank();
    call(|err| unsafe {
        sys::tenon_measure_numbers(
            truth.as_ptr(),
            predicted.as_ptr(),
            pointer(weights),
            truth.len() as i64,
            &mut raw,
            err,
        )
    })?;
    Ok(NumberMeasures {
        r2: raw.r2,
        rmse: raw.rmse,
        mae: raw.mae,
        median_error: raw.median_error,
        largest_error: raw.largest_error,
        bias: raw.bias,
        mape: raw.mape,
        mape_left_out: count(raw.mape_left_out),
    })
}

type Deviance = unsafe extern "C" fn(
    *const f64,
    *const f64,
    *const f64,
    i64,
    f64,
    *mut f64,
    *mut sys::tenon_error,
) -> sys::tenon_status;

fn deviance(
    measure: Deviance,
    truth: &[f64],
    predicted: &[f64],
    weights: Option<&[f64]>,
    parameter: f64,
) -> Result<f64> {
    check(truth.len(), predicted.len(), weights)?;
    let mut value = f64::NAN;
    call(|err| unsafe {
        measure(
            truth.as_ptr(),
            predicted.as_ptr(),
            pointer(weights),
            truth.len() as i64,
            parameter,
            &mut value,
            err,
        )
    })?;
    Ok(value)
}

/// Mean of max(q e, (q - 1) e), e = truth - prediction, q the quantile in (0, 1).
pub fn pinball_loss(
    truth: &[f64],
    predicted: &[f64],
    weights: Option<&[f64]>,
    quantile: f64,
) -> Result<f64> {
    deviance(sys::tenon_measure_pinball, truth, predicted, weights, quantile)
}

/// Mean Tweedie deviance: power 0 is squares, 1 Poisson's, 2 gamma's, else in \[1, 3\].
pub fn tweedie_deviance(
    truth: &[f64],
    predicted: &[f64],
    weights: Option<&[f64]>,
    power: f64,
) -> Result<f64> {
    deviance(sys::tenon_measure_tweedie, truth, predicted, weights, power)
}

/// Of several classes. Macro means that each class counts the same, weighted that each record does.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct MultiClassMeasures {
    /// Share of right classes; also the micro average of precision, recall and F1.
    pub accuracy: f64,
    /// Mean negative log-likelihood.
    pub log_loss: f64,
    /// Precision, a class like another.
    pub macro_precision: f64,
    /// Recall, a class like another.
    pub macro_recall: f64,
    /// F1, a class like another.
    pub macro_f1: f64,
    /// Precision, a record like another.
    pub weighted_precision: f64,
    /// Recall, a record like another.
    pub weighted_recall: f64,
    /// F1, a record like another.
    pub weighted_f1: f64,
    /// Weights by truth (the outer list) and prediction.
    pub confusion: Vec<Vec<f64>>,
}

/// Measures of probabilities of several classes: a row a record, a column a class.
///
/// ```
/// use tenon::evaluate::multi_class_measures;
///
/// let told = multi_class_measures(&[0, 1, 2], &[[0.8, 0.1, 0.1], [0.2, 0.7, 0.1], [0.5, 0.3, 0.2]], None)?;
/// assert_eq!(told.confusion[2], [1.0, 0.0, 0.0]); // a 2 that was taken for a 0
/// # Ok::<(), tenon::Error>(())
/// ```
pub fn multi_class_measures<'a>(
    truth: &[i32],
    probability: impl Into<Matrix<'a>>,
    weights: Option<&[f64]>,
) -> Result<MultiClassMeasures> {
    let probability = probability.into();
    check(truth.len(), probability.rows(), weights)?;
    let classes = probability.columns();
    let cells: Vec<f64> = (0..probability.rows()).flat_map(|row| probability.row(row)).collect();
    let mut confusion = vec![0.0; classes * classes];
    let mut raw: sys::tenon_multi_class_measures = blank();
    let class_count = int32("probability", classes)?;
    call(|err| unsafe {
        sys::tenon_measure_multi_class(
            truth.as_ptr(),
            cells.as_ptr(),
            pointer(weights),
            truth.len() as i64,
            class_count,
            &mut raw,
            confusion.as_mut_ptr(),
            err,
        )
    })?;
    Ok(MultiClassMeasures {
        accuracy: raw.accuracy,
        log_loss: raw.log_loss,
        macro_precision: raw.macro_precision,
        macro_recall: raw.macro_recall,
        macro_f1: raw.macro_f1,
        weighted_precision: raw.weighted_precision,
        weighted_recall: raw.weighted_recall,
        weighted_f1: raw.weighted_f1,
        confusion: confusion.chunks(classes.max(1)).map(<[f64]>::to_vec).collect(),
    })
}
