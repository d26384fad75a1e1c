// What a step does to each of its columns, side by side where there are threads for it.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "base/parallel.hpp"
#include "clean/column_edit.hpp"
#include "tenon/context.hpp"

namespace tenon::clean {

// Calls body(own, i) for each of so many columns of so many rows as parallel_items does, and
// reports `phase` with the share that is done. Short columns are not worth the start of a thread.
template <class Body>
void for_columns(const Context& context, const char* phase, std::int64_t rows, std::size_t columns,
                 Body body) {
    std::atomic<std::int64_t> done{0};
    const auto report = [&] {
        context.report({.phase = phase,
                        .share = static_cast<double>(done.load(std::memory_order_relaxed)) /
                                 static_cast<double>(columns),
                        .rows = rows});
    };
    if (columns > 0) report();
    const auto one = [&](const Context& own, std::int64_t i) {
        body(own, static_cast<std::size_t>(i));
        done.fetch_add(1, std::memory_order_relaxed);
    };
    if (rows <= rows_between_checks) {
        for (std::size_t i = 0; i < columns; ++i) {
            one(context, static_cast<std::int64_t>(i));
            report();
        }
        return;
    }
    parallel_items(context, static_cast<std::int64_t>(columns), one, report);
}

}  // namespace tenon::clean
