// What planners mean beyond linear rows, written as ordinary rows and columns of a problem: rows
// that hold if a switch is on, special ordered sets, quantities that are zero or large enough,
// costs in pieces, logic, absolute values, minima and maxima.
//
// A large constant ("big M") is the smallest one that the bounds of the columns allow when the call
// is made; bounds that are tightened later keep the rows right, bounds that are loosened later do
// not. Where a bound is missing there is no such constant: Error(argument) names the column and the
// bound. So do all other refusals. A call that throws leaves the problem as it was.
//
// Columns and rows that come in are called name_1, name_2 and so on, or as those without a name.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "tenon/problem.hpp"

namespace tenon {

// What a call wrote. column: the one that carries the result, or -1.
struct Construct {
    std::int32_t column = -1;
    std::int32_t first_column = 0, columns = 0;  // new ones
    std::int32_t first_row = 0, rows = 0;
};

// lower <= sum coefficients x <= upper whenever the binary column is 1 (active: true) or 0. Sides
// that the bounds imply anyway are not written.
Construct add_indicator(Problem& problem, const std::string& name, std::int32_t binary, bool active,
                        double lower, double upper, std::span<const std::int32_t> columns,
                        std::span<const double> coefficients);

// At most one of the columns is not zero.
Construct add_sos1(Problem& problem, const std::string& name,
                   std::span<const std::int32_t> columns);
// At most two are not zero, and those are neighbours in the order given.
Construct add_sos2(Problem& problem, const std::string& name,
                   std::span<const std::int32_t> columns);

// The column is zero or lies in lower..upper: semi-continuous, or semi-integer if it is an integer
// column. The limits lie within its bounds, which become those of both together. Where
// lower <= 0 <= upper that is all. To be called before other constructs name the column: where its
// bounds leave out zero, those were written without it.
Construct make_semi(Problem& problem, const std::string& name, std::int32_t column, double lower,
                    double upper);

struct PiecewisePoint {
    double x, y;
};

// A new column y = f(x), f linear between the points, which come by x, at least two. Two points of
// equal x (no more) are a jump: there y may be either value. x is kept between the first and the
// last point.
Construct add_piecewise(Problem& problem, const std::string& name, std::int32_t column,
                        std::span<const PiecewisePoint> points);
// f(x) is added to the objective. Without binaries where the problem's sense makes f convenient
// (convex when minimised, concave when maximised): set the sense first. Otherwise f may take, at a
// jump, the better value. A first y that is not zero is the cost of a new column fixed at 1: the
// offset is the caller's.
Construct add_piecewise_cost(Problem& problem, const std::string& name, std::int32_t column,
                             std::span<const PiecewisePoint> points);

// A new binary column that is 1 if and only if all, any, or the one column is not 1. Columns must
// be binary, or integer within 0..1.
Construct add_and(Problem& problem, const std::string& name, std::span<const std::int32_t> columns);
Construct add_or(Problem& problem, const std::string& name, std::span<const std::int32_t> columns);
Construct add_not(Problem& problem, const std::string& name, std::int32_t column);

// A new column equal to |x|, to the largest or to the least of the columns; an integer one if they
// are. They need finite bounds, except on sides that decide nothing.
Construct add_absolute(Problem& problem, const std::string& name, std::int32_t column);
Construct add_maximum(Problem& problem, const std::string& name,
                      std::span<const std::int32_t> columns);
Construct add_minimum(Problem& problem, const std::string& name,
                      std::span<const std::int32_t> columns);

}  // namespace tenon
