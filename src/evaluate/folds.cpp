// A seeded shuffle deals records, classes or groups to folds; see tenon/split.hpp. Streams of round
// r: 2^32 r for records and groups, 2^32 r + 1 + k for class k, so that rounds and classes never
// share one.
#include <algorithm>
#include <string>

#include "base/pieces.hpp"
#include "base/poll.hpp"
#include "tenon/error.hpp"
#include "tenon/random.hpp"
#include "tenon/split.hpp"

namespace tenon {

namespace {

using Records = std::vector<std::int64_t>;

void check_folds(std::int64_t count, const char* noun, const FoldOptions& options) {
    if (options.folds < 2)
        throw Error(Status::argument,
                    "folds is " + std::to_string(options.folds) + "; it must be at least 2",
                    {.argument = "folds"});
    if (options.round < 0)
        throw Error(Status::argument, "round must not be negative", {.argument = "round"});
    if (count < options.folds)
        throw Error(Status::data,
                    std::to_string(count) + " " + noun + " cannot fill " +
                        std::to_string(options.folds) + " folds",
                    {.argument = "folds"});
}

std::uint64_t stream_of(const FoldOptions& options, std::uint64_t part) {
    return (static_cast<std::uint64_t>(options.round) << 32) + part;
}

// Records in the order of their codes; those of one code in their own order.
Records sorted_by(std::span<const std::int64_t> codes, Poll& poll) {
    Records records = counted_in_pieces(static_cast<std::int64_t>(codes.size()), poll);
    std::stable_sort(records.begin(), records.end(), [&](std::int64_t a, std::int64_t b) {
        poll();
        return codes[static_cast<std::size_t>(a)] < codes[static_cast<std::size_t>(b)];
    });
    return records;
}

// Calls body(first, last) for every stretch of equal codes.
template <class Body>
void for_each_code(Poll& poll, const Records& records, std::span<const std::int64_t> codes,
                   const Body& body) {
    const auto code = [&](std::size_t at) { return codes[static_cast<std::size_t>(records[at])]; };
    for (std::size_t first = 0, last; first < records.size(); first = last) {
        for (last = first + 1; last < records.size() && code(last) == code(first); ++last) poll();
        body(first, last);
    }
}

void shuffle(Poll& poll, std::span<std::int64_t> records, const FoldOptions& options,
             std::uint64_t part) {
    if (!options.shuffle) return;
    Random random(options.seed, stream_of(options, part));
    shuffle_in_pieces(random, records, poll);
}

constexpr const char* phase = "folds";

}  // namespace

std::vector<std::int32_t> fold_rows(std::int64_t rows, const FoldOptions& options,
                                    const Context& context) {
    check_folds(rows, "records", options);
    context.report({.phase = phase, .rows = rows});
    Poll poll(context);
    Records records = counted_in_pieces(rows, poll);
    shuffle(poll, records, options, 0);
    std::vector<std::int32_t> fold_of(records.size());
    const std::int64_t each = rows / options.folds, longer = rows % options.folds;
    std::size_t at = 0;
    for (std::int32_t fold = 0; fold < options.folds; ++fold)
        for (std::int64_t i = 0; i < each + (fold < longer ? 1 : 0); ++i) {
            poll();
            fold_of[static_cast<std::size_t>(records[at++])] = fold;
        }
    return fold_of;
}

std::vector<std::int32_t> fold_stratified(std::span<const std::int64_t> strata,
                                          const FoldOptions& options, const Context& context) {
    const auto rows = static_cast<std::int64_t>(strata.size());
    check_folds(rows, "records", options);
    context.report({.phase = phase, .rows = rows});
    Poll poll(context);
    Records records = sorted_by(strata, poll);
    std::vector<std::int32_t> fold_of(strata.size());
    std::int32_t next = 0;
    std::uint64_t part = 0;
    for_each_code(poll, records, strata, [&](std::size_t first, std::size_t last) {
        const std::span<std::int64_t> members(records.data() + first, last - first);
        poll();
        ++part;
        shuffle(poll, members, options, part);
        for (const std::int64_t record : members) {
            poll();
            fold_of[static_cast<std::size_t>(record)] = next;
            next = (next + 1) % options.folds;
        }
    });
    return fold_of;
}

std::vector<std::int32_t> fold_grouped(std::span<const std::int64_t> groups,
                                       const FoldOptions& options, const Context& context) {
    context.report({.phase = phase, .rows = static_cast<std::int64_t>(groups.size())});
    Poll poll(context);
    struct Group {
        std::size_t first, last;
    };
    const Records records = sorted_by(groups, poll);
    std::vector<Group> all;
    for_each_code(poll, records, groups, [&](std::size_t first, std::size_t last) {
        all.push_back({first, last});
    });
    check_folds(static_cast<std::int64_t>(all.size()), "groups", options);
    Records order = counted_in_pieces(static_cast<std::int64_t>(all.size()), poll);
    const auto size = [&](std::int64_t g) {
        return all[static_cast<std::size_t>(g)].last - all[static_cast<std::size_t>(g)].first;
    };
    // The size counts up to twice, so that groups of like size change places from round to round.
    Random random(options.seed, stream_of(options, 0));
    std::vector<double> rank;
    for (const std::int64_t g : order) {
        poll();
        rank.push_back(static_cast<double>(size(g)) *
                       (options.shuffle ? 1 + random.uniform() : 1.0));
    }
    std::stable_sort(order.begin(), order.end(), [&](std::int64_t a, std::int64_t b) {
        poll();
        return rank[static_cast<std::size_t>(a)] > rank[static_cast<std::size_t>(b)];
    });
    std::vector<std::size_t> load(static_cast<std::size_t>(options.folds));
    std::vector<std::int32_t> fold_of(groups.size());
    for (const std::int64_t g : order) {
        poll();
        const auto lightest = std::min_element(load.begin(), load.end());
        const auto fold = static_cast<std::int32_t>(lightest - load.begin());
        *lightest += size(g);
        const Group& group = all[static_cast<std::size_t>(g)];
        for (std::size_t at = group.first; at < group.last; ++at) {
            poll();
            fold_of[static_cast<std::size_t>(records[at])] = fold;
        }
    }
    return fold_of;
}

std::vector<Split> splits_of(std::span<const std::int32_t> fold_of, const Context& context) {
    Poll poll(context);
    std::int32_t folds = 0;
    for (const std::int32_t fold : fold_of) folds = std::max(folds, fold + 1);
    std::vector<Split> splits(static_cast<std::size_t>(folds));
    for (std::size_t i = 0; i < fold_of.size(); ++i)
        for (std::int32_t k = 0; k < folds; ++k) {
            poll();
            Split& split = splits[static_cast<std::size_t>(k)];
            (fold_of[i] == k ? split.test : split.train).push_back(static_cast<std::int64_t>(i));
        }
    return splits;
}

}  // namespace tenon
