// The document as a stream of events into the arrays of rows and columns: a value of a JSON tree
// takes many times the memory of its text, and a problem may fill a good part of the machine.

#include <cstddef>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "base/json.hpp"
#include "ilp/model/problem_document.hpp"
#include "ilp/model/problem_document_cursor.hpp"
#include "tenon/error.hpp"
#include "tenon/version.hpp"

namespace tenon::ilp {

namespace {

constexpr std::int64_t poll_every = 16384;     // values between two looks at cancel
constexpr std::int64_t report_every = 524288;  // values between two reports of progress
// Working memory a byte of text, with room: an entry takes some 8 bytes of text and 24 of memory.
constexpr std::int64_t memory_factor = 3;
constexpr std::int64_t most_depth = 64;  // of members that are not known; the format has 4

class DocumentReader : public JsonEvents {
  public:
    DocumentReader(const Context& context, std::string_view text)
        : context_(context), text_(text), cursor_(text) {}

    Problem read() {
        JsonLimits limits;
        limits.bytes = static_cast<std::int64_t>(text_.size());
        limits.depth = most_depth;
        limits.values = std::numeric_limits<std::int64_t>::max();
        read_json(text_, limits, *this);
        return std::move(problem_);
    }

    void scalar(JsonScalar value, std::size_t place) override {
        poll();
        if (!cursor_.scalar(place)) return;
        switch (cursor_.at()) {
            case At::root:
                return root_value(value);
            case At::column:
                return column_value(value);
            case At::row:
                return row_value(value);
            case At::row_columns:
                row_columns_.push_back(column_place(value));
                return cursor_.next_entry();
            case At::row_coefficients:
                row_coefficients_.push_back(real_number(value));
                return cursor_.next_entry();
            default:
                refuse("an object is expected");
        }
    }

    void key(std::string name, std::size_t place) override { cursor_.key(std::move(name), place); }

    void open(bool object, std::size_t place) override {
        if (!cursor_.open(object, place)) return;
        if (cursor_.at() == At::row_columns) row_columns_.clear();
        if (cursor_.at() == At::row_coefficients) row_coefficients_.clear();
    }

    void close(std::size_t place) override {
        if (!cursor_.close(place)) return;
        switch (cursor_.at()) {
            case At::column:
                add_column();
                break;
            case At::row:
                take_row();
                break;
            case At::columns:
                columns_done_ = true;
                break;
            case At::root:
                add_waiting_rows();
                break;
            default:
                break;
        }
        cursor_.leave();
    }

  private:
    using At = DocumentCursor::At;

    // A row whose columns were not told yet.
    struct WaitingRow {
        std::string name;
        double lower, upper;
        std::vector<std::int32_t> columns;
        std::vector<double> coefficients;
    };

    [[noreturn]] void refuse(const std::string& what, Status status = Status::parse) const {
        cursor_.refuse(what, status);
    }

    const std::string& text(const JsonScalar& value) const {
        const std::string* said = value.if_text();
        if (!said) refuse("a text is expected");
        return *said;
    }

    double real_number(const JsonScalar& value) const {
        if (const double* real = value.if_real()) return *real;
        if (const std::int64_t* integer = value.if_integer()) return static_cast<double>(*integer);
        refuse("a number is expected");
    }

    double bound(const JsonScalar& value, double none) const {
        if (value.if_real() || value.if_integer()) return real_number(value);
        if (value.if_text() || value.if_boolean())
            refuse("a number, or null for none, is expected");
        return none;
    }

    std::int32_t column_place(const JsonScalar& value) const {
        const std::int64_t* place = value.if_integer();
        if (!place || *place < 0 || *place > std::numeric_limits<std::int32_t>::max())
            refuse("the place of a column, a whole number from 0, is expected");
        return static_cast<std::int32_t>(*place);
    }

