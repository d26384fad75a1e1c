#include "tenon/linear_partial.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>

#include "base/parallel.hpp"
#include "base/saved_formats.hpp"
#include "models/design.hpp"
#include "models/linear_fit.hpp"
#include "models/linear_sums.hpp"
#include "models/number_bytes.hpp"
#include "models/slice_checks.hpp"
#include "tenon/error.hpp"

namespace tenon {

namespace {

using namespace models;

// Rows that one thread takes at a time: enough that merging its exact sums is nothing.
constexpr std::int64_t rows_a_share = 64 * exact_block_rows;
constexpr std::int64_t most_shares = 16;
constexpr std::int64_t slices_a_column = 6;  // and the block itself, for measured data

// One slice as it is given.
struct Slice {
    const MatrixView& features;
    std::span<const double> target, weights;
};

// Moves rows of weight 0 out of a block of columns: they have no part in ranges and sums.
void leave_out_weightless(std::vector<double>& block, std::vector<double>& weights,
                          std::int64_t columns) {
    const std::size_t rows = weights.size();
    std::vector<std::size_t> from;
    for (std::size_t i = 0; i < rows; ++i)
        if (weights[i] > 0) from.push_back(i);
    const std::size_t kept = from.size();
    if (kept == rows) return;
    for (std::size_t j = 0; j < static_cast<std::size_t>(columns); ++j)
        for (std::size_t i = 0; i < kept; ++i) block[j * kept + i] = block[j * rows + from[i]];
    for (std::size_t i = 0; i < kept; ++i) weights[i] = weights[from[i]];
    block.resize(kept * static_cast<std::size_t>(columns));
    weights.resize(kept);
}

class Adding {
  public:
    Adding(const Slice& slice, LinearSums& sums) : slice_(slice), sums_(sums) {}

    void add(std::int64_t first, std::int64_t last) {
        const std::int64_t columns = sums_.one() + 1, given = last - first;
        std::vector<double> weights, block(static_cast<std::size_t>(given * columns), 1.0);
        const std::int64_t p = sums_.features();
        for (std::int64_t j = 0; j < p; ++j)
            copy(slice_.features.data + first * slice_.features.row_stride +
                     j * slice_.features.column_stride,
                 slice_.features.row_stride, given, block.data() + j * given);
        copy(slice_.target.data() + first, 1, given, block.data() + p * given);
        if (!slice_.weights.empty()) {
            weights.assign(slice_.weights.begin() + first, slice_.weights.begin() + last);
            leave_out_weightless(block, weights, columns);
        }
        const std::int64_t rows =
            slice_.weights.empty() ? given : static_cast<std::int64_t>(weights.size());
        if (rows == 0) return;
        for (const double w : weights) sums_.log_weights.add(std::log(w));
        for (std::int64_t j = 0; j <= p; ++j)
            widen(sums_.ranges[static_cast<std::size_t>(j)], block.data() + j * rows, rows);
        sums_.rows += rows;
        sums_.products.add(block, rows, slice_.weights.empty() ? nullptr : weights.data());
    }

  private:
    static void copy(const double* from, std::int64_t stride, std::int64_t count, double* to) {
        for (std::int64_t i = 0; i < count; ++i) {
            const double x = from[i * stride];
            to[i] = std::fabs(x) < least_exact ? 0 : x;
        }
    }

    static void widen(ColumnRange& range, const double* x, std::int64_t count) {
        for (std::int64_t i = 0; i < count; ++i) {
            range.least = std::min(range.least, x[i]);
            range.most = std::max(range.most, x[i]);
        }
    }

