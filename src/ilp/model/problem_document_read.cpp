// The document as a stream of events into the arrays of rows and columns: a value of a JSON tree
// takes many times the memory of its text, and a problem may fill a good part of the machine.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "base/json.hpp"
#include "base/utf8.hpp"
#include "ilp/model/problem_document.hpp"
#include "ilp/model/text_place.hpp"
#include "tenon/error.hpp"
#include "tenon/version.hpp"

namespace tenon::ilp {

namespace {

constexpr std::int64_t poll_every = 16384;     // values between two looks at cancel
constexpr std::int64_t report_every = 524288;  // values between two reports of progress
// Working memory a byte of text, with room: an entry takes some 8 bytes of text and 24 of memory.
constexpr std::int64_t memory_factor = 3;
constexpr std::int64_t most_depth = 64;  // of members that are not known; the format has 4

// The members of an object of the format; the first `required` of them must be there.
struct Members {
    std::array<const char*, 8> name;
    std::size_t count, required;
};
constexpr Members root_members{
    {"format", "format_version", "sense", "offset", "columns", "rows", "name", "library_version"},
    8,
    6};
constexpr Members column_members{{"name", "type", "lower", "upper", "cost"}, 5, 5};
constexpr Members row_members{{"name", "lower", "upper", "columns", "coefficients"}, 5, 5};

class DocumentReader : public JsonEvents {
  public:
    DocumentReader(const Context& context, std::string_view text)
        : context_(context), text_(text) {}

    Problem read() {
        JsonLimits limits;
        limits.bytes = static_cast<std::int64_t>(text_.size());
        limits.depth = most_depth;
        limits.values = std::numeric_limits<std::int64_t>::max();
        read_json(text_, limits, *this);
        return std::move(problem_);
    }

    void scalar(Json value, std::size_t place) override {
        place_ = place;
        poll();
        if (skipped_ > 0) return;
        switch (at_) {
            case At::root:
                return root_value(value);
            case At::column:
                return column_value(value);
            case At::row:
                return row_value(value);
            case At::row_columns:
                return row_columns_.push_back(column_place(value));
            case At::row_coefficients:
                return row_coefficients_.push_back(number(value));
            default:
                refuse("an object is expected");
        }
    }

    void key(std::string name, std::size_t place) override {
        place_ = place;
        if (skipped_ > 0) return;
        key_ = std::move(name);
        const auto end = members_->name.begin() + static_cast<std::ptrdiff_t>(members_->count);
        const auto found = std::find(members_->name.begin(), end, key_);
        known_ = found != end;
        if (!known_) return;
        member_ = static_cast<std::size_t>(found - members_->name.begin());
        if (seen() & (1u << member_)) refuse("the member is there twice");
        seen() |= 1u << member_;
    }

    void open(bool object, std::size_t place) override {
        place_ = place;
        if (skipped_ > 0 || (in_object() && !known_)) {
            ++skipped_;
            return;
        }
        const At next = inner(object);
        if (next == At::end) refuse(expected());
        at_ = next;
        if (object) begin_object();
        if (at_ == At::row_columns) row_columns_.clear();
        if (at_ == At::row_coefficients) row_coefficients_.clear();
    }

    void close(std::size_t place) override {
        place_ = place;
        if (skipped_ > 0) {
            --skipped_;
            return;
        }
        if (in_object()) check_members();
        switch (at_) {
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
                check_members();
                add_waiting_rows();
                break;
            default:
                break;
        }
        at_ = outer();
        members_ = members_here();
        known_ = true;
    }

  private:
    enum class At { start, root, columns, column, rows, row, row_columns, row_coefficients, end };

    // A row whose columns were not told yet.
    struct WaitingRow {
        std::string name;
        double lower, upper;
        std::vector<std::int32_t> columns;
        std::vector<double> coefficients;
    };

    bool in_object() const noexcept {
        return at_ == At::root || at_ == At::column || at_ == At::row;
    }
    unsigned& seen() noexcept { return at_ == At::root ? root_seen_ : item_seen_; }

    // Where an object or array leads from here; end: none is expected.
    At inner(bool object) const noexcept {
        switch (at_) {
            case At::start:
                return object ? At::root : At::end;
            case At::root:
                return object              ? At::end
                       : key_ == "columns" ? At::columns
                       : key_ == "rows"    ? At::rows
                                           : At::end;
            case At::columns:
                return object ? At::column : At::end;
            case At::rows:
                return object ? At::row : At::end;
            case At::row:
                return object                   ? At::end
                       : key_ == "columns"      ? At::row_columns
                       : key_ == "coefficients" ? At::row_coefficients
                                                : At::end;
            default:
                return At::end;
        }
    }

    At outer() const noexcept {
        switch (at_) {
            case At::columns:
            case At::rows:
                return At::root;
            case At::column:
                return At::columns;
            case At::row:
                return At::rows;
            case At::row_columns:
            case At::row_coefficients:
                return At::row;
            default:
                return At::end;
        }
    }

    const Members* members_here() const noexcept {
        return at_ == At::root ? &root_members : at_ == At::column ? &column_members : &row_members;
    }

    const char* expected() const noexcept {
        switch (at_) {
            case At::start:
            case At::columns:
            case At::rows:
                return "an object is expected";
            case At::row_columns:
                return "the place of a column is expected";
            case At::row_coefficients:
                return "a number is expected";
            default:
                return "a value of another kind is expected";
        }
    }

