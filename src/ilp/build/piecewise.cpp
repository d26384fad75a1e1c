// Piecewise linear functions in the incremental form: piece k has length L_k, slope s_k and a part
// d_k of x,
//
//   x = x_0 + sum d_k,   0 <= d_k <= L_k,   f(x) = y_0 + sum s_k d_k + sum h_k z_k,
//
// and where pieces must be filled in order a binary z_k says that piece k has begun: d_{k-1} >=
// L_{k-1} z_k and d_k <= L_k z_k. A jump of height h_k before piece k is paid with z_k. The form is
// as tight as the convex hull of the graph; convex costs that are minimised fill their pieces in
// order by themselves.
//
// H. Markowitz, A. Manne: On the solution of discrete programming problems, Econometrica 25, 1957;
// J. Vielma, S. Ahmed, G. Nemhauser: Mixed-integer models for nonseparable piecewise-linear
// optimization, Operations Research 58, 2010.
#include <algorithm>
#include <cmath>
#include <vector>

#include "ilp/build/writing.hpp"

namespace tenon {

namespace {

using ilp::Terms;
using ilp::Writing;

struct Piece {
    double length, slope;
    double jump;  // before it
};

struct Curve {
    std::vector<Piece> pieces;
    double jump_after = 0;  // after the last piece
    double x_first, y_first, x_last, least, largest;
};

Curve curve_of(const Writing& writing, std::span<const PiecewisePoint> points) {
    if (points.size() < 2) writing.refuse("it needs two points at least");
    Curve out;
    out.x_first = points.front().x;
    out.x_last = points.back().x;
    out.y_first = out.least = out.largest = points.front().y;
    double jump = 0;
    for (std::size_t k = 0; k < points.size(); ++k) {
        if (!std::isfinite(points[k].x) || !std::isfinite(points[k].y))
            writing.refuse("point " + std::to_string(k) + " is not finite");
        out.least = std::min(out.least, points[k].y);
        out.largest = std::max(out.largest, points[k].y);
        if (k == 0) continue;
        const double length = points[k].x - points[k - 1].x, rise = points[k].y - points[k - 1].y;
        if (length < 0)
            writing.refuse("point " + std::to_string(k) + " lies left of the one before it");
        if (length == 0) {
            if (k > 1 && points[k - 2].x == points[k].x)
                writing.refuse("points " + std::to_string(k - 2) + " to " + std::to_string(k) +
                               " have one x; a jump has two");
            jump = rise;
            continue;
        }
        out.pieces.push_back({length, rise / length, jump});
        jump = 0;
    }
    out.jump_after = jump;
    return out;
}

// Do costs fill the pieces in order without being told?
bool fills_in_order(const Curve& curve, Sense sense) {
    if (curve.jump_after != 0) return false;
    const double sign = sense == Sense::maximize ? -1 : 1;
    for (std::size_t k = 0; k < curve.pieces.size(); ++k) {
        if (curve.pieces[k].jump != 0) return false;
        if (k > 0 && sign * (curve.pieces[k].slope - curve.pieces[k - 1].slope) < 0) return false;
    }
    return true;
}

// The parts and switches; the terms of f(x) - y_0 come out.
Terms write_pieces(Writing& writing, std::int32_t x, const Curve& curve, bool in_order,
                   bool as_cost) {
    Terms sum, value;
    sum.add(x, 1);
    std::int32_t before = -1;
    const auto cost = [as_cost](double slope) { return as_cost ? slope : 0; };
    const auto begun = [&](double jump) {
        const std::int32_t z = writing.binary(cost(jump));
        if (jump != 0) value.add(z, jump);
        return z;
    };
    for (std::size_t k = 0; k < curve.pieces.size(); ++k) {
        const Piece& piece = curve.pieces[k];
        const std::int32_t part =
            writing.column(ColumnType::continuous, 0, piece.length, cost(piece.slope));
        sum.add(part, -1);
        if (piece.slope != 0) value.add(part, piece.slope);
        if (!in_order && (k > 0 || piece.jump != 0)) {
            const std::int32_t z = begun(piece.jump);
            writing.row(-infinity, 0, Terms().add(part, 1).add(z, -piece.length));
            if (before >= 0)
                writing.row(0, infinity,
                            Terms().add(before, 1).add(z, -curve.pieces[k - 1].length));
        }
        before = part;
    }
    if (curve.jump_after != 0) {
        const std::int32_t z = begun(curve.jump_after);
        if (before >= 0)
            writing.row(0, infinity, Terms().add(before, 1).add(z, -curve.pieces.back().length));
    }
    writing.row(curve.x_first, curve.x_first, sum);
    return value;
}

}  // namespace

Construct add_piecewise(Problem& problem, const std::string& name, std::int32_t column,
                        std::span<const PiecewisePoint> points) {
    Writing writing(problem, "piecewise function", name);
    writing.check_column(column);
    const Curve curve = curve_of(writing, points);
    const std::int32_t y = writing.result(ColumnType::continuous, curve.least, curve.largest);
    const bool straight =
        curve.pieces.size() == 1 && curve.jump_after == 0 && curve.pieces.front().jump == 0;
    Terms value = write_pieces(writing, column, curve, straight, false);
    for (double& a : value.coefficients) a = -a;
    writing.row(curve.y_first, curve.y_first, value.add(y, 1));
    return writing.finish();
}

Construct add_piecewise_cost(Problem& problem, const std::string& name, std::int32_t column,
                             std::span<const PiecewisePoint> points) {
    Writing writing(problem, "piecewise cost", name);
    writing.check_column(column);
    const Curve curve = curve_of(writing, points);
    write_pieces(writing, column, curve, fills_in_order(curve, problem.sense()), true);
    // No part of the offset, which is the caller's to set.
    if (curve.y_first != 0) writing.column(ColumnType::continuous, 1, 1, curve.y_first);
    return writing.finish();
}

}  // namespace tenon
