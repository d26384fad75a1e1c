// A seeded shuffle (Fisher-Yates on Philox, stream 0 for plain splits, stream 1 + k for the k-th
// class in ascending order) whose first records become the test part.
#include "tenon/split.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

#include "base/number_text.hpp"
#include "base/pieces.hpp"
#include "base/poll.hpp"
#include "tenon/error.hpp"
#include "tenon/random.hpp"

namespace tenon {

namespace {

void check_split(std::int64_t rows, const SplitOptions& options) {
    if (!(options.test_share > 0 && options.test_share < 1))
        throw Error(Status::argument,
                    "test_share is " + format_double(options.test_share) +
                        "; it must lie between 0 and 1, such as 0.2",
                    {.argument = "test_share"});
    if (rows < 2)
        throw Error(Status::data,
                    "a split needs at least two records and there " +
                        std::string(rows == 1 ? "is 1" : "are none"),
                    {.argument = "rows"});
}

// round(rows * share), at least one record on each side.
std::int64_t test_size(std::int64_t rows, double share) {
    const auto wanted = static_cast<std::int64_t>(std::llround(static_cast<double>(rows) * share));
    return std::clamp<std::int64_t>(wanted, 1, rows - 1);
}

// The first `test` of the records after a shuffle are those of the test part.
void deal(Poll& poll, std::span<std::int64_t> records, std::int64_t test, std::uint64_t seed,
          std::uint64_t stream, std::vector<bool>& in_test) {
    Random random(seed, stream);
    shuffle_in_pieces(random, records, poll);
    for (const std::int64_t record : records.first(static_cast<std::size_t>(test))) {
        poll();
        in_test[static_cast<std::size_t>(record)] = true;
    }
}

struct Class {
    std::int64_t first = 0, count = 0;  // in the records sorted by class
    std::int64_t test = 0;
    double rest = 0;  // what rounding down took from it
};

// Shares out `total` test records by largest remainder, earlier classes first among equals.
void apportion(std::vector<Class>& classes, double share, std::int64_t total) {
    std::int64_t given = 0;
    for (Class& c : classes) {
        const double wanted = static_cast<double>(c.count) * share;
        c.test = static_cast<std::int64_t>(wanted);
        c.rest = wanted - static_cast<double>(c.test);
        given += c.test;
    }
    std::vector<std::size_t> order(classes.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return classes[a].rest > classes[b].rest;
    });
    for (std::size_t k = 0; k < order.size() && given < total; ++k, ++given)
        ++classes[order[k]].test;
    // Only where the whole was clamped to leave one training record.
    for (std::size_t k = order.size(); k > 0 && given > total; --k)
        if (classes[order[k - 1]].test > 0) {
            --classes[order[k - 1]].test;
            --given;
        }
}

Split parts_of(Poll& poll, const std::vector<bool>& in_test, std::int64_t test) {
    const auto rows = static_cast<std::int64_t>(in_test.size());
    Split split;
    split.train.reserve(static_cast<std::size_t>(rows - test));
    split.test.reserve(static_cast<std::size_t>(test));
    for (std::int64_t i = 0; i < rows; ++i) {
        poll();
        (in_test[static_cast<std::size_t>(i)] ? split.test : split.train).push_back(i);
    }
    return split;
}

}  // namespace

Split split_rows(std::int64_t rows, const SplitOptions& options, const Context& context) {
    check_split(rows, options);
    context.report({.phase = "split", .rows = rows});
    Poll poll(context);
    auto records = counted_in_pieces(rows, poll);
    const std::int64_t test = test_size(rows, options.test_share);
    std::vector<bool> in_test(records.size());
    deal(poll, records, test, options.seed, 0, in_test);
    return parts_of(poll, in_test, test);
}

Split split_stratified(std::span<const std::int64_t> strata, const SplitOptions& options,
                       const Context& context) {
    const auto rows = static_cast<std::int64_t>(strata.size());
    check_split(rows, options);
    context.report({.phase = "split", .rows = rows});
    Poll poll(context);
    auto records = counted_in_pieces(rows, poll);
    const auto code = [&](std::int64_t record) { return strata[static_cast<std::size_t>(record)]; };
    std::stable_sort(records.begin(), records.end(), [&](std::int64_t a, std::int64_t b) {
        poll();
        return code(a) < code(b);
    });
    std::vector<Class> classes;
    for (std::int64_t i = 0; i < rows; ++i) {
        poll();
        const auto at = static_cast<std::size_t>(i);
        if (i == 0 || code(records[at]) != code(records[at - 1])) classes.push_back({i, 0, 0, 0});
        ++classes.back().count;
    }
    const std::int64_t test = test_size(rows, options.test_share);
    apportion(classes, options.test_share, test);
    std::vector<bool> in_test(records.size());
    for (std::size_t k = 0; k < classes.size(); ++k) {
        poll();
        const Class& c = classes[k];
        deal(poll,
             std::span(records).subspan(static_cast<std::size_t>(c.first),
                                        static_cast<std::size_t>(c.count)),
             c.test, options.seed, 1 + k, in_test);
    }
    return parts_of(poll, in_test, test);
}

}  // namespace tenon
