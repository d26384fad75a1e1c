// Sums of products over the rows of tall matrices, A'A and A'B: what cross products, Hessians and
// blocked factorisations spend their time in.
//
// A matrix is packed into panels of eight columns: within a panel the eight numbers of a row stand
// side by side, row after row, so that a row of a panel is one cache line. Tiles of C of up to 24 x
// 8 numbers stay in registers while the rows go by (K. Goto and R. A. van de Geijn, Anatomy of
// high-performance matrix multiplication, ACM Trans. Math. Software 34, 2008).
//
// Every entry of C is one chain of fused multiply-adds down the rows, in their order, begun at zero
// and then added to C. So the bits depend neither on the level of vector instructions, nor on the
// tiles, nor on threads. Where the machine has no fused multiply-add (x86 before 2013) products are
// rounded first: entries then differ by at most rows * eps * |A|'|B|.
#pragma once

#include <cstdint>

#include "base/vector_level.hpp"

namespace tenon {

inline constexpr std::int64_t panel_columns = 8;
inline constexpr std::int64_t panels_of(std::int64_t columns) noexcept {
    return (columns + panel_columns - 1) / panel_columns;
}

// Panel q of `rows` rows begins at data + q * stride; columns beyond the matrix's are zero, and
// sums need not be formed for them.
struct Panels {
    const double* data = nullptr;
    std::int64_t stride = 0;
    std::int64_t rows = 0;
    std::int64_t count = 0;
    std::int64_t columns = count * panel_columns;

    const double* panel(std::int64_t q) const noexcept { return data + q * stride; }
    Panels from(std::int64_t first) const noexcept {
        return {panel(first), stride, rows, count - first, columns - first * panel_columns};
    }
};

// C, column after column, `leading` doubles apart, with room for whole panels both ways.
struct ProductSum {
    double* data = nullptr;
    std::int64_t leading = 0;
};

// Numbers that will be wanted soon: fetched to the second cache while products are summed.
struct RowMemory {
    const double* data = nullptr;
    std::int64_t count = 0;
};

enum class ProductSign : std::int32_t { add, subtract };

// The best level at which these kernels run on this machine.
VectorLevel fused_level() noexcept;

// The lower triangle of C += A'A, columns of the panels [first, last) of C. Within the panel on the
// diagonal some of the upper part is written too. Cost: rows * columns^2 / 2 multiply-adds.
void rank_update(const Panels& a, std::int64_t first, std::int64_t last, const ProductSum& c,
                 ProductSign sign = ProductSign::add, VectorLevel level = fused_level(),
                 RowMemory ahead = {});

// C += A'B, or C -= A'B: entry (i, j) is the sum over rows of a_i b_j. a.rows == b.rows.
void product_update(const Panels& a, const Panels& b, const ProductSum& c,
                    ProductSign sign = ProductSign::add, VectorLevel level = fused_level());

}  // namespace tenon
