//! What saved documents say of themselves.

use tenon_sys as sys;

use crate::error::{call, document, text};
use crate::raw::blank;
use crate::Result;

/// What a saved document says of itself, without building what it holds: for a file of unknown origin, or
/// one that is refused because it was changed or comes from a newer library. Nothing of the content is
/// believed.
///
/// ```
/// use tenon::{DocumentInfo, LinearOptions, Model, Table};
///
/// let table = Table::from_csv_text("x,y\n1,2.1\n2,3.9\n3,6.2\n4,7.8\n")?;
/// let saved = Model::linear(&table, &["x"], "y", &LinearOptions::default())?.to_json()?;
/// let info = DocumentInfo::of(saved.as_bytes())?;
/// assert_eq!((info.kind.as_str(), info.damaged), ("pipeline", false));
///
/// let changed = saved.replace("\"rows\": 4", "\"rows\": 5");
/// assert!(Model::from_json(&changed).is_err());
/// assert!(DocumentInfo::of(changed.as_bytes())?.damaged);
/// assert!(DocumentInfo::outline(changed.as_bytes(), 20)?.contains("target: y"));
/// # Ok::<(), tenon::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DocumentInfo {
    /// "tenon.pipeline", ...
    pub format: String,
    /// "pipeline", ...
    pub kind: String,
    /// Of the document; `None`: it tells none.
    pub format_version: Option<i64>,
    /// That this library reads.
    pub newest_version: i64,
    /// Problems and cleaning plans need none.
    pub has_checksum: bool,
    /// Its checksum is not that of its content, or is missing where one must be.
    pub damaged: bool,
    /// This library reads up to `newest_version` only.
    pub too_new: bool,
}

impl DocumentInfo {
    /// Of the JSON of a model, feature, cleaning plan or problem, or the bytes of a partial or online model.
    pub fn of(bytes: &[u8]) -> Result<DocumentInfo> {
        let mut info: sys::tenon_document_info = blank();
        // SAFETY: pointer and length are those of a live slice, here and below.
        call(|err| unsafe {
            sys::tenon_document_inspect(bytes.as_ptr().cast(), bytes.len() as i64, &mut info, err)
        })?;
        Ok(DocumentInfo {
            format: text(info.format),
            kind: text(info.kind),
            format_version: (info.format_version > 0).then_some(info.format_version),
            newest_version: info.newest_version,
            has_checksum: info.has_checksum != 0,
            damaged: info.damaged != 0,
            too_new: info.too_new != 0,
        })
    }

    /// The same and an outline of the content, as lines for people: of each array the first `entries`, at
    /// least 1.
    pub fn outline(bytes: &[u8], entries: u32) -> Result<String> {
        document(|buffer, capacity, needed, err| unsafe {
            sys::tenon_document_text(
                bytes.as_ptr().cast(),
                bytes.len() as i64,
                i64::from(entries.max(1)),
                buffer,
                capacity,
                needed,
                err,
            )
        })
    }

    /// One JSON object without the content, with both checksums and the version of the writer.
    pub fn json(bytes: &[u8]) -> Result<String> {
        document(|buffer, capacity, needed, err| unsafe {
            sys::tenon_document_json(
                bytes.as_ptr().cast(),
                bytes.len() as i64,
                buffer,
                capacity,
                needed,
                err,
            )
        })
    }
}
