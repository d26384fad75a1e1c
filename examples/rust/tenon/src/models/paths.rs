use tenon_sys as sys;

use super::logistic_partial::run_fold_passes;
use super::samples::{Extra, Samples};
use super::{LinearPartial, LogisticPass};
use crate::context::current;
use crate::error::{call, Names};
use crate::options::options;
use crate::raw::{blank, count, handle, int32, int64, not_empty, pointer, same_length};
use crate::{Error, Model, Result, Table};

/// The loss of an elastic net.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Loss {
    /// Squares, of numbers.
    #[default]
    Linear,
    /// The log loss, of a target of 0 and 1.
    Logistic,
}

options! {
    /// Coefficients for a whole path of penalties on their sizes, by coordinate descent; those that are
    /// not worth their penalty are 0.
    ///
    /// Minimises `1/W sum w loss + penalty * ((1 - ridge_share) sum s |b| + ridge_share/2 sum (s b)^2)`,
    /// with W the sum of weights and s the standard deviation of each feature.
    ///
    /// ```
    /// use tenon::models::{ElasticNet, Samples};
    ///
    /// let x: Vec<[f64; 2]> = (0..40).map(|i| [f64::from(i), f64::from(i * 7 % 11)]).collect();
    /// let y: Vec<f64> = (0..40).map(|i| 2.0 * f64::from(i) + f64::from(i * 3 % 5)).collect();
    /// let folds: Vec<i32> = (0..40).map(|i| i % 4).collect();
    /// let path = ElasticNet::new().folds(folds).fit(&Samples::new(&x, &y))?;
    /// assert_eq!(path.coefficients(0)?, [0.0, 0.0]); // the first penalty leaves none
    /// let model = path.model(path.simplest().unwrap(), &["hours", "noise"])?;
    /// assert!(model.score(&[10.0, 0.0])? > model.score(&[5.0, 0.0])?);
    /// # Ok::<(), tenon::Error>(())
    /// ```
    pub struct ElasticNet {
        /// What is penalised.
        value loss: Loss = Loss::Linear,
        /// Whether there is a constant.
        value intercept: bool = true,
        /// Features are penalised in units of their standard deviation.
        value standardise: bool = true,
        /// In [0, 1]; 0: the lasso.
        value ridge_share: f64 = 0.0,
        /// Penalties; empty: `steps` in equal ratios, from the least that leaves no coefficient.
        list penalties: f64,
        /// How many penalties.
        value steps: u32 = 100,
        /// Last over first penalty; without it 1e-4, or 1e-2 with no more rows than features.
        optional smallest_share: f64,
        /// Of the duality gap, as a share of the loss without features.
        value tolerance: f64 = 1e-9,
        /// A penalty.
        value max_sweeps: u32 = 100_000,
        /// Fold of each record, from 0; -1 is never left out; empty: no folds. See
        /// [`Folds::assign`](crate::evaluate::Folds::assign).
        list folds: i32,
    }
}

impl ElasticNet {
    /// Fits all penalties, and once more without each fold. Weights may come along.
    ///
    /// Errors: a target or feature that is not finite, with row and column; options out of range.
    pub fn fit(&self, samples: &Samples) -> Result<PenaltyPath> {
        if !self.folds.is_empty() {
            same_length("folds", self.folds.len(), samples.rows())?;
        }
        samples.lend(&[Extra::Weights], |lent| {
            let raw = sys::tenon_elastic_net_options {
                weights: lent.extras.weights,
                fold_of: pointer(not_empty(&self.folds)),
                ..self.raw()
            };
            // SAFETY: everything borrowed lives for the call.
            PenaltyPath::make(|out, err| unsafe {
                sys::tenon_elastic_net_fit_matrix(
                    current(),
                    &lent.features,
                    lent.target,
                    &raw,
                    out,
                    err,
                )
            })
        })
    }

    /// The linear path of partials, one of all rows or one a fold; [`folds`](ElasticNet::folds) must be
    /// empty. It has the same bits however the rows were sliced and merged.
    ///
    /// ```
    /// use tenon::models::{ElasticNet, LinearPartial, Samples};
    ///
    /// let mut folds = Vec::new();
    /// for k in 0..3 {
    ///     let x: Vec<[f64; 1]> = (0..20).map(|i| [f64::from(i * 3 + k)]).collect();
    ///     let y: Vec<f64> = x.iter().map(|x| 2.0 * x[0] + (x[0] * 0.7).sin()).collect();
    ///     let mut fold = LinearPartial::new(&["hours"])?;
    ///     fold.add(&Samples::new(&x, &y))?;
    ///     folds.push(fold);
    /// }
    /// let path = ElasticNet::new().fit_partials(&folds)?;
    /// let model = path.model(path.best().unwrap(), &["hours"])?;
    /// assert!((model.score(&[10.0])? - 20.0).abs() < 1.0);
    /// # Ok::<(), tenon::Error>(())
    /// ```
    pub fn fit_partials(&self, folds: &[LinearPartial]) -> Result<PenaltyPath> {
        let raw = sys::tenon_elastic_net_options {
            fold_of: pointer(not_empty(&self.folds)),
            ..self.raw()
        };
        lend_partials(folds, |handles, count| {
            // SAFETY: everything borrowed lives for the call.
            PenaltyPath::make(|out, err| unsafe {
                sys::tenon_elastic_net_fit_partials(current(), handles, count, &raw, out, err)
            })
        })
    }

