use tenon_sys as sys;

use super::samples::{Extra, Samples};
use super::StandardErrors;
use crate::context::current;
use crate::options::options;
use crate::raw::{blank, maybe, maybe_text};
use crate::{Model, Result};

/// How the scatter of a target grows with its mean mu.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Family {
    /// Counts: mu.
    #[default]
    Poisson,
    /// Counts that scatter more: mu + shape mu^2.
    NegativeBinomial,
    /// Waiting times: phi mu^2.
    Gamma,
    /// Amounts that are often 0: phi mu^shape, shape between 1 and 2.
    Tweedie,
}

impl Family {
    pub(crate) fn raw(self) -> sys::tenon_model_kind {
        match self {
            Family::Poisson => sys::TENON_MODEL_POISSON,
            Family::NegativeBinomial => sys::TENON_MODEL_NEGATIVE_BINOMIAL,
            Family::Gamma => sys::TENON_MODEL_GAMMA,
            Family::Tweedie => sys::TENON_MODEL_TWEEDIE,
        }
    }
}

/// What is linear in the features.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Link {
    /// The mean.
    Identity,
    /// ln p/(1-p), of logistic models.
    Logit,
    /// ln mean.
    #[default]
    Log,
    /// 1/mean, of gamma models.
    Inverse,
}

impl Link {
    fn raw(self) -> sys::tenon_link {
        match self {
            Link::Identity => sys::TENON_LINK_IDENTITY,
            Link::Logit => sys::TENON_LINK_LOGIT,
            Link::Log => sys::TENON_LINK_LOG,
            Link::Inverse => sys::TENON_LINK_INVERSE,
        }
    }

    pub(crate) fn from_raw(raw: sys::tenon_link) -> Option<Link> {
        match raw {
            sys::TENON_LINK_IDENTITY => Some(Link::Identity),
            sys::TENON_LINK_LOGIT => Some(Link::Logit),
            sys::TENON_LINK_LOG => Some(Link::Log),
            sys::TENON_LINK_INVERSE => Some(Link::Inverse),
            _ => None,
        }
    }
}

options! {
    /// A generalised linear model of counts, waiting times or amounts, by maximum likelihood.
    ///
    /// ```
    /// use tenon::models::{Glm, Samples};
    ///
    /// let shift = [[0.0], [0.0], [1.0], [1.0]];
    /// let (defects, hours) = ([2.0, 4.0, 9.0, 9.0], [1.0, 2.0, 1.5, 1.5]);
    /// let model = Glm::poisson().fit(&Samples::new(&shift, &defects).exposure(&hours))?;
    /// assert!((model.score(&[0.0])? - 2.0).abs() < 1e-9); // an hour
    /// assert!((model.score(&[1.0])? - 6.0).abs() < 1e-9);
    /// # Ok::<(), tenon::Error>(())
    /// ```
    pub struct Glm {
        /// Of the scatter.
        value family: Family = Family::Poisson,
        /// Log for all families, identity but for the negative binomial, inverse for gamma.
        value link: Link = Link::Log,
        /// Whether there is a constant.
        value intercept: bool = true,
        /// Poisson: errors times the root of the dispersion, with Student's t.
        value quasi: bool = false,
        /// Ridge penalty on standardised features: -log L + l2/2 |b|^2.
        value l2: f64 = 0.0,
        /// Of the intervals, in (0, 1).
        value confidence: f64 = 0.95,
        /// On the scaled gradient.
        value tolerance: f64 = 1e-10,
        /// Newton's steps.
        value max_iterations: u32 = 100,
        /// Negative binomial: above 0; Tweedie: between 1 and 2; without it: by likelihood.
        optional shape: f64,
        /// Standard errors, tests and intervals. Others than classical ones hold where the variance is not
        /// that of the family; not with `quasi`.
        value errors: StandardErrors = StandardErrors::Classical,
        /// A column of clusters, for [`StandardErrors::Cluster`]. Of fits to tables.
        maybe_text clusters: String,
    }
}

impl Glm {
    /// Of counts.
    pub fn poisson() -> Glm {
        Glm::new()
    }

    /// Of counts that scatter more than Poisson's.
    pub fn negative_binomial() -> Glm {
        Glm::new().family(Family::NegativeBinomial)
    }

    /// Of waiting times and other numbers above 0.
    pub fn gamma() -> Glm {
        Glm::new().family(Family::Gamma)
    }

    /// Of amounts that are often 0.
    pub fn tweedie() -> Glm {
        Glm::new().family(Family::Tweedie)
    }

    pub(crate) fn raw_family(&self) -> sys::tenon_model_kind {
        self.family.raw()
    }

    pub(crate) fn lend<T>(
        &self,
        body: impl FnOnce(&sys::tenon_glm_options) -> Result<T>,
    ) -> Result<T> {
        let clusters = maybe_text("clusters", self.clusters.as_deref())?;
        body(&sys::tenon_glm_options {
            no_intercept: i32::from(!self.intercept),
            link: self.link.raw(),
            quasi: i32::from(self.quasi),
            l2: self.l2,
            confidence: self.confidence,
            tolerance: self.tolerance,
            max_iterations: i64::from(self.max_iterations),
            shape: self.shape.unwrap_or(0.0),
            errors: self.errors.raw(),
            clusters: maybe(&clusters),
            ..blank()
        })
    }

    /// Fits on arrays, with weights, offset, exposure and clusters where they are given. Scores are means per unit
    /// of exposure at offset 0.
    ///
    /// Errors: a link that the family has not; a target out of the family's range, with its row.
    pub fn fit(&self, samples: &Samples) -> Result<Model> {
        let takes = [Extra::Weights, Extra::Offset, Extra::Exposure, Extra::Clusters];
        samples.lend(&takes, |lent| {
            self.lend(|raw| {
                // SAFETY: everything borrowed lives for the call.
                Model::make(|out, err| unsafe {
                    sys::tenon_glm_fit_matrix(
                        current(),
                        &lent.features,
                        lent.target,
                        &lent.extras,
                        lent.names,
                        self.family.raw(),
                        raw,
                        out,
                        err,
                    )
                })
            })
        })
    }
}
