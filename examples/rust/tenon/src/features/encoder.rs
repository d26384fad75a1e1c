use tenon_sys as sys;

use crate::context::current;
use crate::error::Names;
use crate::options::options;
use crate::raw::{blank, handle};
use crate::{Result, Table};

/// What categories become.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Encoding {
    /// A 0/1 column a category, `<name>=<category>`.
    #[default]
    OneHot,
    /// The category's place in the sorted dictionary.
    Ordinal,
}

/// What a category is that was not met in training.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Unknown {
    /// An error that names row, column and category.
    #[default]
    Error,
    /// A missing cell.
    Missing,
    /// One-hot: all 0; ordinal: -1.
    Zero,
}

impl Unknown {
    pub(crate) fn raw(self) -> sys::tenon_unknown {
        match self {
            Unknown::Error => sys::TENON_UNKNOWN_ERROR,
            Unknown::Missing => sys::TENON_UNKNOWN_MISSING,
            Unknown::Zero => sys::TENON_UNKNOWN_ZERO,
        }
    }
}

options! {
    /// How categories are encoded.
    pub struct EncodeOptions {
        /// What they become.
        value encoding: Encoding = Encoding::OneHot,
        /// What becomes of one that was not met.
        value unknown: Unknown = Unknown::Error,
        /// One-hot: the first category is the reference level, without a column.
        value drop_first: bool = false,
        /// A column with more is refused.
        value max_categories: u32 = 1000,
    }
}

impl EncodeOptions {
    pub(crate) fn raw(&self) -> sys::tenon_encode_options {
        sys::tenon_encode_options {
            kind: match self.encoding {
                Encoding::OneHot => sys::TENON_ENCODER_ONE_HOT,
                Encoding::Ordinal => sys::TENON_ENCODER_ORDINAL,
            },
            unknown: self.unknown.raw(),
            drop_first: i32::from(self.drop_first),
            max_categories: i64::from(self.max_categories),
            ..blank()
        }
    }
}

handle! {
    /// Categories of text, truth or integer columns, learned from one table. Immutable. As a step of a
    /// pipeline: [`Feature::encode`](crate::Feature::encode).
    ///
    /// ```
    /// use tenon::features::{EncodeOptions, Encoder, Unknown};
    /// use tenon::Table;
    ///
    /// let log = Table::from_csv_text("line\nA\nB\n")?;
    /// let encoder = Encoder::fit(&log, &["line"], &EncodeOptions::new().unknown(Unknown::Zero))?;
    /// let tomorrow = encoder.apply(&Table::from_csv_text("line\nB\nC\n")?)?;
    /// assert_eq!(tomorrow.names(), ["line=A", "line=B"]);
    /// assert_eq!(tomorrow.numbers("line=B")?, [Some(1.0), Some(0.0)]);
    /// # Ok::<(), tenon::Error>(())
    /// ```
    Encoder, sys::tenon_encoder, sys::tenon_encoder_free, shared
}

impl Encoder {
    /// Learns from some columns; missing cells are no category.
    ///
    /// Errors: a column that is not there, twice, or of real numbers or times; no present cell, too many
    /// categories.
    pub fn fit(table: &Table, columns: &[&str], options: &EncodeOptions) -> Result<Encoder> {
        let columns = Names::new("columns", columns)?;
        let raw = options.raw();
        // SAFETY: everything borrowed lives for the call.
        Encoder::make(|out, err| unsafe {
            let (names, count) = (columns.pointer(), columns.count());
            sys::tenon_encoder_fit(current(), table.raw(), names, count, &raw, out, err)
        })
    }

    /// The table with those columns replaced by their codes; missing cells stay missing.
    pub fn apply(&self, table: &Table) -> Result<Table> {
        // SAFETY: both handles are live.
        Table::make(|out, err| unsafe {
            sys::tenon_encoder_apply(current(), self.raw(), table.raw(), out, err)
        })
    }
}
