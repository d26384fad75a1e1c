use std::fmt;

use tenon_sys as sys;

use super::{Link, StandardErrors};
use crate::error::{call, text};
use crate::raw::{blank, count, known};
use crate::{Model, Result};

/// How a least-squares fit was computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum FitPath {
    /// Cholesky of the compensated cross product, refined.
    CrossProduct,
    /// QR by blocks of rows, refined.
    BlockedQr,
    /// QR of the whole design, refined.
    DenseQr,
    /// All in double-double.
    Exact,
}

impl FitPath {
    fn from_raw(raw: sys::tenon_fit_path) -> Option<FitPath> {
        match raw {
            sys::TENON_PATH_CROSS_PRODUCT => Some(FitPath::CrossProduct),
            sys::TENON_PATH_BLOCKED_QR => Some(FitPath::BlockedQr),
            sys::TENON_PATH_DENSE_QR => Some(FitPath::DenseQr),
            sys::TENON_PATH_EXACT => Some(FitPath::Exact),
            _ => None,
        }
    }

    fn raw(self) -> sys::tenon_fit_path {
        match self {
            FitPath::CrossProduct => sys::TENON_PATH_CROSS_PRODUCT,
            FitPath::BlockedQr => sys::TENON_PATH_BLOCKED_QR,
            FitPath::DenseQr => sys::TENON_PATH_DENSE_QR,
            FitPath::Exact => sys::TENON_PATH_EXACT,
        }
    }
}

impl fmt::Display for FitPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // SAFETY: the library gives a static text for every number.
        f.pad(&text(unsafe { sys::tenon_fit_path_text(self.raw()) }))
    }
}

/// Facts about a fit that its user must know; [`Model::warnings`] has them in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct FitFlags {
    /// Some features follow from others.
    pub rank_deficient: bool,
    /// A feature tells the classes apart: estimates have no limit.
    pub separation: bool,
    /// The same but for ties.
    pub quasi_separation: bool,
    /// The iterations ended before their tolerance.
    pub not_converged: bool,
    /// The design loses digits.
    pub ill_conditioned: bool,
    /// There are few rows for so many features.
    pub few_rows: bool,
    /// The target's scatter is not that of the family.
    pub dispersed: bool,
}

impl FitFlags {
    fn from_raw(bits: u32) -> FitFlags {
        let has = |flag: i32| bits & flag as u32 != 0;
        FitFlags {
            rank_deficient: has(sys::TENON_FIT_RANK_DEFICIENT),
            separation: has(sys::TENON_FIT_SEPARATION),
            quasi_separation: has(sys::TENON_FIT_QUASI_SEPARATION),
            not_converged: has(sys::TENON_FIT_NOT_CONVERGED),
            ill_conditioned: has(sys::TENON_FIT_ILL_CONDITIONED),
            few_rows: has(sys::TENON_FIT_FEW_ROWS),
            dispersed: has(sys::TENON_FIT_DISPERSED),
        }
    }
}