    // The JSON pointer of the value at hand.
    std::string pointer() const {
        std::string out;
        const bool of_row = at_ >= At::row && at_ <= At::row_coefficients;
        if (of_row || at_ == At::rows) out += "/rows";
        if (at_ == At::column || at_ == At::columns) out += "/columns";
        if (of_row) out += "/" + std::to_string(rows_);
        if (at_ == At::column) out += "/" + std::to_string(problem_.columns());
        if (at_ == At::row_columns) return out + "/columns/" + std::to_string(row_columns_.size());
        if (at_ == At::row_coefficients)
            return out + "/coefficients/" + std::to_string(row_coefficients_.size());
        if (in_object() && !key_.empty()) out += "/" + excerpt(key_, 60);
        return out.empty() ? "/" : out;
    }

    [[noreturn]] void refuse(const std::string& what, Status status = Status::parse) const {
        refuse_text(text_, place_, "problem document at " + pointer() + ": " + what, status);
    }

    void begin_object() {
        members_ = members_here();
        seen() = 0;
        key_.clear();
    }

    void check_members() {
        key_.clear();
        for (std::size_t k = 0; k < members_->required; ++k)
            if (!(seen() & (1u << k)))
                refuse("the member \"" + std::string(members_->name[k]) + "\" is not there");
    }

    const std::string& text(const Json& value) const {
        const std::string* said = value.if_text();
        if (!said) refuse("a text is expected");
        return *said;
    }

    double number(const Json& value) const {
        if (const double* real = value.if_real()) return *real;
        if (const std::int64_t* integer = value.if_integer()) return static_cast<double>(*integer);
        refuse("a number is expected");
    }

    double bound(const Json& value, double none) const {
        if (value.if_real() || value.if_integer()) return number(value);
        if (value.if_text() || value.if_boolean())
            refuse("a number, or null for none, is expected");
        return none;
    }

    std::int32_t column_place(const Json& value) const {
        const std::int64_t* place = value.if_integer();
        if (!place || *place < 0 || *place > std::numeric_limits<std::int32_t>::max())
            refuse("the place of a column, a whole number from 0, is expected");
        return static_cast<std::int32_t>(*place);
    }

    void root_value(const Json& value) {
        if (!known_) return;
        if (key_ == "format") {
            if (text(value) != "tenon.problem") refuse("\"tenon.problem\" is expected");
        } else if (key_ == "format_version") {
            check_version(value);
        } else if (key_ == "library_version") {
            library_version_ = text(value);
        } else if (key_ == "name") {
            problem_.set_name(text(value));
        } else if (key_ == "offset") {
            problem_.set_offset(number(value));
        } else if (key_ == "sense") {
            const std::string& said = text(value);
            if (said != "minimize" && said != "maximize")
                refuse("\"minimize\" or \"maximize\" is expected");
            problem_.set_sense(said == "maximize" ? Sense::maximize : Sense::minimize);
        } else {
            refuse("an array is expected");
        }
    }

    void check_version(const Json& value) const {
        const std::int64_t* said = value.if_integer();
        if (!said || *said < 1) refuse("a whole number from 1 is expected");
        if (*said > problem_format_version)
            refuse("the document has format_version " + std::to_string(*said) +
                       (library_version_.empty() ? ""
                                                 : " (written by tenon " + library_version_ + ")") +
                       ", and this tenon " + version() + " reads up to format_version " +
                       std::to_string(problem_format_version) + "; use a newer tenon",
                   Status::version);
    }

    void column_value(const Json& value) {
        if (!known_) return;
        if (key_ == "name") {
            name_ = text(value);
        } else if (key_ == "type") {
            const std::string& said = text(value);
            type_ = said == "continuous" ? ColumnType::continuous
                    : said == "integer"  ? ColumnType::integer
                                         : ColumnType::binary;
            if (type_ == ColumnType::binary && said != "binary")
                refuse("\"continuous\", \"integer\" or \"binary\" is expected");
        } else if (key_ == "lower") {
            lower_ = bound(value, -infinity);
        } else if (key_ == "upper") {
            upper_ = bound(value, infinity);
        } else {
            cost_ = number(value);
        }
    }

    void row_value(const Json& value) {
        if (!known_) return;
        if (key_ == "name")
            name_ = text(value);
        else if (key_ == "lower")
            lower_ = bound(value, -infinity);
        else if (key_ == "upper")
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
        progress.share = static_cast<double>(place_) / static_cast<double>(text_.size());
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
        ++rows_;
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
    At at_ = At::start;
    std::size_t place_ = 0;     // of the event
    std::int64_t skipped_ = 0;  // open objects and arrays of members that are not known
    const Members* members_ = &root_members;
    std::string key_;
    std::size_t member_ = 0;
    bool known_ = true;  // the member key_
    unsigned root_seen_ = 0, item_seen_ = 0;

    std::string library_version_, name_;
    ColumnType type_ = ColumnType::continuous;
    double lower_ = 0, upper_ = 0, cost_ = 0;
    std::vector<std::int32_t> row_columns_;
    std::vector<double> row_coefficients_;
    std::vector<WaitingRow> waiting_;
    bool columns_done_ = false;
    std::int64_t rows_ = 0, values_ = 0;
    Problem problem_;
};

}  // namespace

Problem read_problem_document(const Context& context, std::string_view text) {
    const Charge charge(context, memory_factor * static_cast<std::int64_t>(text.size()));
    return DocumentReader(context, text).read();
}

}  // namespace tenon::ilp
