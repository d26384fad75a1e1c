#include "base/rank_update.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstring>
#include <limits>
#include <vector>

#include "tenon/random.hpp"

using namespace tenon;

namespace {

// A matrix in panels, every number normal times the column's unit.
struct Packed {
    std::int64_t rows, columns;
    std::vector<double> values;

    Packed(std::int64_t n, std::int64_t p, std::uint64_t seed)
        : rows(n), columns(p), values(static_cast<std::size_t>(panels_of(p) * n * panel_columns)) {
        Random random(seed);
        for (std::int64_t i = 0; i < n; ++i)
            for (std::int64_t j = 0; j < p; ++j)
                at(i, j) = random.normal() * std::ldexp(1.0, static_cast<int>(j % 5));
    }
    double& at(std::int64_t i, std::int64_t j) {
        return values[static_cast<std::size_t>((j / 8 * rows + i) * 8 + j % 8)];
    }
    Panels panels() const {
        return {values.data(), rows * panel_columns, rows, panels_of(columns)};
    }
};

std::vector<double> square(std::int64_t columns, double value) {
    const std::int64_t width = panels_of(columns) * panel_columns;
    return std::vector<double>(static_cast<std::size_t>(width * width), value);
}

std::vector<VectorLevel> levels() {
    std::vector<VectorLevel> list;
    for (std::int32_t k = 0; k <= static_cast<std::int32_t>(fused_level()); ++k)
        list.push_back(static_cast<VectorLevel>(k));
    return list;
}

// Levels that fuse multiply and add are compared bit by bit, the portable form only where it does.
bool fuses(VectorLevel level) {
#ifdef FP_FAST_FMA
    static_cast<void>(level);
    return true;
#else
    return level != VectorLevel::portable;
#endif
}

}  // namespace

TEST_CASE("a rank update is the sum of products of every pair of columns") {
    for (const std::int64_t columns : {1, 7, 8, 9, 22, 31, 40, 64, 203})
        for (const std::int64_t rows : {1, 5, 128}) {
            CAPTURE(columns);
            CAPTURE(rows);
            Packed a(rows, columns, 7);
            const std::int64_t width = panels_of(columns) * panel_columns;
            for (const VectorLevel level : levels()) {
                auto c = square(columns, 3.0);
                rank_update(a.panels(), 0, panels_of(columns), {c.data(), width}, ProductSign::add,
                            level);
                long double worst = 0;
                for (std::int64_t j = 0; j < columns; ++j)
                    for (std::int64_t i = j; i < columns; ++i) {
                        long double sum = 0, size = 3;
                        for (std::int64_t r = 0; r < rows; ++r) {
                            const long double term =
                                static_cast<long double>(a.at(r, i)) * a.at(r, j);
                            sum += term;
                            size += std::fabs(term);
                        }
                        const long double got = c[static_cast<std::size_t>(j * width + i)];
                        worst = std::max(worst, std::fabs(got - (3 + sum)) / size);
                    }
                CHECK(static_cast<double>(worst) <=
                      static_cast<double>(rows + 1) * std::numeric_limits<double>::epsilon() / 2);
            }
        }
}

TEST_CASE("the level of vector instructions makes no difference at all where products are fused") {
    Packed a(77, 45, 8);
    const std::int64_t width = panels_of(45) * panel_columns;
    std::vector<double> first;
    for (const VectorLevel level : levels()) {
        if (!fuses(level)) continue;
        auto c = square(45, 0.1);
        rank_update(a.panels(), 0, panels_of(45), {c.data(), width}, ProductSign::add, level);
        if (first.empty()) first = c;
        CHECK(std::memcmp(first.data(), c.data(), c.size() * sizeof(double)) == 0);
    }
}

TEST_CASE("columns of a rank update can be left to others") {
    Packed a(50, 100, 9);
    const std::int64_t panels = panels_of(100), width = panels * panel_columns;
    auto whole = square(100, 0.0), parts = whole;
    rank_update(a.panels(), 0, panels, {whole.data(), width});
    for (const auto& [from, to] : {std::pair{0, 1}, {1, 5}, {5, 6}, {6, 13}})
        rank_update(a.panels(), from, to, {parts.data(), width});
    CHECK(whole == parts);
}

TEST_CASE("what lies above the diagonal panel is left alone") {
    Packed a(10, 30, 10);
    auto c = square(30, -7.0);
    rank_update(a.panels(), 0, 4, {c.data(), 32});
    for (std::int64_t j = 8; j < 32; ++j)
        for (std::int64_t i = 0; i < j / 8 * 8; ++i)
            CHECK(c[static_cast<std::size_t>(j * 32 + i)] == -7.0);
}

TEST_CASE("a product is added and taken away again") {
    Packed a(33, 50, 11), b(33, 20, 12);
    const std::int64_t height = panels_of(50) * panel_columns;
    for (const VectorLevel level : levels()) {
        std::vector<double> c(static_cast<std::size_t>(height * 24), 0.0);
        product_update(a.panels(), b.panels(), {c.data(), height}, ProductSign::add, level);
        for (std::int64_t j = 0; j < 20; ++j)
            for (std::int64_t i = 0; i < 50; ++i) {
                long double sum = 0, size = 0;
                for (std::int64_t r = 0; r < 33; ++r) {
                    const long double term = static_cast<long double>(a.at(r, i)) * b.at(r, j);
                    sum += term;
                    size += std::fabs(term);
                }
                const long double got = c[static_cast<std::size_t>(j * height + i)];
                CHECK(static_cast<double>(std::fabs(got - sum) / size) < 34 * 1.2e-16);
            }
        product_update(a.panels(), b.panels(), {c.data(), height}, ProductSign::subtract, level);
        CHECK(c == std::vector<double>(c.size(), 0.0));
    }
}

TEST_CASE("no rows add nothing") {
    auto c = square(8, 1.0);
    rank_update({nullptr, 0, 0, 1}, 0, 1, {c.data(), 8});
    CHECK(c == square(8, 1.0));
}
