#include "tenon/join.hpp"

#include "base/passes.hpp"
#include "table/row_keys.hpp"
#include "table/taken.hpp"
#include "tenon/error.hpp"
#include "tenon/table_bytes.hpp"

namespace tenon {

Table join(const Context& context, const Table& left, const Table& right,
           const JoinOptions& options) {
    if (options.keys.empty())
        throw Error(Status::argument, "name at least one key to join by", {.argument = "keys"});
    const KeyColumns keys(left, right, options.keys, options.right_keys);
    const Charge held(context, 32 * (left.rows() + right.rows()));  // groups, rows by group, slots
    Passes passes(context, "join");
    passes.next(0.2, right.rows());
    const RowKeys right_keys(passes, keys.right, right.rows());
    const RowsByGroup partners(passes.context(), right_keys.group_of_row(), right_keys.count());
    passes.next(0.4, left.rows());
    const std::vector<std::int64_t> groups = right_keys.groups_of(passes, keys.left, left.rows());

    std::int64_t pairs = 0;
    const auto partners_of = [&](std::int64_t group) -> std::span<const std::int64_t> {
        if (group < 0) return {};
        const auto g = static_cast<std::size_t>(group);
        return {partners.rows.data() + partners.start[g],
                static_cast<std::size_t>(partners.start[g + 1] - partners.start[g])};
    };
    const bool all = options.kind == JoinKind::left;
    for (const std::int64_t group : groups) {
        const auto matches = static_cast<std::int64_t>(partners_of(group).size());
        pairs += matches == 0 && all ? 1 : matches;
    }
    const Charge of_pairs(context, 16 * pairs);
    std::vector<std::int64_t> left_rows, right_rows;
    left_rows.reserve(static_cast<std::size_t>(pairs));
    right_rows.reserve(static_cast<std::size_t>(pairs));
    passes.next(0.5, pairs);
    for (std::size_t row = 0; row < groups.size(); ++row) {
        passes();
        const auto matches = partners_of(groups[row]);
        for (const std::int64_t match : matches) {
            passes();
            left_rows.push_back(static_cast<std::int64_t>(row));
            right_rows.push_back(match);
        }
        if (matches.empty() && all) {
            left_rows.push_back(static_cast<std::int64_t>(row));
            right_rows.push_back(-1);
        }
    }
    const Charge held_rows(context, rows_bytes(left, pairs));
    const double to = 0.5 + 0.5 * left.columns() / (left.columns() + right.columns());
    const Table of_left = taken(passes, left, left_rows, to);
    return beside(context, passes, of_left, right, right_rows, keys.right_names, options.suffix);
}

}  // namespace tenon
