use std::fmt;
use std::ptr::null_mut;

use tenon_sys as sys;

use super::samples::{Extra, Samples};
use super::Matrix;
use crate::context::current;
use crate::error::{call, text};
use crate::options::options;
use crate::raw::{blank, maybe, maybe_text, same_length};
use crate::{Model, Result};

/// Where standard errors of a least-squares fit come from; r are residuals, h leverages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum StandardErrors {
    /// Equal variances.
    #[default]
    Classical,
    /// A sandwich of r^2.
    Hc0,
    /// Of r^2 n / (n - k).
    Hc1,
    /// Of r^2 / (1 - h).
    Hc2,
    /// Of r^2 / (1 - h)^2.
    Hc3,
    /// Of sums over clusters.
    Cluster,
}

impl StandardErrors {
    pub(crate) fn raw(self) -> sys::tenon_errors {
        match self {
            StandardErrors::Classical => sys::TENON_ERRORS_CLASSICAL,
            StandardErrors::Hc0 => sys::TENON_ERRORS_HC0,
            StandardErrors::Hc1 => sys::TENON_ERRORS_HC1,
            StandardErrors::Hc2 => sys::TENON_ERRORS_HC2,
            StandardErrors::Hc3 => sys::TENON_ERRORS_HC3,
            StandardErrors::Cluster => sys::TENON_ERRORS_CLUSTER,
        }
    }

    pub(crate) fn from_raw(raw: sys::tenon_errors) -> StandardErrors {
        match raw {
            sys::TENON_ERRORS_HC0 => StandardErrors::Hc0,
            sys::TENON_ERRORS_HC1 => StandardErrors::Hc1,
            sys::TENON_ERRORS_HC2 => StandardErrors::Hc2,
            sys::TENON_ERRORS_HC3 => StandardErrors::Hc3,
            sys::TENON_ERRORS_CLUSTER => StandardErrors::Cluster,
            _ => StandardErrors::Classical,
        }
    }
}

impl fmt::Display for StandardErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // SAFETY: the library gives a static text for every number.
        f.pad(&text(unsafe { sys::tenon_errors_text(self.raw()) }))
    }
}

/// What a linear model minimises, r being residuals.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[non_exhaustive]
pub enum Estimator {
    /// The sum of squares.
    #[default]
    LeastSquares,
    /// The same, with coefficients that are not negative.
    Nonnegative,
    /// Squares up to a threshold in scales of the residuals, then linear.
    Huber {
        /// Usually 1.345.
        threshold: f64,
    },
    /// The pinball loss of a quantile.
    Quantile {
        /// Between 0 and 1.
        quantile: f64,
    },
}

options! {
    /// How to fit a linear regression.
    pub struct LinearOptions {
        /// Whether there is a constant.
        value intercept: bool = true,
        /// Ridge penalty on standardised features: 1/2 sum r^2 + l2/2 |b|^2.
        value l2: f64 = 0.0,
        /// Of the intervals, in (0, 1).
        value confidence: f64 = 0.95,
        /// Every number column enters with its powers up to this, 1 to 64; they are formed and fitted
        /// without rounding them.
        value polynomial: u32 = 1,
        /// Standard errors, t, p, intervals and F.
        value errors: StandardErrors = StandardErrors::Classical,
        /// Of more than 4e6 / columns^2 rows the sums of one pass are all that is read, where they give
        /// each coefficient to 1e-7 of its standard error. True: the rows are read once more, for the
        /// Durbin-Watson statistic (else there is none) and the last digits.
        value residual_pass: bool = false,
        /// A number column of weights: sum w r^2 is minimised. Of fits to tables; see
        /// [`Samples::weights`] for arrays.
        maybe_text weights: String,
        /// A column of clusters, for [`StandardErrors::Cluster`]. Of fits to tables.
        maybe_text clusters: String,
        /// What is minimised, of fits to tables; all but least squares refuse `l2`, `polynomial`,
        /// `weights` and `errors`.
        value estimator: Estimator = Estimator::LeastSquares,
    }
}