/// How a fit went. `None`: the number does not exist for this kind of model.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct FitSummary {
    /// Records that were fitted on.
    pub rows: usize,
    /// Coefficients that were estimated.
    pub parameters: usize,
    /// What a penalty leaves of them: AIC and BIC count these. None where that was not found.
    pub effective_parameters: Option<f64>,
    /// The log-likelihood.
    pub log_likelihood: Option<f64>,
    /// That of the intercept alone.
    pub null_log_likelihood: Option<f64>,
    /// Akaike's criterion.
    pub aic: Option<f64>,
    /// The Bayesian one.
    pub bic: Option<f64>,
    /// Linear: R2; classes: McFadden's; counts and amounts: share of the deviance explained.
    pub r2: Option<f64>,
    /// R2 less what so many features explain by chance.
    pub adjusted_r2: Option<f64>,
    /// Standard deviation of the residuals, or Huber's scale; in the target's units.
    pub residual_sd: Option<f64>,
    /// Does any feature matter?
    pub f_statistic: Option<f64>,
    /// Of so large an F if none does.
    pub f_p_value: Option<f64>,
    /// Of the scaled design.
    pub condition: Option<f64>,
    /// At the estimate, scaled.
    pub gradient_norm: Option<f64>,
    /// Of the intervals.
    pub confidence: f64,
    /// Steps that were taken.
    pub iterations: u64,
    /// Whether the conditions of an optimum hold.
    pub converged: bool,
    /// What its user must know.
    pub flags: FitFlags,
    /// How the numbers of a least-squares fit came about.
    pub path: Option<FitPath>,
    /// Where the standard errors come from.
    pub errors: StandardErrors,
    /// How many clusters, for [`StandardErrors::Cluster`].
    pub clusters: usize,
    /// Right digits of the least certain coefficient, of 15.95, as far as the arithmetic is concerned.
    pub digits: Option<f64>,
    /// The same of the standard errors.
    pub error_digits: Option<f64>,
    /// Degrees of freedom, of t and intervals.
    pub error_degrees: Option<f64>,
    /// Of the residuals in the order of the rows; 2: no correlation.
    pub durbin_watson: Option<f64>,
    /// Huber and quantile regression: the sum that was minimised.
    pub objective: Option<f64>,
    /// Quantile regression: no coefficients have a smaller sum, up to rounding.
    pub bound: Option<f64>,
    /// Generalised linear models: the deviance.
    pub deviance: Option<f64>,
    /// That of the intercept and offset alone.
    pub null_deviance: Option<f64>,
    /// sum w (y - mu)^2 / V(mu).
    pub pearson: Option<f64>,
    /// pearson / (n - k).
    pub dispersion: Option<f64>,
    /// Gamma, Tweedie: the most likely phi.
    pub dispersion_ml: Option<f64>,
    /// Alpha of a negative binomial, p of Tweedie's.
    pub shape: Option<f64>,
    /// Its standard error, unless it was given.
    pub shape_error: Option<f64>,
    /// What is linear in the features of a generalised linear model.
    pub link: Option<Link>,
}

pub(crate) fn summary_of(
    body: impl FnOnce(*mut sys::tenon_fit_summary, *mut sys::tenon_error) -> sys::tenon_status,
) -> Result<FitSummary> {
    let mut raw: sys::tenon_fit_summary = blank();
    call(|err| body(&mut raw, err))?;
    let digits = |value: f64| known(value).filter(|digits| *digits != 0.0);
    Ok(FitSummary {
        rows: count(raw.rows),
        parameters: count(raw.parameters),
        effective_parameters: known(raw.effective_parameters),
        log_likelihood: known(raw.log_likelihood),
        null_log_likelihood: known(raw.null_log_likelihood),
        aic: known(raw.aic),
        bic: known(raw.bic),
        r2: known(raw.r2),
        adjusted_r2: known(raw.adjusted_r2),
        residual_sd: known(raw.residual_sd),
        f_statistic: known(raw.f_statistic),
        f_p_value: known(raw.f_p_value),
        condition: known(raw.condition),
        gradient_norm: known(raw.gradient_norm),
        confidence: raw.confidence,
        iterations: u64::try_from(raw.iterations).unwrap_or(0),
        converged: raw.converged != 0,
        flags: FitFlags::from_raw(raw.flags),
        path: FitPath::from_raw(raw.path),
        errors: StandardErrors::from_raw(raw.errors),
        clusters: count(raw.clusters),
        digits: digits(raw.digits),
        error_digits: digits(raw.error_digits),
        error_degrees: known(raw.error_degrees),
        durbin_watson: known(raw.durbin_watson),
        objective: known(raw.objective),
        bound: known(raw.bound),
        deviance: known(raw.deviance),
        null_deviance: known(raw.null_deviance),
        pearson: known(raw.pearson),
        dispersion: known(raw.dispersion),
        dispersion_ml: known(raw.dispersion_ml),
        shape: known(raw.shape),
        shape_error: known(raw.shape_error),
        link: Link::from_raw(raw.link),
    })
}

impl Model {
    /// How the fit went.
    ///
    /// ```
    /// use tenon::{LinearOptions, Model, Table};
    ///
    /// let table = Table::from_csv_text("x,y\n1,2.1\n2,3.9\n3,6.2\n4,7.8\n")?;
    /// let model = Model::linear(&table, &["x"], "y", &LinearOptions::new())?;
    /// let summary = model.summary()?;
    /// assert!(summary.converged && summary.r2 > Some(0.99));
    /// assert!(summary.digits > Some(13.0));
    /// # Ok::<(), tenon::Error>(())
    /// ```
    pub fn summary(&self) -> Result<FitSummary> {
        // SAFETY: the handle is live; the struct's size is set.
        summary_of(|raw, err| unsafe { sys::tenon_model_summary(self.raw(), raw, err) })
    }
}
