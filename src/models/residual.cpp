#include "models/residual.hpp"

#include <algorithm>
#include <vector>

#include "base/double_double.hpp"
#include "base/sum.hpp"
#include "models/chunks.hpp"
#include "models/panel_residual.hpp"

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

// low -= b * z, where neither needs more than its leading digits.
void subtract_small(const double* z, double b, std::int64_t n, double* low) {
    for (std::int64_t i = 0; i < n; ++i) low[i] -= b * z[i];
}

double plain_dot(const double* z, const double* r, std::int64_t n) {
    double sum = 0;
    for (std::int64_t i = 0; i < n; ++i) sum += z[i] * r[i];
    return sum;
}

struct Partial {
    Sum squares, steps;
    std::vector<DoubleDouble> gradient;
    double first = 0, last = 0;  // residuals at the ends
    bool any = false;
};

// Works on one block of rows after another.
class ResidualBlock {
  public:
    ResidualBlock(const Design& design, const Target& target, const std::vector<DoubleDouble>& beta,
                  Digits digits)
        : design_(design), target_(target), beta_(beta), full_(digits == Digits::full) {}

    void run(std::int64_t first, std::int64_t last, Partial& p) const {
        const std::int64_t n = last - first, width = design_.width();
        std::vector<double> z(static_cast<std::size_t>(n * width)), rest(full_ ? z.size() : 0);
        std::vector<double> high(static_cast<std::size_t>(n)), low(high.size());
        target_.load(first, last, high.data());
        if (full_) {
            design_.load_parts(first, last, z.data(), rest.data(), n);
            target_.load_low(first, last, low.data());
        } else {
            design_.load(first, last, z.data(), n);
        }
        for (std::int64_t j = 0; j < width; ++j) {
            const DoubleDouble b = beta_[static_cast<std::size_t>(j)];
            subtract_scaled(z.data() + j * n, b.hi, n, high.data(), low.data());
            if (b.lo != 0) subtract_small(z.data() + j * n, b.lo, n, low.data());
            if (full_) subtract_small(rest.data() + j * n, b.hi, n, low.data());
        }
        for (std::size_t i = 0; i < high.size(); ++i) high[i] += low[i];
        measure(first, high, p);
        for (std::int64_t j = 0; j < width; ++j) {
            DoubleDouble& g = p.gradient[static_cast<std::size_t>(j)];
            g += compensated_dot(z.data() + j * n, high.data(), n);
            if (full_) g += DoubleDouble(plain_dot(rest.data() + j * n, high.data(), n));
        }
    }

  private:
    // Sums of squares; turns r into W r.
    void measure(std::int64_t first, std::vector<double>& r, Partial& p) const {
        double squares = 0, steps = 0;
        for (std::size_t i = 0; i < r.size(); ++i) {
            const auto row = static_cast<std::size_t>(first) + i;
            const double root = design_.weighted() ? design_.root_weights[row] : 1;
            const double seen = r[i] * root;
            squares += seen * seen;
            if (p.any) steps += (seen - p.last) * (seen - p.last);
            if (!p.any) p.first = seen;
            p.any = true;
            p.last = seen;
            if (design_.weighted()) r[i] *= design_.weights[row];
        }
        p.squares.add(squares);
        p.steps.add(steps);
    }

    const Design& design_;
    const Target& target_;
    const std::vector<DoubleDouble>& beta_;
    bool full_;
};

}  // namespace

Residual residual_pass(const Context& context, const Design& design, const Target& target,
                       const std::vector<DoubleDouble>& beta, Digits digits) {
    if (digits == Digits::rounded) return panel_residual_pass(context, design, target, beta);
    const std::int64_t width = design.width();
    std::vector<Partial> partial(static_cast<std::size_t>(chunk_count(design.rows(), width + 1)));
    for (auto& p : partial) p.gradient.resize(static_cast<std::size_t>(width));
    const ResidualBlock block(design, target, beta, digits);
    for_each_block(context, design.rows(), width + 1,
                   [&](std::int64_t chunk, std::int64_t first, std::int64_t last) {
                       block.run(first, last, partial[static_cast<std::size_t>(chunk)]);
                   });
    Partial& all = partial[0];
    for (std::size_t k = 1; k < partial.size(); ++k) {
        const Partial& p = partial[k];
        all.squares.merge(p.squares);
        all.steps.merge(p.steps);
        all.steps.add_product(p.first - all.last, p.first - all.last);
        all.last = p.last;
        for (std::size_t j = 0; j < all.gradient.size(); ++j) all.gradient[j] += p.gradient[j];
    }
    Residual result{all.squares.value(), Eigen::VectorXd(width), all.steps.value()};
    for (std::int64_t j = 0; j < width; ++j)
        result.gradient(j) = static_cast<double>(all.gradient[static_cast<std::size_t>(j)]);
    return result;
}

}  // namespace tenon::models
