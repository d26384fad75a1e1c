// A log cleaned by a fitted plan and written anew, in memory that does not grow with it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tenon/clean_plan.hpp"
#include "tenon/csv.hpp"
#include "tenon/jsonl.hpp"

namespace tenon {

struct CleanedFile {
    std::int64_t rows_before = 0, rows_after = 0;
    std::int64_t batches = 0;  // 0: the whole was read at once
    // The first step that looks at all rows ahead, from 1, of an input that can be read once only,
    // and made that so; 0: none.
    std::int64_t step_across_rows = 0;
    // As of the whole table: counts over all batches. A reason is that of the first batch in which
    // the step changed something, and says so where others followed.
    std::vector<Change> changes;
    std::vector<Finding> findings;  // of the reader
};

// How the next file is read for a fitted plan: columns that were text in the fit are text, whatever
// they hold that day, unless the options give them a type. (Other columns without a present cell
// take the type of the fit when the plan is applied.) CSV is read with the decimal and thousands
// marks and the order of day and month of the file of the fit, column by column, unless the options
// give some: a cell that contradicts them makes its column text, and that is a finding with its
// line. JSON Lines need not have a value of every column, nor any line. clean_file and
// clean_jsonl_file read so.
CsvOptions reading_for(const CleanPlan& plan, CsvOptions options = {});
JsonLinesOptions reading_for(const CleanPlan& plan, JsonLinesOptions options);

// Reads `input` batch by batch (see CsvBatches), applies the plan to each and writes what is left:
// the file that read_csv, apply and write_csv give, to the last byte, row_id included. It is
// written new, synced and renamed at the end; the old one stays whole if anything fails.
//
// Memory: a batch some four times over, and for every step that looks at several rows what it must
// remember: the last readings of each group (hampel, rolling, smooth, spike, stuck, gaps, fill
// previous), the rows since a cell that is still open (fill next and linear) or of a run that may
// yet be short enough (a limit of fill, outage), 16 bytes for each different row, up to three times
// that while they grow (drop_duplicates that keeps the first). A group that says nothing for long
// while a step waits for its next readings makes the rows since then wait; with a season and a
// limit that is until its phase comes again.
//
// Four steps cannot give a row before they have seen all: they go over the file once ahead, each in
// a pass of its own, and remember of every row 24 bytes (duplicates that keep the last or the most
// complete), 32 (near duplicates) or 16, and 17 more of the largest group at the end (clock_jumps),
// or 8 of every reading of a machine that the fit did not see (units). Twice that is charged to the
// budget. An input that can be read only once, as a pipe, is read and cleaned in memory for them,
// and the result names the step.
//
// An int64 or bool column that a step makes float64, in a batch with something to change, is
// float64 in every batch: if that shows after a batch was written, the file is read from the start
// once more (a third and a fourth pass over it). Throws as CsvBatches, CleanPlan::apply and
// write_csv.
CleanedFile clean_file(const Context& context, const CleanPlan& plan, const std::string& input,
                       const std::string& output, const CsvBatchOptions& reading = {},
                       const CsvWriteOptions& writing = {});
// The same of JSON Lines (see JsonLinesBatches): the file that read_jsonl, apply and write_jsonl
// give.
CleanedFile clean_jsonl_file(const Context& context, const CleanPlan& plan,
                             const std::string& input, const std::string& output,
                             const JsonLinesBatchOptions& reading = {},
                             const JsonLinesWriteOptions& writing = {});

}  // namespace tenon
