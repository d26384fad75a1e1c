use std::marker::PhantomData;
use std::mem::ManuallyDrop;
use std::ops::Deref;

/// A part of a larger object, used as if it were by itself, for as long as the whole lives.
#[derive(Debug)]
pub struct Lent<'a, T> {
    part: ManuallyDrop<T>,
    whole: PhantomData<&'a T>,
}

impl<'a, T> Lent<'a, T> {
    /// Of a handle that the whole frees, and not this.
    pub(crate) fn new(part: T) -> Lent<'a, T> {
        Lent { part: ManuallyDrop::new(part), whole: PhantomData }
    }
}

impl<T> Deref for Lent<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.part
    }
}
