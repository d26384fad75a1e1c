// Logic over binaries, and absolute values, minima and maxima with one switch an alternative.
#include <algorithm>
#include <cmath>
#include <vector>

#include "ilp/build/writing.hpp"

namespace tenon {

namespace {

using ilp::Terms;
using ilp::Writing;

ColumnType common_type(const Problem& problem, std::span<const std::int32_t> columns) {
    for (const std::int32_t j : columns)
        if (problem.type()[j] == ColumnType::continuous) return ColumnType::continuous;
    return ColumnType::integer;
}

// r = min or max of the columns. With sign -1 for a minimum everything below is about the maximum
// of the negated columns.
//
//   r >= x_i,   r <= x_i + (U_i - l_i)(1 - z_i),   sum z_i = 1,
//
// U_i the largest upper bound among the others. A column that can never be above the largest lower
// bound needs no switch.
class Extreme {
  public:
    Extreme(Writing& writing, double sign) : writing_(writing), sign_(sign) {}

    void write(std::span<const std::int32_t> columns) {
        if (columns.empty()) writing_.refuse("it needs one column at least");
        writing_.check_columns(columns);
        for (const std::int32_t j : columns) {
            least_ = std::max(least_, lower(j));
            largest_ = std::max(largest_, upper(j));
        }
        std::vector<std::int32_t> candidates;
        for (const std::int32_t j : columns)
            if (upper(j) >= least_) candidates.push_back(j);
        if (candidates.size() > 1) check_bounds(candidates);
        const std::int32_t r =
            writing_.result(common_type(writing_.problem(), columns),
                            sign_ > 0 ? least_ : -largest_, sign_ > 0 ? largest_ : -least_);
        Terms one;
        for (const std::int32_t j : candidates) {
            if (candidates.size() == 1) {
                writing_.row(0, 0, Terms().add(r, 1).add(j, -1));
                return;
            }
            reach(r, j, candidates, one);
        }
        writing_.row(1, 1, one);
    }

  private:
    double lower(std::int32_t j) const {
        return sign_ > 0 ? writing_.problem().lower()[j] : -writing_.problem().upper()[j];
    }
    double upper(std::int32_t j) const {
        return sign_ > 0 ? writing_.problem().upper()[j] : -writing_.problem().lower()[j];
    }

    void check_bounds(const std::vector<std::int32_t>& columns) const {
        const char* why = "to be compared with the others";
        for (const std::int32_t j : columns) {
            writing_.finite_lower(j, why);
            writing_.finite_upper(j, why);
        }
    }

    // r >= x_j always, r <= x_j where its switch is on (all in the direction of the sign).
    void reach(std::int32_t r, std::int32_t j, const std::vector<std::int32_t>& columns,
               Terms& one) {
        double others = -infinity;
        for (const std::int32_t k : columns)
            if (k != j) others = std::max(others, upper(k));
        const double free = std::max(0.0, std::nextafter(others - lower(j), infinity));
        const double exact = others - lower(j);
        const double m = exact + lower(j) == others ? std::max(0.0, exact) : free;
        const std::int32_t z = writing_.binary();
        one.add(z, 1);
        const Terms difference = Terms().add(r, sign_).add(j, -sign_);
        writing_.row(0, infinity, difference);
        writing_.row(-infinity, m, Terms(difference).add(z, m));
    }

    Writing& writing_;
    double sign_, least_ = -infinity, largest_ = -infinity;
};

}  // namespace

Construct add_and(Problem& problem, const std::string& name,
                  std::span<const std::int32_t> columns) {
    Writing writing(problem, "and", name);
    writing.check_columns(columns);
    for (const std::int32_t j : columns) writing.check_binary(j);
    const std::int32_t r = writing.result(ColumnType::binary, 0, 1);
    Terms all = Terms().add(r, -1);
    for (const std::int32_t j : columns) {
        writing.row(-infinity, 0, Terms().add(r, 1).add(j, -1));
        all.add(j, 1);
    }
    writing.row(-infinity, static_cast<double>(columns.size()) - 1, all);
    return writing.finish();
}

Construct add_or(Problem& problem, const std::string& name, std::span<const std::int32_t> columns) {
    Writing writing(problem, "or", name);
    writing.check_columns(columns);
    for (const std::int32_t j : columns) writing.check_binary(j);
    const std::int32_t r = writing.result(ColumnType::binary, 0, 1);
    Terms any = Terms().add(r, -1);
    for (const std::int32_t j : columns) {
        writing.row(0, infinity, Terms().add(r, 1).add(j, -1));
        any.add(j, 1);
    }
    writing.row(0, infinity, any);
    return writing.finish();
}

Construct add_not(Problem& problem, const std::string& name, std::int32_t column) {
    Writing writing(problem, "not", name);
    writing.check_binary(column);
    const std::int32_t r = writing.result(ColumnType::binary, 0, 1);
    writing.row(1, 1, Terms().add(r, 1).add(column, 1));
    return writing.finish();
}

// r >= x, r >= -x, and with z = 1 where x >= 0:  r <= x - 2 l (1 - z),  r <= -x + 2 u z.
Construct add_absolute(Problem& problem, const std::string& name, std::int32_t column) {
    Writing writing(problem, "absolute value", name);
    writing.check_column(column);
    const double lower = problem.lower()[column], upper = problem.upper()[column];
    const ColumnType type = common_type(problem, std::span<const std::int32_t>(&column, 1));
    const double least = lower > 0 ? lower : upper < 0 ? -upper : 0.0;
    const double largest = std::max(std::fabs(lower), std::fabs(upper));
    if (lower >= 0 || upper <= 0) {
        const std::int32_t r = writing.result(type, least, largest);
        writing.row(0, 0, Terms().add(r, 1).add(column, lower >= 0 ? -1 : 1));
        return writing.finish();
    }
    writing.finite_lower(column, "for its absolute value");
    writing.finite_upper(column, "for its absolute value");
    const std::int32_t r = writing.result(type, least, largest);
    const std::int32_t z = writing.binary();
    writing.row(0, infinity, Terms().add(r, 1).add(column, -1));
    writing.row(0, infinity, Terms().add(r, 1).add(column, 1));
    writing.row(-infinity, -2 * lower, Terms().add(r, 1).add(column, -1).add(z, -2 * lower));
    writing.row(-infinity, 0, Terms().add(r, 1).add(column, 1).add(z, -2 * upper));
    return writing.finish();
}

Construct add_maximum(Problem& problem, const std::string& name,
                      std::span<const std::int32_t> columns) {
    Writing writing(problem, "maximum", name);
    Extreme(writing, 1).write(columns);
    return writing.finish();
}

Construct add_minimum(Problem& problem, const std::string& name,
                      std::span<const std::int32_t> columns) {
    Writing writing(problem, "minimum", name);
    Extreme(writing, -1).write(columns);
    return writing.finish();
}

}  // namespace tenon
