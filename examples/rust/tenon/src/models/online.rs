use tenon_sys as sys;

use super::samples::{Extra, Samples};
use super::Loss;
use crate::context::current;
use crate::error::{call, Names};
use crate::options::options;
use crate::raw::{blank, bytes_of, count, handle, int32, known};
use crate::{Model, Result};

options! {
    /// How a model learns from a stream.
    pub struct OnlineOptions {
        /// Of numbers, or of a target of 0 and 1.
        value loss: Loss = Loss::Linear,
        /// Whether there is a constant.
        value intercept: bool = true,
        /// Longest step of a coefficient of standardised features, up to 100.
        value rate: f64 = 0.5,
        /// l2/2 |b|^2 a row, on standardised features.
        value l2: f64 = 0.0,
        /// Rows after which what a row brought counts half, at least 2; without it never.
        optional half_life: f64,
    }
}

handle! {
    /// A linear or logistic model of a stream that never ends: stochastic gradient with AdaGrad's steps
    /// on features that are standardised as they come, averaged.
    ///
    /// ```
    /// use tenon::models::{OnlineModel, OnlineOptions, Samples};
    ///
    /// let mut model = OnlineModel::new(&["heat"], &OnlineOptions::new())?;
    /// for i in 0..2000 {
    ///     let heat = f64::from(i * 37 % 101) / 10.0;
    ///     model.learn(&Samples::new(&[[heat]], &[1.0 + 2.0 * heat]))?;
    /// }
    /// assert!((model.predict(&[5.0])? - 11.0).abs() < 0.1);
    /// let kept = OnlineModel::from_bytes(&model.to_bytes()?)?; // goes on with the same bits
    /// assert_eq!(kept.predict(&[5.0])?.to_bits(), model.predict(&[5.0])?.to_bits());
    /// # Ok::<(), tenon::Error>(())
    /// ```
    OnlineModel, sys::tenon_online_model, sys::tenon_online_model_free, moved
}

impl OnlineModel {
    /// That has learned nothing yet, of features of these names.
    pub fn new(features: &[&str], options: &OnlineOptions) -> Result<OnlineModel> {
        let names = Names::new("features", features)?;
        let raw = sys::tenon_online_options {
            kind: match options.loss {
                Loss::Linear => sys::TENON_MODEL_LINEAR,
                Loss::Logistic => sys::TENON_MODEL_LOGISTIC,
            },
            no_intercept: i32::from(!options.intercept),
            rate: options.rate,
            l2: options.l2,
            half_life: options.half_life.unwrap_or(0.0),
            ..blank()
        };
        // SAFETY: names and options live for the call, as everything borrowed below does.
        OnlineModel::make(|out, err| unsafe {
            sys::tenon_online_model_create(names.pointer(), names.count(), &raw, out, err)
        })
    }

    /// Learns from rows in their order; however they are cut into calls, the same rows give the same
    /// bits. Weights may come along. A call that fails has learned nothing.
    pub fn learn(&mut self, rows: &Samples) -> Result<()> {
        let model = self.raw_mut();
        rows.lend(&[Extra::Weights], |lent| {
            call(|err| unsafe {
                sys::tenon_online_model_partial_fit(
                    model,
                    current(),
                    &lent.features,
                    lent.target,
                    lent.extras.weights,
                    err,
                )
            })
        })
    }

    /// The prediction or the probability for one record; NaN for a NaN.
    pub fn predict(&self, record: &[f64]) -> Result<f64> {
        let values = int32("record", record.len())?;
        let mut score = 0.0;
        // SAFETY: pointer and count are those of a live slice.
        call(|err| unsafe {
            sys::tenon_online_model_predict(self.raw(), record.as_ptr(), values, &mut score, err)
        })?;
        Ok(score)
    }

    /// How many rows it has learned from.
    pub fn rows(&self) -> usize {
        count(unsafe { sys::tenon_online_model_rows(self.raw()) })
    }

    /// Mean loss of rows before they were learned from: half the squared error, or the negative
    /// log-likelihood. `None` before the second row.
    pub fn loss(&self) -> Option<f64> {
        known(unsafe { sys::tenon_online_model_loss(self.raw()) })
    }

    /// The model as it is now, for scoring, saving and export. Errors: no row yet.
    pub fn model(&self) -> Result<Model> {
        Model::make(|out, err| unsafe { sys::tenon_online_model_model(self.raw(), out, err) })
    }

    /// All it needs to go on learning.
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        // SAFETY: the buffer has the capacity given.
        bytes_of(|buffer, capacity, needed, err| unsafe {
            sys::tenon_online_model_to_bytes(self.raw(), buffer.cast(), capacity, needed, err)
        })
    }

    /// A model from its bytes, of which nothing is trusted.
    pub fn from_bytes(bytes: &[u8]) -> Result<OnlineModel> {
        // SAFETY: pointer and length are those of a live slice.
        OnlineModel::make(|out, err| unsafe {
            sys::tenon_online_model_from_bytes(bytes.as_ptr().cast(), bytes.len() as i64, out, err)
        })
    }
}
