#include "table/row_blocks.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "tenon/error.hpp"
#include "tenon/executor.hpp"

using namespace tenon;

namespace {

constexpr std::int64_t rows = 10'000;
constexpr std::int64_t row_bytes = 8 << 10;  // a guess that makes some eighty blocks

enum class Host { here, elsewhere, none, first_only };

// A host that runs its tasks one after the other, or only some, or on a thread of its own.
std::shared_ptr<Executor> odd_host(Host kind) {
    return std::make_shared<Executor>(4, [kind](std::int64_t count, const Executor::Task& task) {
        const auto all = [&] {
            for (std::int64_t i = count; i-- > 0;)
                if (kind != Host::first_only || i == 0) task(i);
        };
        if (kind == Host::none) return;
        if (kind == Host::here) return all();
        std::thread other(all);
        other.join();
    });
}

void append_row(TextBlock& block, std::int64_t row) {
    const std::string text = std::to_string(row) + "\n";
    char* const out = block.room(text.size());
    block.end_at(std::copy(text.begin(), text.end(), out));
}

void format_rows(std::int64_t first, std::int64_t last, TextBlock& block) {
    for (std::int64_t i = first; i < last; ++i) append_row(block, i);
}

std::string expected() {
    std::string text;
    for (std::int64_t i = 0; i < rows; ++i) text += std::to_string(i) + "\n";
    return text;
}

std::string written(const Context& context, bool any_thread) {
    std::string text;
    std::atomic<int> inside{0};
    const auto caller = std::this_thread::get_id();
    write_row_blocks(context, "test", rows, row_bytes, format_rows,
                     {[&](std::string_view part) {
                          REQUIRE(inside.fetch_add(1) == 0);
                          if (!any_thread) REQUIRE(std::this_thread::get_id() == caller);
                          text += part;
                          inside.fetch_sub(1);
                      },
                      any_thread});
    return text;
}

}  // namespace

TEST_CASE(
    "rows come in order with any number of threads, and the sink is called by one at a time") {
    for (const bool any_thread : {false, true})
        for (const int threads : {1, 2, 3, 8}) {
            Context context;
            context.threads = threads;
            CHECK(written(context, any_thread) == expected());
        }
}

TEST_CASE("rows come in order with a host that runs tasks late, elsewhere or not at all") {
    for (const auto kind : {Host::here, Host::elsewhere, Host::none, Host::first_only})
        for (const bool any_thread : {false, true}) {
            Context context;
            context.threads = 4;
            context.executor = odd_host(kind);
            CHECK(written(context, any_thread) == expected());
        }
}

TEST_CASE("a sink or a format that fails ends the call with its error") {
    for (const bool any_thread : {false, true})
        for (const int threads : {1, 2, 8}) {
            Context context;
            context.threads = threads;
            int parts = 0;
            const auto refuse = [&](std::string_view) {
                if (++parts == 5) throw Error(Status::io, "the disk is full", {});
            };
            CHECK_THROWS_WITH(write_row_blocks(context, "test", rows, row_bytes, format_rows,
                                               {refuse, any_thread}),
                              "the disk is full");
            CHECK(parts == 5);
            CHECK_THROWS_WITH(
                write_row_blocks(context, "test", rows, row_bytes,
                                 [](std::int64_t first, std::int64_t last, TextBlock& block) {
                                     if (first > rows / 2)
                                         throw Error(Status::data, "no text for it", {});
                                     format_rows(first, last, block);
                                 },
                                 {[](std::string_view) {}, any_thread}),
                "no text for it");
        }
}
