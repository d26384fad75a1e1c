mod batch;
mod stream;

pub use batch::{ArrowBatch, ArrowColumn, Bits, Texts, Values};
pub use stream::ArrowStream;
