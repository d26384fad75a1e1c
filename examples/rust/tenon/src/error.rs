use std::ffi::{CStr, CString};
use std::fmt;
use std::os::raw::c_char;

use tenon_sys as sys;

/// What kind of fault it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Status {
    /// The call is wrong: out of range, contradictory options.
    Argument,
    /// The data do not allow what was asked.
    Data,
    /// A text or file is malformed.
    Parse,
    /// A named column or entry does not exist.
    NotFound,
    /// A column has another type than needed.
    Type,
    /// The operating system refused to read or write.
    Io,
    /// Memory is exhausted.
    NoMemory,
    /// The byte budget is exhausted.
    Budget,
    /// The caller asked to stop.
    Cancelled,
    /// Made by, or for, a newer tenon.
    Version,
    /// A saved document fails its checksum.
    Corrupt,
    /// Valid, but not supported by this build.
    Unsupported,
    /// A fault of tenon itself.
    Internal,
}

impl Status {
    fn raw(self) -> sys::tenon_status {
        match self {
            Status::Argument => sys::TENON_E_ARGUMENT,
            Status::Data => sys::TENON_E_DATA,
            Status::Parse => sys::TENON_E_PARSE,
            Status::NotFound => sys::TENON_E_NOT_FOUND,
            Status::Type => sys::TENON_E_TYPE,
            Status::Io => sys::TENON_E_IO,
            Status::NoMemory => sys::TENON_E_NO_MEMORY,
            Status::Budget => sys::TENON_E_BUDGET,
            Status::Cancelled => sys::TENON_E_CANCELLED,
            Status::Version => sys::TENON_E_VERSION,
            Status::Corrupt => sys::TENON_E_CORRUPT,
            Status::Unsupported => sys::TENON_E_UNSUPPORTED,
            Status::Internal => sys::TENON_E_INTERNAL,
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // SAFETY: the library gives a static text for every number.
        f.pad(&text(unsafe { sys::tenon_status_text(self.raw()) }))
    }
}

/// What was wrong, where, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    status: Status,
    message: String,
    argument: String,
    place: [i64; 4],
}

/// A result of this crate.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// The kind of fault.
    pub fn status(&self) -> Status {
        self.status
    }
    /// Name of the argument, option or column at fault; may be empty.
    pub fn argument(&self) -> &str {
        &self.argument
    }
    /// Record, from 0.
    pub fn row(&self) -> Option<u64> {
        u64::try_from(self.place[0]).ok()
    }
    /// Column or field, from 0.
    pub fn column(&self) -> Option<u64> {
        u64::try_from(self.place[1]).ok()
    }
    /// Line of a text file, from 1.
    pub fn line(&self) -> Option<u64> {
        u64::try_from(self.place[2]).ok()
    }
    /// Offset in a file or buffer, from 0.
    pub fn byte(&self) -> Option<u64> {
        u64::try_from(self.place[3]).ok()
    }

    pub(crate) fn not_found(name: &str) -> Error {
        Error {
            status: Status::NotFound,
            message: format!("there is no column \"{name}\""),
            argument: name.to_owned(),
            place: [-1; 4],
        }
    }

    /// A fault of the host's own code, in its words.
    pub(crate) fn host(status: Status, words: &str) -> Error {
        Error { status, message: words.to_owned(), argument: String::new(), place: [-1; 4] }
    }

    pub(crate) fn wrong_type(column: &str, why: &str) -> Error {
        let message = format!("column \"{column}\" {why}");
        Error { argument: column.to_owned(), ..Error::host(Status::Type, &message) }
    }

    pub(crate) fn argument_error(argument: &str, why: &str) -> Error {
        Error {
            status: Status::Argument,
            message: format!("{argument} {why}"),
            argument: argument.to_owned(),
            place: [-1; 4],
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

fn status_of(code: sys::tenon_status) -> Status {
    match code {
        sys::TENON_E_ARGUMENT => Status::Argument,
        sys::TENON_E_DATA => Status::Data,
        sys::TENON_E_PARSE => Status::Parse,
        sys::TENON_E_NOT_FOUND => Status::NotFound,
        sys::TENON_E_TYPE => Status::Type,
        sys::TENON_E_IO => Status::Io,
        sys::TENON_E_NO_MEMORY => Status::NoMemory,
        sys::TENON_E_BUDGET => Status::Budget,
        sys::TENON_E_CANCELLED => Status::Cancelled,
        sys::TENON_E_VERSION => Status::Version,
        sys::TENON_E_CORRUPT => Status::Corrupt,
        sys::TENON_E_UNSUPPORTED => Status::Unsupported,
        _ => Status::Internal,
    }
}

/// A text of the library's; it is always terminated UTF-8, but a hostile file name may not be.
pub(crate) fn text(pointer: *const c_char) -> String {
    if pointer.is_null() {
        return String::new();
    }
    // SAFETY: tenon returns terminated texts that live as long as their handle, which is borrowed.
    unsafe { CStr::from_ptr(pointer) }.to_string_lossy().into_owned()
}

/// Makes a call that fills a `tenon_error`, and turns a failure into an [`Error`].
pub(crate) fn call(body: impl FnOnce(*mut sys::tenon_error) -> sys::tenon_status) -> Result<()> {
    // SAFETY: tenon_error is plain numbers and characters, for which zero is valid.
    let mut err: sys::tenon_error = unsafe { std::mem::zeroed() };
    err.struct_size = std::mem::size_of::<sys::tenon_error>() as u32;
    let code = body(&mut err);
    if code == sys::TENON_OK {
        return Ok(());
    }
    Err(Error {
        status: status_of(code),
        message: text(err.message.as_ptr()),
        argument: text(err.argument.as_ptr()),
        place: [err.row, err.column, err.line, err.byte],
    })
}

/// A text that the library writes into a buffer whose length it tells: asked for twice.
pub(crate) fn document(
    mut body: impl FnMut(*mut c_char, i64, *mut i64, *mut sys::tenon_error) -> sys::tenon_status,
) -> Result<String> {
    let mut needed = 0i64;
    call(|err| body(std::ptr::null_mut(), 0, &mut needed, err))?;
    let mut bytes = vec![0u8; usize::try_from(needed).unwrap_or(0)];
    call(|err| body(bytes.as_mut_ptr().cast(), bytes.len() as i64, &mut needed, err))?;
    String::from_utf8(bytes).map_err(|_| Error::argument_error("document", "is not UTF-8"))
}

/// A terminated copy of a text for the library.
pub(crate) fn c_text(argument: &str, value: &str) -> Result<CString> {
    CString::new(value).map_err(|_| Error::argument_error(argument, "must not contain a zero byte"))
}

/// Terminated copies of several texts, and the array of pointers the library takes.
pub(crate) struct Names {
    _owned: Vec<CString>,
    pointers: Vec<*const c_char>,
}

impl Names {
    pub(crate) fn new(argument: &str, names: &[&str]) -> Result<Names> {
        let owned = names.iter().map(|name| c_text(argument, name)).collect::<Result<Vec<_>>>()?;
        let pointers = owned.iter().map(|name| name.as_ptr()).collect();
        Ok(Names { _owned: owned, pointers })
    }
    pub(crate) fn pointer(&self) -> *const *const c_char {
        self.pointers.as_ptr()
    }
    pub(crate) fn count(&self) -> i32 {
        i32::try_from(self.pointers.len()).unwrap_or(i32::MAX)
    }
}