impl LinearOptions {
    pub(crate) fn lend<T>(
        &self,
        body: impl FnOnce(&sys::tenon_linear_options) -> Result<T>,
    ) -> Result<T> {
        let weights = maybe_text("weights", self.weights.as_deref())?;
        let clusters = maybe_text("clusters", self.clusters.as_deref())?;
        let mut raw = sys::tenon_linear_options {
            no_intercept: i32::from(!self.intercept),
            l2: self.l2,
            confidence: self.confidence,
            polynomial: i32::try_from(self.polynomial).unwrap_or(i32::MAX),
            errors: self.errors.raw(),
            residual_pass: i32::from(self.residual_pass),
            weights: maybe(&weights),
            clusters: maybe(&clusters),
            ..blank()
        };
        match self.estimator {
            Estimator::LeastSquares => raw.estimator = sys::TENON_ESTIMATOR_LEAST_SQUARES,
            Estimator::Nonnegative => raw.estimator = sys::TENON_ESTIMATOR_NONNEGATIVE,
            Estimator::Huber { threshold } => {
                raw.estimator = sys::TENON_ESTIMATOR_HUBER;
                raw.threshold = threshold;
            }
            Estimator::Quantile { quantile } => {
                raw.estimator = sys::TENON_ESTIMATOR_QUANTILE;
                raw.quantile = quantile;
            }
        }
        body(&raw)
    }

    /// Least squares on arrays, with weights and clusters where they are given. Only least squares: see
    /// [`Huber`](super::Huber), [`QuantileRegression`](super::QuantileRegression) and
    /// [`Nonnegative`](super::Nonnegative) for the others.
    ///
    /// Errors: arguments of unlike lengths, data that are not finite, with their row and column.
    pub fn fit(&self, samples: &Samples) -> Result<Model> {
        samples.lend(&[Extra::Weights, Extra::Clusters], |lent| {
            self.lend(|raw| {
                // SAFETY: everything borrowed lives for the call, here and in the fits beside.
                Model::make(|out, err| unsafe {
                    sys::tenon_linear_fit_rows(
                        current(),
                        &lent.features,
                        lent.target,
                        lent.extras.weights,
                        lent.clusters,
                        lent.names,
                        raw,
                        out,
                        err,
                    )
                })
            })
        })
    }

    /// The same for several targets at once, a column of `targets` each: the features are measured once,
    /// and every further target costs a pass over them.
    ///
    /// ```
    /// use tenon::models::Samples;
    /// use tenon::LinearOptions;
    ///
    /// let heat = [[1.0], [2.0], [3.0]];
    /// let targets = [[2.0, 5.0], [4.0, 4.0], [6.0, 3.0]];
    /// let models = LinearOptions::new().fit_targets(&Samples::features_only(&heat), &targets)?;
    /// assert!((models[0].score(&[4.0])? - 8.0).abs() < 1e-12);
    /// assert!((models[1].score(&[4.0])? - 2.0).abs() < 1e-12);
    /// # Ok::<(), tenon::Error>(())
    /// ```
    ///
    /// Errors: as [`fit`](LinearOptions::fit); no target.
    pub fn fit_targets<'a>(
        &self,
        samples: &Samples,
        targets: impl Into<Matrix<'a>>,
    ) -> Result<Vec<Model>> {
        let targets = targets.into();
        same_length("targets", targets.rows(), samples.rows())?;
        let mut out = vec![null_mut(); targets.columns()];
        samples.lend_features(&[Extra::Weights, Extra::Clusters], |lent| {
            self.lend(|raw| {
                // SAFETY: everything borrowed lives for the call; there is room for a model a target.
                call(|err| unsafe {
                    sys::tenon_linear_fit_targets(
                        current(),
                        &lent.features,
                        &targets.raw(),
                        lent.extras.weights,
                        lent.clusters,
                        lent.names,
                        raw,
                        out.as_mut_ptr(),
                        out.len() as i64,
                        err,
                    )
                })
            })
        })?;
        out.into_iter().map(Model::owned).collect()
    }
}
