// A text batch by batch. Types must be known before the first batch is given, so they are found in
// a pass ahead: over the whole text where it can be had again, else over its front, which is kept
// in memory and then read once more. In that pass a column's cells are dropped after each block.
//
// One block of records is held at a time, and the rows of the batch that is being filled.
#include <algorithm>
#include <utility>

#include "table/csv_dialect.hpp"
#include "table/csv_reader.hpp"
#include "table/csv_source.hpp"
#include "table/next_batch.hpp"
#include "tenon/csv.hpp"
#include "tenon/error.hpp"

namespace tenon {

void CsvReader::prepare(std::int64_t front) {
    const Threads threads(*this);
    declare_columns();
    for (std::size_t c = 0; c < columns_.size(); ++c)
        if (!columns_[c].declared() || columns_[c].looks_for_order()) reading_.push_back(c);
    if (!reading_.empty()) find_types(front);
    reading_.clear();
    for (std::size_t c = 0; c < columns_.size(); ++c) reading_.push_back(c);
    next_report_ = 0;
    rows_ = 0;
    blocks_.fill_first(block_);
}

void CsvReader::find_types(std::int64_t front) {
    const std::vector<std::size_t> looked_at = reading_;
    bool whole = true;
    for (;;) {
        whole = survey(front);
        settle();
        // A column of times whose order became clear late may hold cells that are no times.
        std::erase_if(reading_, [this](std::size_t c) { return !columns_[c].rereads_as_times(); });
        if (reading_.empty()) break;
        for (const std::size_t c : reading_) columns_[c].begin_rereading();
        blocks_.rewind(block_);
    }
    if (!whole)
        for (CsvColumn& column : columns_) column.keep_type();
    for (const std::size_t c : looked_at) columns_[c].begin_again();
    blocks_.rewind(block_);
}

// Whether the whole text was seen.
bool CsvReader::survey(std::int64_t front) {
    std::int64_t rows = 0;
    next_report_ = 0;
    blocks_.fill_first(block_);
    for (;;) {
        poll();
        const bool more = !block_.last && !block_.fault;
        const bool enough =
            front >= 0 && block_.places.find(block_.window.text, block_.used).byte >= front;
        read_columns(more && !enough);
        place_marks();
        for (const std::size_t c : reading_) columns_[c].forget();
        rows += static_cast<std::int64_t>(block_.index.rows());
        if (front < 0 && block_.fault) std::rethrow_exception(block_.fault);
        if (!more) {
            surveyed_rows_ = rows;
            return true;
        }
        if (enough) return false;
        std::swap(block_, next_);
    }
}

std::optional<Table> CsvReader::next(std::int64_t most_rows, std::int64_t most_bytes) {
    if (ended_) return std::nullopt;
    const Threads threads(*this);
    if (batch_rows_ > 0)  // the next batch will be about as long as the last
        for (CsvColumn& column : columns_) column.reserve(batch_rows_, context_.spare);
    batch_rows_ = 0;
    fill_batch(most_rows, most_bytes);
    if (batch_rows_ == 0) {
        ended_ = true;
        add_columns();
        if (gave_any_) return std::nullopt;
    }
    gave_any_ = true;
    return finish_columns(batch_rows_);
}

bool CsvReader::batch_is_full(std::int64_t most_rows, std::int64_t most_bytes) const noexcept {
    if (batch_rows_ == 0) return false;
    if (most_rows > 0 && batch_rows_ >= most_rows) return true;
    if (most_bytes <= 0) return false;
    std::int64_t bytes = 0;
    for (const CsvColumn& column : columns_) bytes += column.used_bytes();
    return bytes >= most_bytes;
}

void CsvReader::fill_batch(std::int64_t most_rows, std::int64_t most_bytes) {
    while (!batch_is_full(most_rows, most_bytes)) {
        findings_.add_lines(block_.findings);
        const std::size_t left = block_.index.rows() - block_at_;
        if (left == 0) {
            if (block_.fault && batch_rows_ == 0) std::rethrow_exception(block_.fault);
            if (block_.fault) return;  // what stands before it is given first
            if (block_.last) {
                end_text();
                return;
            }
            blocks_.fill_next(next_, block_);
            std::swap(block_, next_);
            block_at_ = 0;
            continue;
        }
        poll();
        const std::size_t count =
            most_rows > 0 ? std::min(left, static_cast<std::size_t>(most_rows - batch_rows_))
                          : left;
        read_part(block_at_, count);
        place_marks();
        std::vector<BadCell> bad;
        for (const std::size_t c : reading_) take_bad_cells(c, bad);
        check_bad_cells(block_, std::move(bad));
        for (const CsvColumn& column : columns_)
            if (column.wants_rereading()) refuse_change();
        block_at_ += count;
        batch_rows_ += static_cast<std::int64_t>(count);
        rows_ += static_cast<std::int64_t>(count);
    }
}

void CsvReader::end_text() const {
    if (surveyed_rows_ >= 0 && rows_ != surveyed_rows_) refuse_change();
}

void CsvReader::release_charges() noexcept {
    charges_.clear();
    charged_ = 0;
}

struct CsvBatches::State {
    State(const Context& given, std::unique_ptr<CsvBytes> from, const CsvBatchOptions& how)
        : context(given), options(how), bytes(std::move(from)) {
        check_csv_options(options.csv);
        if (options.rows < 0 || options.bytes < 0 || options.first_block_bytes < 0)
            throw Error(Status::argument,
                        "rows, bytes and first_block_bytes of a batch must not be negative",
                        {.argument = "rows"});
        if (options.csv.max_bytes > 0 && bytes->size() > options.csv.max_bytes)
            throw Error(Status::data,
                        "the text has " + std::to_string(bytes->size()) + " bytes, more than the " +
                            std::to_string(options.csv.max_bytes) + " that max_bytes allows",
                        {.argument = "max_bytes"});
        constexpr std::int64_t usual_bytes = std::int64_t{1} << 24;
        if (options.rows == 0 && options.bytes == 0) options.bytes = usual_bytes;
        std::int64_t front_bytes = -1;
        CsvFrontBytes* front = nullptr;
        if (!bytes->rewind()) {
            front_bytes = options.first_block_bytes > 0 ? options.first_block_bytes : usual_bytes;
            auto kept = std::make_unique<CsvFrontBytes>(std::move(bytes));
            front = kept.get();
            bytes = std::move(kept);
        }
        reader = std::make_unique<CsvReader>(context, options.csv, *bytes);
        reader->prepare(front_bytes);
        if (front) front->stop_keeping();
        leave();
    }

