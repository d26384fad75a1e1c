use std::path::Path;

use tenon_sys as sys;

use super::logistic_partial::run_passes;
use super::samples::{Extra, RawSamples, Samples};
use super::summary::{summary_of, FitSummary};
use super::{LinearPartial, LogisticPass, StandardErrors};
use crate::context::current;
use crate::error::{call, document, text};
use crate::options::options;
use crate::raw::{blank, c_path, count, handle, int32, maybe, maybe_text};
use crate::{Result, Table};

options! {
    /// A model of several classes without an order: `ln(P(k)/P(0)) = b_k0 + b_k'x`.
    ///
    /// ```
    /// use tenon::models::{Multinomial, Samples};
    ///
    /// let heat: Vec<[f64; 1]> = (0..90).map(|i| [f64::from(i % 30)]).collect();
    /// let class: Vec<f64> = (0..90).map(|i| f64::from((i % 30 + i % 7) / 13).min(2.0)).collect();
    /// let model = Multinomial::new().l2(0.1).fit(&Samples::new(&heat, &class))?;
    /// let cold = model.probabilities(&[0.0])?;
    /// assert_eq!(cold.len(), 3);
    /// assert!(cold[0] > 0.5 && (cold.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    /// # Ok::<(), tenon::Error>(())
    /// ```
    pub struct Multinomial {
        /// On the slopes of standardised features.
        value l2: f64 = 0.0,
        /// Of the intervals, in (0, 1).
        value confidence: f64 = 0.95,
        /// On the scaled gradient per record.
        value tolerance: f64 = 1e-10,
        /// Newton's steps.
        value max_iterations: u32 = 100,
        /// Standard errors, z (t by cluster), p and intervals. HC0, HC1 and by cluster hold where records
        /// scatter otherwise than the model says; HC2 and HC3 are refused.
        value errors: StandardErrors = StandardErrors::Classical,
        /// A column of clusters, for [`StandardErrors::Cluster`]. Of fits to tables.
        maybe_text clusters: String,
    }
}

options! {
    /// A model of classes in an order (proportional odds): `logit P(Y <= k) = cut_k - b'x`.
    pub struct Ordinal {
        /// On the slopes of standardised features.
        value l2: f64 = 0.0,
        /// Of the intervals, in (0, 1).
        value confidence: f64 = 0.95,
        /// On the scaled gradient per record.
        value tolerance: f64 = 1e-10,
        /// Newton's steps.
        value max_iterations: u32 = 100,
        /// Standard errors, z (t by cluster), p and intervals. HC0, HC1 and by cluster hold where records
        /// scatter otherwise than the model says; HC2 and HC3 are refused.
        value errors: StandardErrors = StandardErrors::Classical,
        /// A column of clusters, for [`StandardErrors::Cluster`]. Of fits to tables.
        maybe_text clusters: String,
    }
}

type Fit = unsafe extern "C" fn(
    *const sys::tenon_context,
    *const sys::tenon_matrix,
    *const f64,
    *const sys::tenon_row_extras,
    *const *const std::os::raw::c_char,
    *const sys::tenon_class_options,
    *mut *mut sys::tenon_class_model,
    *mut sys::tenon_error,
) -> sys::tenon_status;

fn fit(samples: &Samples, options: &sys::tenon_class_options, fit: Fit) -> Result<ClassModel> {
    samples.lend(&[Extra::Weights, Extra::Clusters], |lent: &RawSamples| {
        // SAFETY: everything borrowed lives for the call.
        ClassModel::make(|out, err| unsafe {
            fit(current(), &lent.features, lent.target, &lent.extras, lent.names, options, out, err)
        })
    })
}

macro_rules! lend {
    ($($name:ident)*) => {$(
        impl $name {
            pub(crate) fn lend<T>(
                &self,
                body: impl FnOnce(&sys::tenon_class_options) -> Result<T>,
            ) -> Result<T> {
                let clusters = maybe_text("clusters", self.clusters.as_deref())?;
                body(&sys::tenon_class_options {
                    l2: self.l2,
                    confidence: self.confidence,
                    tolerance: self.tolerance,
                    max_iterations: i64::from(self.max_iterations),
                    errors: self.errors.raw(),
                    clusters: maybe(&clusters),
                    ..blank()
                })
            }
        }
    )*};
}

