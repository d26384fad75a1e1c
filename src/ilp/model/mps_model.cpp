#include "ilp/model/mps_model.hpp"

#include <cmath>
#include <limits>

#include "base/utf8.hpp"
#include "ilp/model/problem_parts.hpp"
#include "ilp/model/text_place.hpp"

namespace tenon::ilp {

namespace {

constexpr double not_given = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t most_rows = std::numeric_limits<std::int32_t>::max() - 1;

std::string quoted(std::string_view word) {
    std::string out(1, '"');
    out += excerpt(word, 60);
    out += '"';
    return out;
}

// What a bound of some kind sets, and whether to a number that is written or to its own.
struct BoundKind {
    bool lower = false, upper = false, by_number = false;
    bool integer = false, binary = false, semi_continuous = false;
};

BoundKind bound_kind_of(std::string_view word) noexcept {
    if (word.size() != 2) return {};
    constexpr auto code = [](char a, char b) {  // without the bit of lower case
        return (a & ~0x20) << 8 | (b & ~0x20);
    };
    switch (code(word[0], word[1])) {
        case code('U', 'P'):
            return {.upper = true, .by_number = true};
        case code('L', 'O'):
            return {.lower = true, .by_number = true};
        case code('F', 'X'):
            return {.lower = true, .upper = true, .by_number = true};
        case code('U', 'I'):
            return {.upper = true, .by_number = true, .integer = true};
        case code('L', 'I'):
            return {.lower = true, .by_number = true, .integer = true};
        case code('F', 'R'):
            return {.lower = true, .upper = true};
        case code('M', 'I'):
            return {.lower = true};
        case code('P', 'L'):
            return {.upper = true};
        case code('B', 'V'):
            return {.lower = true, .upper = true, .binary = true};
        case code('S', 'C'):
            return {.upper = true, .by_number = true, .semi_continuous = true};
        case code('S', 'I'):
            return {.upper = true, .by_number = true, .integer = true, .semi_continuous = true};
        default:
            return {};
    }
}

}  // namespace

bool MpsModel::SetChoice::takes(std::string_view set) noexcept {
    if (!chosen) {
        chosen = true;
        name = set;
    }
    if (set == name) return true;
    ++left_out;
    return false;
}

std::size_t MpsModel::place_of(std::string_view word) const noexcept {
    return word.data() ? static_cast<std::size_t>(word.data() - text_.data()) : text_.size();
}

void MpsModel::refuse(std::string_view word, const std::string& message) const {
    refuse_text(text_, place_of(word), message);
}

double MpsModel::number_of(std::string_view word, const char* what) const {
    double value = 0;
    if (!model_number(word, value))
        refuse(word, quoted(word) + " is not a number; " + what + " belongs here");
    return value;
}

double MpsModel::finite_number_of(std::string_view word, const char* what) const {
    const double value = number_of(word, what);
    if (!std::isfinite(value))
        refuse(word, quoted(word) + " is not finite or beyond the range of double; " + what +
                         " must be a finite number");
    return value;
}

std::int32_t MpsModel::find_column(std::string_view name) const {
    return column_index_.find(
        name, [this](std::int32_t id) { return columns_[static_cast<std::size_t>(id)]; });
}

std::int32_t MpsModel::find_row(std::string_view name) const {
    if (objective_seen_ && name == objective_name_) return objective_row;
    const std::int32_t row = row_index_.find(
        name, [this](std::int32_t id) { return rows_[static_cast<std::size_t>(id)]; });
    if (row >= 0) return row;
    const std::int32_t free = free_row_index_.find(
        name, [this](std::int32_t id) { return free_rows_[static_cast<std::size_t>(id)]; });
    return free >= 0 ? free_row : no_row;
}

std::int32_t MpsModel::row_of(std::string_view name) const {
    const std::int32_t row = find_row(name);
    if (row == no_row)
        refuse(name, "row " + quoted(name) +
                         " is not in the ROWS section; add it there or correct the name");
    return row;
}

void MpsModel::choose_objective(std::string_view name) {
    if (objective_seen_ || !rows_.empty() || !free_rows_.empty())
        refuse(name, "OBJNAME must stand before the ROWS section; move it up");
    objective_chosen_ = true;
    objective_name_ = name;
}

void MpsModel::add_row(std::string_view kind, std::string_view name) {
    if (name.empty()) refuse(kind, "a row has no name; write \" L  NAME\"");
    if (kind.size() != 1 || std::string_view("NLGEnlge").find(kind[0]) == std::string_view::npos)
        refuse(kind, "row kind " + quoted(kind) + " is not one of N, L, G, E");
    const char letter = static_cast<char>(kind[0] & ~0x20);  // upper case
    if (find_row(name) != no_row)
        refuse(name, "row " + quoted(name) + " is already there; names must be unique");
    if (rows_.size() + free_rows_.size() >= most_rows)
        refuse(name, "more than 2147483646 rows cannot be held");
    if (letter != 'N') {
        row_index_.reserve(rows_.size() + 1);
        row_index_.insert(name, static_cast<std::int32_t>(rows_.size()));
        rows_.push_back(name);
        row_kind_.push_back(letter);
    } else if (!objective_seen_ && (!objective_chosen_ || name == objective_name_)) {
        objective_seen_ = true;
        objective_name_ = name;
    } else {
        free_row_index_.reserve(free_rows_.size() + 1);
        free_row_index_.insert(name, static_cast<std::int32_t>(free_rows_.size()));
        free_rows_.push_back(name);
    }
}

void MpsModel::end_rows(std::size_t place) {
    if (objective_chosen_ && !objective_seen_)
        refuse_text(
            text_, place,
            "OBJNAME asks for " + quoted(objective_name_) + ", but ROWS has no N row of that name");
    last_column_.assign(rows_.size(), -1);
    rows_ended_ = true;
}

void MpsModel::start_column(std::string_view name) {
    if (name.empty()) refuse_text(text_, place_of(name), "a column line has no column name");
    if (columns_.size() >= most_rows) refuse(name, "more than 2147483646 columns cannot be held");
    column_index_.reserve(columns_.size() + 1);
    const std::int32_t known = column_index_.find_or_insert(
        name, static_cast<std::int32_t>(columns_.size()),
        [this](std::int32_t id) { return columns_[static_cast<std::size_t>(id)]; });
    if (known >= 0)
        refuse(name, "column " + quoted(name) +
                         " comes again after another column; put all its entries together");
    columns_.push_back(name);
    cost_.push_back(0);
    type_.push_back(integer_ ? ColumnType::integer : ColumnType::continuous);
    column_start_.push_back(entry_value_.size());
    cost_seen_ = false;
}

void MpsModel::add_entry(std::string_view column, std::string_view row, std::string_view number) {
    if (columns_.empty() || columns_.back() != column) start_column(column);
    const std::int32_t target = row_of(row);
    const double value = finite_number_of(number, "a coefficient");
    const auto refuse_second = [&] {
        refuse(row, "column " + quoted(column) + " has two entries in row " + quoted(row) +
                        "; add them up or drop one");
    };
    if (target == objective_row) {
        if (cost_seen_) refuse_second();
        cost_seen_ = true;
        cost_.back() = value;
    } else if (target >= 0) {
        std::int32_t& last = last_column_[static_cast<std::size_t>(target)];
        const auto current = static_cast<std::int32_t>(columns_.size() - 1);
        if (last == current) refuse_second();
        last = current;
        if (value == 0) return;
        entry_row_.push_back(target);
        entry_value_.push_back(value);
    }
}

void MpsModel::set_objective_rhs(std::string_view row, double value) {
    if (objective_rhs_seen_ && offset_ != -value)
        refuse(row, "row " + quoted(row) + " has two different right-hand sides; keep one");
    objective_rhs_seen_ = true;
    offset_ = 0.0 - value;  // no negative zero
}

void MpsModel::set_rhs(std::string_view set, std::string_view row, std::string_view number) {
    const std::int32_t target = row_of(row);
    const double value = number_of(number, "a right-hand side");
    if (!rhs_set_.takes(set) || target == free_row) return;
    const char kind = target >= 0 ? row_kind_[static_cast<std::size_t>(target)] : 'N';
    const bool open =
        (kind == 'L' && value >= infinite_bound) || (kind == 'G' && value <= -infinite_bound);
    const bool sound = kind == 'N' ? std::isfinite(value) : std::fabs(value) < infinite_bound;
    if (!sound && !open)
        refuse(number, "row " + quoted(row) + " cannot have the right-hand side " + quoted(number) +
                           ": no number meets it");
    if (target == objective_row) {
        set_objective_rhs(row, value);
        return;
    }
    if (rhs_.empty()) rhs_.assign(rows_.size(), not_given);
    double& known = rhs_[static_cast<std::size_t>(target)];
    if (!std::isnan(known) && known != value)
        refuse(row, "row " + quoted(row) + " has two different right-hand sides; keep one");
    known = value;
}

void MpsModel::set_range(std::string_view set, std::string_view row, std::string_view number) {
    const std::int32_t target = row_of(row);
    const double value = number_of(number, "a range");
    if (!range_set_.takes(set)) return;
    if (target < 0) {
        ++ranges_on_objective_;
        return;
    }
    if (range_.empty()) range_.assign(rows_.size(), not_given);
    double& known = range_[static_cast<std::size_t>(target)];
    if (!std::isnan(known) && known != value)
        refuse(row, "row " + quoted(row) + " has two different ranges; keep one");
    known = value;
}

// Only here, as all columns are known then: arrays that grow take twice the room.
void MpsModel::begin_bounds() {
    lower_.assign(columns_.size(), 0);
    upper_.assign(columns_.size(), infinity);
    bound_marks_.resize(columns_.size());
}

// A side said to be open, as by FR, may be closed by a later line.
void MpsModel::set_lower(std::size_t column, double value, std::string_view word) {
    if (bound_marks_[column].lower && lower_[column] != value && lower_[column] != -infinity)
        refuse(word, "column " + quoted(columns_[column]) +
                         " has two different lower bounds; keep one of the lines");
    lower_[column] = value;
    bound_marks_[column].lower = true;
}

void MpsModel::set_upper(std::size_t column, double value, std::string_view word) {
    if (bound_marks_[column].upper && upper_[column] != value && upper_[column] != infinity)
        refuse(word, "column " + quoted(columns_[column]) +
                         " has two different upper bounds; keep one of the lines");
    upper_[column] = value;
    bound_marks_[column].upper = true;
}

std::int32_t MpsModel::column_of(std::string_view name) const {
    const std::int32_t id = find_column(name);
    if (id < 0)
        refuse(name, "column " + quoted(name) +
                         " is not in the COLUMNS section; add it there or correct the name");
    return id;
}

void MpsModel::begin_set(std::string_view kind, std::string_view name) {
    constructs_.begin_set(kind.back() - '0', std::string(name), place_of(kind));
}

void MpsModel::add_to_set(std::string_view column, std::string_view weight) {
    if (!constructs_.in_set())
        refuse(column, "no set has begun; a line \"S1 SOS name\" or \"S2 SOS name\" begins one");
    constructs_.add_to_set(column_of(column), finite_number_of(weight, "a weight"));
}

void MpsModel::add_indicator(std::string_view row, std::string_view column,
                             std::string_view value) {
    const std::int32_t target = row_of(row);
    if (target < 0) refuse(row, "the objective cannot have a switch");
    if (value != "0" && value != "1")
        refuse(value, "the value of a switch is 0 or 1, not " + quoted(value));
    constructs_.add_indicator(target, column_of(column), value == "1", place_of(row));
}

void MpsModel::set_bound(std::string_view kind, std::string_view set, std::string_view name,
                         std::string_view number) {
    const std::int32_t id = find_column(name);
    if (id < 0)
        refuse(name.empty() ? kind : name,
               "column " + quoted(name) +
                   " is not in the COLUMNS section; add it there or correct the name");
    const BoundKind said = bound_kind_of(kind);
    if (!said.lower && !said.upper)
        refuse(kind, "bound kind " + quoted(kind) +
                         " is not one of UP, LO, FX, FR, MI, PL, BV, LI, UI, SC, SI");
    if (said.by_number && number.empty())
        refuse(kind, "bound " + quoted(kind) + " of column " + quoted(name) + " needs a number");
    const double value = number.empty() ? 0 : open_if_huge(number_of(number, "a bound"));
    if (!bound_set_.takes(set)) return;
    if (said.by_number && ((said.lower && value == infinity) || (said.upper && value == -infinity)))
        refuse(number, "column " + quoted(name) + " cannot have the bound " + quoted(kind) + " " +
                           quoted(number) + ": no number meets it");
    const auto column = static_cast<std::size_t>(id);
    if (bound_marks_.empty()) begin_bounds();
    bound_marks_[column].place = place_of(kind);
    if (said.integer) type_[column] = ColumnType::integer;
    if (said.semi_continuous) constructs_.add_semi(id, place_of(kind));
    if (said.binary) type_[column] = ColumnType::binary;
    if (said.lower) set_lower(column, said.by_number ? value : said.binary ? 0 : -infinity, kind);
    if (said.upper) set_upper(column, said.by_number ? value : said.binary ? 1 : infinity, kind);
}

}  // namespace tenon::ilp
