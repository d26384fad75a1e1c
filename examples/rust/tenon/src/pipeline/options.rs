use std::ptr::null;
use std::sync::Arc;

use tenon_sys as sys;

use crate::clean::{ImputeOptions, OutlierOptions};
use crate::error::{c_text, Names};
use crate::features::{Scaling, Unknown};
use crate::models::{Glm, Multinomial, Ordinal};
use crate::options::{borrowed, options};
use crate::raw::{blank, int32, maybe, maybe_text};
use crate::{Feature, LinearOptions, LogisticOptions, Result};

/// The model at the end of a pipeline.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum PipelineModel {
    /// A linear model, by any estimator.
    Linear(LinearOptions),
    /// A logistic model.
    Logistic(LogisticOptions),
    /// A model of counts, waiting times or amounts.
    Glm(Glm),
    /// Several classes, which [`PipelineOptions::levels`] may name; the first is the reference.
    Multinomial(Multinomial),
    /// Classes in an order, which [`PipelineOptions::levels`] tells.
    Ordinal(Ordinal),
    /// Least squares of whether the target is this label; robust standard errors.
    Probability {
        /// The target's value that counts as 1; `None`: as of a logistic model.
        positive_label: Option<String>,
    },
}

impl Default for PipelineModel {
    fn default() -> Self {
        PipelineModel::Linear(LinearOptions::new())
    }
}

options! {
    /// Cleaning, features and a model as one value: outliers, fill, scale, one-hot, model.
    pub struct PipelineOptions {
        /// The column to predict; must be given.
        text target: String,
        /// Number and truth columns.
        texts numeric: String,
        /// Category columns; the first category of each is the reference.
        texts categorical: String,
        /// What is fitted; without it a linear model.
        value model: PipelineModel = PipelineModel::default(),
        /// What becomes of outliers: of the rules `Mad` and `Iqr`, clipped or missing.
        optional outliers: OutlierOptions,
        /// What missing cells are filled with; without it they are refused.
        optional impute: ImputeOptions,
        /// One scale for numbers.
        optional scaling: Scaling,
        /// What a category is that was not met in training.
        value unknown: Unknown = Unknown::Error,
        /// Above 0: an elastic net (linear or logistic) of this penalty.
        value penalty: f64 = 0.0,
        /// Of the penalty; 0: the lasso.
        value ridge_share: f64 = 0.0,
        /// Fitted steps that belong to the pipeline, applied before all else; `numeric` and
        /// `categorical` may name what they make.
        list features: Arc<Feature>,
        /// A number column, at least 0.
        maybe_text weights: String,
        /// A number column that is added to the linear predictor.
        maybe_text offset: String,
        /// A number column above 0, of models with a log link.
        maybe_text exposure: String,
        /// Of several classes all of them, the first or lowest first; without them numbers by value,
        /// texts in byte order.
        texts levels: String,
    }
}

impl PipelineOptions {
    /// A logistic model of whether `target` is `positive_label`.
    pub fn logistic(target: &str, positive_label: &str) -> PipelineOptions {
        PipelineOptions::new()
            .target(target)
            .model(PipelineModel::Logistic(LogisticOptions::positive(positive_label)))
    }

    /// A linear model of `target`.
    pub fn linear(target: &str) -> PipelineOptions {
        PipelineOptions::new().target(target)
    }

    /// A model of a `target` of several classes without an order.
    pub fn multinomial(target: &str) -> PipelineOptions {
        PipelineOptions::new().target(target).model(PipelineModel::Multinomial(Multinomial::new()))
    }

    /// A model of a `target` whose classes have the order of `levels`.
    pub fn ordinal(target: &str, levels: &[&str]) -> PipelineOptions {
        PipelineOptions::new()
            .target(target)
            .levels(levels)
            .model(PipelineModel::Ordinal(Ordinal::new()))
    }

    /// A generalised linear model of `target`.
    pub fn glm(target: &str, glm: Glm) -> PipelineOptions {
        PipelineOptions::new().target(target).model(PipelineModel::Glm(glm))
    }

