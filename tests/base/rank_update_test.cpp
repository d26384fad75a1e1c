#include "base/rank_update.hpp"

#include <doctest/doctest.h>

#include <algorithm>
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

// A'B of matrices of `columns` and 20 columns, added and taken away again.
void check_product(std::int64_t columns, std::int64_t rows, VectorLevel level) {
    Packed a(rows, columns, 11), b(rows, 20, 12);
    const std::int64_t height = panels_of(columns) * panel_columns;
    std::vector<double> c(static_cast<std::size_t>(height * 24), 0.0);
    product_update(a.panels(), b.panels(), {c.data(), height}, ProductSign::add, level);
    long double worst = 0;
    for (std::int64_t j = 0; j < 20; ++j)
        for (std::int64_t i = 0; i < columns; ++i) {
            long double sum = 0, size = 0;
            for (std::int64_t r = 0; r < rows; ++r) {
                const long double term = static_cast<long double>(a.at(r, i)) * b.at(r, j);
                sum += term;
                size += std::fabs(term);
            }
            const long double got = c[static_cast<std::size_t>(j * height + i)];
            worst = std::max(worst, std::fabs(got - sum) / size);
        }
    CHECK(static_cast<double>(worst) < static_cast<double>(rows + 1) * 1.2e-16);
    product_update(a.panels(), b.panels(), {c.data(), height}, ProductSign::subtract, level);
    CHECK(c == std::vector<double>(c.size(), 0.0));
}

}  // namespace

TEST_CASE("a rank update is the sum of products of every pair of columns") {
    for (const std::int64_t columns : {1, 7, 8, 9, 22, 31, 40, 64, 203, 264, 267, 301})
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
    for (const std::int64_t columns : {45, 299}) {
        Packed a(77, columns, 8);
        const std::int64_t width = panels_of(columns) * panel_columns;
        std::vector<double> first;
        for (const VectorLevel level : levels()) {
            if (!fuses(level)) continue;
            auto c = square(columns, 0.1);
            rank_update(a.panels(), 0, panels_of(columns), {c.data(), width}, ProductSign::add,
                        level);
            for (std::int64_t j = 0; j < width; ++j)  // what is promised: the lower triangle
                std::fill_n(c.begin() + j * width, j, 0.0);
            if (first.empty()) first = c;
            CHECK(std::memcmp(first.data(), c.data(), c.size() * sizeof(double)) == 0);
        }
    }
}

TEST_CASE("an entry is one chain of fused multiply-adds down the rows") {
    for (const std::int64_t columns : {22, 45, 299}) {
        CAPTURE(columns);
        Packed a(77, columns, 12);
        const std::int64_t width = panels_of(columns) * panel_columns;
        for (const VectorLevel level : levels()) {
            if (!fuses(level)) continue;
            auto c = square(columns, 0.1);
            rank_update(a.panels(), 0, panels_of(columns), {c.data(), width}, ProductSign::add,
                        level);
            std::int64_t other = 0;
            for (std::int64_t j = 0; j < columns; ++j)
                for (std::int64_t i = j; i < columns; ++i) {
                    double sum = 0;
                    for (std::int64_t r = 0; r < 77; ++r)
                        sum = std::fma(a.at(r, i), a.at(r, j), sum);
                    other += c[static_cast<std::size_t>(j * width + i)] != 0.1 + sum;
                }
            CHECK(other == 0);
        }
    }
}

TEST_CASE("columns of a rank update can be left to others") {
    for (const std::int64_t columns : {100, 300}) {
        Packed a(50, columns, 9);
        const std::int64_t panels = panels_of(columns), width = panels * panel_columns;
        auto whole = square(columns, 0.0), parts = whole;
        rank_update(a.panels(), 0, panels, {whole.data(), width});
        for (const auto& [from, to] : {std::pair{0, 1}, {1, 5}, {5, 6}, {6, 13}, {13, 38}})
            if (from < panels)
                rank_update(a.panels(), from, std::min<std::int64_t>(to, panels),
                            {parts.data(), width});
        CHECK(whole == parts);
    }
}

TEST_CASE(
    "sums are not formed for whole halves of a panel beyond its columns, and are all the same") {
    for (const std::int64_t columns : {17, 22, 265, 300}) {
        CAPTURE(columns);
        Packed a(60, columns, 11);
        Panels panels = a.panels();
        const std::int64_t width = panels.count * panel_columns;
        auto all = square(columns, 0.5), some = all;
        rank_update(panels, 0, panels.count, {all.data(), width});
        panels.columns = columns;
        rank_update(panels, 0, panels.count, {some.data(), width});
        for (std::int64_t j = 0; j < columns; ++j)
            for (std::int64_t i = j; i < columns; ++i)
                CHECK(all[static_cast<std::size_t>(j * width + i)] ==
                      some[static_cast<std::size_t>(j * width + i)]);
    }
}

TEST_CASE("what lies above the diagonal panel is left alone") {
    for (const std::int64_t columns : {30, 290}) {
        Packed a(10, columns, 10);
        const std::int64_t panels = panels_of(columns), width = panels * panel_columns;
        auto c = square(columns, -7.0);
        rank_update(a.panels(), 0, panels, {c.data(), width});
        for (std::int64_t j = 8; j < width; ++j)
            for (std::int64_t i = 0; i < j / 8 * 8; ++i)
                CHECK(c[static_cast<std::size_t>(j * width + i)] == -7.0);
    }
}

TEST_CASE("a product is added and taken away again") {
    for (const std::int64_t columns : {50, 300})
        for (const std::int64_t rows : {33, 600})
            for (const VectorLevel level : levels()) {
                CAPTURE(columns);
                CAPTURE(rows);
                check_product(columns, rows, level);
            }
}

TEST_CASE("no rows add nothing") {
    auto c = square(8, 1.0);
    rank_update({nullptr, 0, 0, 1}, 0, 1, {c.data(), 8});
    CHECK(c == square(8, 1.0));
}
