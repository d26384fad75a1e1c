#include "ilp/model/mps_model.hpp"

#include <cmath>
#include <limits>

#include "base/utf8.hpp"
#include "ilp/model/text_place.hpp"

namespace tenon::ilp {

namespace {

constexpr std::size_t most_rows = std::numeric_limits<std::int32_t>::max() - 1;

std::string quoted(std::string_view word) {
    std::string out(1, '"');
    out += excerpt(word, 60);
    out += '"';
    return out;
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

std::int32_t MpsModel::find_row(std::string_view name) const {
    return row_index_.find(
        name, [this](std::int32_t id) { return rows_[static_cast<std::size_t>(id)].name; });
}

std::int32_t MpsModel::find_column(std::string_view name) const {
    return column_index_.find(
        name, [this](std::int32_t id) { return columns_[static_cast<std::size_t>(id)].name; });
}

MpsModel::Row& MpsModel::row_of(std::string_view name) {
    const std::int32_t id = find_row(name);
    if (id < 0)
        refuse(name, "row " + quoted(name) +
                         " is not in the ROWS section; add it there or correct the name");
    return rows_[static_cast<std::size_t>(id)];
}

void MpsModel::choose_objective(std::string_view name) {
    if (!rows_.empty()) refuse(name, "OBJNAME must stand before the ROWS section; move it up");
    objective_chosen_ = true;
    objective_name_ = name;
}

void MpsModel::add_row(std::string_view kind, std::string_view name) {
    if (name.empty()) refuse(kind, "a row has no name; write \" L  NAME\"");
    if (kind.size() != 1 || std::string_view("NLGEnlge").find(kind[0]) == std::string_view::npos)
        refuse(kind, "row kind " + quoted(kind) + " is not one of N, L, G, E");
    const char letter = static_cast<char>(kind[0] & ~0x20);  // upper case
    if (find_row(name) >= 0)
        refuse(name, "row " + quoted(name) + " is already there; names must be unique");
    if (rows_.size() >= most_rows) refuse(name, "more than 2147483646 rows cannot be held");
    std::int32_t number = free_row;
    if (letter != 'N')
        number = row_count_;
    else if (objective_chosen_ ? name == objective_name_ : !objective_seen_)
        number = objective;
    row_index_.reserve(rows_.size() + 1);
    rows_.push_back({.name = name, .number = number, .kind = letter});
    row_index_.insert(name, static_cast<std::int32_t>(rows_.size() - 1));
    if (letter != 'N') ++row_count_;
    if (number == objective) objective_seen_ = true;
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
    if (find_column(name) >= 0)
        refuse(name, "column " + quoted(name) +
                         " comes again after another column; put all its entries together");
    if (columns_.size() >= most_rows) refuse(name, "more than 2147483646 columns cannot be held");
    column_index_.reserve(columns_.size() + 1);
    Column column;
    column.name = name;
    column.type = integer_ ? ColumnType::integer : ColumnType::continuous;
    columns_.push_back(column);
    column_start_.push_back(entry_value_.size());
    column_index_.insert(name, static_cast<std::int32_t>(columns_.size() - 1));
}

void MpsModel::add_entry(std::string_view column, std::string_view row, std::string_view number) {
    if (columns_.empty() || columns_.back().name != column) start_column(column);
    const Row& target = row_of(row);
    const double value = finite_number_of(number, "a coefficient");
    const auto at = static_cast<std::size_t>(&target - rows_.data());
    const auto current = static_cast<std::int32_t>(columns_.size() - 1);
    if (last_column_[at] == current)
        refuse(row, "column " + quoted(column) + " has two entries in row " + quoted(row) +
                        "; add them up or drop one");
    last_column_[at] = current;
    if (target.number == objective) {
        columns_.back().cost = value;
    } else if (target.number >= 0 && value != 0) {
        entry_row_.push_back(target.number);
        entry_value_.push_back(value);
    }
}

void MpsModel::set_rhs(std::string_view set, std::string_view row, std::string_view number) {
    Row& target = row_of(row);
    const double value = number_of(number, "a right-hand side");
    if (!rhs_set_.takes(set)) return;
    if (target.has_rhs && target.rhs != value)
        refuse(row, "row " + quoted(row) + " has two different right-hand sides; keep one");
    const bool open = (target.kind == 'L' && value >= infinite_bound) ||
                      (target.kind == 'G' && value <= -infinite_bound);
    if (!(std::fabs(value) < infinite_bound) && !open && target.number != free_row)
        refuse(number, "row " + quoted(row) + " cannot have the right-hand side " + quoted(number) +
                           ": no number meets it");
    target.has_rhs = true;
    target.rhs = value;
    if (target.number == objective) offset_ = 0.0 - value;  // no negative zero
}

void MpsModel::set_range(std::string_view set, std::string_view row, std::string_view number) {
    Row& target = row_of(row);
    const double value = number_of(number, "a range");
    if (!range_set_.takes(set)) return;
    if (target.kind == 'N') {
        ++ranges_on_objective_;
        return;
    }
    if (target.has_range && target.range != value)
        refuse(row, "row " + quoted(row) + " has two different ranges; keep one");
    target.has_range = true;
    target.range = value;
}

void MpsModel::set_lower(Column& column, double value, std::string_view word) {
    if (column.lower_set && column.lower != value)
        refuse(word, "column " + quoted(column.name) +
                         " has two different lower bounds; keep one of the lines");
    column.lower = value;
    column.lower_set = true;
}

void MpsModel::set_upper(Column& column, double value, std::string_view word) {
    if (column.upper_set && column.upper != value)
        refuse(word, "column " + quoted(column.name) +
                         " has two different upper bounds; keep one of the lines");
    column.upper = value;
    column.upper_set = true;
}

void MpsModel::set_bound(std::string_view kind, std::string_view set, std::string_view name,
                         std::string_view number) {
    const std::int32_t id = find_column(name);
    if (id < 0)
        refuse(name.empty() ? kind : name,
               "column " + quoted(name) +
                   " is not in the COLUMNS section; add it there or correct the name");
    Column& column = columns_[static_cast<std::size_t>(id)];
    const auto is = [kind](const char* wanted) { return same_letters(kind, wanted); };
    if (is("SC") || is("SI") || is("SN"))
        refuse_text(text_, place_of(kind),
                    "semi-continuous columns (bound " + quoted(kind) +
                        ") are not supported; write x <= u*y with a binary y instead",
                    Status::unsupported);
    const bool lower = is("LO") || is("LI"), upper = is("UP") || is("UI"), fixed = is("FX");
    const bool bare = is("FR") || is("MI") || is("PL") || is("BV");
    if (!lower && !upper && !fixed && !bare)
        refuse(kind,
               "bound kind " + quoted(kind) + " is not one of UP, LO, FX, FR, MI, PL, BV, LI, UI");
    if (!bare && number.empty())
        refuse(kind, "bound " + quoted(kind) + " of column " + quoted(name) + " needs a number");
    double value = number.empty() ? 0 : number_of(number, "a bound");
    if (value >= infinite_bound) value = infinity;
    if (value <= -infinite_bound) value = -infinity;
    if (!bound_set_.takes(set)) return;
    column.bound_place = place_of(kind);
    if (((lower || fixed) && value == infinity) || ((upper || fixed) && value == -infinity))
        refuse(number, "column " + quoted(name) + " cannot have the bound " + quoted(kind) + " " +
                           quoted(number) + ": no number meets it");
    if (is("LI") || is("UI")) column.type = ColumnType::integer;
    if (is("BV")) column.type = ColumnType::binary;
    if (lower || fixed) set_lower(column, value, kind);
    if (upper || fixed) set_upper(column, value, kind);
    if (is("FR") || is("MI")) set_lower(column, -infinity, kind);
    if (is("FR") || is("PL")) set_upper(column, infinity, kind);
    if (is("BV")) {
        set_lower(column, 0, kind);
        set_upper(column, 1, kind);
    }
}

}  // namespace tenon::ilp
