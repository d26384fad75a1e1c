// Products of a matrix in panels (base/rank_update.hpp) with vectors: what residuals, scores and
// gradients are made of. Sums are in a fixed order, so the level of vector instructions never
// changes a bit.
#pragma once

#include "base/rank_update.hpp"

namespace tenon {

// out_r = sum_j a_rj c_j; c has whole panels, zero beyond the matrix. out has room for a multiple
// of eight rows, and so have the panels.
void panel_times(const Panels& a, const double* c, double* out, VectorLevel level = vector_level());

// sum_j += sum_r a_rj v_r.
void panel_transposed_times(const Panels& a, const double* v, double* sum,
                            VectorLevel level = vector_level());

// Row r of every panel times factor_r.
void scale_panel_rows(double* panels, std::int64_t stride, std::int64_t count, std::int64_t rows,
                      const double* factor, VectorLevel level = vector_level());

}  // namespace tenon
