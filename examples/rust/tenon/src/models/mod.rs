//! Ways to fit a model on arrays, in one pass or many, and what a fitted model can tell.
//!
//! Every way of fitting is a struct of options with a `fit` that takes [`Samples`]; on tables there are
//! [`Model::linear`](crate::Model::linear), [`Model::logistic`](crate::Model::logistic) and
//! [`Model::pipeline`](crate::Model::pipeline). All give a [`Model`](crate::Model), which scores, saves
//! and explains in the same way, but for models of several classes ([`ClassModel`]) and for paths of
//! penalties ([`PenaltyPath`]).

mod classes;
mod explanation;
mod export;
mod glm;
mod inference;
mod linear;
mod logistic;
mod logistic_partial;
mod matrix;
mod of_classes;
mod online;
mod partial;
mod partial_rows;
mod paths;
mod robust;
mod samples;
mod summary;

pub use classes::{ClassModel, Multinomial, Ordinal};
pub use explanation::{Dependence, DependenceOptions, ImportanceOptions};
pub use export::OnnxOperators;
pub use glm::{Family, Glm, Link};
pub use inference::{Inference, InferenceOptions, Test};
pub use linear::{Estimator, LinearOptions, StandardErrors};
pub use logistic::{ClassWeights, LogisticOptions};
pub use logistic_partial::{LogisticPartial, LogisticPass};
pub use matrix::Matrix;
pub use of_classes::ClassEvaluation;
pub use online::{OnlineModel, OnlineOptions};
pub use partial::LinearPartial;
pub use paths::{ElasticNet, Loss, PenaltyPath, RidgePath};
pub use robust::{Huber, HuberScale, Nonnegative, QuantileRegression};
pub use samples::Samples;
pub use summary::{FitFlags, FitPath, FitSummary};
