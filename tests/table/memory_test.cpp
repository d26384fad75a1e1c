// Whatever allocation fails: an exception, nothing leaked, and the next call succeeds.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <string>

#include "failing_memory.hpp"
#include "tenon/csv.hpp"

using namespace tenon;
using namespace tenon::test;

TEST_CASE("a reader of batches bears that memory is short") {
    const std::string text = "n,late,word,day\n1,2,x,3/4/2024\n2,,\"y\"\"z\",3/25/2024\n3,q,,\n";
    CsvSource source;
    std::size_t at = 0;
    source.read = [&](char* to, std::size_t capacity) {
        const std::size_t count = std::min(capacity, text.size() - at);
        text.copy(to, count, at);
        at += count;
        return count;
    };
    CsvBatchOptions options;
    options.rows = 2;
    for (const bool once : {false, true}) {
        source.rewind = once ? std::function<bool()>() : [&] {
            at = 0;
            return true;
        };
        std::int64_t leaks = 0;
        const auto read_all = [&] {
            at = 0;
            CsvBatches batches = CsvBatches::of_source({}, source, options);
            while (batches.next()) continue;
            batches.findings();
        };
        const std::int64_t here = blocks.load();
        const std::int64_t failures = fail_every_allocation(
            false, read_all, [&](std::int64_t) { leaks += blocks.load() != here; });
        CHECK(failures > 10);
        CHECK(leaks == 0);
    }
}
