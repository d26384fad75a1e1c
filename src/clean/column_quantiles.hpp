// Exact quantiles of a number column in one pass over it.
//
// A sample of rows, drawn by a fixed rule, tells between which two values each wanted quantile all
// but surely lies; the pass counts what is below that bracket and keeps the few per cent inside it,
// from which the wanted places are selected (R. W. Floyd, R. L. Rivest, Expected time bounds for
// selection, Communications of the ACM 18, 1975). Where the sample misled, which the counts show,
// everything is gathered and selected from; the answer never depends on the sample.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "tenon/context.hpp"
#include "tenon/table.hpp"

namespace tenon::clean {

// The two neighbours in sorted order between which a quantile lies, and how far it is from the
// lower one: place (n - 1) * share, as base/order_statistics.hpp has it.
struct Quantile {
    double low = 0, high = 0, rest = 0;
    double value() const noexcept;   // on the line between them
    double median() const noexcept;  // of a share of 1/2: the middle value or the mean of the two
};

struct ColumnQuantiles {
    std::vector<Quantile> at;  // one a share; empty where there is no number
    std::int64_t numbers = 0;  // present and not NaN: what the quantiles are taken of
    std::int64_t finite = 0;
};

// Of the present numbers that are not NaN. Shares ascend and lie in [0, 1]. Not for text.
ColumnQuantiles column_quantiles(const Context& context, const Column& column,
                                 std::span<const double> shares);
// The same of |x - centre|.
ColumnQuantiles deviation_quantiles(const Context& context, const Column& column, double centre,
                                    std::span<const double> shares);

}  // namespace tenon::clean