    const Slice& slice_;
    LinearSums& sums_;
};

// Sums that no rows can have: negative squares, and products larger than those of the lengths.
void check_products(const ByteReader& in, const ExactProducts& products) {
    constexpr int most_bits = 1000;  // so that every scaled number is a double
    for (std::int64_t k = 0; k < products.columns(); ++k)
        if (products.at(k, k).digits().negative ||
            std::abs(products.at(k, k).exponent()) > most_bits)
            in.refuse("a sum of squares is negative or out of range");
    for (std::int64_t k = 0; k < products.columns(); ++k)
        for (std::int64_t i = k + 1; i < products.columns(); ++i) {
            const ExactNumber& sum = products.at(i, k);
            ExactNumber room = ExactNumber::product(products.at(i, i), products.at(k, k));
            room.subtract(ExactNumber::product(sum, sum));
            if (room.digits().negative) in.refuse("sums of products contradict each other");
        }
}

}  // namespace

void models::LinearSums::clear() {
    rows = 0;
    log_weights = {};
    ranges.assign(names.size() + 1, {});
    products = ExactProducts(one() + 1);
}

void models::LinearSums::merge(const LinearSums& other) {
    rows += other.rows;
    log_weights.add(other.log_weights);
    for (std::size_t j = 0; j < ranges.size(); ++j) {
        ranges[j].least = std::min(ranges[j].least, other.ranges[j].least);
        ranges[j].most = std::max(ranges[j].most, other.ranges[j].most);
    }
    products.merge(other.products);
}

LinearPartial::LinearPartial(std::vector<std::string> names)
    : sums_(std::make_unique<LinearSums>()) {
    sums_->names = std::move(names);
    sums_->clear();
}
LinearPartial::LinearPartial(const LinearPartial& other)
    : sums_(std::make_unique<LinearSums>(*other.sums_)) {}
LinearPartial::LinearPartial(LinearPartial&&) noexcept = default;
LinearPartial& LinearPartial::operator=(LinearPartial other) noexcept {
    sums_ = std::move(other.sums_);
    return *this;
}
LinearPartial::~LinearPartial() = default;

const std::vector<std::string>& LinearPartial::names() const noexcept {
    return sums_->names;
}

std::int64_t LinearPartial::rows() const noexcept {
    return sums_->rows;
}

void LinearPartial::add(const Context& context, const MatrixView& features,
                        std::span<const double> target, std::span<const double> weights) {
    const std::int64_t rows = features.rows;
    if (rows == 0 && target.empty()) return;
    check_fit_arguments(features, target, sums_->names, true, 0, 0.5);
    check_slice_weights(weights, rows);
    check_values(features, target, sums_->names);
    context.report({.phase = "add rows", .rows = rows});
    const Slice slice{features, target, weights};
    // Sums of their own, so that a refused slice leaves nothing behind; and since they are exact,
    // their number may follow the threads.
    const std::int64_t shares =
        std::clamp<std::int64_t>(context.threads, 1, std::min(most_shares, rows));
    std::vector<LinearSums> parts(static_cast<std::size_t>(shares));
    for (LinearSums& part : parts) {
        part.names = sums_->names;
        part.clear();
    }
    const std::int64_t columns = sums_->one() + 1;
    // Sums of the shares, and a block with its slices in each.
    const Charge charge(context, (shares + 1) * sums_->products.bytes() +
                                     shares * slices_a_column * exact_block_rows * columns * 8);
    const std::int64_t step = std::max(block_count(rows, shares), std::min(rows_a_share, rows));
    parallel_blocks(context, rows, step,
                    [&](std::int64_t number, std::int64_t first, std::int64_t last) {
                        Adding adding(slice, parts[static_cast<std::size_t>(number)]);
                        for (std::int64_t at = first; at < last; at += exact_block_rows) {
                            context.check_cancelled();
                            adding.add(at, std::min(last, at + exact_block_rows));
                        }
                    });
    for (std::size_t k = 1; k < parts.size(); ++k) parts[0].merge(parts[k]);
    LinearSums sum = *sums_;
    sum.merge(parts[0]);
    *sums_ = std::move(sum);
}

void LinearPartial::merge(const LinearPartial& other) {
    if (other.sums_->names != sums_->names)
        throw Error(Status::argument,
                    "partials of other features cannot be merged: names and their order must be "
                    "the same",
                    {.argument = "other"});
    LinearSums sum = *sums_;
    sum.merge(*other.sums_);
    *sums_ = std::move(sum);
}

// names, rows, sum of ln w, ranges, products (lower triangle, column after column).
std::string LinearPartial::to_bytes() const {
    ByteWriter out(linear_partial_format);
    out.i64(sums_->features());
    for (const std::string& name : sums_->names) out.text(name);
    out.i64(sums_->rows);
    write_number(out, sums_->log_weights);
    for (const ColumnRange& range : sums_->ranges) {
        out.real(range.least);
        out.real(range.most);
    }
    for (std::int64_t k = 0; k <= sums_->one(); ++k)
        for (std::int64_t i = k; i <= sums_->one(); ++i)
            write_number(out, sums_->products.at(i, k));
    return out.seal();
}

LinearPartial LinearPartial::from_bytes(std::string_view bytes) {
    ByteReader in(bytes, linear_partial_format);
    constexpr std::int64_t name_bytes = 8;
    std::vector<std::string> names(static_cast<std::size_t>(in.count(name_bytes)));
    for (std::string& name : names) name = in.text();
    const auto p = static_cast<std::int64_t>(names.size());
    // What must still come, before memory is asked for it.
    if ((p + 2) * (p + 3) / 2 > static_cast<std::int64_t>(bytes.size()) / least_number_bytes)
        in.refuse("it ends too early");
    LinearPartial partial(std::move(names));
    LinearSums& sums = *partial.sums_;
    sums.rows = in.i64();
    if (sums.rows < 0) in.refuse("a negative number of rows");
    sums.log_weights = read_number(in);
    for (ColumnRange& range : sums.ranges) {
        range.least = in.real();
        range.most = in.real();
        const bool empty =
            std::isinf(range.least) && range.least > 0 && std::isinf(range.most) && range.most < 0;
        const bool sound = range.least <= range.most && std::fabs(range.least) <= largest_exact &&
                           std::fabs(range.most) <= largest_exact;
        if (sums.rows == 0 ? !empty : !sound) in.refuse("a range does not belong to any rows");
    }
    for (std::int64_t k = 0; k <= sums.one(); ++k)
        for (std::int64_t i = k; i <= sums.one(); ++i) sums.products.at(i, k) = read_number(in);
    check_products(in, sums.products);
    if ((sums.rows == 0) != sums.products.at(sums.one(), sums.one()).is_zero())
        in.refuse("rows and the sum of weights contradict each other");
    in.end();
    return partial;
}

LinearModel LinearPartial::finish(const Context& context, const LinearOptions& options) const {
    check_fit_options(options.l2, options.confidence);
    const auto refuse = [](const char* argument, const char* message) {
        throw Error(Status::argument, message, {.argument = argument});
    };
    if (options.polynomial != 1)
        refuse("polynomial", "a partial has no powers of features; give them as features");
    if (options.errors != ErrorKind::classical)
        refuse("errors", "robust errors need the rows once more: a partial has classical ones");
    if (!options.intercept && sums_->names.empty())
        refuse("features", "no features and no intercept: there is nothing to fit");
    if (sums_->rows == 0)
        throw Error(Status::data, "there are no rows to fit a model to", {.argument = "features"});
    context.report({.phase = "fit linear", .rows = sums_->rows});
    return fit_linear_by_products(context, *sums_, options);
}

}  // namespace tenon