lend!(Multinomial Ordinal);

impl Multinomial {
    /// Fits; the target holds 0, 1, ..., each of which must occur. Weights and clusters may come along.
    pub fn fit(&self, samples: &Samples) -> Result<ClassModel> {
        self.lend(|raw| fit(samples, raw, sys::tenon_multinomial_fit_matrix))
    }

    /// The model of [`Multinomial::fit`] on rows that are anywhere, as
    /// [`LogisticOptions::fit_passes`](crate::LogisticOptions::fit_passes); some 12 to 25 passes.
    ///
    /// ```
    /// use tenon::models::{LinearPartial, Multinomial, Samples};
    ///
    /// let heat: Vec<[f64; 1]> = (0..90).map(|i| [f64::from(i % 30)]).collect();
    /// let class: Vec<f64> = (0..90).map(|i| f64::from((i % 30 + i % 7) / 13).min(2.0)).collect();
    /// let slices = [Samples::new(&heat[..50], &class[..50]), Samples::new(&heat[50..], &class[50..])];
    /// let mut first = LinearPartial::new(&["heat"])?;
    /// slices.iter().try_for_each(|slice| first.add(slice))?;
    /// let options = Multinomial::new().l2(0.1);
    /// let model =
    ///     options.fit_passes(&first, |pass| slices.iter().try_for_each(|slice| pass.add(slice)))?;
    /// let whole = options.fit(&Samples::new(&heat, &class))?;
    /// assert!((model.probabilities(&[9.0])?[1] - whole.probabilities(&[9.0])?[1]).abs() < 1e-9);
    /// # Ok::<(), tenon::Error>(())
    /// ```
    pub fn fit_passes<F>(&self, first: &LinearPartial, pass: F) -> Result<ClassModel>
    where
        F: FnMut(&mut LogisticPass) -> Result<()>,
    {
        self.lend(|raw| {
            run_passes(pass, |visit, user| {
                // SAFETY: the pass lives for the call, which alone uses it; options do, too.
                ClassModel::make(|out, err| unsafe {
                    sys::tenon_multinomial_fit_passes(
                        current(),
                        first.raw(),
                        visit,
                        user,
                        raw,
                        out,
                        err,
                    )
                })
            })
        })
    }
}

impl Ordinal {
    /// Fits; the target holds 0, 1, ... in their order, each of which must occur. Weights and
    /// clusters may come along.
    pub fn fit(&self, samples: &Samples) -> Result<ClassModel> {
        self.lend(|raw| fit(samples, raw, sys::tenon_ordinal_fit_matrix))
    }

    /// The model of [`Ordinal::fit`] on rows that are anywhere, as
    /// [`LogisticOptions::fit_passes`](crate::LogisticOptions::fit_passes); some 12 to 25 passes.
    pub fn fit_passes<F>(&self, first: &LinearPartial, pass: F) -> Result<ClassModel>
    where
        F: FnMut(&mut LogisticPass) -> Result<()>,
    {
        self.lend(|raw| {
            run_passes(pass, |visit, user| {
                // SAFETY: the pass lives for the call, which alone uses it; options do, too.
                ClassModel::make(|out, err| unsafe {
                    sys::tenon_ordinal_fit_passes(
                        current(),
                        first.raw(),
                        visit,
                        user,
                        raw,
                        out,
                        err,
                    )
                })
            })
        })
    }
}

handle! {
    /// A model of several classes 0, 1, ... Immutable; any number of threads may score with it.
    ClassModel, sys::tenon_class_model, sys::tenon_class_model_free, shared
}

