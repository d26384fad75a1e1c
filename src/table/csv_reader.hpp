// One delimited text on its way to columns: what the reader of a whole table and that of batches
// share. How it goes is told in csv_read.cpp and csv_batches.cpp.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "base/call_threads.hpp"
#include "table/csv_blocks.hpp"
#include "table/csv_cell.hpp"
#include "table/csv_columns.hpp"
#include "table/csv_findings.hpp"
#include "table/csv_source.hpp"
#include "tenon/csv.hpp"

namespace tenon {

class CsvReader {
  public:
    // All three must outlive the reader.
    CsvReader(const Context& context, const CsvOptions& options, CsvBytes& bytes);

    Table read();  // the whole text

    // Batch by batch: prepare() finds the types, in a pass of its own over the whole text, or over
    // about `front` bytes of it where that is not negative; next() then gives rows until there are
    // `most_rows` of them or they hold `most_bytes`, and nothing once the text has ended.
    void prepare(std::int64_t front);
    std::optional<Table> next(std::int64_t most_rows, std::int64_t most_bytes);
    std::vector<Finding> findings() const;  // so far
    void release_charges() noexcept;

  private:
    void declare_columns();
    std::vector<CsvColumnRule> own_rules() const;
    const CellRules& rules_for(const CsvColumnRule& own, std::vector<CsvColumnRule>& made);
    Notation notation_of(std::size_t column, char mark_of_text) const;
    std::size_t find_column(const char* option, const std::string& wanted) const;
    struct BadCell {
        CsvMark mark;
        std::size_t column;
    };
    void take_bad_cells(std::size_t column, std::vector<BadCell>& out);
    void check_bad_cells(const CsvBlock& block, std::vector<BadCell> bad);
    void settle();
    void read_blocks(bool again);
    std::int64_t relay_rest(bool again);
    void read_columns(bool find_next);
    void read_column(std::size_t column, const CsvBlock& block);
    void place_marks(std::size_t column, const CsvBlock& block);
    void restart_fallen();
    void reserve();
    void end_block(CsvBlock& block, bool again, std::vector<BadCell> bad);
    void poll();
    void report(const CsvBlock& block);
    void charge(std::int64_t bytes);

    // While it is there, loops run on threads that stay: none do between calls.
    class Threads {
      public:
        explicit Threads(CsvReader& reader) : reader_(reader) {
            reader.threads_.emplace(reader.context_);
        }
        Threads(const Threads&) = delete;
        Threads& operator=(const Threads&) = delete;
        ~Threads() { reader_.threads_.reset(); }

      private:
        CsvReader& reader_;
    };

    void read_part(std::size_t from, std::size_t count);
    void place_marks();
    Table finish_columns(std::int64_t rows);
    void add_columns();

    void find_types(std::int64_t front);
    bool survey(std::int64_t front);
    void fill_batch(std::int64_t most_rows, std::int64_t most_bytes);
    bool batch_is_full(std::int64_t most_rows, std::int64_t most_bytes) const noexcept;
    void end_text() const;
    [[noreturn]] static void refuse_change();

    const Context& context_;
    std::optional<CallThreads> threads_;
    const CsvOptions& options_;
    CsvBytes& bytes_;
    CsvFindings findings_;
    CsvBlock block_, next_;
    CsvBlocks blocks_;
    CellRules rules_;
    // Of columns of which something is said apart, each different one once.
    std::deque<CellRules> own_rules_;
    std::vector<const CellRules*> rules_of_;
    std::vector<CsvColumn> columns_;
    std::vector<std::size_t> reading_;  // columns that take part in this pass
    std::int64_t next_report_ = 0;
    std::int64_t rows_ = 0;
    std::int64_t charged_ = 0;
    std::vector<Charge> charges_;
    std::vector<CsvKindSample> samples_;
    // Of batches.
    std::size_t block_at_ = 0;         // rows of the block that are in batches already
    std::int64_t batch_rows_ = 0;      // of the batch that is filled, or was filled last
    std::int64_t surveyed_rows_ = -1;  // of the whole text, where they were counted
    bool gave_any_ = false, ended_ = false;
};

}  // namespace tenon
