//! New columns of old ones: scales, codes, bins, lags, calendars, spectra, components.
//!
//! A step of any kind is a [`Feature`]: fitted once, applied to any table that has the columns it reads,
//! kept as one document, part of a pipeline.

mod categories;
mod encoder;
mod feature;
mod numbers;
mod scaler;
mod selection;
mod spectrum;
mod times;

pub use categories::{FrequencyOptions, TargetOptions};
pub use encoder::{EncodeOptions, Encoder, Encoding, Unknown};
pub use feature::Feature;
pub use numbers::{
    BinOptions, Bins, Outside, PolynomialOptions, PowerFamily, PowerOptions, QuantileOptions,
};
pub use scaler::{Scaler, Scaling};
pub use selection::{PcaOptions, Select, SelectOptions};
pub use spectrum::{SignalFeatures, SpectrumOptions};
pub use times::{CalendarOptions, CalendarParts, WindowOptions, WindowStatistics};
