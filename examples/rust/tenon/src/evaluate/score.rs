use tenon_sys as sys;

/// What a choice is made by. Larger is better, so losses and errors are negated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum ScoreKind {
    /// Log loss of a logistic, RMSE of any other model.
    #[default]
    Automatic,
    /// Mean negative log-likelihood, negated.
    LogLoss,
    /// Mean squared error of the probability, negated.
    Brier,
    /// Root mean squared error, negated.
    Rmse,
    /// Mean absolute error, negated.
    Mae,
    /// Area under the ROC curve.
    Auc,
    /// Share of right classes.
    Accuracy,
    /// Harmonic mean of precision and recall.
    F1,
    /// Of the positives, how many are found.
    Recall,
    /// Of the predicted positives, how many are.
    Precision,
    /// Share of variance explained.
    R2,
}

impl ScoreKind {
    pub(crate) fn raw(self) -> sys::tenon_score {
        match self {
            ScoreKind::Automatic => sys::TENON_SCORE_AUTOMATIC,
            ScoreKind::LogLoss => sys::TENON_SCORE_LOG_LOSS,
            ScoreKind::Brier => sys::TENON_SCORE_BRIER,
            ScoreKind::Rmse => sys::TENON_SCORE_RMSE,
            ScoreKind::Mae => sys::TENON_SCORE_MAE,
            ScoreKind::Auc => sys::TENON_SCORE_AUC,
            ScoreKind::Accuracy => sys::TENON_SCORE_ACCURACY,
            ScoreKind::F1 => sys::TENON_SCORE_F1,
            ScoreKind::Recall => sys::TENON_SCORE_RECALL,
            ScoreKind::Precision => sys::TENON_SCORE_PRECISION,
            ScoreKind::R2 => sys::TENON_SCORE_R2,
        }
    }
}
