#include "tenon/problem.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>
#include <utility>

#include "base/number_text.hpp"
#include "base/utf8.hpp"
#include "ilp/model/name_index.hpp"
#include "ilp/model/problem_parts.hpp"
#include "tenon/error.hpp"

namespace tenon {

struct Problem::Names {
    ilp::NameIndex columns, rows;
};

namespace {

constexpr std::int32_t most_columns = std::numeric_limits<std::int32_t>::max() - 1;

struct Range {
    double lower, upper;
};

// What an error message says about the place: "column" or "row", its name and its index.
struct Subject {
    const char* kind;
    std::string_view name;
    std::int32_t index;
};

[[noreturn]] void refuse(const Subject& subject, const std::string& what) {
    Location where{.argument = subject.kind};
    (subject.kind[0] == 'c' ? where.column : where.row) = subject.index;
    throw Error(Status::argument,
                std::string(subject.kind) + " \"" + std::string(subject.name) + "\": " + what,
                std::move(where));
}

// The bounds as they are stored, or an error.
Range sound_range(const Subject& subject, double lower, double upper) {
    if (std::isnan(lower) || std::isnan(upper))
        refuse(subject, std::string("the ") + (std::isnan(lower) ? "lower" : "upper") +
                            " bound is NaN; use a number, or infinity for no bound");
    const Range range{ilp::open_if_huge(lower), ilp::open_if_huge(upper)};
    if (range.lower > range.upper)
        refuse(subject, "the lower bound " + format_double(lower) + " is above the upper bound " +
                            format_double(upper));
    if (range.lower == infinity || range.upper == -infinity)
        refuse(subject, "no number lies between " + format_double(lower) + " and " +
                            format_double(upper) + "; for no lower bound use -infinity");
    return range;
}

Range sound_bounds(const Subject& subject, ColumnType type, double lower, double upper) {
    Range range = sound_range(subject, lower, upper);
    if (type == ColumnType::binary) {
        range = {std::max(range.lower, 0.0), std::min(range.upper, 1.0)};
        if (range.lower > range.upper)
            refuse(subject, "a binary column cannot lie in " + format_double(lower) + ".." +
                                format_double(upper) + "; make it an integer column");
    }
    return range;
}

void check_type(const Subject& subject, ColumnType type) {
    if (type != ColumnType::continuous && type != ColumnType::integer && type != ColumnType::binary)
        refuse(subject, "type " + std::to_string(static_cast<std::int32_t>(type)) +
                            " is not continuous (0), integer (1) or binary (2)");
}

void check_finite(const Subject& subject, const char* what, double value) {
    if (!std::isfinite(value))
        refuse(subject,
               std::string(what) + " is " + format_double(value) + "; it must be a finite number");
}

// Room for more elements, so that the appends after it cannot fail; grows by half.
template <class T>
void make_room(std::vector<T>& items, std::size_t more) {
    const std::size_t needed = items.size() + more;
    if (needed > items.capacity())
        items.reserve(std::max(needed, items.capacity() + items.capacity() / 2));
}

template <class T>
bool lies_in(const T* place, const std::vector<T>& items) {
    const std::less<const T*> before;
    return !items.empty() && !before(place, items.data()) &&
           before(place, items.data() + items.size());
}

std::string_view name_in(const std::vector<std::string>& names, std::int32_t id) {
    return names[static_cast<std::size_t>(id)];
}

// The given name, checked, or a fresh one made of the stem and the index.
std::string name_for(const char* kind, std::string name, char stem, std::int32_t index,
                     const ilp::NameIndex& known, const std::vector<std::string>& names) {
    const auto taken = [&](std::string_view text) {
        return known.find(text, [&](std::int32_t id) { return name_in(names, id); });
    };
    if (!name.empty()) {
        if (const auto at = invalid_utf8_at(name); at != std::string::npos)
            refuse({kind, excerpt(name), index},
                   "the name is not UTF-8 at byte " + std::to_string(at));
        if (const std::int32_t first = taken(name); first >= 0)
            refuse({kind, name, index}, "the name is already used by " + std::string(kind) + " " +
                                            std::to_string(first) + "; names must be unique");
        return name;
    }
    const std::string base = stem + std::to_string(index);
    name = base;
    for (int k = 1; taken(name) >= 0; ++k) name = base + "_" + std::to_string(k);
    return name;
}

// The entries of a row by column, repeats summed, zeros left out.
void tidy_entries(const Subject& subject, std::span<const std::int32_t> columns,
                  std::span<const double> coefficients, std::vector<std::int32_t>& index,
                  std::vector<double>& value) {
    std::vector<std::size_t> order(columns.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return columns[a] < columns[b]; });
    for (std::size_t k = 0; k < order.size();) {
        const std::int32_t column = columns[order[k]];
        double sum = 0;
        for (; k < order.size() && columns[order[k]] == column; ++k) sum += coefficients[order[k]];
        check_finite(subject, "the sum of the coefficients of a repeated column", sum);
        if (sum == 0) continue;
        index.push_back(column);
        value.push_back(sum);
    }
}

}  // namespace

