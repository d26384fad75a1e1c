#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <vector>

#include "tenon/error.hpp"
#include "tenon/random.hpp"
#include "tenon/split.hpp"

using namespace tenon;

namespace {

std::vector<std::int64_t> counts_of(const std::vector<std::int32_t>& fold_of, std::int32_t folds) {
    std::vector<std::int64_t> counts(static_cast<std::size_t>(folds));
    for (const std::int32_t fold : fold_of) ++counts.at(static_cast<std::size_t>(fold));
    return counts;
}

std::int64_t spread(const std::vector<std::int64_t>& counts) {
    return *std::max_element(counts.begin(), counts.end()) -
           *std::min_element(counts.begin(), counts.end());
}

template <class Call>
Status status_of(const Call& call) {
    try {
        call();
    } catch (const Error& error) {
        return error.status();
    }
    return Status::ok;
}

}  // namespace

TEST_CASE("folds of records differ by one in size, and the seed decides") {
    for (const std::int32_t folds : {2, 3, 7}) {
        FoldOptions options;
        options.folds = folds;
        const auto fold_of = fold_rows(100, options);
        CHECK(spread(counts_of(fold_of, folds)) <= 1);
        CHECK(fold_of == fold_rows(100, options));
        options.seed = 43;
        CHECK(fold_of != fold_rows(100, options));
    }
    // Known values: the same on every platform.
    FoldOptions options;
    options.folds = 3;
    CHECK(fold_rows(8, options) == std::vector<std::int32_t>{1, 1, 0, 2, 0, 2, 0, 1});
}

TEST_CASE("rounds of repeated folds differ, and without a shuffle neighbours stay together") {
    FoldOptions options;
    const auto first = fold_rows(60, options);
    options.round = 1;
    CHECK(first != fold_rows(60, options));
    options.shuffle = false;
    options.folds = 2;
    const auto plain = fold_rows(5, options);
    CHECK(plain == std::vector<std::int32_t>{0, 0, 0, 1, 1});
}

TEST_CASE("stratified folds have every class in equal number but for one record") {
    Random random(3);
    std::vector<std::int64_t> strata;
    for (int i = 0; i < 500; ++i)
        strata.push_back(random.uniform() < 0.05 ? 9 : random.uniform() < 0.3 ? -2 : 4);
    for (const std::int32_t folds : {2, 5, 8}) {
        FoldOptions options;
        options.folds = folds;
        const auto fold_of = fold_stratified(strata, options);
        CHECK(spread(counts_of(fold_of, folds)) <= 1);
        for (const std::int64_t stratum : {9, -2, 4}) {
            std::vector<std::int64_t> counts(static_cast<std::size_t>(folds));
            for (std::size_t i = 0; i < strata.size(); ++i)
                if (strata[i] == stratum) ++counts[static_cast<std::size_t>(fold_of[i])];
            CHECK(spread(counts) <= 1);
        }
    }
}

TEST_CASE("a group is never torn, and folds are as even as groups allow") {
    Random random(4);
    std::vector<std::int64_t> groups;
    for (int i = 0; i < 600; ++i) groups.push_back(static_cast<std::int64_t>(random.below(40)) - 7);
    FoldOptions options;
    const auto fold_of = fold_grouped(groups, options);
    std::map<std::int64_t, std::set<std::int32_t>> seen;
    for (std::size_t i = 0; i < groups.size(); ++i) seen[groups[i]].insert(fold_of[i]);
    for (const auto& [group, folds] : seen) CHECK(folds.size() == 1);
    CHECK(spread(counts_of(fold_of, 5)) <= 15);
    CHECK(fold_of == fold_grouped(groups, options));
}

