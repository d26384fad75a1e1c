#include "ilp/build/writing.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "ilp/check/exact_sum.hpp"
#include "ilp/model/problem_parts.hpp"
#include "tenon/error.hpp"

namespace tenon::ilp {

Writing::Writing(Problem& problem, const char* kind, const std::string& name)
    : problem_(problem),
      kind_(kind),
      name_(name),
      first_column_(problem.columns()),
      first_row_(problem.rows()) {}

Writing::~Writing() {
    if (finished_) return;
    for (auto old = old_bounds_.rbegin(); old != old_bounds_.rend(); ++old)
        problem_.set_bounds(old->column, old->lower, old->upper);
    ProblemAccess::truncate(problem_, first_column_, first_row_);
}

Construct Writing::finish() noexcept {
    finished_ = true;
    return {result_, first_column_, problem_.columns() - first_column_, first_row_,
            problem_.rows() - first_row_};
}

void Writing::refuse(const std::string& what, std::int32_t column) const {
    Location where{.argument = "column"};
    if (column >= 0) where.column = column;
    throw Error(Status::argument,
                std::string(kind_) + (name_.empty() ? "" : " \"" + name_ + "\"") + ": " + what,
                std::move(where));
}

std::string Writing::next_name(std::int32_t& count, bool of_column) const {
    if (name_.empty()) return {};
    while (true) {
        std::string name = name_ + "_" + std::to_string(++count);
        if (!(of_column ? problem_.find_column(name) : problem_.find_row(name))) return name;
    }
}

std::int32_t Writing::result(ColumnType type, double lower, double upper) {
    return result_ = problem_.add_column(name_, type, lower, upper, 0);
}

std::int32_t Writing::column(ColumnType type, double lower, double upper, double cost) {
    return problem_.add_column(next_name(named_columns_, true), type, lower, upper, cost);
}

void Writing::row(double lower, double upper, const Terms& terms) {
    problem_.add_row(next_name(named_rows_, false), lower, upper, terms.columns,
                     terms.coefficients);
}

void Writing::set_bounds(std::int32_t column, double lower, double upper) {
    old_bounds_.push_back({column, problem_.lower()[column], problem_.upper()[column]});
    problem_.set_bounds(column, lower, upper);
}

void Writing::check_column(std::int32_t column) const {
    if (column >= 0 && column < problem_.columns()) return;
    refuse("column " + std::to_string(column) + " does not exist; there are " +
               std::to_string(problem_.columns()),
           column);
}

void Writing::check_columns(std::span<const std::int32_t> columns) const {
    std::vector<std::int32_t> sorted(columns.begin(), columns.end());
    for (const std::int32_t j : sorted) check_column(j);
    std::sort(sorted.begin(), sorted.end());
    const auto twice = std::adjacent_find(sorted.begin(), sorted.end());
    if (twice != sorted.end())
        refuse("column \"" + problem_.column_name(*twice) + "\" is named twice", *twice);
}

void Writing::check_binary(std::int32_t column) const {
    check_column(column);
    if (problem_.type()[column] != ColumnType::continuous && problem_.lower()[column] >= 0 &&
        problem_.upper()[column] <= 1)
        return;
    refuse("column \"" + problem_.column_name(column) +
               "\" must be binary, or an integer within 0 and 1",
           column);
}

double Writing::finite_lower(std::int32_t column, const char* why) const {
    if (std::isinf(problem_.lower()[column]))
        refuse("column \"" + problem_.column_name(column) + "\" needs a lower bound " + why,
               column);
    return problem_.lower()[column];
}

double Writing::finite_upper(std::int32_t column, const char* why) const {
    if (std::isinf(problem_.upper()[column]))
        refuse("column \"" + problem_.column_name(column) + "\" needs an upper bound " + why,
               column);
    return problem_.upper()[column];
}

double Writing::highest(const Terms& terms, const char* why) const {
    ExactSum sum;
    for (std::size_t k = 0; k < terms.columns.size(); ++k) {
        const double a = terms.coefficients[k];
        const std::int32_t j = terms.columns[k];
        if (a != 0) sum.add_product(a, a > 0 ? finite_upper(j, why) : finite_lower(j, why));
    }
    const double value = sum.value();
    sum.add(-value);
    return sum.value() > 0 ? std::nextafter(value, infinity) : value;
}

}  // namespace tenon::ilp
