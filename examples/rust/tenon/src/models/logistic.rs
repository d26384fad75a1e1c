use tenon_sys as sys;

use super::samples::{Extra, Samples};
use super::StandardErrors;
use crate::context::current;
use crate::options::options;
use crate::raw::{blank, maybe, maybe_text};
use crate::{Model, Result};

/// What the records of a class weigh, times their own weights.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[non_exhaustive]
pub enum ClassWeights {
    /// 1.
    #[default]
    Equal,
    /// n / (2 n_class): both classes weigh the same.
    Balanced,
    /// As given, above 0.
    Given {
        /// Of records that are not of the positive label.
        negative: f64,
        /// Of those that are.
        positive: f64,
    },
}

options! {
    /// How to fit a logistic regression.
    pub struct LogisticOptions {
        /// The target's value whose probability is modelled; without it: bool, 0/1, or the rarer of two
        /// texts.
        maybe_text positive_label: String,
        /// Whether there is a constant.
        value intercept: bool = true,
        /// Ridge penalty on standardised features: -log L + l2/2 |b|^2.
        value l2: f64 = 0.0,
        /// Of the intervals, in (0, 1).
        value confidence: f64 = 0.95,
        /// On the scaled gradient per record.
        value tolerance: f64 = 1e-10,
        /// Newton's steps.
        value max_iterations: u32 = 100,
        /// Firth's correction: estimates that are finite even where the classes are separated. Not
        /// together with `l2`.
        value firth: bool = false,
        /// Intervals by profile likelihood, else Wald's.
        value profile_intervals: bool = false,
        /// Whether there are standard errors, tests and intervals; without them a fit of many columns
        /// with `l2` takes about half the time.
        value inference: bool = true,
        /// What the classes weigh.
        value class_weights: ClassWeights = ClassWeights::Equal,
        /// Standard errors, z (t by cluster), p and Wald's intervals. Others than classical ones hold where
        /// records scatter otherwise than the model says; not with `firth` and `profile_intervals`.
        value errors: StandardErrors = StandardErrors::Classical,
        /// A column of clusters, for [`StandardErrors::Cluster`]. Of fits to tables.
        maybe_text clusters: String,
    }
}

impl LogisticOptions {
    /// No penalty, and this label is the positive one.
    pub fn positive(label: &str) -> Self {
        LogisticOptions::new().positive_label(label)
    }

    pub(crate) fn lend<T>(
        &self,
        body: impl FnOnce(&sys::tenon_logistic_options) -> Result<T>,
    ) -> Result<T> {
        let label = maybe_text("positive_label", self.positive_label.as_deref())?;
        let clusters = maybe_text("clusters", self.clusters.as_deref())?;
        let mut raw = sys::tenon_logistic_options {
            no_intercept: i32::from(!self.intercept),
            positive_label: maybe(&label),
            l2: self.l2,
            confidence: self.confidence,
            tolerance: self.tolerance,
            max_iterations: i64::from(self.max_iterations),
            firth: i32::from(self.firth),
            profile_intervals: i32::from(self.profile_intervals),
            no_inference: i32::from(!self.inference),
            errors: self.errors.raw(),
            clusters: maybe(&clusters),
            ..blank()
        };
        match self.class_weights {
            ClassWeights::Equal => raw.class_weights = sys::TENON_CLASS_WEIGHTS_NONE,
            ClassWeights::Balanced => raw.class_weights = sys::TENON_CLASS_WEIGHTS_BALANCED,
            ClassWeights::Given { negative, positive } => {
                raw.class_weights = sys::TENON_CLASS_WEIGHTS_GIVEN;
                raw.negative_weight = negative;
                raw.positive_weight = positive;
            }
        }
        body(&raw)
    }

    /// Logistic regression on arrays, whose target is 0 or 1; weights, an offset and clusters may come along.
    ///
    /// ```
    /// use tenon::models::Samples;
    /// use tenon::LogisticOptions;
    ///
    /// let heat = [[1.0], [2.0], [3.0], [2.5], [2.8], [2.6], [1.9]];
    /// let failed = [0.0, 0.0, 1.0, 0.0, 1.0, 1.0, 1.0];
    /// let model = LogisticOptions::new().fit(&Samples::new(&heat, &failed))?;
    /// assert!(model.score(&[3.0])? > model.score(&[1.0])?);
    /// # Ok::<(), tenon::Error>(())
    /// ```
    pub fn fit(&self, samples: &Samples) -> Result<Model> {
        samples.lend(&[Extra::Weights, Extra::Offset, Extra::Clusters], |lent| {
            self.lend(|raw| {
                // SAFETY: everything borrowed lives for the call.
                Model::make(|out, err| unsafe {
                    sys::tenon_logistic_fit_rows(
                        current(),
                        &lent.features,
                        lent.target,
                        &lent.extras,
                        lent.names,
                        raw,
                        out,
                        err,
                    )
                })
            })
        })
    }
}