Problem::Problem(Sense sense) : sense_(sense), names_(std::make_unique<Names>()) {}
Problem::Problem(const Problem& other)
    : name_(other.name_),
      sense_(other.sense_),
      offset_(other.offset_),
      cost_(other.cost_),
      lower_(other.lower_),
      upper_(other.upper_),
      type_(other.type_),
      row_lower_(other.row_lower_),
      row_upper_(other.row_upper_),
      row_start_(other.row_start_),
      index_(other.index_),
      value_(other.value_),
      column_names_(other.column_names_),
      row_names_(other.row_names_),
      names_(other.names_ ? std::make_unique<Names>(*other.names_) : nullptr) {}
Problem::Problem(Problem&& other) noexcept = default;
Problem& Problem::operator=(const Problem& other) {
    if (this != &other) *this = Problem(other);
    return *this;
}
Problem& Problem::operator=(Problem&& other) noexcept = default;
Problem::~Problem() = default;

std::int32_t Problem::add_column(std::string name, ColumnType type, double lower, double upper,
                                 double cost) {
    const std::int32_t index = columns();
    if (index >= most_columns)
        throw Error(Status::argument, "a problem holds at most 2147483646 columns",
                    {.argument = "column"});
    if (!names_) names_ = std::make_unique<Names>();
    name = name_for("column", std::move(name), 'x', index, names_->columns, column_names_);
    const Subject subject{"column", name, index};
    check_type(subject, type);
    const Range range = sound_bounds(subject, type, lower, upper);
    check_finite(subject, "the cost", cost);

    make_room(cost_, 1);
    make_room(lower_, 1);
    make_room(upper_, 1);
    make_room(type_, 1);
    make_room(column_names_, 1);
    names_->columns.reserve(column_names_.size() + 1);
    cost_.push_back(cost);
    lower_.push_back(range.lower);
    upper_.push_back(range.upper);
    type_.push_back(type);
    names_->columns.insert(name, index);
    column_names_.push_back(std::move(name));
    return index;
}

std::int32_t Problem::add_row(std::string name, double lower, double upper,
                              std::span<const std::int32_t> columns,
                              std::span<const double> coefficients) {
    const std::int32_t index = rows();
    if (index >= most_columns)
        throw Error(Status::argument, "a problem holds at most 2147483646 rows",
                    {.argument = "row"});
    if (!names_) names_ = std::make_unique<Names>();
    name = name_for("row", std::move(name), 'r', index, names_->rows, row_names_);
    const Subject subject{"row", name, index};
    const Range range = sound_range(subject, lower, upper);
    if (columns.size() != coefficients.size())
        refuse(subject, std::to_string(columns.size()) + " columns but " +
                            std::to_string(coefficients.size()) + " coefficients");
    // Columns rise and no coefficient is zero: the entries can be taken as they are, unless they
    // are this problem's own, which the growth below would move away.
    bool tidy = !lies_in(columns.data(), index_) && !lies_in(coefficients.data(), value_);
    for (std::size_t k = 0; k < columns.size(); ++k) {
        if (columns[k] < 0 || columns[k] >= this->columns())
            refuse(subject, "entry " + std::to_string(k) + " names column " +
                                std::to_string(columns[k]) + ", but there are columns 0 to " +
                                std::to_string(this->columns() - 1) + " only");
        if (!std::isfinite(coefficients[k]))
            refuse(subject, "the coefficient of column \"" +
                                column_names_[static_cast<std::size_t>(columns[k])] + "\" is " +
                                format_double(coefficients[k]) + "; it must be a finite number");
        if ((k > 0 && columns[k] <= columns[k - 1]) || coefficients[k] == 0) tidy = false;
    }
    std::vector<std::int32_t> own_index;
    std::vector<double> own_value;
    if (!tidy) {
        own_index.reserve(columns.size());
        own_value.reserve(columns.size());
        tidy_entries(subject, columns, coefficients, own_index, own_value);
        columns = own_index;
        coefficients = own_value;
    }

    make_room(row_lower_, 1);
    make_room(row_upper_, 1);
    make_room(row_start_, 1);
    make_room(row_names_, 1);
    make_room(index_, columns.size());
    make_room(value_, columns.size());
    names_->rows.reserve(row_names_.size() + 1);
    row_lower_.push_back(range.lower);
    row_upper_.push_back(range.upper);
    index_.insert(index_.end(), columns.begin(), columns.end());
    value_.insert(value_.end(), coefficients.begin(), coefficients.end());
    row_start_.push_back(static_cast<std::int64_t>(value_.size()));
    names_->rows.insert(name, index);
    row_names_.push_back(std::move(name));
    return index;
}