    /// The logistic path of rows that are anywhere: `first` are partials of them whose target is 0 or 1,
    /// one of all rows or one a fold, and `pass` adds every row to what is lent for its fold, some 2 to 4
    /// times a penalty, and with k folds k + 1 times as often. [`loss`](ElasticNet::loss) must be
    /// [`Loss::Logistic`] and [`folds`](ElasticNet::folds) empty. An error of `pass` ends the fit and is
    /// returned.
    ///
    /// ```
    /// use tenon::models::{ElasticNet, LinearPartial, Loss, Samples};
    ///
    /// let x: Vec<[f64; 1]> = (0..60).map(|i| [f64::from(i)]).collect();
    /// let y: Vec<f64> = (0..60).map(|i| f64::from(u8::from(i + i * 7 % 30 > 45))).collect();
    /// let slices = [Samples::new(&x[..25], &y[..25]), Samples::new(&x[25..], &y[25..])];
    /// let mut first = LinearPartial::new(&["hours"])?;
    /// slices.iter().try_for_each(|slice| first.add(slice))?;
    /// let options = ElasticNet::new().loss(Loss::Logistic).steps(5);
    /// let path = options.fit_passes(&[first], |folds| {
    ///     slices.iter().try_for_each(|slice| folds[0].add(slice))
    /// })?;
    /// let whole = options.fit(&Samples::new(&x, &y))?;
    /// assert!((path.coefficients(4)?[0] - whole.coefficients(4)?[0]).abs() < 1e-5);
    /// # Ok::<(), tenon::Error>(())
    /// ```
    pub fn fit_passes<F>(&self, first: &[LinearPartial], pass: F) -> Result<PenaltyPath>
    where
        F: FnMut(&mut [LogisticPass]) -> Result<()>,
    {
        let raw = sys::tenon_elastic_net_options {
            fold_of: pointer(not_empty(&self.folds)),
            ..self.raw()
        };
        lend_partials(first, |handles, count| {
            run_fold_passes(pass, |visit, user| {
                // SAFETY: the pass lives for the call, which alone uses it; all else does, too.
                PenaltyPath::make(|out, err| unsafe {
                    sys::tenon_elastic_net_fit_passes(
                        current(),
                        handles,
                        count,
                        visit,
                        user,
                        &raw,
                        out,
                        err,
                    )
                })
            })
        })
    }

    fn raw(&self) -> sys::tenon_elastic_net_options {
        sys::tenon_elastic_net_options {
            kind: match self.loss {
                Loss::Linear => sys::TENON_MODEL_LINEAR,
                Loss::Logistic => sys::TENON_MODEL_LOGISTIC,
            },
            no_intercept: i32::from(!self.intercept),
            no_standardise: i32::from(!self.standardise),
            ridge_share: self.ridge_share,
            penalties: pointer(not_empty(&self.penalties)),
            penalty_count: self.penalties.len() as i64,
            steps: i32::try_from(self.steps).unwrap_or(i32::MAX),
            smallest_share: self.smallest_share.unwrap_or(0.0),
            tolerance: self.tolerance,
            max_sweeps: i64::from(self.max_sweeps),
            ..blank()
        }
    }
}

options! {
    /// Ridge regression for a whole path of penalties: 1/2 sum w r^2 + penalty/2 sum (s b)^2, with s the
    /// standard deviation of each feature.
    pub struct RidgePath {
        /// Whether there is a constant.
        value intercept: bool = true,
        /// Features are penalised in units of their standard deviation.
        value standardise: bool = true,
        /// Above 0; empty: `steps` in equal ratios from 100 W to 1e-6 W, W the sum of weights.
        list penalties: f64,
        /// How many penalties.
        value steps: u32 = 50,
        /// Fold of each record, from 0; -1 is never left out; empty: no folds.
        list folds: i32,
    }
}

