// Models of several classes over rows that come in slices.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "models/made_data.hpp"
#include "models/resealed.hpp"
#include "models/slices.hpp"
#include "tenon/error.hpp"
#include "tenon/multinomial.hpp"
#include "tenon/ordinal.hpp"

using namespace tenon;
using test::Sample;
using test::Slices;

namespace {

using test::distance;

// Scores cut into classes, with a share of rows in any class.
Sample sample(std::int64_t rows, std::int64_t features, std::uint64_t seed) {
    Sample s{test::make_linear_data(rows, features, seed), {}, {}};
    s.values = s.data.row_major();
    Random random(seed, 3);
    for (double& y : s.data.target) {
        y = random.uniform() < 0.2 ? static_cast<double>(random.below(3))
                                   : (y < 2 ? 0.0 : (y < 4 ? 1.0 : 2.0));
        s.weights.push_back(std::floor(4 * random.uniform()) / 2);
    }
    return s;
}

ClassModel fit(bool ordered, Slices slices, const ClassModelOptions& options = {}) {
    const LinearPartial first = slices.first();
    return ordered ? fit_ordinal({}, first, slices.pass(), options)
                   : fit_multinomial({}, first, slices.pass(), options);
}

ClassModel fit_whole(bool ordered, const Sample& s, const ClassModelOptions& options = {},
                     const RowExtras& rows = {}) {
    return ordered ? fit_ordinal({}, s.view(), s.data.target, s.data.names(), options, rows)
                   : fit_multinomial({}, s.view(), s.data.target, s.data.names(), options, rows);
}

std::vector<Coefficient> all_of(const ClassModel& model) {
    std::vector<Coefficient> list = model.cuts;
    for (const auto& some : model.coefficients) list.insert(list.end(), some.begin(), some.end());
    return list;
}

double distance(const ClassModel& a, const ClassModel& b) {
    const auto x = all_of(a), y = all_of(b);
    REQUIRE(x.size() == y.size());
    double worst = std::max({distance(a.summary.log_likelihood, b.summary.log_likelihood),
                             distance(a.summary.null_log_likelihood, b.summary.null_log_likelihood),
                             distance(a.summary.bic, b.summary.bic)});
    for (std::size_t k = 0; k < x.size(); ++k) {
        REQUIRE(x[k].name == y[k].name);
        REQUIRE(x[k].dropped == y[k].dropped);
        worst = std::max({worst, distance(x[k].estimate, y[k].estimate),
                          distance(x[k].standard_error, y[k].standard_error)});
    }
    REQUIRE(a.summary.rows == b.summary.rows);
    REQUIRE(a.summary.flags == b.summary.flags);
    REQUIRE(a.summary.converged == b.summary.converged);
    REQUIRE(a.warnings == b.warnings);
    return worst;
}

bool same_bits(const ClassModel& a, const ClassModel& b) {
    const auto x = all_of(a), y = all_of(b);
    for (std::size_t k = 0; k < x.size(); ++k)
        if (x[k].estimate != y[k].estimate || x[k].standard_error != y[k].standard_error)
            return false;
    return x.size() == y.size() && a.summary.log_likelihood == b.summary.log_likelihood;
}

}  // namespace

TEST_CASE("models of classes over slices are those over all rows") {
    const Sample s = sample(3000, 4, 5);
    for (const bool ordered : {false, true})
        for (const double l2 : {0.0, 4.0}) {
            CAPTURE(ordered);
            CAPTURE(l2);
            ClassModelOptions options;
            options.l2 = l2;
            const ClassModel whole = fit_whole(ordered, s, options);
            REQUIRE(whole.summary.converged);
            CHECK(distance(fit(ordered, {s, 700}, options), whole) < 1e-10);
        }
}

TEST_CASE("weights of slices are those of rows, for classes too") {
    const Sample s = sample(2000, 3, 8);
    for (const bool ordered : {false, true})
        for (const double l2 : {0.0, 6.0}) {
            CAPTURE(ordered);
            CAPTURE(l2);
            ClassModelOptions options;
            options.l2 = l2;
            const ClassModel whole = fit_whole(ordered, s, options, {.weights = s.weights});
            CHECK(distance(fit(ordered, {s, 300, false, true}, options), whole) < 1e-10);
        }
}

