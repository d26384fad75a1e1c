#include "models/residual.hpp"

#include <algorithm>
#include <vector>

#include "base/double_double.hpp"
#include "base/sum.hpp"
#include "models/chunks.hpp"

namespace tenon::models {

namespace {

// high + low -= b * z, element by element.
void subtract_scaled(const double* z, double b, std::int64_t n, double* high, double* low) {
    for (std::int64_t i = 0; i < n; ++i) {
        double product, product_error, sum, sum_error;
        exact_product(-b, z[i], product, product_error);
        exact_sum(high[i], product, sum, sum_error);
        high[i] = sum;
        low[i] += product_error + sum_error;
    }
}

// sum z_i r_i with compensation, in four chains.
DoubleDouble compensated_dot(const double* z, const double* r, std::int64_t n) {
    constexpr int lanes = 4;
    double total[lanes] = {}, carry[lanes] = {};
    const auto step = [&](int lane, std::int64_t i) {
        double product, product_error, sum, sum_error;
        exact_product(z[i], r[i], product, product_error);
        exact_sum(total[lane], product, sum, sum_error);
        total[lane] = sum;
        carry[lane] += product_error + sum_error;
    };
    std::int64_t i = 0;
    for (; i + lanes <= n; i += lanes)
        for (int lane = 0; lane < lanes; ++lane) step(lane, i + lane);
    for (; i < n; ++i) step(0, i);
    DoubleDouble sum;
    for (int lane = 0; lane < lanes; ++lane)
        sum += DoubleDouble(total[lane]) + DoubleDouble(carry[lane]);
    return sum;
}

struct Partial {
    Sum squares;
    std::vector<DoubleDouble> gradient;
};

}  // namespace

Residual residual_pass(const Context& context, const Design& design, const Target& target,
                       const Eigen::VectorXd& beta) {
    const std::int64_t width = design.width();
    std::vector<Partial> partial(static_cast<std::size_t>(chunk_count(design.rows(), width + 1)));
    for (auto& p : partial) p.gradient.resize(static_cast<std::size_t>(width));
    for_each_block(context, design.rows(), width + 1,
                   [&](std::int64_t chunk, std::int64_t first, std::int64_t last) {
                       Partial& p = partial[static_cast<std::size_t>(chunk)];
                       const std::int64_t n = last - first;
                       std::vector<double> z(static_cast<std::size_t>(n * width));
                       std::vector<double> high(static_cast<std::size_t>(n)), low(high.size());
                       design.load(first, last, z.data(), n);
                       target.load(first, last, high.data());
                       for (std::int64_t j = 0; j < width; ++j)
                           subtract_scaled(z.data() + j * n, beta(j), n, high.data(), low.data());
                       double squares = 0;
                       for (std::size_t i = 0; i < high.size(); ++i) {
                           high[i] += low[i];
                           squares += high[i] * high[i];
                       }
                       p.squares.add(squares);
                       for (std::int64_t j = 0; j < width; ++j)
                           p.gradient[static_cast<std::size_t>(j)] +=
                               compensated_dot(z.data() + j * n, high.data(), n);
                   });
    for (std::size_t k = 1; k < partial.size(); ++k) {
        partial[0].squares.merge(partial[k].squares);
        for (std::size_t j = 0; j < partial[0].gradient.size(); ++j)
            partial[0].gradient[j] += partial[k].gradient[j];
    }
    Residual result{partial[0].squares.value(), Eigen::VectorXd(width)};
    for (std::int64_t j = 0; j < width; ++j)
        result.gradient(j) = static_cast<double>(partial[0].gradient[static_cast<std::size_t>(j)]);
    return result;
}

}  // namespace tenon::models
