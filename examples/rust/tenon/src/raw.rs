//! What every wrapper needs of the raw bindings: structs that are zero but for their size, handles that
//! are owned, and pointers to what may not be there.

use std::ffi::CString;
use std::os::raw::c_char;
use std::path::Path;
use std::ptr::null;

use tenon_sys as sys;

use crate::error::c_text;
use crate::{Error, Result};

/// A struct of the library's: zero in every member means its default.
pub(crate) trait Struct {
    /// All zero, with its size.
    fn blank() -> Self;
}

/// All zero, with its size; for `..blank()`.
pub(crate) fn blank<T: Struct>() -> T {
    T::blank()
}

macro_rules! structs {
    ($($name:ident)*) => {$(
        impl Struct for sys::$name {
            fn blank() -> Self {
                // SAFETY: plain numbers, characters and pointers, for which zero is valid.
                let mut raw: Self = unsafe { std::mem::zeroed() };
                raw.struct_size = std::mem::size_of::<Self>() as u32;
                raw
            }
        }
    )*};
}

structs! {
    tenon_anova tenon_asof_options tenon_bin_options tenon_bootstrap_options tenon_calendar_options
    tenon_class_measures tenon_class_options tenon_cleaned_file tenon_coefficient tenon_conflict_options tenon_context_options
    tenon_conflict_member tenon_cost_threshold tenon_csv_batch_options tenon_csv_column tenon_csv_options
    tenon_csv_source tenon_csv_write_options tenon_document_info tenon_elastic_net_options tenon_encode_options
    tenon_executor tenon_fit_summary tenon_fold_options tenon_frequency_options tenon_glm_options
    tenon_huber_options tenon_impute_options tenon_infeasibility_verdict tenon_join_options
    tenon_jsonl_options tenon_jsonl_write_options tenon_linear_options tenon_linear_residuals
    tenon_logistic_inference_options tenon_logistic_measures tenon_logistic_options tenon_matrix
    tenon_metrics tenon_multi_class_measures tenon_number_measures tenon_online_options
    tenon_loosening tenon_objective tenon_order_plan_options tenon_outlier_options tenon_paired_test tenon_part_effort tenon_pca_options tenon_pipeline_options
    tenon_polynomial_options tenon_power_options tenon_quantile_options
    tenon_quantile_regression_options tenon_ray_verdict tenon_range tenon_relax_options tenon_report_options tenon_ridge_path_options tenon_row_extras
    tenon_select_options tenon_signal_features tenon_solve_counters tenon_solve_options tenon_split_options tenon_spectrum_options
    tenon_table_source tenon_target_options tenon_tune_options tenon_tune_range tenon_verdict tenon_window_options
}

