//! Samples of a signal become what a machine sounds like.

use std::ops::Range;
use std::ptr::null;

use tenon_sys as sys;

use super::feature::fit;
use crate::error::{call, Names};
use crate::options::{borrowed, options};
use crate::raw::{blank, int32, known, maybe, maybe_text, not_empty, pointer};
use crate::{Feature, Result, Table};

options! {
    /// How samples become features. Power is that of the one-sided periodogram under a Hann window, in
    /// squared units of the signal.
    pub struct SpectrumOptions {
        /// Samples a second; must be given.
        value sample_rate_hz: f64 = 0.0,
        /// Bands whose power is measured, in Hz.
        list bands: Range<f64>,
        /// The envelope is measured, too.
        value envelope: bool = false,
        /// Bands of the envelope's spectrum, in Hz.
        list envelope_bands: Range<f64>,
        /// The band whose envelope is taken, in Hz; without it all.
        optional carrier_hz: Range<f64>,
        /// Tables only: windows stay within rows of equal cells here.
        texts groups: String,
        /// Tables only: what orders the samples; without it as the table does.
        maybe_text time: String,
        /// Tables only: samples of a window; without it a whole group.
        optional samples: u32,
        /// Tables only: from window to window; without it `samples`.
        optional step: u32,
    }
}

impl SpectrumOptions {
    fn lend<T>(&self, body: impl FnOnce(&sys::tenon_spectrum_options) -> Result<T>) -> Result<T> {
        let ends = |bands: &[Range<f64>]| -> Vec<f64> {
            bands.iter().flat_map(|band| [band.start, band.end]).collect()
        };
        let (bands, envelope_bands) = (ends(&self.bands), ends(&self.envelope_bands));
        let groups = Names::new("groups", &borrowed(&self.groups))?;
        let time = maybe_text("time", self.time.as_deref())?;
        let carrier = self.carrier_hz.clone().unwrap_or(0.0..0.0);
        body(&sys::tenon_spectrum_options {
            has_envelope: i32::from(self.envelope),
            sample_rate_hz: self.sample_rate_hz,
            bands: pointer(not_empty(&bands)),
            band_count: int32("bands", self.bands.len())?,
            envelope_bands: pointer(not_empty(&envelope_bands)),
            envelope_band_count: int32("envelope_bands", self.envelope_bands.len())?,
            carrier_low_hz: carrier.start,
            carrier_high_hz: carrier.end,
            groups: if self.groups.is_empty() { null() } else { groups.pointer() },
            group_count: groups.count(),
            time: maybe(&time),
            samples: i64::from(self.samples.unwrap_or(0)),
            step: i64::from(self.step.unwrap_or(0)),
            ..blank()
        })
    }
}

/// What a signal sounds like, in its own unit where it is not said. `None`: a constant signal has no such
/// number.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct SignalFeatures {
    /// The mean.
    pub mean: f64,
    /// Root mean square.
    pub rms: f64,
    /// Standard deviation, over n.
    pub sd: f64,
    /// Largest |x - mean|.
    pub peak: f64,
    /// Greatest less least.
    pub peak_to_peak: f64,
    /// peak / sd.
    pub crest: Option<f64>,
    /// Third moment.
    pub skewness: Option<f64>,
    /// Fourth moment; 3 for a normal distribution.
    pub kurtosis: Option<f64>,
    /// Where the spectrum is highest, in Hz.
    pub dominant_hz: Option<f64>,
    /// The mean of the spectrum, in Hz.
    pub centroid_hz: Option<f64>,
    /// Of the envelope about its mean; 0 without one.
    pub envelope_rms: f64,
    /// Where the envelope's spectrum is highest, in Hz; 0 without one.
    pub envelope_dominant_hz: Option<f64>,
    /// Power of each of the bands.
    pub band_powers: Vec<f64>,
    /// Power of each of the envelope's bands.
    pub envelope_band_powers: Vec<f64>,
}

impl SignalFeatures {
    /// Measures one signal of at least 4 finite samples.
    ///
    /// ```
    /// use tenon::features::{SignalFeatures, SpectrumOptions};
    ///
    /// let hum: Vec<f64> = (0..1000).map(|i| (f64::from(i) * 0.05 * std::f64::consts::TAU).sin()).collect();
    /// let options = SpectrumOptions::new().sample_rate_hz(1000.0).bands([40.0..60.0, 100.0..200.0]);
    /// let told = SignalFeatures::measure(&hum, &options)?;
    /// assert!((told.dominant_hz.unwrap() - 50.0).abs() < 1.0);
    /// assert!(told.band_powers[0] > 1e3 * told.band_powers[1]);
    /// # Ok::<(), tenon::Error>(())
    /// ```
    pub fn measure(samples: &[f64], options: &SpectrumOptions) -> Result<SignalFeatures> {
        let mut raw: sys::tenon_signal_features = blank();
        let mut band_powers = vec![0.0; options.bands.len()];
        let mut envelope_band_powers = vec![0.0; options.envelope_bands.len()];
        options.lend(|options| {
            // SAFETY: the arrays hold one number a band.
            call(|err| unsafe {
                sys::tenon_signal_measure(
                    samples.as_ptr(),
                    samples.len() as i64,
                    options,
                    &mut raw,
                    band_powers.as_mut_ptr(),
                    envelope_band_powers.as_mut_ptr(),
                    err,
                )
            })
        })?;
        Ok(SignalFeatures {
            mean: raw.mean,
            rms: raw.rms,
            sd: raw.sd,
            peak: raw.peak,
            peak_to_peak: raw.peak_to_peak,
            crest: known(raw.crest),
            skewness: known(raw.skewness),
            kurtosis: known(raw.kurtosis),
            dominant_hz: known(raw.dominant_hz),
            centroid_hz: known(raw.centroid_hz),
            envelope_rms: raw.envelope_rms,
            envelope_dominant_hz: known(raw.envelope_dominant_hz),
            band_powers,
            envelope_band_powers,
        })
    }
}

impl Feature {
    /// Samples to windows: a row a window, with the group columns, `window`, `first_row` and
    /// `<column>_rms`, `_crest`, `_kurtosis`, `_band1`, `_envelope_rms`, ...
    pub fn spectrum(table: &Table, columns: &[&str], options: &SpectrumOptions) -> Result<Feature> {
        options.lend(|raw| {
            // SAFETY: `fit` lends what lives for the call.
            fit(table, columns, |context, table, names, count, out, err| unsafe {
                sys::tenon_feature_fit_spectrum(context, table, names, count, raw, out, err)
            })
        })
    }
}
