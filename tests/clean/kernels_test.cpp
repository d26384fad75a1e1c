// The hot loops: every vector level and any division into blocks gives what the plain rule gives.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "base/order_statistics.hpp"
#include "clean/column_mean.hpp"
#include "clean/column_quantiles.hpp"
#include "clean/keep_rows.hpp"
#include "clean/past_cache.hpp"
#include "clean/readings.hpp"
#include "clean/row_index.hpp"
#include "clean/sliding_medians.hpp"
#include "clean/value_fill.hpp"
#include "tenon/random.hpp"

using namespace tenon;
using namespace tenon::clean;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double unread = std::numeric_limits<double>::quiet_NaN();

std::vector<VectorLevel> levels() {
    std::vector<VectorLevel> out;
    for (std::int32_t level = 0; level <= static_cast<std::int32_t>(vector_level()); ++level)
        out.push_back(static_cast<VectorLevel>(level));
    return out;
}

// Readings with ties, steps and extremes.
std::vector<double> readings(std::size_t count, std::uint64_t seed) {
    Random random(seed);
    std::vector<double> out;
    for (std::size_t i = 0; i < count; ++i) {
        double x = std::floor(random.normal() * 8) / 4 + (i / 700 % 2 ? 50 : 0);
        if (random.below(50) == 0) x *= 1e6;
        if (random.below(400) == 0) x = i % 2 ? 1e308 : -1e308;
        out.push_back(x);
    }
    return out;
}

double middle(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    const std::size_t n = values.size();
    return n % 2 ? values[n / 2] : midpoint_of(values[n / 2 - 1], values[n / 2]);
}

struct Slid {
    std::vector<double> medians, deviations;
};

Slid slid(const std::vector<double>& values, std::int64_t window, VectorLevel level, int threads,
          bool want_deviations = true) {
    Context context;
    context.threads = threads;
    Slid out;
    out.medians.resize(values.size());
    out.deviations.resize(values.size());
    std::vector<int> told(
        static_cast<std::size_t>(stretch_count(static_cast<std::int64_t>(values.size()), window)));
    slide_medians(context, values, window, want_deviations, level,
                  [&](std::int64_t stretch, std::int64_t first, std::span<const double> medians,
                      std::span<const double> deviations) {
                      ++told[static_cast<std::size_t>(stretch)];
                      std::copy(medians.begin(), medians.end(), out.medians.begin() + first);
                      std::copy(deviations.begin(), deviations.end(),
                                out.deviations.begin() + first);
                  });
    CHECK(std::count(told.begin(), told.end(), 1) == static_cast<std::ptrdiff_t>(told.size()));
    return out;
}

Column with_gaps(const std::vector<double>& values, std::uint64_t seed) {
    Random random(seed);
    std::vector<bool> valid;
    for (std::size_t i = 0; i < values.size(); ++i) valid.push_back(random.below(9) != 0);
    return Column::from_float64(values, valid);
}

std::vector<double> present(const Column& column) {
    std::vector<double> out;
    for (std::int64_t row = 0; row < column.size(); ++row)
        if (const double x = column.number(row); x == x) out.push_back(x);
    return out;
}

}  // namespace

TEST_CASE("sliding medians and deviations are those of each window sorted for itself") {
    for (const std::int64_t window : {1, 3, 5, 7, 9, 31, 101}) {
        const auto values = readings(window > 31 ? 27000 : 20000, 7);
        const auto n = static_cast<std::int64_t>(values.size());
        const Slid best = slid(values, window, vector_level(), 1);
        for (std::int64_t i = 0; i < n; i += i < 200 || i > n - 200 ? 1 : 37) {
            const std::int64_t half = window / 2;
            std::vector<double> part(values.begin() + std::max<std::int64_t>(0, i - half),
                                     values.begin() + std::min(n, i + half + 1));
            const double centre = middle(part);
            REQUIRE(best.medians[static_cast<std::size_t>(i)] == centre);
            for (double& x : part) x = std::fabs(x - centre);
            REQUIRE(best.deviations[static_cast<std::size_t>(i)] == middle(part));
        }
    }
}

TEST_CASE("sliding medians have the same bits at every vector level and number of threads") {
    for (const std::int64_t window : {7, 9, 101, 511, 513}) {
        const auto values = readings(static_cast<std::size_t>(40000 + window * 300), 3);
        const Slid plain = slid(values, window, VectorLevel::portable, 1);
        for (const VectorLevel level : levels())
            for (const int threads : {1, 2, 4}) {
                const Slid other = slid(values, window, level, threads);
                CHECK(other.medians == plain.medians);
                CHECK(other.deviations == plain.deviations);
                CHECK(slid(values, window, level, threads, false).medians == plain.medians);
            }
    }
}