TEST_CASE("groups of unlike sizes are dealt anew in every round and by every seed") {
    std::vector<std::int64_t> groups;
    for (std::int64_t g = 0; g < 12; ++g)
        groups.insert(groups.end(), static_cast<std::size_t>(5 + 3 * g), g);
    std::set<std::vector<std::int32_t>> rounds, seeds;
    for (std::int32_t k = 0; k < 10; ++k) {
        FoldOptions options;
        options.folds = 4;
        options.round = k;
        const auto fold_of = fold_grouped(groups, options);
        rounds.insert(fold_of);
        std::vector<std::size_t> size(4);
        for (const std::int32_t fold : fold_of) ++size[static_cast<std::size_t>(fold)];
        // No fold is larger than a fair share by more than the largest group.
        CHECK(*std::max_element(size.begin(), size.end()) <= groups.size() / 4 + 38);
        CHECK(*std::min_element(size.begin(), size.end()) > 0);
        options.round = 0;
        options.seed = static_cast<std::uint64_t>(k);
        seeds.insert(fold_grouped(groups, options));
    }
    CHECK(rounds.size() >= 9);
    CHECK(seeds.size() >= 9);
}

TEST_CASE("training records come before the test part, less the gap") {
    Random random(5);
    std::vector<double> times;
    for (int i = 0; i < 300; ++i) times.push_back(std::floor(100 * random.uniform()));
    TimeSplitOptions options;
    options.splits = 4;
    options.gap = 3;
    std::set<std::int64_t> tested;
    for (const Split& split : split_by_time(times, options)) {
        double latest = -1, first = 1e9;
        for (const std::int64_t i : split.train)
            latest = std::max(latest, times[static_cast<std::size_t>(i)]);
        for (const std::int64_t i : split.test) {
            first = std::min(first, times[static_cast<std::size_t>(i)]);
            CHECK(tested.insert(i).second);
        }
        CHECK(latest <= first - 3);
        CHECK(std::is_sorted(split.train.begin(), split.train.end()));
    }
    options.longest_training = 10;
    for (const Split& split : split_by_time(times, options)) {
        double earliest = 1e9, latest = -1;
        for (const std::int64_t i : split.train) {
            earliest = std::min(earliest, times[static_cast<std::size_t>(i)]);
            latest = std::max(latest, times[static_cast<std::size_t>(i)]);
        }
        CHECK(latest - earliest < 10);
    }
}

TEST_CASE("the parts of a fold are the fold and the rest") {
    const std::vector<std::int32_t> fold_of{1, 0, -1, 1};
    const auto splits = splits_of(fold_of);
    REQUIRE(splits.size() == 2);
    CHECK(splits[0].test == std::vector<std::int64_t>{1});
    CHECK(splits[0].train == std::vector<std::int64_t>{0, 2, 3});
    CHECK(splits[1].test == std::vector<std::int64_t>{0, 3});
    CHECK(splits[1].train == std::vector<std::int64_t>{1, 2});
}

TEST_CASE("folds and splits that cannot be are refused") {
    FoldOptions options;
    CHECK(status_of([&] { fold_rows(4, options); }) == Status::data);
    options.folds = 1;
    CHECK(status_of([&] { fold_rows(40, options); }) == Status::argument);
    options.folds = 3;
    options.round = -1;
    CHECK(status_of([&] { fold_rows(40, options); }) == Status::argument);
    options.round = 0;
    const std::vector<std::int64_t> two_groups{1, 1, 2, 2, 1};
    CHECK(status_of([&] { fold_grouped(two_groups, options); }) == Status::data);
    const std::vector<double> times{1, 2, 3, 4, 5, 6}, same(6, 1.0);
    const auto with = [](std::int32_t splits, double gap) {
        TimeSplitOptions time;
        time.splits = splits;
        time.gap = gap;
        return time;
    };
    CHECK(status_of([&] { split_by_time(times, with(0, 0)); }) == Status::argument);
    CHECK(status_of([&] { split_by_time(times, with(2, -1)); }) == Status::argument);
    CHECK(status_of([&] { split_by_time(times, with(2, 50)); }) == Status::data);
    CHECK(status_of([&] { split_by_time(same, with(2, 0)); }) == Status::data);
    std::vector<double> broken = times;
    broken[2] = std::numeric_limits<double>::quiet_NaN();
    CHECK(status_of([&] { split_by_time(broken, with(2, 0)); }) == Status::data);
}
