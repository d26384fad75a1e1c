use tenon_sys as sys;

use super::samples::{Extra, Samples};
use crate::context::current;
use crate::error::call;
use crate::options::options;
use crate::raw::{blank, int32};
use crate::{LogisticOptions, Model, Result, Table};

options! {
    /// What [`LogisticOptions::infer`] tells besides the model.
    pub struct InferenceOptions {
        /// A likelihood-ratio test a coefficient, at the cost of a fit each.
        value coefficient_tests: bool = false,
        /// The marginal effect of a 0/1 feature is the mean change from 0 to 1, not the mean slope.
        value difference_for_dummies: bool = false,
        /// Of Hosmer and Lemeshow's test, 3 to 1000.
        value groups: usize = 10,
    }
}

/// A statistic and its p-value; NaN where estimates do not exist.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Test {
    /// The statistic.
    pub statistic: f64,
    /// Of one as large, if nothing is there.
    pub p_value: f64,
    /// Of freedom.
    pub degrees: f64,
}

/// What there is to say about a logistic model; l and l0 are the log-likelihoods of the model and of the
/// intercept alone, n the sum of weights.
#[derive(Debug)]
#[non_exhaustive]
pub struct Inference {
    /// As [`LogisticOptions::fit`] gives it.
    pub model: Model,
    /// 2 (l - l0): does any feature matter?
    pub likelihood_ratio: Test,
    /// The same by the covariance of the estimates.
    pub wald: Test,
    /// Are probabilities right, by groups?
    pub hosmer_lemeshow: Test,
    /// 1 - l/l0.
    pub mcfadden: f64,
    /// 1 - exp(2 (l0 - l)/n).
    pub cox_snell: f64,
    /// Cox and Snell's over its greatest value.
    pub nagelkerke: f64,
    /// Mean probability of the ones less that of the zeros.
    pub tjur: f64,
    /// A record a coefficient, the intercept first: `name`, `odds_ratio`, `odds_low`, `odds_high`,
    /// `likelihood_ratio`, `likelihood_ratio_p`, `marginal`, `marginal_error`, `marginal_z`,
    /// `marginal_p`, `marginal_low`, `marginal_high`.
    pub effects: Table,
    /// Hosmer and Lemeshow's groups: `low`, `high`, `rows`, `observed`, `expected`.
    pub groups: Table,
}

impl LogisticOptions {
    /// Fits, and tests what was fitted: odds ratios, marginal effects, measures of fit.
    ///
    /// ```
    /// use tenon::models::{InferenceOptions, Samples};
    /// use tenon::LogisticOptions;
    ///
    /// let heat: Vec<[f64; 1]> = (0..60).map(|i| [f64::from(i)]).collect();
    /// let failed: Vec<f64> = (0..60).map(|i| f64::from(u8::from(i * 7 % 60 < i))).collect();
    /// let told = LogisticOptions::new()
    ///     .infer(&Samples::new(&heat, &failed).names(&["heat"]), &InferenceOptions::new())?;
    /// assert!(told.likelihood_ratio.p_value < 0.01);
    /// assert!(told.effects.numbers("odds_ratio")?[1] > Some(1.0));
    /// assert_eq!(told.groups.rows(), 10);
    /// # Ok::<(), tenon::Error>(())
    /// ```
    pub fn infer(&self, samples: &Samples, options: &InferenceOptions) -> Result<Inference> {
        let inference = sys::tenon_logistic_inference_options {
            coefficient_tests: i32::from(options.coefficient_tests),
            difference_for_dummies: i32::from(options.difference_for_dummies),
            groups: int32("groups", options.groups)?,
            ..blank()
        };
        let mut measures: sys::tenon_logistic_measures = blank();
        let (mut model, mut effects, mut groups) =
            (std::ptr::null_mut(), std::ptr::null_mut(), std::ptr::null_mut());
        samples.lend(&[Extra::Weights, Extra::Offset, Extra::Clusters], |lent| {
            self.lend(|raw| {
                // SAFETY: everything borrowed lives for the call.
                call(|err| unsafe {
                    sys::tenon_logistic_infer(
                        current(),
                        &lent.features,
                        lent.target,
                        &lent.extras,
                        lent.names,
                        raw,
                        &inference,
                        &mut model,
                        &mut measures,
                        &mut effects,
                        &mut groups,
                        err,
                    )
                })
            })
        })?;
        let test = |statistic, p_value, degrees| Test { statistic, p_value, degrees };
        Ok(Inference {
            model: Model::owned(model)?,
            likelihood_ratio: test(
                measures.likelihood_ratio,
                measures.likelihood_ratio_p,
                measures.degrees,
            ),
            wald: test(measures.wald, measures.wald_p, measures.degrees),
            hosmer_lemeshow: test(
                measures.hosmer_lemeshow,
                measures.hosmer_lemeshow_p,
                measures.hosmer_lemeshow_degrees,
            ),
            mcfadden: measures.mcfadden,
            cox_snell: measures.cox_snell,
            nagelkerke: measures.nagelkerke,
            tjur: measures.tjur,
            effects: Table::owned(effects)?,
            groups: Table::owned(groups)?,
        })
    }
}
