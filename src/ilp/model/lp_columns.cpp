#include "ilp/model/lp_columns.hpp"

#include <algorithm>

#include "base/near_names.hpp"
#include "base/number_text.hpp"
#include "base/utf8.hpp"
#include "ilp/model/text_place.hpp"

namespace tenon::ilp {

namespace {

constexpr std::int32_t most_names_compared = 20'000;  // for "near names are"; keeps reading quick

}  // namespace

std::int32_t LpColumns::column_of(const LpToken& name) {
    if (const auto known = problem_.find_column(name.text)) return *known;
    std::int32_t index = -1;
    at_place(text_, name.place, [&] {
        index = problem_.add_column(std::string(name.text), ColumnType::continuous, 0, infinity, 0);
    });
    return index;
}

std::int32_t LpColumns::column_of_bound(const LpToken& name) {
    if (const auto known = problem_.find_column(name.text)) return *known;
    if (late_columns_++ == 0) {
        late_column_ = excerpt(name.text, 60);
        std::vector<std::string> names;
        for (std::int32_t j = 0; j < problem_.columns() && j < most_names_compared; ++j)
            names.push_back(problem_.column_name(j));
        near_late_column_ = near_names(name.text, names);
    }
    return column_of(name);
}

LpColumns::Bounds& LpColumns::bounds_of(std::int32_t column, const LpToken& first) {
    const auto j = static_cast<std::size_t>(column);
    if (j >= bounded_.size())
        bounded_.resize(std::max(j + 1, static_cast<std::size_t>(problem_.columns())), -1);
    if (bounded_[j] < 0) {
        bounds_.push_back({.column = column});
        bounded_[j] = static_cast<std::int32_t>(bounds_.size() - 1);
    }
    Bounds& bounds = bounds_[static_cast<std::size_t>(bounded_[j])];
    bounds.place = first.place;
    return bounds;
}

void LpColumns::refuse_second_bound(const Bounds& bounds, const LpToken& at, const char* side,
                                    double before, double now) const {
    refuse_text(text_, at.place,
                "column \"" + excerpt(problem_.column_name(bounds.column), 60) +
                    "\" has two different " + side + " bounds, " + format_double(before) + " and " +
                    format_double(now) + "; keep one of them");
}

// A side said to be open, as by "x free", may be closed by a later line.
void LpColumns::set_lower(std::int32_t column, double value, const LpToken& first) {
    Bounds& bounds = bounds_of(column, first);
    if (bounds.lower_set && bounds.lower != value && bounds.lower != -infinity)
        refuse_second_bound(bounds, first, "lower", bounds.lower, value);
    bounds.lower = value;
    bounds.lower_set = true;
}

void LpColumns::set_upper(std::int32_t column, double value, const LpToken& first) {
    Bounds& bounds = bounds_of(column, first);
    if (bounds.upper_set && bounds.upper != value && bounds.upper != infinity)
        refuse_second_bound(bounds, first, "upper", bounds.upper, value);
    bounds.upper = value;
    bounds.upper_set = true;
}

void LpColumns::finish(const Context& context) {
    for (const Bounds& bounds : bounds_) {
        if (bounds.lower > bounds.upper && !bounds.lower_set)
            refuse_text(
                text_, bounds.place,
                "column \"" + excerpt(problem_.column_name(bounds.column), 60) +
                    "\" has the upper bound " + format_double(bounds.upper) +
                    " and, as nothing else is said, the lower bound 0; write -inf <= x <= " +
                    format_double(bounds.upper) + " if that is meant");
        at_place(text_, bounds.place,
                 [&] { problem_.set_bounds(bounds.column, bounds.lower, bounds.upper); });
    }
    if (late_columns_ > 0)
        context.write_log(
            LogLevel::warning,
            "read lp: " +
                (late_columns_ == 1 ? "column \"" + late_column_ + "\" is"
                                    : std::to_string(late_columns_) + " columns (the first is \"" +
                                          late_column_ + "\") are") +
                " in no constraint and not in the objective" +
                (near_late_column_.empty() ? "" : ", near names are " + near_late_column_),
            LogId::read_remark);
}

}  // namespace tenon::ilp
