// Whatever allocation fails: an exception, nothing leaked, and the next call succeeds.
#include <doctest/doctest.h>

#include <cstdint>
#include <string>

#include "features/feature_samples.hpp"
#include "survives.hpp"

using namespace tenon;
using namespace tenon::samples;
using namespace tenon::test;

TEST_CASE("fits of every kind bear that memory is short") {
    const Table table = log_of(40, 1);
    survives([&] { one_of_each_kind(table); });
}

TEST_CASE("every kind is applied, saved and read back while memory is short") {
    const Table table = log_of(40, 1);
    for (const Feature& feature : one_of_each_kind(table)) {
        CAPTURE(feature.kind());
        survives([&] { feature.apply({}, table); });
        const std::string text = feature.to_json();
        survives([&] { feature.to_json(); });
        survives([&] { Feature::from_json(text); });
    }
}
