//! Lines that outliers do not pull, lines through quantiles, lines that only go up.

use tenon_sys as sys;

use super::logistic_partial::run_passes;
use super::samples::{Extra, Samples};
use super::{LinearPartial, LogisticPass};
use crate::context::current;
use crate::options::options;
use crate::raw::blank;
use crate::{Model, Result};

/// Where the scale of Huber's residuals comes from.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[non_exhaustive]
pub enum HuberScale {
    /// Found with the coefficients in one convex objective.
    #[default]
    Joint,
    /// The median of |r| over 0.6745, of the fit itself.
    Mad,
    /// Given, in the target's units.
    Fixed(f64),
}

options! {
    /// Huber's regression: squares up to `threshold` scales, then linear, by Newton's method.
    ///
    /// ```
    /// use tenon::models::{Huber, Samples};
    ///
    /// let x: Vec<[f64; 1]> = (0..20).map(|i| [f64::from(i)]).collect();
    /// let mut y: Vec<f64> = (0..20).map(|i| 3.0 * f64::from(i) + f64::from(i * 7 % 5)).collect();
    /// y[19] = 1000.0; // a sensor that failed
    /// let model = Huber::new().fit(&Samples::new(&x, &y))?;
    /// assert!((model.coefficients()?[1].estimate - 3.0).abs() < 0.1);
    /// # Ok::<(), tenon::Error>(())
    /// ```
    pub struct Huber {
        /// Whether there is a constant.
        value intercept: bool = true,
        /// Residuals beyond so many scales count linearly.
        value threshold: f64 = 1.345,
        /// Where the scale comes from.
        value scale: HuberScale = HuberScale::Joint,
        /// Of the intervals, in (0, 1).
        value confidence: f64 = 0.95,
        /// On the scaled gradient per row.
        value tolerance: f64 = 1e-10,
        /// Newton's steps.
        value max_iterations: u32 = 200,
    }
}

impl Huber {
    /// Fits. The scale is `residual_sd` of the [summary](Model::summary).
    ///
    /// Weights may come along: a row of weight w counts as w rows. Errors: data if half of the rows lie on
    /// one plane, for then the scale is 0; other extras are refused.
    pub fn fit(&self, samples: &Samples) -> Result<Model> {
        let raw = self.raw();
        samples.lend(&[Extra::Weights], |lent| {
            // SAFETY: everything borrowed lives for the call.
            Model::make(|out, err| unsafe {
                sys::tenon_huber_fit_rows(
                    current(),
                    &lent.features,
                    lent.target,
                    lent.extras.weights,
                    lent.names,
                    &raw,
                    out,
                    err,
                )
            })
        })
    }

    /// The model of [`Huber::fit`] on rows that are anywhere, as
    /// [`LogisticOptions::fit_passes`](crate::LogisticOptions::fit_passes); some 10 to 30 passes, with
    /// [`HuberScale::Mad`] 100 to 200. Weights but 0 and 1 are refused.
    pub fn fit_passes<F>(&self, first: &LinearPartial, pass: F) -> Result<Model>
    where
        F: FnMut(&mut LogisticPass) -> Result<()>,
    {
        let raw = self.raw();
        run_passes(pass, |visit, user| {
            // SAFETY: the pass lives for the call, which alone uses it; options do, too.
            Model::make(|out, err| unsafe {
                sys::tenon_huber_fit_passes(current(), first.raw(), visit, user, &raw, out, err)
            })
        })
    }

    fn raw(&self) -> sys::tenon_huber_options {
        let (scale, fixed) = match self.scale {
            HuberScale::Joint => (sys::TENON_HUBER_JOINT, 0.0),
            HuberScale::Mad => (sys::TENON_HUBER_MAD, 0.0),
            HuberScale::Fixed(scale) => (sys::TENON_HUBER_FIXED, scale),
        };
        sys::tenon_huber_options {
            no_intercept: i32::from(!self.intercept),
            scale,
            threshold: self.threshold,
            fixed_scale: fixed,
            confidence: self.confidence,
            tolerance: self.tolerance,
            max_iterations: i64::from(self.max_iterations),
            ..blank()
        }
    }
}

options! {
    /// The line below which a share of the records lies; 0.5 is least absolute deviations. Exact, with
    /// the dual's bound as proof (`objective` and `bound` of the [summary](Model::summary)).
    ///
    /// ```
    /// use tenon::models::{QuantileRegression, Samples};
    ///
    /// let x: Vec<[f64; 1]> = (0..100).map(|i| [f64::from(i % 10)]).collect();
    /// let y: Vec<f64> = (0..100).map(|i| f64::from(i % 10) + f64::from(i / 10)).collect();
    /// let high = QuantileRegression::new().quantile(0.95).fit(&Samples::new(&x, &y))?;
    /// assert!((high.score(&[4.0])? - 13.0).abs() < 1e-9);
    /// # Ok::<(), tenon::Error>(())
    /// ```
    pub struct QuantileRegression {
        /// Whether there is a constant.
        value intercept: bool = true,
        /// Between 0 and 1.
        value quantile: f64 = 0.5,
        /// Of the intervals, in (0, 1).
        value confidence: f64 = 0.95,
        /// Pivots of the simplex method; without it 1000 and 20 for each row.
        optional max_pivots: u64,
    }
}

