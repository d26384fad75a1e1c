//! Is one model better than another, and do groups differ?

use tenon_sys as sys;

use crate::context::current;
use crate::error::{c_text, call};
use crate::raw::{blank, count, known, same_length};
use crate::{Result, Table};

/// What a test of two models on the same records says; `None` where it has no such number.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct PairedTest {
    /// First less second.
    pub difference: f64,
    /// Of the difference.
    pub standard_error: Option<f64>,
    /// t, z, or for McNemar the smaller count.
    pub statistic: f64,
    /// Of freedom.
    pub degrees: Option<f64>,
    /// Two-sided.
    pub p_value: f64,
    /// 95 % interval of the difference.
    pub interval: Option<(f64, f64)>,
}

fn paired(
    body: impl FnOnce(*mut sys::tenon_paired_test, *mut sys::tenon_error) -> sys::tenon_status,
) -> Result<PairedTest> {
    let mut raw: sys::tenon_paired_test = blank();
    call(|err| body(&mut raw, err))?;
    Ok(PairedTest {
        difference: raw.difference,
        standard_error: known(raw.standard_error),
        statistic: raw.statistic,
        degrees: known(raw.degrees),
        p_value: raw.p_value,
        interval: known(raw.low).zip(known(raw.high)),
    })
}

/// Of scores on the same splits: the corrected resampled t test, which allows for training parts that
/// overlap. `test_over_training` is the ratio of record counts, 0.25 for five folds.
///
/// ```
/// use tenon::evaluate::test_resampled;
///
/// let told = test_resampled(&[0.9, 0.8, 0.85, 0.95], &[0.7, 0.6, 0.7, 0.7], 0.25)?;
/// assert!(told.difference > 0.0 && told.p_value < 0.05);
/// # Ok::<(), tenon::Error>(())
/// ```
pub fn test_resampled(
    first: &[f64],
    second: &[f64],
    test_over_training: f64,
) -> Result<PairedTest> {
    same_length("second", second.len(), first.len())?;
    let splits = first.len() as i64;
    // SAFETY: all lists hold as many numbers as said, here and below.
    paired(|raw, err| unsafe {
        let (first, second) = (first.as_ptr(), second.as_ptr());
        sys::tenon_test_resampled(first, second, splits, test_over_training, raw, err)
    })
}

/// Of accuracies on the same records, exact; all values are 0 or 1.
pub fn test_mcnemar(truth: &[f64], first: &[f64], second: &[f64]) -> Result<PairedTest> {
    same_length("first", first.len(), truth.len())?;
    same_length("second", second.len(), truth.len())?;
    let (rows, truth) = (truth.len() as i64, truth.as_ptr());
    paired(|raw, err| unsafe {
        sys::tenon_test_mcnemar(truth, first.as_ptr(), second.as_ptr(), rows, raw, err)
    })
}

/// Of areas under the ROC curve on the same records, ties included; truth is 0 or 1, scores are any
/// finite numbers.
pub fn test_delong(truth: &[f64], first: &[f64], second: &[f64]) -> Result<PairedTest> {
    same_length("first", first.len(), truth.len())?;
    same_length("second", second.len(), truth.len())?;
    let (rows, truth) = (truth.len() as i64, truth.as_ptr());
    paired(|raw, err| unsafe {
        sys::tenon_test_delong(truth, first.as_ptr(), second.as_ptr(), rows, raw, err)
    })
}

/// One-way analysis of variance.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Anova {
    /// Records with both cells.
    pub rows: usize,
    /// Different groups.
    pub groups: usize,
    /// groups - 1.
    pub between_degrees: f64,
    /// rows - groups.
    pub within_degrees: f64,
    /// Squares of the groups' means about the mean.
    pub between_squares: f64,
    /// Squares of the records about their group's mean.
    pub within_squares: f64,
    /// Squares over degrees.
    pub between_mean: f64,
    /// Squares over degrees.
    pub within_mean: f64,
    /// `between_mean` / `within_mean`.
    pub f_statistic: f64,
    /// Of so large an F where all means are equal.
    pub p_value: f64,
    /// Between over both.
    pub r2: f64,
    /// Root of `within_mean`, in the unit of the column.
    pub residual_sd: f64,
}

impl Table {
    /// Do the groups of a column differ in the mean of a number column? Records that miss either are
    /// left out.
    ///
    /// ```
    /// let log = tenon::Table::from_csv_text("line,heat\nA,1\nA,2\nB,8\nB,9\n")?;
    /// let told = log.anova("heat", "line")?;
    /// assert_eq!((told.groups, told.f_statistic), (2, 98.0));
    /// # Ok::<(), tenon::Error>(())
    /// ```
    ///
    /// Errors: a column that is not there or not of numbers; fewer than two groups, or no group of two
    /// records.
    pub fn anova(&self, value: &str, group: &str) -> Result<Anova> {
        let (value, group) = (c_text("value", value)?, c_text("group", group)?);
        let mut raw: sys::tenon_anova = blank();
        // SAFETY: handle and names live for the call.
        call(|err| unsafe {
            let (value, group) = (value.as_ptr(), group.as_ptr());
            sys::tenon_table_anova(current(), self.raw(), value, group, &mut raw, err)
        })?;
        Ok(Anova {
            rows: count(raw.rows),
            groups: count(raw.groups),
            between_degrees: raw.between_degrees,
            within_degrees: raw.within_degrees,
            between_squares: raw.between_squares,
            within_squares: raw.within_squares,
            between_mean: raw.between_mean,
            within_mean: raw.within_mean,
            f_statistic: raw.f_statistic,
            p_value: raw.p_value,
            r2: raw.r2,
            residual_sd: raw.residual_sd,
        })
    }
}