impl RidgePath {
    /// Fits all penalties, and once more without each fold. Weights may come along.
    pub fn fit(&self, samples: &Samples) -> Result<PenaltyPath> {
        if !self.folds.is_empty() {
            same_length("folds", self.folds.len(), samples.rows())?;
        }
        samples.lend(&[Extra::Weights], |lent| {
            let raw = sys::tenon_ridge_path_options {
                weights: lent.extras.weights,
                fold_of: pointer(not_empty(&self.folds)),
                ..self.raw()
            };
            // SAFETY: everything borrowed lives for the call.
            PenaltyPath::make(|out, err| unsafe {
                sys::tenon_ridge_path_fit_matrix(
                    current(),
                    &lent.features,
                    lent.target,
                    &raw,
                    out,
                    err,
                )
            })
        })
    }

    /// The path of partials, as [`ElasticNet::fit_partials`].
    pub fn fit_partials(&self, folds: &[LinearPartial]) -> Result<PenaltyPath> {
        let raw = sys::tenon_ridge_path_options {
            fold_of: pointer(not_empty(&self.folds)),
            ..self.raw()
        };
        lend_partials(folds, |handles, count| {
            // SAFETY: everything borrowed lives for the call.
            PenaltyPath::make(|out, err| unsafe {
                sys::tenon_ridge_path_fit_partials(current(), handles, count, &raw, out, err)
            })
        })
    }

    fn raw(&self) -> sys::tenon_ridge_path_options {
        sys::tenon_ridge_path_options {
            no_intercept: i32::from(!self.intercept),
            no_standardise: i32::from(!self.standardise),
            steps: i32::try_from(self.steps).unwrap_or(i32::MAX),
            penalties: pointer(not_empty(&self.penalties)),
            penalty_count: self.penalties.len() as i64,
            ..blank()
        }
    }
}

// Handles of partials and how many, for a call.
fn lend_partials<T>(
    folds: &[LinearPartial],
    fit: impl FnOnce(*const *const sys::tenon_linear_partial, i32) -> Result<T>,
) -> Result<T> {
    let handles: Vec<*const sys::tenon_linear_partial> =
        folds.iter().map(|fold| fold.raw()).collect();
    fit(handles.as_ptr(), int32("folds", handles.len())?)
}

handle! {
    /// Linear or logistic models for a path of penalties, the largest first. Immutable.
    PenaltyPath, sys::tenon_penalty_path, sys::tenon_penalty_path_free, shared
}

impl PenaltyPath {
    /// How many penalties.
    pub fn len(&self) -> usize {
        // SAFETY: the handle is live, here and below.
        count(unsafe { sys::tenon_penalty_path_count(self.raw()) })
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Place of the least error of records left out; `None` without folds.
    pub fn best(&self) -> Option<usize> {
        usize::try_from(unsafe { sys::tenon_penalty_path_best(self.raw()) }).ok()
    }

    /// Place of the largest penalty whose error is within one standard error of the least; `None`
    /// without folds.
    pub fn simplest(&self) -> Option<usize> {
        usize::try_from(unsafe { sys::tenon_penalty_path_simplest(self.raw()) }).ok()
    }

    /// Coefficients of a penalty in the units of the features, one a feature, without the intercept.
    pub fn coefficients(&self, place: usize) -> Result<Vec<f64>> {
        let mut needed = 0;
        call(|err| unsafe {
            sys::tenon_penalty_path_coefficients(
                self.raw(),
                int64(place),
                std::ptr::null_mut(),
                0,
                &mut needed,
                err,
            )
        })?;
        let mut coefficients = vec![0.0; count(needed)];
        // SAFETY: the array holds as many entries as said.
        call(|err| unsafe {
            sys::tenon_penalty_path_coefficients(
                self.raw(),
                int64(place),
                coefficients.as_mut_ptr(),
                needed,
                &mut needed,
                err,
            )
        })?;
        Ok(coefficients)
    }

    /// A record a penalty. Elastic net: `penalty`, `intercept`, `nonzero`, `loss`, `objective`, `gap`,
    /// `explained`, `sweeps`, `models`, `converged`; ridge: `penalty`, `intercept`, `mean_square`,
    /// `effective`, `gradient`. With folds also `error` and `standard_error` of records left out.
    pub fn table(&self) -> Result<Table> {
        Table::make(|out, err| unsafe { sys::tenon_penalty_path_table(self.raw(), out, err) })
    }

    /// The model of a penalty, to score, save and explain; it has no standard errors. No names: x1, x2,
    /// ...
    pub fn model(&self, place: usize, names: &[&str]) -> Result<Model> {
        if place >= self.len() {
            return Err(Error::argument_error(
                "place",
                &format!("{place} is behind the last penalty"),
            ));
        }
        let names = match names {
            [] => None,
            names => {
                same_length("names", names.len(), self.coefficients(place)?.len())?;
                Some(Names::new("names", names)?)
            }
        };
        let pointer = names.as_ref().map_or(std::ptr::null(), Names::pointer);
        // SAFETY: there is a name a feature, or none.
        Model::make(|out, err| unsafe {
            sys::tenon_penalty_path_model(self.raw(), int64(place), pointer, out, err)
        })
    }
}