    /// Ridge penalty of the model, on standardised features.
    pub fn l2(mut self, l2: f64) -> PipelineOptions {
        match &mut self.model {
            PipelineModel::Linear(linear) => linear.l2 = l2,
            PipelineModel::Logistic(logistic) => logistic.l2 = l2,
            PipelineModel::Glm(glm) => glm.l2 = l2,
            PipelineModel::Multinomial(several) => several.l2 = l2,
            PipelineModel::Ordinal(ordered) => ordered.l2 = l2,
            PipelineModel::Probability { .. } => {}
        }
        self
    }

    /// Calls with the options in the library's form.
    pub(crate) fn lend<T>(
        &self,
        body: impl FnOnce(&sys::tenon_pipeline_options) -> Result<T>,
    ) -> Result<T> {
        let numeric = Names::new("numeric", &borrowed(&self.numeric))?;
        let categorical = Names::new("categorical", &borrowed(&self.categorical))?;
        let levels = Names::new("levels", &borrowed(&self.levels))?;
        let target = c_text("target", &self.target)?;
        let weights = maybe_text("weights", self.weights.as_deref())?;
        let offset = maybe_text("offset", self.offset.as_deref())?;
        let exposure = maybe_text("exposure", self.exposure.as_deref())?;
        let features: Vec<_> = self.features.iter().map(|step| step.raw()).collect();
        let outliers = self.outliers.as_ref().map(OutlierOptions::raw);
        let raw = sys::tenon_pipeline_options {
            target: target.as_ptr(),
            numeric: numeric.pointer(),
            categorical: categorical.pointer(),
            numeric_count: numeric.count(),
            categorical_count: categorical.count(),
            outliers: outliers.as_ref().map_or(null(), |outliers| outliers),
            scaling: self.scaling.map_or(sys::TENON_SCALING_NONE, Scaling::raw),
            unknown: self.unknown.raw(),
            penalty: self.penalty,
            ridge_share: self.ridge_share,
            features: features.as_ptr(),
            feature_count: int32("features", features.len())?,
            weights: maybe(&weights),
            offset: maybe(&offset),
            exposure: maybe(&exposure),
            levels: levels.pointer(),
            level_count: levels.count(),
            ..blank()
        };
        match &self.impute {
            None => self.lend_model(raw, body),
            Some(impute) => impute.lend(|impute| {
                self.lend_model(sys::tenon_pipeline_options { impute, ..raw }, body)
            }),
        }
    }

    fn lend_model<T>(
        &self,
        mut raw: sys::tenon_pipeline_options,
        body: impl FnOnce(&sys::tenon_pipeline_options) -> Result<T>,
    ) -> Result<T> {
        match &self.model {
            PipelineModel::Linear(linear) => linear.lend(|linear| {
                raw.kind = sys::TENON_MODEL_LINEAR;
                raw.linear = linear;
                body(&raw)
            }),
            PipelineModel::Logistic(logistic) => logistic.lend(|logistic| {
                raw.kind = sys::TENON_MODEL_LOGISTIC;
                raw.logistic = logistic;
                body(&raw)
            }),
            PipelineModel::Glm(glm) => glm.lend(|options| {
                raw.kind = glm.family.raw();
                raw.glm = options;
                body(&raw)
            }),
            PipelineModel::Multinomial(several) => several.lend(|options| {
                raw.kind = sys::TENON_MODEL_MULTINOMIAL;
                raw.classes = options;
                body(&raw)
            }),
            PipelineModel::Ordinal(ordered) => ordered.lend(|options| {
                raw.kind = sys::TENON_MODEL_ORDINAL;
                raw.classes = options;
                body(&raw)
            }),
            PipelineModel::Probability { positive_label } => {
                let label = maybe_text("positive_label", positive_label.as_deref())?;
                let logistic =
                    sys::tenon_logistic_options { positive_label: maybe(&label), ..blank() };
                raw.kind = sys::TENON_MODEL_PROBABILITY;
                raw.logistic = &logistic;
                body(&raw)
            }
        }
    }
}
