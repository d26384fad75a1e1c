// Tables through the Arrow C Data and C Stream Interfaces, without a copy where layouts agree.
// https://arrow.apache.org/docs/format/CDataInterface.html
#pragma once

#include <cstdint>

#include "tenon/context.hpp"
#include "tenon/table.hpp"

struct ArrowSchema;
struct ArrowArray;
struct ArrowArrayStream;

namespace tenon {

// Takes ownership of both (their release is called by tenon, also on error, exactly once).
// The array is a struct array: one child a column. Every count, length, offset, bitmap, dictionary
// code and UTF-8 sequence is checked before first use; a fault throws Error(data) that names the
// column and, where there is one, the row. (The interface does not say how long buffers are, but
// for views; that they are as long as their type, length and offset need is the producer's word.)
//
// Shared without a copy: float64, int64, bool, large_utf8 and timestamp[us]; of utf8 the text,
// beside wider offsets. Converted: other integers and floats, decimal128 (to the nearest double),
// utf8_view, dates, timestamps in s, ms and ns (rounded down to us), dictionaries of any of these.
// Others are refused: Error(unsupported). Times: a timestamp without a zone is taken as written.
// With a zone it is an instant, and is taken as date and time in UTC; a finding "time zone" names
// the column and its zone. Decimals with more digits than a double, and times between two
// microseconds, are counted in findings "digits lost" and "times cut", with the first row (from 0;
// there is no line).
Table import_arrow(const Context& context, ArrowArray* array, ArrowSchema* schema);
// Reads all batches; several are laid behind one another by a copy, one alone is shared.
// Columns of a type that has none here are refused, or left out, which is a finding "unsupported
// column" with their name and Arrow type; one at least must be left.
enum class ArrowUnsupported : std::int32_t { refuse = 0, leave_out = 1 };
Table import_arrow_stream(const Context& context, ArrowArrayStream* stream,
                          ArrowUnsupported unsupported = ArrowUnsupported::refuse);

// Fills two structs owned by the caller; they keep the table's memory alive until released. Nothing
// is copied but bits of validity that do not begin a byte.
void export_arrow(const Table& table, ArrowArray* array, ArrowSchema* schema);

// Fills a stream owned by the caller, which gives the table in batches of `batch_rows` (0: in one)
// that share its memory, and may be released before them. A table without rows gives no batch.
// Throws Error(argument).
void export_arrow_stream(const Table& table, ArrowArrayStream* stream, std::int64_t batch_rows = 0);

}  // namespace tenon
