#include <algorithm>
#include <cmath>
#include <string>

#include "base/number_text.hpp"
#include "base/pieces.hpp"
#include "base/poll.hpp"
#include "tenon/error.hpp"
#include "tenon/split.hpp"

namespace tenon {

namespace {

void check_options(std::span<const double> times, const TimeSplitOptions& options) {
    const auto refuse = [](const char* name, const std::string& message) {
        throw Error(Status::argument, message, {.argument = name});
    };
    if (options.splits < 1)
        refuse("splits", "splits is " + std::to_string(options.splits) + "; it must be at least 1");
    if (!(options.gap >= 0) || std::isinf(options.gap))
        refuse("gap", "gap is " + format_double(options.gap) + "; it must be finite, at least 0");
    if (!(options.longest_training >= 0))
        refuse("longest_training", "longest_training must not be negative");
    for (std::size_t i = 0; i < times.size(); ++i)
        if (!std::isfinite(times[i]))
            throw Error(Status::data,
                        "times, row " + std::to_string(i) + ": " + format_double(times[i]) +
                            " is not a time; drop the row or fill it",
                        {.argument = "times", .row = static_cast<std::int64_t>(i)});
}

}  // namespace

std::vector<Split> split_by_time(std::span<const double> times, const TimeSplitOptions& options,
                                 const Context& context) {
    check_options(times, options);
    const auto rows = static_cast<std::int64_t>(times.size());
    context.report({.phase = "folds", .rows = rows});
    Poll poll(context);
    auto order = counted_in_pieces(rows, poll);
    const auto time = [&](std::size_t place) {
        return times[static_cast<std::size_t>(order[place])];
    };
    std::stable_sort(order.begin(), order.end(), [&](std::int64_t a, std::int64_t b) {
        poll();
        return times[static_cast<std::size_t>(a)] < times[static_cast<std::size_t>(b)];
    });
    // Where each stretch begins; never inside one time.
    const auto stretches = static_cast<std::size_t>(options.splits) + 1;
    std::vector<std::size_t> begin;
    for (std::size_t k = 0; k < stretches; ++k) {
        std::size_t at = order.size() * k / stretches;
        while (at > 0 && at < order.size() && time(at) == time(at - 1)) ++at;
        begin.push_back(at);
    }
    begin.push_back(order.size());
    std::vector<Split> splits;
    for (std::size_t k = 1; k < stretches; ++k) {
        if (begin[k] >= begin[k + 1])
            throw Error(Status::data,
                        "there are too few different times for " + std::to_string(options.splits) +
                            " splits",
                        {.argument = "times"});
        Split split;
        const double latest = time(begin[k]) - options.gap;
        for (std::size_t at = 0; at < begin[k]; ++at) {
            poll();
            const double t = time(at);
            if (options.gap > 0 && t > latest) continue;
            if (options.longest_training > 0 && t <= latest - options.longest_training) continue;
            split.train.push_back(order[at]);
        }
        for (std::size_t at = begin[k]; at < begin[k + 1]; ++at) split.test.push_back(order[at]);
        if (split.train.empty())
            throw Error(Status::data,
                        "split " + std::to_string(k - 1) +
                            " has no record to train on: gap or longest_training leave none",
                        {.argument = "gap"});
        for (auto* part : {&split.train, &split.test})
            std::sort(part->begin(), part->end(), [&](std::int64_t a, std::int64_t b) {
                poll();
                return a < b;
            });
        splits.push_back(std::move(split));
    }
    return splits;
}

}  // namespace tenon
