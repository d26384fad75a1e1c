use tenon_sys as sys;

use crate::error::call;
use crate::raw::{blank, handle, known, pointer, same_length};
use crate::Result;

/// How probabilities are mended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum CalibrationMethod {
    /// sigma(a ln(p/(1-p)) + b); needs few records.
    #[default]
    Platt,
    /// The best ascending function; wants a thousand records or so.
    Isotonic,
}

handle! {
    /// A map from predicted to calibrated probabilities; fit it on records the model has not seen.
    /// Immutable.
    ///
    /// ```
    /// use tenon::evaluate::{Calibration, CalibrationMethod};
    ///
    /// // A model that is too sure of itself.
    /// let truth: Vec<f64> = (0..100).map(|i| f64::from(u8::from(i % 4 == 0))).collect();
    /// let told: Vec<f64> = (0..100).map(|i| if i % 2 == 0 { 0.9 } else { 0.1 }).collect();
    /// let calibration = Calibration::fit(&truth, &told, None, CalibrationMethod::Platt)?;
    /// assert!((calibration.apply(&[0.9])?[0] - 0.5).abs() < 0.05);
    /// # Ok::<(), tenon::Error>(())
    /// ```
    Calibration, sys::tenon_calibration, sys::tenon_calibration_free, shared
}

impl Calibration {
    /// Learns from a truth of 0 and 1 and probabilities, weighted where records count unlike.
    ///
    /// Errors: no records, one class only, a bad value, with its row.
    pub fn fit(
        truth: &[f64],
        probability: &[f64],
        weights: Option<&[f64]>,
        method: CalibrationMethod,
    ) -> Result<Calibration> {
        same_length("probability", probability.len(), truth.len())?;
        if let Some(weights) = weights {
            same_length("weights", weights.len(), truth.len())?;
        }
        let method = match method {
            CalibrationMethod::Platt => sys::TENON_CALIBRATION_PLATT,
            CalibrationMethod::Isotonic => sys::TENON_CALIBRATION_ISOTONIC,
        };
        // SAFETY: all lists hold as many numbers as said, here and below.
        Calibration::make(|out, err| unsafe {
            sys::tenon_calibration_fit(
                truth.as_ptr(),
                probability.as_ptr(),
                pointer(weights),
                truth.len() as i64,
                method,
                out,
                err,
            )
        })
    }

    /// The calibrated probabilities.
    pub fn apply(&self, probability: &[f64]) -> Result<Vec<f64>> {
        let mut calibrated = probability.to_vec();
        self.apply_in_place(&mut calibrated)?;
        Ok(calibrated)
    }

    /// The same in place of those given.
    pub fn apply_in_place(&self, probability: &mut [f64]) -> Result<()> {
        let (rows, values) = (probability.len() as i64, probability.as_mut_ptr());
        // SAFETY: input and output may be the same memory.
        call(|err| unsafe { sys::tenon_calibration_apply(self.raw(), values, rows, values, err) })
    }

    /// Platt's a.
    pub fn slope(&self) -> Option<f64> {
        // SAFETY: the handle is live.
        known(unsafe { sys::tenon_calibration_slope(self.raw()) })
    }

    /// Platt's b.
    pub fn intercept(&self) -> Option<f64> {
        // SAFETY: the handle is live.
        known(unsafe { sys::tenon_calibration_intercept(self.raw()) })
    }
}

/// A threshold for alarms, and what it costs on the records it was chosen on.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct CostThreshold {
    /// Alarm where probability >= threshold; 2 for never.
    pub threshold: f64,
    /// Of false alarms and misses.
    pub cost: f64,
    /// A record, or a unit of weight.
    pub mean_cost: f64,
    /// Records, or their weight.
    pub false_alarms: f64,
    /// Records, or their weight.
    pub misses: f64,
    /// `false_alarm_cost` / (both costs): right for calibrated probabilities.
    pub ideal: f64,
    /// Of the ideal threshold on these records.
    pub ideal_cost: f64,
}

/// The threshold at which alarms cost least on these records; costs in one unit, at least 0, not both 0.
///
/// ```
/// use tenon::evaluate::cost_threshold;
///
/// let told = cost_threshold(&[0.0, 0.0, 1.0, 1.0], &[0.1, 0.4, 0.35, 0.8], None, 1.0, 10.0)?;
/// assert!(told.threshold > 0.1 && told.threshold <= 0.35);
/// assert_eq!((told.false_alarms, told.misses, told.cost), (1.0, 0.0, 1.0)); // a miss is dearer
/// # Ok::<(), tenon::Error>(())
/// ```
pub fn cost_threshold(
    truth: &[f64],
    probability: &[f64],
    weights: Option<&[f64]>,
    false_alarm_cost: f64,
    miss_cost: f64,
) -> Result<CostThreshold> {
    same_length("probability", probability.len(), truth.len())?;
    if let Some(weights) = weights {
        same_length("weights", weights.len(), truth.len())?;
    }
    let mut raw: sys::tenon_cost_threshold = blank();
    // SAFETY: all lists hold as many numbers as said.
    call(|err| unsafe {
        sys::tenon_cost_threshold_choose(
            truth.as_ptr(),
            probability.as_ptr(),
            pointer(weights),
            truth.len() as i64,
            false_alarm_cost,
            miss_cost,
            &mut raw,
            err,
        )
    })?;
    Ok(CostThreshold {
        threshold: raw.threshold,
        cost: raw.cost,
        mean_cost: raw.mean_cost,
        false_alarms: raw.false_alarms,
        misses: raw.misses,
        ideal: raw.ideal,
        ideal_cost: raw.ideal_cost,
    })
}