    // Nothing of the host's is held between two calls.
    void leave() noexcept {
        reader->release_charges();
        context = Context();
    }

    Context context;
    CsvBatchOptions options;
    std::unique_ptr<CsvBytes> bytes;
    std::unique_ptr<CsvReader> reader;
    bool stopped = false;
};

CsvBatches::CsvBatches(std::unique_ptr<State> state) : state_(std::move(state)) {}
CsvBatches::CsvBatches(CsvBatches&&) noexcept = default;
CsvBatches& CsvBatches::operator=(CsvBatches&&) noexcept = default;
CsvBatches::~CsvBatches() = default;

CsvBatches CsvBatches::of_file(const Context& context, const std::string& path,
                               const CsvBatchOptions& options) {
    return CsvBatches(
        std::make_unique<State>(context, csv_bytes_of_file(context, path, false), options));
}

CsvBatches CsvBatches::of_buffer(const Context& context, std::string_view bytes,
                                 const CsvBatchOptions& options) {
    return CsvBatches(std::make_unique<State>(context, csv_bytes_of_memory(bytes), options));
}

CsvBatches CsvBatches::of_source(const Context& context, const CsvSource& source,
                                 const CsvBatchOptions& options) {
    return CsvBatches(std::make_unique<State>(context, csv_bytes_of_source(source), options));
}

std::optional<Table> CsvBatches::next(const Context& context) {
    return next_batch(*state_, context);
}

std::vector<Finding> CsvBatches::findings() const {
    return state_->reader->findings();
}

}  // namespace tenon