    void root_value(const JsonScalar& value) {
        if (cursor_.key() == "format") {
            if (text(value) != problem_format.format) refuse("\"tenon.problem\" is expected");
        } else if (cursor_.key() == "format_version") {
            check_version(value);
        } else if (cursor_.key() == "library_version") {
            library_version_ = text(value);
        } else if (cursor_.key() == "name") {
            problem_.set_name(text(value));
        } else if (cursor_.key() == "offset") {
            problem_.set_offset(real_number(value));
        } else if (cursor_.key() == "sense") {
            const std::string& said = text(value);
            if (said != "minimize" && said != "maximize")
                refuse("\"minimize\" or \"maximize\" is expected");
            problem_.set_sense(said == "maximize" ? Sense::maximize : Sense::minimize);
        } else {
            refuse("an array is expected");
        }
    }

    void check_version(const JsonScalar& value) const {
        const std::int64_t* said = value.if_integer();
        if (!said || *said < 1) refuse("a whole number from 1 is expected");
        if (*said > problem_format.newest_version)
            refuse("the document has format_version " + std::to_string(*said) +
                       (library_version_.empty() ? ""
                                                 : " (written by tenon " + library_version_ + ")") +
                       ", and this tenon " + version() + " reads up to format_version " +
                       std::to_string(problem_format.newest_version) + "; use a newer tenon",
                   Status::version);
    }

    void column_value(const JsonScalar& value) {
        if (cursor_.key() == "name") {
            name_ = text(value);
        } else if (cursor_.key() == "type") {
            const std::string& said = text(value);
            type_ = said == "continuous" ? ColumnType::continuous
                    : said == "integer"  ? ColumnType::integer
                                         : ColumnType::binary;
            if (type_ == ColumnType::binary && said != "binary")
                refuse("\"continuous\", \"integer\" or \"binary\" is expected");
        } else if (cursor_.key() == "lower") {
            lower_ = bound(value, -infinity);
        } else if (cursor_.key() == "upper") {
            upper_ = bound(value, infinity);
        } else {
            cost_ = real_number(value);
        }
    }

    void row_value(const JsonScalar& value) {
        if (cursor_.key() == "name")
            name_ = text(value);
        else if (cursor_.key() == "lower")
            lower_ = bound(value, -infinity);
        else if (cursor_.key() == "upper")
            upper_ = bound(value, infinity);
        else
            refuse("an array is expected");
    }

    // What Problem refuses is refused here, with the place.
    template <class Action>
    void at_this_place(Action&& action) const {
        try {
            std::forward<Action>(action)();
        } catch (const Error& error) {
            if (error.status() != Status::argument) throw;
            refuse(error.message());
        }
    }

    void poll() {
        if (++values_ % poll_every != 0) return;
        context_.check_cancelled();
        if (values_ % report_every != 0) return;
        Progress progress;
        progress.phase = "read json";
        progress.share = static_cast<double>(cursor_.place()) / static_cast<double>(text_.size());
        progress.work = values_;
        context_.report(progress);
    }

    void add_column() {
        at_this_place([&] { problem_.add_column(std::move(name_), type_, lower_, upper_, cost_); });
    }

    void take_row() {
        if (row_columns_.size() != row_coefficients_.size())
            refuse(std::to_string(row_columns_.size()) + " columns but " +
                   std::to_string(row_coefficients_.size()) + " coefficients");
        if (columns_done_)
            at_this_place([&] {
                problem_.add_row(std::move(name_), lower_, upper_, row_columns_, row_coefficients_);
            });
        else
            waiting_.push_back({std::move(name_), lower_, upper_, row_columns_, row_coefficients_});
    }

    void add_waiting_rows() {
        for (WaitingRow& row : waiting_)
            at_this_place([&] {
                problem_.add_row(std::move(row.name), row.lower, row.upper, row.columns,
                                 row.coefficients);
            });
    }

    const Context& context_;
    std::string_view text_;
    DocumentCursor cursor_;
    std::string library_version_, name_;
    ColumnType type_ = ColumnType::continuous;
    double lower_ = 0, upper_ = 0, cost_ = 0;
    std::vector<std::int32_t> row_columns_;
    std::vector<double> row_coefficients_;
    std::vector<WaitingRow> waiting_;
    bool columns_done_ = false;
    std::int64_t values_ = 0;
    Problem problem_;
};

}  // namespace

Problem read_problem_document(const Context& context, std::string_view text) {
    const Charge charge(context, memory_factor * static_cast<std::int64_t>(text.size()));
    return DocumentReader(context, text).read();
}

}  // namespace tenon::ilp
