// drop_duplicates, the first of equal rows stays, on a table that comes part by part.
#include <utility>

#include "base/reason_text.hpp"
#include "clean/fingerprints.hpp"
#include "clean/keep_rows.hpp"
#include "clean/step_stream.hpp"
#include "tenon/error.hpp"

namespace tenon::clean {

namespace {

class DuplicatesStream final : public StepStream {
  public:
    explicit DuplicatesStream(std::vector<std::string> keys) : keys_(std::move(keys)) {}

    StreamPart push(const Context& context, StreamPart part, bool) override {
        std::vector<const Column*> columns;
        for (const std::string& key : keys_) columns.push_back(&part.table.column(key));
        if (keys_.empty())
            for (std::int32_t c = 0; c < part.table.columns(); ++c)
                columns.push_back(&part.table.column(c));
        const std::int64_t rows = part.table.rows();
        const auto fingerprints = fingerprints_of(context, columns);
        std::vector<std::int64_t> dropped;
        for (std::int64_t row = 0; row < rows; ++row) {
            if (row % rows_between_checks == 0) context.check_cancelled();
            if (!remember(context, fingerprints[static_cast<std::size_t>(row)]))
                dropped.push_back(row);
        }
        const auto runs = runs_without(rows, dropped);
        part.table = keep_rows(context, part.table, runs);
        std::vector<std::int64_t> left;
        for (const std::int64_t row : rows_in(runs))
            left.push_back(part.rows[static_cast<std::size_t>(row)]);
        part.rows = std::move(left);
        const auto count = static_cast<std::int64_t>(dropped.size());
        part.changes.push_back({"drop duplicates", "", count, 0,
                                count_text(count) + " of " + count_text(rows, "row", "rows") +
                                    " equal in " + compared(part.table) +
                                    " to an earlier row, which stays"});
        return part;
    }

  private:
    bool remember(const Context& context, Fingerprint fingerprint) {
        try {
            return seen_.add(context, fingerprint);
        } catch (const Error& fault) {
            if (fault.status() != Status::budget) throw;
            throw Error(Status::budget,
                        "the " + count_text(seen_.size()) +
                            " different rows so far are remembered by 16 bytes each, and the byte "
                            "budget leaves no room for more: " +
                            fault.message());
        }
    }
    std::string compared(const Table& table) const {
        if (keys_.size() == static_cast<std::size_t>(table.columns()))
            return "all " + count_text(table.columns(), "column", "columns");
        std::string out = "the key ";
        for (std::size_t i = 0; i < keys_.size(); ++i) out += (i ? ", " : "") + keys_[i];
        return out;
    }

    std::vector<std::string> keys_;
    FingerprintSet seen_;
};

}  // namespace

std::unique_ptr<StepStream> duplicates_stream(std::vector<std::string> keys) {
    return std::make_unique<DuplicatesStream>(std::move(keys));
}

}  // namespace tenon::clean
