mod options;
mod reader;
mod source;
mod table;

pub use options::{CsvBatch, CsvColumn, CsvOptions, CsvWriteOptions, DateOrder, Encoding};
pub use reader::CsvReader;
pub use source::CsvSource;

pub(crate) use source::{Kept, Sink};
