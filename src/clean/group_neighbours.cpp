#include "clean/group_neighbours.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/parallel.hpp"

namespace tenon::clean {

namespace {

// What is known of a group on the way through the rows.
struct Standing {
    std::int64_t last = -1;  // the last usable row
    std::int64_t open = 0;   // missing cells since the last present one
};

// Calls body(usable) with what tells whether a present row can bound a gap.
template <class Body>
void with_usable(const Column& column, bool finite, Body body) {
    if (column.type() != Type::float64) return body([](std::int64_t) { return true; });
    const double* values = column.float64s().data();
    if (finite)
        body([values](std::int64_t row) { return std::isfinite(values[row]); });
    else
        body([values](std::int64_t row) { return values[row] == values[row]; });
}

template <class Usable>
void walk_down(const Context& context, const Column& column, const Groups& groups, Usable usable,
               GroupGaps& out) {
    const std::int64_t rows = column.size();
    const std::int32_t* group = groups.of_row.data();
    std::vector<Standing> standing(groups.count());
    for (std::int64_t row = 0; row < rows; row += word_bits) {
        if (row % rows_between_checks == 0) context.check_cancelled();
        const std::uint64_t present = validity_word(column, row);
        const std::int64_t here = std::min(word_bits, rows - row);
        for (std::int64_t i = 0; i < here; ++i) {
            Standing& of_group = standing[static_cast<std::size_t>(group[row + i])];
            if ((present >> i) & 1) {
                if (usable(row + i)) of_group.last = row + i;
                of_group.open = 0;
                continue;
            }
            out.cells.push_back({row + i, row + i + 1});
            out.neighbours.above.push_back(of_group.last);
            out.gap_size.push_back(++of_group.open);
        }
    }
}

template <class Usable>
void walk_up(const Context& context, const Column& column, const Groups& groups, Usable usable,
             GroupGaps& out) {
    std::vector<Standing> standing(groups.count());
    std::size_t cell = out.cells.size();
    for (std::int64_t row = column.size(); row-- > 0 && cell > 0;) {
        if (row % rows_between_checks == 0) context.check_cancelled();
        const std::int32_t group = groups.of_row[static_cast<std::size_t>(row)];
        Standing& of_group = standing[static_cast<std::size_t>(group)];
        if (out.cells[cell - 1].first != row) {
            if (usable(row)) of_group.last = row;
            of_group.open = 0;
            continue;
        }
        --cell;
        out.neighbours.below[cell] = of_group.last;
        out.gap_size[cell] += of_group.open++;
    }
}

}  // namespace

GroupGaps group_gaps(const Context& context, const Column& column, const Groups& groups,
                     bool finite, bool look_below) {
    GroupGaps out;
    const auto missing = static_cast<std::size_t>(column.missing());
    out.cells.reserve(missing);
    out.neighbours.above.reserve(missing);
    out.gap_size.reserve(missing);
    out.neighbours.below.assign(missing, -1);
    if (missing == 0) return out;
    with_usable(column, finite, [&](auto usable) {
        walk_down(context, column, groups, usable, out);
        if (look_below) walk_up(context, column, groups, usable, out);
    });
    return out;
}

LargeArray<std::int32_t> rows_before(const Context& context, const Groups& groups) {
    // A piece keeps a row of each group: with many groups that takes longer than what it saves.
    constexpr std::int64_t least_rows_of_group = 16;
    const auto rows = static_cast<std::int64_t>(groups.of_row.size());
    if (rows > std::numeric_limits<std::int32_t>::max()) return {};
    const auto count = static_cast<std::int64_t>(groups.count());
    // Some pieces a thread, so that one that comes late takes fewer of them.
    const std::int64_t pieces = context.threads > 1 ? 4 * std::int64_t{context.threads} : 1;
    const std::int64_t share = block_count(rows, pieces);
    const std::int64_t piece = std::max({share, least_rows_of_group * count, rows_between_checks});
    LargeArray<std::int32_t> out(groups.of_row.size(), context.spare);
    const std::int32_t* const group = groups.of_row.data();
    std::int32_t* const before = out.data();
    // The last row of each group within a piece, -1: none.
    std::vector<std::vector<std::int32_t>> ends(static_cast<std::size_t>(block_count(rows, piece)));
    parallel_blocks(context, rows, piece,
                    [&](std::int64_t number, std::int64_t begin, std::int64_t end) {
                        std::vector<std::int32_t> last(groups.count(), -1);
                        for (std::int64_t row = begin; row < end; ++row) {
                            std::int32_t& of_group = last[static_cast<std::size_t>(group[row])];
                            before[row] = of_group;
                            of_group = static_cast<std::int32_t>(row);
                        }
                        ends[static_cast<std::size_t>(number)] = std::move(last);
                    });
    // The first rows of a piece's groups follow on the pieces before it.
    for (std::size_t p = 1; p < ends.size(); ++p) {
        std::vector<std::int32_t>& last = ends[p];
        const std::vector<std::int32_t>& above = ends[p - 1];
        auto unseen = std::count_if(last.begin(), last.end(), [](auto row) { return row >= 0; });
        for (std::int64_t row = static_cast<std::int64_t>(p) * piece; unseen > 0; ++row) {
            if (before[row] >= 0) continue;
            before[row] = above[static_cast<std::size_t>(group[row])];
            --unseen;
        }
        for (std::size_t g = 0; g < last.size(); ++g)
            if (last[g] < 0) last[g] = above[g];
    }
    return out;
}

GroupGaps group_gaps_above(const Context& context, const Column& column, const Groups& groups,
                           std::span<const std::int32_t> before, bool finite) {
    // Past this share of missing cells a walk over all rows is quicker.
    constexpr std::int64_t few = 8;
    if (before.empty() || column.missing() > column.size() / few)
        return group_gaps(context, column, groups, finite, false);
    GroupGaps out;
    const auto missing = static_cast<std::size_t>(column.missing());
    out.cells.reserve(missing);
    for (const Run& run : missing_runs(context, column))
        for (std::int64_t row = run.first; row < run.last; ++row)
            out.cells.push_back({row, row + 1});
    out.neighbours.below.assign(missing, -1);
    out.neighbours.above.assign(missing, -1);
    out.gap_size.assign(missing, 1);
    // A missing cell further up is answered already.
    const auto cell_of = [&out](std::int64_t row) {
        return static_cast<std::size_t>(
            std::lower_bound(out.cells.begin(), out.cells.end(), row,
                             [](const Run& cell, std::int64_t at) { return cell.first < at; }) -
            out.cells.begin());
    };
    with_usable(column, finite, [&](auto usable) {
        for (std::size_t i = 0; i < missing; ++i) {
            if (i % static_cast<std::size_t>(rows_between_checks) == 0) context.check_cancelled();
            const std::int64_t first = before[static_cast<std::size_t>(out.cells[i].first)];
            for (std::int64_t row = first; row >= 0; row = before[static_cast<std::size_t>(row)]) {
                if (!column.valid(row)) {
                    const std::size_t above = cell_of(row);
                    if (row == first) out.gap_size[i] += out.gap_size[above];
                    out.neighbours.above[i] = out.neighbours.above[above];
                    break;
                }
                if (!usable(row)) continue;
                out.neighbours.above[i] = row;
                break;
            }
        }
    });
    return out;
}

}  // namespace tenon::clean
