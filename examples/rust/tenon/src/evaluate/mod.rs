//! How good a model is on records it has not seen, which options make it better, and whether one model is
//! better than another.

mod calibration;
mod compare;
mod folds;
mod measures;
mod metrics;
mod score;
mod tune;
mod validation;

pub use calibration::{cost_threshold, Calibration, CalibrationMethod, CostThreshold};
pub use compare::{test_delong, test_mcnemar, test_resampled, Anova, PairedTest};
pub use folds::{FoldKind, Folds};
pub use measures::{
    class_measures, multi_class_measures, number_measures, pinball_loss, tweedie_deviance,
    ClassMeasures, MultiClassMeasures, NumberMeasures,
};
pub use metrics::{
    prediction_intervals, BootstrapOptions, MetricIntervals, Metrics, PredictionKind,
};
pub use score::ScoreKind;
pub use tune::{Choice, TuneMethod, TuneOptions, TuneRange, Tuned};
pub use validation::Validation;