impl QuantileRegression {
    /// Fits. Errors: a quantile that is not between 0 and 1; weights and other extras are refused.
    pub fn fit(&self, samples: &Samples) -> Result<Model> {
        let raw = self.raw();
        samples.lend(&[Extra::Weights], |lent| {
            // SAFETY: everything borrowed lives for the call.
            Model::make(|out, err| unsafe {
                sys::tenon_quantile_regression_fit_rows(
                    current(),
                    &lent.features,
                    lent.target,
                    lent.extras.weights,
                    lent.names,
                    &raw,
                    out,
                    err,
                )
            })
        })
    }

    /// The model of [`QuantileRegression::fit`] on rows that are anywhere, as
    /// [`LogisticOptions::fit_passes`](crate::LogisticOptions::fit_passes); some 40 to 60 passes. Rows
    /// next to the plane travel in the partial as they are. Weights but 0 and 1 are refused.
    ///
    /// ```
    /// use tenon::models::{LinearPartial, QuantileRegression, Samples};
    ///
    /// let x: Vec<[f64; 1]> = (0..100).map(|i| [f64::from(i % 10)]).collect();
    /// let y: Vec<f64> = (0..100).map(|i| f64::from(i % 10) + f64::from(i * 7 % 13)).collect();
    /// let slices = [Samples::new(&x[..60], &y[..60]), Samples::new(&x[60..], &y[60..])];
    /// let mut first = LinearPartial::new(&["heat"])?;
    /// slices.iter().try_for_each(|slice| first.add(slice))?;
    /// let options = QuantileRegression::new().quantile(0.8);
    /// let model =
    ///     options.fit_passes(&first, |pass| slices.iter().try_for_each(|slice| pass.add(slice)))?;
    /// let whole = options.fit(&Samples::new(&x, &y))?;
    /// let (sliced, at_once) = (model.summary()?.objective, whole.summary()?.objective);
    /// assert!((sliced.unwrap() - at_once.unwrap()).abs() < 1e-9);
    /// # Ok::<(), tenon::Error>(())
    /// ```
    pub fn fit_passes<F>(&self, first: &LinearPartial, pass: F) -> Result<Model>
    where
        F: FnMut(&mut LogisticPass) -> Result<()>,
    {
        let raw = self.raw();
        run_passes(pass, |visit, user| {
            // SAFETY: the pass lives for the call, which alone uses it; options do, too.
            Model::make(|out, err| unsafe {
                sys::tenon_quantile_regression_fit_passes(
                    current(),
                    first.raw(),
                    visit,
                    user,
                    &raw,
                    out,
                    err,
                )
            })
        })
    }

    fn raw(&self) -> sys::tenon_quantile_regression_options {
        sys::tenon_quantile_regression_options {
            no_intercept: i32::from(!self.intercept),
            quantile: if self.quantile == 0.0 { f64::NAN } else { self.quantile },
            confidence: self.confidence,
            max_pivots: self.max_pivots.map_or(0, |n| i64::try_from(n).unwrap_or(i64::MAX).max(1)),
            ..blank()
        }
    }
}

options! {
    /// Least squares with coefficients that are not negative (the intercept is free), exact; no
    /// standard errors.
    ///
    /// ```
    /// use tenon::models::{Nonnegative, Samples};
    ///
    /// let x = [[1.0, 9.0], [2.0, 7.0], [3.0, 6.0], [4.0, 5.0]];
    /// let model = Nonnegative::new().fit(&Samples::new(&x, &[1.0, 2.0, 3.0, 4.0]))?;
    /// assert!(model.coefficients()?[1..].iter().all(|c| c.estimate >= 0.0));
    /// # Ok::<(), tenon::Error>(())
    /// ```
    pub struct Nonnegative {
        /// Whether there is a constant.
        value intercept: bool = true,
    }
}

impl Nonnegative {
    /// Fits. Weights and other extras are refused.
    pub fn fit(&self, samples: &Samples) -> Result<Model> {
        samples.lend(&[], |lent| {
            // SAFETY: everything borrowed lives for the call.
            Model::make(|out, err| unsafe {
                sys::tenon_nonnegative_fit_matrix(
                    current(),
                    &lent.features,
                    lent.target,
                    lent.names,
                    i32::from(!self.intercept),
                    out,
                    err,
                )
            })
        })
    }

    /// The model of all rows of a partial, wherever they were.
    ///
    /// ```
    /// use tenon::models::{LinearPartial, Nonnegative, Samples};
    ///
    /// let mut rows = LinearPartial::new(&["a", "b"])?;
    /// rows.add(&Samples::new(&[[1.0, 9.0], [2.0, 7.0]], &[1.0, 2.0]))?;
    /// rows.add(&Samples::new(&[[3.0, 6.0], [4.0, 5.0]], &[3.0, 4.0]))?;
    /// let model = Nonnegative::new().fit_partial(&rows)?;
    /// assert!(model.coefficients()?[1..].iter().all(|c| c.estimate >= 0.0));
    /// # Ok::<(), tenon::Error>(())
    /// ```
    pub fn fit_partial(&self, rows: &LinearPartial) -> Result<Model> {
        // SAFETY: the handle is live.
        Model::make(|out, err| unsafe {
            sys::tenon_nonnegative_fit_partial(
                current(),
                rows.raw(),
                i32::from(!self.intercept),
                out,
                err,
            )
        })
    }
}
