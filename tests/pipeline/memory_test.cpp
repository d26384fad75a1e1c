// Memory as a pipeline uses it: none for a score, and none kept when there is none to have.
#include <doctest/doctest.h>

#include <atomic>
#include <cstdlib>
#include <limits>
#include <new>
#include <optional>

#include "shop_log.hpp"

namespace {

std::atomic<std::int64_t> allocations{0};
std::atomic<std::int64_t> blocks{0};      // allocated and not yet freed
std::atomic<std::int64_t> fail_from{-1};  // the allocation that fails; negative: none
std::atomic<bool> fail_on{false};         // and all after it

void* counted(std::size_t bytes) {
    const std::int64_t number = allocations.fetch_add(1);
    const std::int64_t from = fail_from.load();
    if (from >= 0 && (fail_on.load() ? number >= from : number == from)) throw std::bad_alloc();
    void* block = std::malloc(bytes > 0 ? bytes : 1);
    if (!block) throw std::bad_alloc();
    blocks.fetch_add(1);
    return block;
}

void freed(void* block) noexcept {
    if (block) blocks.fetch_sub(1);
    std::free(block);
}

}  // namespace

void* operator new(std::size_t bytes) {
    return counted(bytes);
}
void* operator new[](std::size_t bytes) {
    return counted(bytes);
}
void operator delete(void* block) noexcept {
    freed(block);
}
void operator delete[](void* block) noexcept {
    freed(block);
}
void operator delete(void* block, std::size_t) noexcept {
    freed(block);
}
void operator delete[](void* block, std::size_t) noexcept {
    freed(block);
}

using namespace tenon;
using namespace tenon::test;

namespace {

const Context quiet;

struct Outcomes {
    std::int64_t failures = 0;  // calls that said bad_alloc, of which none may leave a block behind
    std::int64_t leaks = 0;
    std::int64_t others = 0;  // calls that threw something else
};

// Fails allocation k of the call, once or from k on, for every k up to the call's success.
template <class Call>
Outcomes fail_every_allocation(const Call& call, bool on) {
    Outcomes outcomes;
    for (std::int64_t k = 0;; ++k) {
        const std::int64_t before = blocks.load();
        bool failed = false, other = false;
        fail_on = on;
        fail_from = allocations.load() + k;
        try {
            call();
        } catch (const std::bad_alloc&) {
            failed = true;
        } catch (...) {
            other = true;
        }
        fail_from = -1;
        outcomes.failures += failed;
        outcomes.others += other;
        outcomes.leaks += blocks.load() != before;
        if (!failed && !other) return outcomes;
    }
}

template <class Call>
void survives(const Call& call) {
    for (const bool on : {false, true}) {
        const Outcomes outcomes = fail_every_allocation(call, on);
        CHECK(outcomes.failures > 0);
        CHECK(outcomes.leaks == 0);
        CHECK(outcomes.others == 0);
    }
}

}  // namespace

TEST_CASE("score allocates nothing, faults included") {
    const Table log = shop_log();
    const Pipeline pipeline = Pipeline::fit(quiet, log, full_options());
    const std::vector<double> good = record_of(pipeline, log, 0);
    std::vector<double> bad = good;
    bad[3] = std::numeric_limits<double>::infinity();
    bad[4] = 77;
    double out = 0;
    std::int32_t fault = 0;
    const std::int64_t before = allocations.load();
    bool ok = true;
    for (int i = 0; i < 100; ++i) {
        ok = ok && pipeline.score(good, out, &fault);
        ok = ok && !pipeline.score(bad, out, &fault);
        ok =
            ok && pipeline.category_code(4, "a category whose name is too long for any buffer") < 0;
        ok = ok && pipeline.category_code(4, "mill") == 1;
    }
    CHECK(allocations.load() == before);
    CHECK(ok);
}

TEST_CASE("whichever allocation fails, a document is read or written or given up cleanly") {
    const Pipeline pipeline =
        Pipeline::fit(quiet, shop_log({.missing = 0.05, .spikes = 0.02}), full_options());
    const std::string document = pipeline.to_json();
    survives([&] { pipeline.to_json(); });
    survives([&] { Pipeline::from_json(document); });
}

TEST_CASE("whichever allocation fails, a table is predicted or given up cleanly") {
    const Table log = shop_log({.missing = 0.05});
    const Pipeline pipeline = Pipeline::fit(quiet, log, full_options());
    survives([&] { pipeline.predict(quiet, log); });
    const Table hole = with_hole(log, "status", 7);
    survives([&] { pipeline.evaluate(quiet, hole); });
}

TEST_CASE("whichever allocation fails, a pipeline is fitted or given up cleanly") {
    const Table log = shop_log({.rows = 60, .missing = 0.05, .spikes = 0.02});
    survives([&] { Pipeline::fit(quiet, log, full_options()); });
}