void Problem::set_offset(double offset) {
    if (!std::isfinite(offset))
        throw Error(Status::argument,
                    "the offset is " + format_double(offset) + "; it must be a finite number",
                    {.argument = "offset"});
    offset_ = offset;
}

namespace {

std::size_t checked_index(const char* kind, std::int32_t index, std::int32_t count) {
    if (index >= 0 && index < count) return static_cast<std::size_t>(index);
    Location where{.argument = kind};
    (kind[0] == 'c' ? where.column : where.row) = index;
    throw Error(Status::argument,
                std::string(kind) + " " + std::to_string(index) + " does not exist; there are " +
                    std::to_string(count),
                std::move(where));
}

}  // namespace

void Problem::set_cost(std::int32_t column, double cost) {
    const std::size_t j = checked_index("column", column, columns());
    check_finite({"column", column_names_[j], column}, "the cost", cost);
    cost_[j] = cost;
}

void Problem::set_bounds(std::int32_t column, double lower, double upper) {
    const std::size_t j = checked_index("column", column, columns());
    const Range range = sound_bounds({"column", column_names_[j], column}, type_[j], lower, upper);
    lower_[j] = range.lower;
    upper_[j] = range.upper;
}

void Problem::set_row_bounds(std::int32_t row, double lower, double upper) {
    const std::size_t i = checked_index("row", row, rows());
    const Range range = sound_range({"row", row_names_[i], row}, lower, upper);
    row_lower_[i] = range.lower;
    row_upper_[i] = range.upper;
}

void Problem::set_type(std::int32_t column, ColumnType type) {
    const std::size_t j = checked_index("column", column, columns());
    const Subject subject{"column", column_names_[j], column};
    check_type(subject, type);
    const Range range = sound_bounds(subject, type, lower_[j], upper_[j]);
    type_[j] = type;
    lower_[j] = range.lower;
    upper_[j] = range.upper;
}

std::optional<std::int32_t> Problem::find_column(std::string_view name) const {
    if (!names_) return std::nullopt;
    const std::int32_t id =
        names_->columns.find(name, [this](std::int32_t at) { return name_in(column_names_, at); });
    return id < 0 ? std::nullopt : std::optional(id);
}

std::optional<std::int32_t> Problem::find_row(std::string_view name) const {
    if (!names_) return std::nullopt;
    const std::int32_t id =
        names_->rows.find(name, [this](std::int32_t at) { return name_in(row_names_, at); });
    return id < 0 ? std::nullopt : std::optional(id);
}

bool Problem::has_integers() const noexcept {
    return std::any_of(type_.begin(), type_.end(),
                       [](ColumnType type) { return type != ColumnType::continuous; });
}

Problem ilp::ProblemAccess::assemble(ProblemParts&& parts) {
    Problem problem(parts.sense);
    problem.name_ = std::move(parts.name);
    problem.offset_ = parts.offset;
    problem.cost_ = std::move(parts.cost);
    problem.lower_ = std::move(parts.lower);
    problem.upper_ = std::move(parts.upper);
    problem.type_ = std::move(parts.type);
    problem.row_lower_ = std::move(parts.row_lower);
    problem.row_upper_ = std::move(parts.row_upper);
    problem.row_start_ = std::move(parts.row_start);
    problem.index_ = std::move(parts.index);
    problem.value_ = std::move(parts.value);
    problem.column_names_ = std::move(parts.column_names);
    problem.row_names_ = std::move(parts.row_names);
    problem.names_->columns = std::move(parts.column_index);
    problem.names_->rows = std::move(parts.row_index);
    return problem;
}

void ilp::ProblemAccess::truncate(Problem& problem, std::int32_t columns,
                                  std::int32_t rows) noexcept {
    if (columns == problem.columns() && rows == problem.rows()) return;
    const auto n = static_cast<std::size_t>(columns), m = static_cast<std::size_t>(rows);
    problem.cost_.resize(n);
    problem.lower_.resize(n);
    problem.upper_.resize(n);
    problem.type_.resize(n);
    problem.column_names_.resize(n);
    problem.row_lower_.resize(m);
    problem.row_upper_.resize(m);
    problem.row_names_.resize(m);
    problem.row_start_.resize(m + 1);
    problem.index_.resize(static_cast<std::size_t>(problem.row_start_.back()));
    problem.value_.resize(problem.index_.size());
    NameIndex& column_index = problem.names_->columns;
    column_index.clear();
    for (std::size_t j = 0; j < n; ++j)
        column_index.insert(problem.column_names_[j], static_cast<std::int32_t>(j));
    NameIndex& row_index = problem.names_->rows;
    row_index.clear();
    for (std::size_t i = 0; i < m; ++i)
        row_index.insert(problem.row_names_[i], static_cast<std::int32_t>(i));
}

}  // namespace tenon
