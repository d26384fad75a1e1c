use std::ptr::{null_mut, NonNull};
use std::sync::Arc;

use tenon_sys as sys;

use crate::error::call;
use crate::{Error, Result};

/// A flag that ends the running calls of every [`Context`](crate::Context) made with it; set from any thread.
///
/// ```
/// use tenon::{Cancel, Context, Status, Table};
///
/// let cancel = Cancel::new()?;
/// let context = Context::builder().cancel(&cancel).build()?;
/// cancel.set();
/// let refused = context.scope(|| Table::from_csv_text("a\n1\n")).unwrap_err();
/// assert_eq!(refused.status(), Status::Cancelled);
/// cancel.clear();
/// assert!(context.scope(|| Table::from_csv_text("a\n1\n")).is_ok());
/// # Ok::<(), tenon::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Cancel {
    handle: Arc<CancelHandle>,
}

#[derive(Debug)]
struct CancelHandle(NonNull<sys::tenon_cancel>);

// SAFETY: a tenon_cancel may be set, cleared and read from any thread.
unsafe impl Send for CancelHandle {}
unsafe impl Sync for CancelHandle {}

impl Drop for CancelHandle {
    fn drop(&mut self) {
        // SAFETY: the handle is owned; contexts made with it keep the flag alive themselves.
        unsafe { sys::tenon_cancel_free(self.0.as_ptr()) }
    }
}

impl Cancel {
    /// Not set.
    pub fn new() -> Result<Cancel> {
        let mut out = null_mut();
        // SAFETY: the out parameter is live.
        call(|err| unsafe { sys::tenon_cancel_create(&mut out, err) })?;
        let handle =
            NonNull::new(out).ok_or_else(|| Error::argument_error("cancel", "was not made"))?;
        Ok(Cancel { handle: Arc::new(CancelHandle(handle)) })
    }

    pub(crate) fn raw(&self) -> *const sys::tenon_cancel {
        self.handle.0.as_ptr()
    }

    /// Ends running calls and, until it is cleared, later ones.
    pub fn set(&self) {
        // SAFETY: the handle is live; any thread may set it.
        unsafe { sys::tenon_cancel_set(self.handle.0.as_ptr()) }
    }

    /// As if it had never been set.
    pub fn clear(&self) {
        // SAFETY: the handle is live; any thread may clear it.
        unsafe { sys::tenon_cancel_clear(self.handle.0.as_ptr()) }
    }
}