TEST_CASE("a window wider than the readings, and no readings at all") {
    CHECK(slid({3, 1, 2}, 101, vector_level(), 1).medians == std::vector<double>{2, 2, 2});
    CHECK(slid({}, 7, vector_level(), 1).medians.empty());
    CHECK(slid({5}, 7, vector_level(), 1).deviations == std::vector<double>{0});
}

TEST_CASE("the passes over readings agree at every vector level") {
    auto values = readings(5003, 11);
    Random random(2);
    for (double& x : values) {
        if (random.below(20) == 0) x = unread;
        if (random.below(60) == 0) x = random.below(2) ? infinity : -infinity;
    }
    std::vector<double> inside;
    std::copy_if(values.begin(), values.end(), std::back_inserter(inside),
                 [](double x) { return x >= -1 && x <= 2.5; });
    for (const VectorLevel level : levels()) {
        std::int64_t below = 0;
        std::vector<double> found, kept(readings_at_once + 8);
        for (std::size_t first = 0; first < values.size(); first += readings_at_once) {
            const auto part = std::span(values).subspan(
                first, std::min<std::size_t>(readings_at_once, values.size() - first));
            const std::size_t size = numbers_inside(level, part, {-1, 2.5}, below, kept.data());
            found.insert(found.end(), kept.begin(),
                         kept.begin() + static_cast<std::ptrdiff_t>(size));
        }
        CHECK(below ==
              std::count_if(values.begin(), values.end(), [](double x) { return x < -1; }));
        CHECK(found == inside);
        ReadingCount count;
        add_to_count(level, values, count);
        CHECK(count.numbers ==
              std::count_if(values.begin(), values.end(), [](double x) { return x == x; }));
        CHECK(count.finite == std::count_if(values.begin(), values.end(),
                                            [](double x) { return std::isfinite(x); }));
        std::vector<std::uint64_t> outside(80, 0), finite(80, 0);
        mark_outside(level, values, -1, 2.5, outside.data());
        mark_finite(level, values, finite.data());
        for (std::size_t i = 0; i < values.size(); ++i) {
            REQUIRE(((outside[i / 64] >> (i % 64)) & 1) == (values[i] < -1 || values[i] > 2.5));
            REQUIRE(((finite[i / 64] >> (i % 64)) & 1) == std::isfinite(values[i]));
        }
    }
}

TEST_CASE("quantiles in one pass are those of the whole sorted") {
    const double shares[] = {0, 0.25, 0.5, 0.75, 1};
    for (const std::size_t size : {1, 2, 5, 1000, 40000, 200001}) {
        const Column column = with_gaps(readings(size, size), 5);
        const auto all = present(column);
        const auto found = column_quantiles({}, column, shares);
        CHECK(found.numbers == static_cast<std::int64_t>(all.size()));
        if (all.empty()) continue;
        const auto sorted = quantiles_of({}, all, shares);
        for (std::size_t k = 0; k < 5; ++k) CHECK(found.at[k].value() == sorted[k]);
        CHECK(found.at[2].median() == median_of({}, all));
        auto deviations = all;
        for (double& x : deviations) x = std::fabs(x - 3);
        CHECK(deviation_quantiles({}, column, 3, shares).at[2].median() ==
              median_of({}, deviations));
    }
}

TEST_CASE("quantiles do not depend on what the sample happens to see") {
    // All but the sampled rows could be anything: sorted, constant, two values, one needle.
    std::vector<double> sorted, steps(100000, 1), needle(100000, 0);
    for (int i = 0; i < 100000; ++i) sorted.push_back(i % 2 ? i : -i);
    std::fill(steps.begin() + 49999, steps.end(), 2);
    needle[77777] = 9;
    const double shares[] = {0.25, 0.5, 0.999995};
    for (auto* values : {&sorted, &steps, &needle}) {
        const auto found = column_quantiles({}, Column::from_float64(*values), shares);
        const auto whole = quantiles_of({}, *values, shares);
        for (std::size_t k = 0; k < 3; ++k) CHECK(found.at[k].value() == whole[k]);
    }
}

TEST_CASE("quantiles are right where far more numbers lie near them than the sample says") {
    // The rows that the sample takes lie far apart, all others between two of them.
    constexpr std::int64_t sampled = 1 << 13, rows = sampled * 16;
    std::vector<double> values;
    for (std::int64_t i = 0; i < rows; ++i) values.push_back(1e-9 * static_cast<double>(i));
    for (std::int64_t i = 0; i < sampled; ++i) {
        const auto place = static_cast<std::uint64_t>(i + 1) * 0x9e3779b97f4a7c15;
        values[static_cast<std::size_t>(i * 16 +
                                        static_cast<std::int64_t>((place >> 32) * 16 >> 32))] =
            static_cast<double>(i) - sampled / 2 + 0.5;
    }
    const double shares[] = {0.5};
    const Column column = Column::from_float64(values);
    for (const int threads : {1, 4}) {
        Context context;
        context.threads = threads;
        CHECK(column_quantiles(context, column, shares).at[0].median() == median_of({}, values));
    }
}