TEST_CASE("slices of classes merged in any order and grouping give the same bits") {
    const Sample s = sample(1500, 4, 6);
    for (const bool ordered : {false, true}) {
        CAPTURE(ordered);
        CHECK(same_bits(fit(ordered, {s, 200}), fit(ordered, {s, 200, true})));
    }
}

TEST_CASE("classes over slices: nearly collinear features, separation and few passes") {
    Sample s = sample(900, 3, 4);
    for (std::size_t i = 0; i < s.data.target.size(); ++i)
        s.values[3 * i + 1] = s.values[3 * i] + s.values[3 * i + 1];
    for (const bool ordered : {false, true}) {
        CAPTURE(ordered);
        CHECK(distance(fit(ordered, {s, 100}), fit_whole(ordered, s)) < 1e-9);
    }
    for (std::size_t i = 0; i < s.data.target.size(); ++i)
        s.values[3 * i + 2] = s.data.target[i] * 2 + static_cast<double>(i % 3) / 4;
    for (const bool ordered : {false, true}) {
        CAPTURE(ordered);
        const ClassModel model = fit(ordered, {s, 100}), whole = fit_whole(ordered, s);
        CHECK(!model.summary.converged);
        CHECK((model.summary.flags & fit_separation) != 0);
        CHECK(model.warnings == whole.warnings);
    }
    const Sample plain = sample(900, 3, 4);
    for (const bool ordered : {false, true}) {
        Slices slices{plain, 100};
        const LinearPartial first = slices.first();
        if (ordered)
            fit_ordinal({}, first, slices.pass());
        else
            fit_multinomial({}, first, slices.pass());
        CHECK(slices.passes <= 25);
    }
}

TEST_CASE("a source of blocks is fitted to classes, and what is no class is refused") {
    Sample s = sample(400, 2, 2);
    std::int64_t at = 0;
    const RowSource source{
        [&](RowBlock& block) {
            if (at == s.data.rows) return false;
            block = {s.slice(at, at + 100),
                     std::span(s.data.target).subspan(static_cast<std::size_t>(at), 100)};
            at += 100;
            return true;
        },
        [&] {
            at = 0;
            return true;
        }};
    CHECK(distance(fit_multinomial({}, source, s.data.names()), fit_whole(false, s)) < 1e-10);
    at = 0;
    CHECK(distance(fit_ordinal({}, source, s.data.names()), fit_whole(true, s)) < 1e-10);
    s.data.target[137] = 0.5;
    at = 0;
    try {
        fit_multinomial({}, source, s.data.names());
        FAIL("half a class was accepted");
    } catch (const Error& error) {
        CHECK(error.status() == Status::data);
        CHECK(error.where().row == 137);
        CHECK(std::string(error.what()).find("not a class") != std::string::npos);
    }
    for (double& y : s.data.target) y = 1;
    at = 0;
    CHECK_THROWS_AS(fit_ordinal({}, source, s.data.names()), Error);
}

TEST_CASE("bytes of a pass of classes that no fit wrote are refused") {
    const Sample s = sample(60, 2, 3);
    Slices slices{s, 20};
    const LinearPartial first = slices.first();
    std::vector<std::string> seen;
    fit_ordinal({}, first, [&](LogisticPartial& partial) {
        slices.fill(partial);
        seen.push_back(partial.to_bytes());
    });
    REQUIRE(seen.size() > 3);
    for (const std::string& bytes : {seen[0], seen[1], seen[2]}) {
        CHECK(LogisticPartial::from_bytes(bytes).to_bytes() == bytes);
        int refused = 0;
        for (std::size_t at = 12; at + 12 < bytes.size(); at += 3) {
            std::string changed = bytes;
            changed[at] = static_cast<char>(changed[at] ^ 0x41);
            try {
                LogisticPartial::from_bytes(test::resealed(changed));
            } catch (const Error&) {
                ++refused;
            }
        }
        CHECK(refused > 0);
    }
}
