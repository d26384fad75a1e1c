use tenon_sys as sys;

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

impl LinearPartial {
    /// No rows yet; names of the features, in the order of the columns of later slices.
    pub fn new(features: &[&str]) -> Result<LinearPartial> {
        let names = Names::new("features", features)?;
        // SAFETY: names live for the call, as everything borrowed below does.
        LinearPartial::make(|out, err| unsafe {
            sys::tenon_linear_partial_create(names.pointer(), names.count(), out, err)
        })
    }

    /// Adds the rows of a slice, with weights where they are given; names are those of the partial. A
    /// call that fails has added nothing.
    ///
    /// Errors: shapes; a weight out of range; data that are not finite or above 1e100 in size, with row
    /// and feature.
    pub fn add(&mut self, slice: &Samples) -> Result<()> {
        let partial = self.raw_mut();
        slice.lend(&[Extra::Weights], |lent| {
            call(|err| unsafe {
                sys::tenon_linear_partial_add(
                    partial,
                    current(),
                    &lent.features,
                    lent.target,
                    lent.extras.weights,
                    err,
                )
            })
        })
    }

    /// Adds the rows of a table whose columns have the names of the features, and returns how many were
    /// left out because a cell is missing or NaN.
    pub fn add_table(
        &mut self,
        table: &Table,
        target: &str,
        weights: Option<&str>,
    ) -> Result<usize> {
        let (target, weights) = (c_text("target", target)?, maybe_text("weights", weights)?);
        let mut left_out = 0;
        let partial = self.raw_mut();
        call(|err| unsafe {
            sys::tenon_linear_partial_add_table(
                partial,
                current(),
                table.raw(),
                target.as_ptr(),
                maybe(&weights),
                &mut left_out,
                err,
            )
        })?;
        Ok(count(left_out))
    }

    /// Adds the rows of another partial of the same features.
    pub fn merge(&mut self, other: &LinearPartial) -> Result<()> {
        let partial = self.raw_mut();
        // SAFETY: they are two handles, since one is borrowed mutably.
        call(|err| unsafe { sys::tenon_linear_partial_merge(partial, other.raw(), err) })
    }

    /// How many rows it knows of.
    pub fn rows(&self) -> usize {
        count(unsafe { sys::tenon_linear_partial_rows(self.raw()) })
    }

    /// The same on every machine.
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        // SAFETY: the buffer has the capacity given.
        bytes_of(|buffer, capacity, needed, err| unsafe {
            sys::tenon_linear_partial_to_bytes(self.raw(), buffer.cast(), capacity, needed, err)
        })
    }

    /// A partial from its bytes, of which nothing is trusted.
    pub fn from_bytes(bytes: &[u8]) -> Result<LinearPartial> {
        // SAFETY: pointer and length are those of a live slice.
        LinearPartial::make(|out, err| unsafe {
            sys::tenon_linear_partial_from_bytes(
                bytes.as_ptr().cast(),
                bytes.len() as i64,
                out,
                err,
            )
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
