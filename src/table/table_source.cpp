#include "tenon/table_source.hpp"

#include <algorithm>
#include <cerrno>
#include <memory>
#include <utility>

#include "table/arrow_abi.hpp"
#include "tenon/arrow.hpp"
#include "tenon/error.hpp"

namespace tenon {

namespace {

// A file that is opened again for every pass, with the types of the first.
class CsvFile {
  public:
    CsvFile(const Context& context, std::string path, CsvBatchOptions options)
        : context_(context),
          path_(std::move(path)),
          options_(std::move(options)),
          batches_(CsvBatches::of_file(context_, path_, options_)) {}

    std::optional<Table> next() {
        std::optional<Table> batch = batches_.next(context_);
        if (batch && names_.empty()) {
            names_ = batch->names();
            for (std::int32_t j = 0; j < batch->columns(); ++j)
                types_.push_back(batch->column(j).type());
        }
        return batch;
    }

    void rewind() {
        if (!typed_ && !names_.empty() && may_fix_types()) fix_types();
        typed_ = true;
        batches_ = CsvBatches::of_file(context_, path_, options_);
    }

  private:
    // Types found in the whole file fit every cell. Times by local custom have an order beside
    // their type, and names of the reader's making are not in the header.
    bool may_fix_types() const {
        const bool timed = std::find(types_.begin(), types_.end(), Type::timestamp) != types_.end();
        return !timed && !options_.csv.all_text && options_.csv.columns.empty() &&
               batches_.findings().empty();
    }
    void fix_types() {
        for (std::size_t j = 0; j < names_.size(); ++j)
            options_.csv.columns.push_back({.name = names_[j], .type = types_[j]});
    }

    const Context& context_;
    std::string path_;
    CsvBatchOptions options_;
    CsvBatches batches_;
    std::vector<std::string> names_;
    std::vector<Type> types_;
    bool typed_ = false;
};

class ArrowBatches {
  public:
    ArrowBatches(const Context& context, std::function<bool(ArrowArrayStream*)> open)
        : context_(context), open_(std::move(open)) {
        if (!rewind())
            throw Error(Status::argument, "there is no Arrow stream", {.argument = "open"});
    }
    ArrowBatches(const ArrowBatches&) = delete;
    ArrowBatches& operator=(const ArrowBatches&) = delete;
    ~ArrowBatches() { release(); }

    std::optional<Table> next() {
        if (!stream_.release) return std::nullopt;
        ArrowArray array{};
        check(stream_.get_next(&stream_, &array));
        if (!array.release) {
            release();
            return std::nullopt;
        }
        ArrowSchema schema{};
        if (const int fault = stream_.get_schema(&stream_, &schema); fault != 0) {
            array.release(&array);
            check(fault);
        }
        return import_arrow(context_, &array, &schema);
    }

    bool rewind() {
        release();
        return open_ && open_(&stream_) && stream_.release;
    }

  private:
    void release() noexcept {
        if (stream_.release) stream_.release(&stream_);
        stream_ = {};
    }
    void check(int fault) {
        if (fault == 0) return;
        const char* words = stream_.get_last_error ? stream_.get_last_error(&stream_) : nullptr;
        throw Error(Status::io,
                    "the Arrow stream failed with code " + std::to_string(fault) +
                        (words ? ": " + std::string(words) : std::string()),
                    {.argument = "stream"});
    }

    const Context& context_;
    std::function<bool(ArrowArrayStream*)> open_;
    ArrowArrayStream stream_{};
};

}  // namespace

TableSource csv_table_source(const Context& context, const std::string& path,
                             const CsvBatchOptions& options) {
    const auto file = std::make_shared<CsvFile>(context, path, options);
    return {[file] { return file->next(); },
            [file] {
                file->rewind();
                return true;
            }};
}

TableSource arrow_table_source(const Context& context,
                               const std::function<bool(ArrowArrayStream*)>& open) {
    const auto batches = std::make_shared<ArrowBatches>(context, open);
    return {[batches] { return batches->next(); }, [batches] { return batches->rewind(); }};
}

}  // namespace tenon
