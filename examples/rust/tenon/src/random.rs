use std::ptr::{null_mut, NonNull};

use tenon_sys as sys;

use crate::error::call;
use crate::{Error, Result};

/// Random numbers (Philox4x32-10): the same seed and stream give the same numbers on every platform.
///
/// ```
/// let mut one = tenon::Random::new(7, 0)?;
/// let mut same = tenon::Random::new(7, 0)?;
/// assert_eq!(one.normal().to_bits(), same.normal().to_bits());
/// assert!(one.below(6) < 6);
/// # Ok::<(), tenon::Error>(())
/// ```
#[derive(Debug)]
pub struct Random {
    handle: NonNull<sys::tenon_random>,
}

// SAFETY: a tenon_random belongs to one thread at a time, whichever it is.
unsafe impl Send for Random {}

impl Drop for Random {
    fn drop(&mut self) {
        // SAFETY: the handle is owned and not used afterwards.
        unsafe { sys::tenon_random_free(self.handle.as_ptr()) }
    }
}

impl Random {
    /// Streams of one seed are independent.
    pub fn new(seed: u64, stream: u64) -> Result<Random> {
        let mut out = null_mut();
        // SAFETY: the out parameter is live.
        call(|err| unsafe { sys::tenon_random_create(seed, stream, &mut out, err) })?;
        NonNull::new(out)
            .map(|handle| Random { handle })
            .ok_or_else(|| Error::argument_error("random", "was not made"))
    }

    /// In [0, 1).
    pub fn uniform(&mut self) -> f64 {
        // SAFETY: the handle is live and borrowed mutably, as below.
        unsafe { sys::tenon_random_uniform(self.handle.as_ptr()) }
    }

    /// Mean 0, standard deviation 1.
    pub fn normal(&mut self) -> f64 {
        // SAFETY: as above.
        unsafe { sys::tenon_random_normal(self.handle.as_ptr()) }
    }

    /// In [0, limit).
    pub fn below(&mut self, limit: u64) -> u64 {
        // SAFETY: as above.
        unsafe { sys::tenon_random_below(self.handle.as_ptr(), limit) }
    }
}