TEST_CASE("the mean is exact to rounding where plain addition loses digits, at every level") {
    std::vector<double> values;
    for (int i = 0; i < 100003; ++i) values.push_back(i % 3 == 0 ? 1e16 : i % 3 == 1 ? 1 : -1e16);
    values.resize(100002);
    const Column column = Column::from_float64(values);
    const ColumnMean mean = column_mean({}, column, VectorLevel::portable);
    CHECK(mean.mean == doctest::Approx(1.0 / 3).epsilon(1e-15));
    for (const VectorLevel level : levels()) {
        Context two;
        two.threads = 2;
        CHECK(column_mean(two, column, level).mean == mean.mean);
    }
    const Column large = Column::from_float64({1.7e308, 1.7e308, unread}, {true, true, false});
    CHECK(column_mean({}, large).mean == 1.7e308);
    CHECK(column_mean({}, large).numbers == 2);
}

TEST_CASE("the mean over missing cells and NaN has the same bits at every level and offset") {
    Random random(9);
    std::vector<double> values = readings(5003, 6);
    std::vector<bool> valid;
    for (double& value : values) {
        valid.push_back(random.below(7) != 0);
        value = std::isfinite(value) && std::abs(value) < 1e300 ? value : 0.1;
        if (random.below(90) == 0) value = unread;
    }
    const Column whole = Column::from_float64(values, valid);
    for (const std::int64_t first : {0, 1, 3, 64, 77}) {
        const Column column = whole.slice(first, 4800);
        double sum = 0;
        std::int64_t numbers = 0;
        for (std::int64_t row = 0; row < column.size(); ++row)
            if (!std::isnan(column.number(row))) {
                sum += column.number(row);
                ++numbers;
            }
        const ColumnMean mean = column_mean({}, column, VectorLevel::portable);
        CHECK(mean.numbers == numbers);
        CHECK(mean.mean == doctest::Approx(sum / static_cast<double>(numbers)).epsilon(1e-12));
        for (const VectorLevel level : levels()) {
            CHECK(column_mean({}, column, level).mean == mean.mean);
            CHECK(column_mean({}, column, level).numbers == numbers);
        }
    }
}

TEST_CASE("the copy made while the mean is taken is the present cells, and the mean the same") {
    Random random(11);
    std::vector<double> reals = readings(70001, 12);
    std::vector<std::int64_t> integers;
    std::vector<bool> valid;
    for (double& real : reals) {
        valid.push_back(random.below(5) != 0);
        integers.push_back(static_cast<std::int64_t>(random.below(1000)) - 500);
        if (random.below(60) == 0) real = unread;
    }
    for (const Column& whole : {Column::from_float64(reals, valid),
                                Column::from_int64(integers, valid), Column::from_int64(integers)})
        for (const std::int64_t first : {0, 5, 64})
            for (const VectorLevel level : levels()) {
                const Column column = whole.slice(first, 69000);
                Context two;
                two.threads = 2;
                LargeArray<double> copy(static_cast<std::size_t>(column.size()));
                bool inexact = true;
                const ColumnMean mean = column_mean_and_copy(two, column, copy, inexact, level);
                CHECK(mean.mean == column_mean({}, column, VectorLevel::portable).mean);
                CHECK(mean.numbers == column_mean({}, column, VectorLevel::portable).numbers);
                CHECK(!inexact);
                std::int64_t wrong = 0;
                for (std::int64_t row = 0; row < column.size(); ++row) {
                    const double cell = copy[static_cast<std::size_t>(row)];
                    const double wanted = column.number(row);
                    wrong += column.valid(row) &&
                             (std::isnan(wanted) ? !std::isnan(cell) : cell != wanted);
                }
                CHECK(wrong == 0);
                patch_missing(two, column, 2.5, copy);
                for (std::int64_t row = 0; row < column.size(); ++row)
                    wrong += !column.valid(row) && copy[static_cast<std::size_t>(row)] != 2.5;
                CHECK(wrong == 0);
            }
}