impl ClassModel {
    /// Loads a saved model; its probabilities have the same bits.
    pub fn load(path: impl AsRef<Path>) -> Result<ClassModel> {
        let path = c_path("path", path.as_ref())?;
        // SAFETY: path lives for the call.
        ClassModel::make(|out, err| unsafe {
            sys::tenon_class_model_load(current(), path.as_ptr(), out, err)
        })
    }

    /// Saves the model as one JSON document.
    ///
    /// ```
    /// use tenon::models::{ClassModel, Ordinal, Samples};
    ///
    /// let heat: Vec<[f64; 1]> = (0..90).map(|i| [f64::from(i % 30)]).collect();
    /// let grade: Vec<f64> = (0..90).map(|i| f64::from((i % 30 + i % 7) / 13).min(2.0)).collect();
    /// let model = Ordinal::new().fit(&Samples::new(&heat, &grade))?;
    /// let again = ClassModel::from_json(&model.to_json()?)?;
    /// assert_eq!(again.probabilities(&[7.0])?, model.probabilities(&[7.0])?);
    /// # Ok::<(), tenon::Error>(())
    /// ```
    pub fn save(&self, path: impl AsRef<Path>) -> Result<()> {
        let path = c_path("path", path.as_ref())?;
        // SAFETY: handle and path are live.
        call(|err| unsafe { sys::tenon_class_model_save(self.raw(), path.as_ptr(), err) })
    }

    /// The document of [`save`](ClassModel::save).
    pub fn to_json(&self) -> Result<String> {
        // SAFETY: the handle is live.
        document(|buffer, capacity, needed, err| unsafe {
            sys::tenon_class_model_to_json(self.raw(), buffer, capacity, needed, err)
        })
    }

    /// A model from its document, of which nothing is trusted.
    pub fn from_json(text: &str) -> Result<ClassModel> {
        // SAFETY: pointer and length are those of a live text.
        ClassModel::make(|out, err| unsafe {
            sys::tenon_class_model_from_json(text.as_ptr().cast(), text.len() as i64, out, err)
        })
    }

    /// How many classes.
    pub fn classes(&self) -> usize {
        // SAFETY: the handle is live, here and below.
        count(i64::from(unsafe { sys::tenon_class_model_classes(self.raw()) }))
    }

    /// How many features.
    pub fn features(&self) -> usize {
        count(i64::from(unsafe { sys::tenon_class_model_features(self.raw()) }))
    }

    /// The probability of each class for one record.
    pub fn probabilities(&self, record: &[f64]) -> Result<Vec<f64>> {
        let mut probabilities = vec![0.0; self.classes()];
        self.probabilities_into(record, &mut probabilities)?;
        Ok(probabilities)
    }

    /// The same without an allocation; the slice has one entry a class.
    pub fn probabilities_into(&self, record: &[f64], probabilities: &mut [f64]) -> Result<()> {
        let (values, classes) =
            (int32("record", record.len())?, int32("probabilities", probabilities.len())?);
        // SAFETY: pointers and counts are those of live slices.
        call(|err| unsafe {
            sys::tenon_class_model_probabilities(
                self.raw(),
                record.as_ptr(),
                values,
                probabilities.as_mut_ptr(),
                classes,
                err,
            )
        })
    }

    /// How the fit went.
    pub fn summary(&self) -> Result<FitSummary> {
        // SAFETY: the struct's size is set.
        summary_of(|raw, err| unsafe { sys::tenon_class_model_summary(self.raw(), raw, err) })
    }

    /// A record a coefficient: `class` (ordinal: -1 for slopes, k for the cut above class k), `name`,
    /// `estimate`, `standard_error`, `z`, `p_value`, `low`, `high`, `dropped`.
    pub fn coefficients(&self) -> Result<Table> {
        Table::make(|out, err| unsafe { sys::tenon_class_model_coefficients(self.raw(), out, err) })
    }

    /// What its user must know, in words.
    pub fn warnings(&self) -> Vec<String> {
        let warnings = unsafe { sys::tenon_class_model_warnings(self.raw()) };
        (0..warnings)
            .map(|i| text(unsafe { sys::tenon_class_model_warning(self.raw(), i) }))
            .collect()
    }
}
