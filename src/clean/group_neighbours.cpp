#include "clean/group_neighbours.hpp"

#include <algorithm>
#include <bit>

namespace tenon::clean {

namespace {

constexpr std::int64_t word_bits = 64;

// What is known of each group on the way through the rows.
struct Walk {
    std::vector<std::int64_t> last;  // the last usable row, -1 before the first
    std::vector<std::int64_t> open;  // missing cells since the last present one
    explicit Walk(std::size_t groups) : last(groups, -1), open(groups, 0) {}
};

}  // namespace

GroupGaps group_gaps(const Context& context, const Column& column, const Groups& groups,
                     bool finite) {
    GroupGaps out;
    const std::int64_t rows = column.size();
    const std::int32_t* group = groups.of_row.data();
    Walk down(groups.count());
    for (std::int64_t row = 0; row < rows; row += word_bits) {
        if (row % rows_between_checks == 0) context.check_cancelled();
        const std::uint64_t present = validity_word(column, row);
        const std::int64_t here = std::min(word_bits, rows - row);
        for (std::int64_t i = 0; i < here; ++i) {
            const auto g = static_cast<std::size_t>(group[row + i]);
            if ((present >> i) & 1) {
                if (usable_cell(column, row + i, finite)) down.last[g] = row + i;
                down.open[g] = 0;
                continue;
            }
            out.cells.push_back({row + i, row + i + 1});
            out.neighbours.above.push_back(down.last[g]);
            out.gap_size.push_back(++down.open[g]);
        }
    }
    // From below only where there is a gap above: a second walk over all rows, from the end.
    Walk up(groups.count());
    out.neighbours.below.assign(out.cells.size(), -1);
    std::size_t cell = out.cells.size();
    for (std::int64_t row = rows; row-- > 0 && cell > 0;) {
        if (row % rows_between_checks == 0) context.check_cancelled();
        const auto g = static_cast<std::size_t>(group[row]);
        if (out.cells[cell - 1].first != row) {
            if (usable_cell(column, row, finite)) up.last[g] = row;
            up.open[g] = 0;
            continue;
        }
        --cell;
        out.neighbours.below[cell] = up.last[g];
        out.gap_size[cell] += up.open[g]++;
    }
    return out;
}

}  // namespace tenon::clean
