#include "base/panel_vectors.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "tenon/random.hpp"

using namespace tenon;

namespace {

std::vector<double> normals(std::int64_t count, std::uint64_t seed) {
    Random random(seed);
    std::vector<double> list(static_cast<std::size_t>(count));
    for (double& x : list) x = random.normal();
    return list;
}

}  // namespace

TEST_CASE("panels times a vector, and transposed, are sums of products at every level") {
    for (const std::int64_t count : {1, 3, 7})
        for (const std::int64_t rows : {1, 8, 21, 64}) {
            CAPTURE(count);
            CAPTURE(rows);
            const std::int64_t room = (rows + 7) / 8 * 8;
            const auto values = normals(count * room * 8, 3);
            const Panels a{values.data(), room * 8, rows, count};
            const auto c = normals(count * 8, 4), v = normals(rows, 5);
            const auto at = [&](std::int64_t r, std::int64_t j) {
                return values[static_cast<std::size_t>((j / 8 * room + r) * 8 + j % 8)];
            };
            std::vector<double> first_out, first_sum;
            for (std::int32_t k = 0; k <= static_cast<std::int32_t>(vector_level()); ++k) {
                const auto level = static_cast<VectorLevel>(k);
                std::vector<double> out(static_cast<std::size_t>(room)), sum(c.size(), 2.0);
                panel_times(a, c.data(), out.data(), level);
                panel_transposed_times(a, v.data(), sum.data(), level);
                out.resize(static_cast<std::size_t>(rows));
                if (k == 0) {
                    first_out = out;
                    first_sum = sum;
                }
                CHECK(out == first_out);
                CHECK(sum == first_sum);
                for (std::int64_t r = 0; r < rows; ++r) {
                    long double exact = 0;
                    for (std::int64_t j = 0; j < count * 8; ++j)
                        exact +=
                            static_cast<long double>(at(r, j)) * c[static_cast<std::size_t>(j)];
                    CHECK(std::fabs(out[static_cast<std::size_t>(r)] - static_cast<double>(exact)) <
                          1e-13);
                }
                for (std::int64_t j = 0; j < count * 8; ++j) {
                    long double exact = 2;
                    for (std::int64_t r = 0; r < rows; ++r)
                        exact +=
                            static_cast<long double>(at(r, j)) * v[static_cast<std::size_t>(r)];
                    CHECK(std::fabs(sum[static_cast<std::size_t>(j)] - static_cast<double>(exact)) <
                          1e-13);
                }
            }
        }
}

TEST_CASE("rows of panels are scaled by one factor each") {
    auto values = normals(2 * 5 * 8, 6);
    const auto before = values, factor = normals(5, 7);
    scale_panel_rows(values.data(), 5 * 8, 2, 5, factor.data());
    for (std::size_t k = 0; k < values.size(); ++k)
        CHECK(values[k] == before[k] * factor[k / 8 % 5]);
}