TEST_CASE("every missing cell is filled, and no other, at every level, offset and thread count") {
    Random random(10);
    // Some columns are short enough for the cache, some are not.
    const auto rows = static_cast<std::size_t>(least_rows_past_cache + 100);
    std::vector<double> reals = readings(rows, 8);
    std::vector<std::int64_t> integers;
    std::vector<bool> valid;
    for (double& real : reals) {
        valid.push_back(random.below(5) != 0);
        integers.push_back(static_cast<std::int64_t>(random.below(1000)) - 500);
        if (random.below(60) == 0) real = unread;
    }
    for (const Column& whole : {Column::from_float64(reals, valid),
                                Column::from_int64(integers, valid), Column::from_float64(reals)})
        for (const std::int64_t first : {0, 5, 64})
            for (const VectorLevel level : levels()) {
                const Column column =
                    whole.slice(first, first == 5 ? 69000 : least_rows_past_cache + 10);
                Context two;
                two.threads = 2;
                const ValueFilled filled = fill_every_missing(two, column, 2.5, level);
                std::int64_t nan = 0, wrong = 0;
                for (std::int64_t row = 0; row < column.size(); ++row) {
                    const double wanted = column.valid(row) ? column.number(row) : 2.5;
                    const double cell = filled.cells[static_cast<std::size_t>(row)];
                    nan += std::isnan(wanted);
                    wrong += std::isnan(wanted) ? !std::isnan(cell) : cell != wanted;
                }
                CHECK(wrong == 0);
                CHECK(filled.nan == nan);
                CHECK(!filled.inexact);
            }
}

TEST_CASE("integers that a double may not hold are told of, unless they stand in missing cells") {
    const std::int64_t edge = std::int64_t{1} << 53;
    for (const std::int64_t large :
         {edge, -edge, edge + 1, -edge - 1, std::numeric_limits<std::int64_t>::min()})
        for (const std::int64_t at : {3, 99})
            for (const VectorLevel level : levels()) {
                std::vector<std::int64_t> cells(100, 1);
                cells[static_cast<std::size_t>(at)] = large;
                std::vector<bool> valid(100, true);
                valid[0] = false;
                const bool beyond = large > edge || large < -edge;
                CHECK(
                    fill_every_missing({}, Column::from_int64(cells, valid), 0.5, level).inexact ==
                    beyond);
                // A copy takes no integer for exact that may not be so.
                LargeArray<double> copy(cells.size());
                bool inexact = false;
                column_mean_and_copy({}, Column::from_int64(cells, valid), copy, inexact, level);
                CHECK(inexact);
                valid[static_cast<std::size_t>(at)] = false;
                const Column hidden = Column::from_int64(cells, valid);
                CHECK(!fill_every_missing({}, hidden, 0.5, level).inexact);
                column_mean_and_copy({}, hidden, copy, inexact, level);
                CHECK(!inexact);
            }
}

TEST_CASE("rows kept run by run are those taken one by one, of every type and offset") {
    Random random(4);
    std::vector<double> reals;
    std::vector<std::int64_t> ints;
    std::vector<std::string> texts;
    std::vector<bool> flags, valid;
    for (int i = 0; i < 1000; ++i) {
        reals.push_back(random.normal());
        ints.push_back(static_cast<std::int64_t>(random.below(1000)));
        texts.push_back(std::string(random.below(12), static_cast<char>('a' + i % 26)));
        flags.push_back(random.below(2) == 0);
        valid.push_back(random.below(5) != 0);
    }
    const Table whole({"r", "i", "t", "b", "s"},
                      {Column::from_float64(reals, valid), Column::from_int64(ints, valid),
                       Column::from_text(texts, valid), Column::from_boolean(flags, valid),
                       Column::from_timestamp(ints)});
    for (const std::int64_t first : {0, 3, 64, 71}) {
        const Table table = whole.slice(first, 900);
        for (const std::uint64_t one_in : {2u, 10u, 300u}) {
            std::vector<std::int64_t> dropped;
            for (std::int64_t row = 0; row < table.rows(); ++row)
                if (random.below(one_in) == 0) dropped.push_back(row);
            const auto runs = runs_without(table.rows(), dropped);
            const Table kept = keep_rows({}, table, runs), taken = table.take(rows_in(runs));
            REQUIRE(kept.rows() == taken.rows());
            for (std::int32_t c = 0; c < table.columns(); ++c) {
                CHECK(kept.column(c).missing() == taken.column(c).missing());
                for (std::int64_t row = 0; row < kept.rows(); ++row) {
                    REQUIRE(kept.column(c).valid(row) == taken.column(c).valid(row));
                    REQUIRE(kept.column(c).cell_text(row) == taken.column(c).cell_text(row));
                }
            }
        }
    }
}

TEST_CASE("an index that grows finds the same rows as one of full size") {
    std::vector<std::int64_t> values;
    Random random(9);
    for (int i = 0; i < 20000; ++i) values.push_back(static_cast<std::int64_t>(random.below(7000)));
    const Column column = Column::from_int64(values);
    const Context context;
    RowIndex full(context, {&column}), small(context, {&column}, 2);
    for (std::int64_t row = 0; row < column.size(); ++row)
        REQUIRE(full.find_or_add(row) == small.find_or_add(row));
}
