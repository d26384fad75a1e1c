// Tables through the Arrow C Data and C Stream Interfaces, without a copy where layouts agree.
// https://arrow.apache.org/docs/format/CDataInterface.html
#pragma once

#include "tenon/context.hpp"
#include "tenon/table.hpp"

struct ArrowSchema;
struct ArrowArray;
struct ArrowArrayStream;

namespace tenon {

// Takes ownership of both (their release is called by tenon, also on error, exactly once).
// The array is a struct array: one child a column. Every offset, length, bitmap, dictionary code
// and UTF-8 sequence is checked before first use; a fault throws Error(data) naming the column.
// Zero copy: float64, int64, bool, large_utf8, timestamp[us]. Converted: other integers and
// floats, utf8, date, other timestamp units, dictionary.
Table import_arrow(const Context& context, ArrowArray* array, ArrowSchema* schema);
// Reads all batches and concatenates them.
Table import_arrow_stream(const Context& context, ArrowArrayStream* stream);

// Fills two structs owned by the caller; they keep the table's memory alive until released.
void export_arrow(const Table& table, ArrowArray* array, ArrowSchema* schema);

}  // namespace tenon
