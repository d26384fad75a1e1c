use tenon_sys as sys;

use super::partial_rows::partial;
use super::samples::{Extra, Samples};
use crate::context::current;
use crate::error::{c_text, call, Names};
use crate::raw::{bytes_of, count, handle, maybe, maybe_text};
use crate::{LinearOptions, Model, Result, Table};

handle! {
    /// What least squares must know of some rows: exact sums of products, so that partials of slices can
    /// be made anywhere, written as bytes, merged in any order and grouping, and fitted with the same
    /// bits.
    ///
    /// ```
    /// use tenon::models::{LinearPartial, Samples};
    /// use tenon::LinearOptions;
    ///
    /// let mut here = LinearPartial::new(&["heat"])?;
    /// here.add(&Samples::new(&[[1.0], [2.0]], &[2.1, 3.9]))?;
    /// let mut there = LinearPartial::new(&["heat"])?;
    /// there.add(&Samples::new(&[[3.0], [4.0]], &[6.2, 7.8]))?;
    /// here.merge(&LinearPartial::from_bytes(&there.to_bytes()?)?)?;
    /// assert_eq!(here.rows(), 4);
    /// assert!((here.fit(&LinearOptions::new())?.score(&[5.0])? - 9.85).abs() < 1e-12);
    /// # Ok::<(), tenon::Error>(())
    /// ```
    LinearPartial, sys::tenon_linear_partial, sys::tenon_linear_partial_free, moved
}

// Of all extras a least-squares partial takes the weights.
unsafe fn add_weighted(
    partial: *mut sys::tenon_linear_partial,
    context: *const sys::tenon_context,
    features: *const sys::tenon_matrix,
    target: *const f64,
    extras: *const sys::tenon_row_extras,
    err: *mut sys::tenon_error,
) -> sys::tenon_status {
    // SAFETY: the caller's, who lends all of it for the call.
    unsafe {
        sys::tenon_linear_partial_add(partial, context, features, target, (*extras).weights, err)
    }
}

partial! {
    LinearPartial,
    /// Adds the rows of a slice, with weights where they are given; names are those of the partial. A
    /// call that fails has added nothing.
    ///
    /// Errors: shapes; a weight out of range; data that are not finite or above 1e100 in size, with row
    /// and feature.
    add: add_weighted,
    takes: [Extra::Weights],
    add_table: sys::tenon_linear_partial_add_table,
    /// Adds the rows of another partial of the same features.
    merge: sys::tenon_linear_partial_merge,
    rows: sys::tenon_linear_partial_rows,
    to_bytes: sys::tenon_linear_partial_to_bytes,
    from_bytes: sys::tenon_linear_partial_from_bytes
}

impl LinearPartial {
    /// No rows yet; names of the features, in the order of the columns of later slices.
    pub fn new(features: &[&str]) -> Result<LinearPartial> {
        let names = Names::new("features", features)?;
        // SAFETY: names live for the call, as everything borrowed below does.
        LinearPartial::make(|out, err| unsafe {
            sys::tenon_linear_partial_create(names.pointer(), names.count(), out, err)
        })
    }

    /// The model of all rows, as [`LinearOptions::fit`] would give it; the partial stays.
    pub fn fit(&self, options: &LinearOptions) -> Result<Model> {
        options.lend(|raw| {
            Model::make(|out, err| unsafe {
                sys::tenon_linear_partial_fit(self.raw(), current(), raw, out, err)
            })
        })
    }
}