/// An owned handle of the library's, with its documentation; `shared` where tenon.h says that any number
/// of threads may use one at once, `moved` where it belongs to one thread at a time.
macro_rules! handle {
    ($(#[$about:meta])* $name:ident, $raw:ty, $free:path, shared) => {
        handle!($(#[$about])* $name, $raw, $free, moved);
        // SAFETY: it is immutable and may be used by any number of threads at once.
        unsafe impl Sync for $name {}
    };
    ($(#[$about:meta])* $name:ident, $raw:ty, $free:path, moved) => {
        $(#[$about])*
        #[derive(Debug)]
        pub struct $name {
            handle: std::ptr::NonNull<$raw>,
        }

        // SAFETY: it belongs to one thread at a time, whichever it is.
        unsafe impl Send for $name {}

        impl Drop for $name {
            fn drop(&mut self) {
                // SAFETY: the handle is owned and not used afterwards.
                unsafe { $free(self.handle.as_ptr()) }
            }
        }

        #[allow(dead_code)]
        impl $name {
            /// What a call puts into the out parameter, owned.
            pub(crate) fn make(
                body: impl FnOnce(*mut *mut $raw, *mut tenon_sys::tenon_error) -> tenon_sys::tenon_status,
            ) -> $crate::Result<$name> {
                let mut out = std::ptr::null_mut();
                $crate::error::call(|err| body(&mut out, err))?;
                $name::owned(out)
            }

            /// A handle that a call has given; the caller must not use it any more.
            pub(crate) fn owned(handle: *mut $raw) -> $crate::Result<$name> {
                std::ptr::NonNull::new(handle)
                    .map(|handle| $name { handle })
                    .ok_or_else(|| $crate::Error::argument_error(stringify!($name), "was not made"))
            }

            /// Given away: the receiver frees it.
            pub(crate) fn into_raw(self) -> *mut $raw {
                std::mem::ManuallyDrop::new(self).handle.as_ptr()
            }

            pub(crate) fn raw(&self) -> *const $raw {
                self.handle.as_ptr()
            }

            pub(crate) fn raw_mut(&mut self) -> *mut $raw {
                self.handle.as_ptr()
            }
        }
    };
}
pub(crate) use handle;

/// Terminated copy of a text that may not be there.
pub(crate) fn maybe_text(argument: &str, value: Option<&str>) -> Result<Option<CString>> {
    value.map(|text| c_text(argument, text)).transpose()
}

/// Pointer to it, or NULL.
pub(crate) fn maybe(text: &Option<CString>) -> *const c_char {
    text.as_ref().map_or(null(), |text| text.as_ptr())
}

/// Terminated copy of a path, which must be UTF-8.
pub(crate) fn c_path(argument: &str, path: &Path) -> Result<CString> {
    // Any bytes are a path where the system says so; elsewhere the library reads UTF-8.
    #[cfg(unix)]
    let bytes = Some(std::os::unix::ffi::OsStrExt::as_bytes(path.as_os_str()));
    #[cfg(not(unix))]
    let bytes = path.to_str().map(str::as_bytes);
    let bytes = bytes.ok_or_else(|| Error::argument_error(argument, "is not UTF-8"))?;
    CString::new(bytes).map_err(|_| Error::argument_error(argument, "must not contain a zero byte"))
}

/// A length or number as the library counts it.
pub(crate) fn int32(argument: &str, number: usize) -> Result<i32> {
    i32::try_from(number).map_err(|_| Error::argument_error(argument, "is too large"))
}

/// Of a row or another place: one that no memory can hold is past every end, never a negative one.
pub(crate) fn int64(place: usize) -> i64 {
    i64::try_from(place).unwrap_or(i64::MAX)
}

/// Refuses a list that has not one entry a record, or whatever else it goes along with.
pub(crate) fn same_length(argument: &str, length: usize, wanted: usize) -> Result<()> {
    if length == wanted {
        return Ok(());
    }
    Err(Error::argument_error(argument, &format!("has {length} entries, of {wanted}")))
}

/// Pointer to the first entry, or NULL where there is no list.
pub(crate) fn pointer<T>(list: Option<&[T]>) -> *const T {
    list.map_or(null(), <[T]>::as_ptr)
}

/// `None` for an empty list.
pub(crate) fn not_empty<T>(list: &[T]) -> Option<&[T]> {
    (!list.is_empty()).then_some(list)
}

/// Bytes that the library writes into a buffer whose length it tells: asked for twice.
pub(crate) fn bytes_of(
    mut body: impl FnMut(*mut u8, i64, *mut i64, *mut sys::tenon_error) -> sys::tenon_status,
) -> Result<Vec<u8>> {
    let mut needed = 0i64;
    crate::error::call(|err| body(std::ptr::null_mut(), 0, &mut needed, err))?;
    let mut bytes = vec![0u8; usize::try_from(needed).unwrap_or(0)];
    crate::error::call(|err| body(bytes.as_mut_ptr(), bytes.len() as i64, &mut needed, err))?;
    Ok(bytes)
}

/// `None` for NaN.
pub(crate) fn known(value: f64) -> Option<f64> {
    (!value.is_nan()).then_some(value)
}

/// A count of the library's, which is negative only for NULL.
pub(crate) fn count(value: i64) -> usize {
    usize::try_from(value).unwrap_or(0)
}
