use std::ffi::CStr;
use std::os::raw::c_char;

use tenon_sys as sys;

/// A part of the solver that [`SolveOptions::without`](crate::SolveOptions::without) can name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SolvePart {
    /// As "clique cuts".
    pub name: &'static str,
    /// What it does, in a few words.
    pub text: &'static str,
}

/// # Safety
/// `pointer` is NULL or a terminated text that is never freed.
unsafe fn static_text(pointer: *const c_char) -> &'static str {
    unsafe {
        if pointer.is_null() {
            return "";
        }
        CStr::from_ptr(pointer).to_str().unwrap_or("")
    }
}

/// The parts of the solver that can be left out: those of the integer search, then the reductions of
/// presolve.
///
/// ```
/// use tenon::{solve_parts, ColumnType, Problem, Sense, SolveOptions};
///
/// let mut problem = Problem::new(Sense::Maximize)?;
/// let benches = problem.add_column("benches", ColumnType::Integer, (0.0, 9.0), 3.0)?;
/// problem.add_row("wood", (f64::NEG_INFINITY, 17.0), &[(benches, 4.0)])?;
/// for part in solve_parts() {
///     let options = SolveOptions::new().without(&[part.name]);
///     let solution = problem.solve(&options)?;
///     assert_eq!(solution.objective(), Some(12.0), "without {}: {}", part.name, part.text);
/// }
/// # Ok::<(), tenon::Error>(())
/// ```
pub fn solve_parts() -> Vec<SolvePart> {
    // SAFETY: the numbers are those that the library names; its names and texts live for ever.
    unsafe {
        (0..sys::tenon_solve_parts())
            .map(|part| SolvePart {
                name: static_text(sys::tenon_solve_part_name(part)),
                text: static_text(sys::tenon_solve_part_text(part)),
            })
            .collect()
    }
}
