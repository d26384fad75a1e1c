#include "models/design.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <utility>

#include "base/number_text.hpp"
#include "base/reason_text.hpp"
#include "models/chunks.hpp"
#include "tenon/error.hpp"

namespace tenon::models {

namespace {

// A feature whose whole range is this many roundings of its largest value carries no information:
// it is a constant that was computed twice.
constexpr double constant_roundings = 4;
// Powers of two beyond 2^-1000 would make the inverse overflow; subnormal features keep this one.
constexpr int least_exponent = -1000;
constexpr std::int64_t most_columns = 1'000'000;

// False if a value is NaN or infinite: 0 * x is 0 for finite x and NaN for the others.
bool scan(const double* data, std::int64_t stride, std::int64_t count, ValueRange& range) {
    double least = range.least, most = range.most, total = 0, fault = 0;
    for (std::int64_t i = 0; i < count; ++i) {
        const double x = data[i * stride];
        least = x < least ? x : least;
        most = x > most ? x : most;
        total += x;
        fault += 0 * x;
    }
    range.least = least;
    range.most = most;
    range.total += total;
    return fault == 0;
}

const char* value_text(double x) {
    return std::isnan(x) ? "NaN" : x > 0 ? "infinity" : "-infinity";
}

[[noreturn]] void refuse_value(const Design& design, std::int64_t first, std::int64_t last) {
    for (std::int64_t i = first; i < last; ++i)
        for (std::int64_t j = 0; j < design.features.columns; ++j) {
            const double x = design.features(i, j);
            if (std::isfinite(x)) continue;
            const std::string& name = design.names[static_cast<std::size_t>(j)];
            throw Error(Status::data,
                        "feature \"" + name + "\", row " + std::to_string(i) + ": the value is " +
                            value_text(x) + "; fill it or drop the row before fitting",
                        {.argument = name, .row = i, .column = j});
        }
    throw Error(Status::internal, "a value that is not finite was seen and not found");
}

}  // namespace

bool is_constant(double least, double most, double largest, bool centred) {
    constexpr double epsilon = std::numeric_limits<double>::epsilon();
    return centred ? most - least <= constant_roundings * epsilon * largest : largest == 0;
}

Variable make_variable(const ValueRange& range, std::int64_t rows, bool centred) {
    Variable v;
    const double largest = std::max(std::fabs(range.least), std::fabs(range.most));
    if (largest > 0) {
        int exponent = 0;
        std::frexp(largest, &exponent);
        v.inverse = std::ldexp(1.0, -std::max(exponent - 1, least_exponent));
    }
    v.largest = largest * v.inverse;
    v.least = range.least * v.inverse;
    v.most = range.most * v.inverse;
    const double least = v.least, most = v.most;
    v.constant = is_constant(least, most, v.largest, centred);
    if (!centred) return v;
    if (least == most) {
        v.centre = least;
        return v;
    }
    // Any centre near the mean will do, since the intercept stays in the design; a sum that
    // overflowed is replaced by the middle of the range.
    const double mean = range.total / static_cast<double>(rows) * v.inverse;
    v.centre = mean >= least && mean <= most ? mean : least / 2 + most / 2;
    return v;
}

std::string Design::column_name(std::int64_t column) const {
    const std::int64_t j = feature(column);
    if (j < 0) return "(intercept)";
    return term_name(j, power(column));
}

std::string Design::term_name(std::int64_t feature, std::int64_t power) const {
    const std::string& name = names[static_cast<std::size_t>(feature)];
    return power == 1 ? name : name + "^" + std::to_string(power);
}

namespace {

// Columns of one feature with powers, for rows of values x: calls take(k, value of power k).
template <class Take>
void power_columns(const Variable& v, bool intercept, bool plain, std::int64_t degree, double x,
                   Take&& take) {
    const double u = x * v.inverse;
    if (plain) {
        DoubleDouble power = u;
        for (std::int64_t k = 1; k <= degree; ++k, power = power * DoubleDouble(u)) take(k, power);
        return;
    }
    DoubleDouble difference;
    exact_sum(u, -v.centre, difference.hi, difference.lo);
    const DoubleDouble t = difference / DoubleDouble(v.half);
    const DoubleDouble twice(2 * t.hi, 2 * t.lo);
    DoubleDouble before = 1.0, now = t;
    for (std::int64_t k = 1; k <= degree; ++k) {
        take(k, intercept ? now : DoubleDouble(u) * before);
        const DoubleDouble next = twice * now - before;
        before = now;
        now = next;
    }
}

}  // namespace

// A relative error of x moves T_k(t) by up to k |u| / half of it inside the range, and u^k by k.
double Design::magnitude(std::int64_t column) const {
    const std::int64_t j = feature(column);
    if (j < 0) return 1;
    const Variable& v = variable(column);
    if (degree_of(j) == 1) return v.largest;
    const auto k = static_cast<double>(power(column));
    if (plain_powers) return k * std::pow(v.largest, k);
    return std::max(1.0, k * v.largest / v.half) * (intercept ? 1 : v.largest);
}

void Design::load_parts(std::int64_t first, std::int64_t last, double* out, double* low,
                        std::int64_t leading) const {
    const std::int64_t count = last - first, columns = width();
    std::vector<double*> place(static_cast<std::size_t>(degree) + 1), rests(place.size());
    for (std::int64_t c = 0; c < columns;) {
        double* z = out + c * leading;
        double* rest = low ? low + c * leading : nullptr;
        const std::int64_t j = feature(c);
        if (j < 0) {
            std::fill(z, z + count, 1.0);
            if (rest) std::fill(rest, rest + count, 0.0);
            ++c;
            continue;
        }
        const Variable& v = variables[static_cast<std::size_t>(j)];
        const double* x = features.data + first * features.row_stride + j * features.column_stride;
        const std::int64_t stride = features.row_stride;
        if (degree_of(j) == 1) {
            for (std::int64_t i = 0; i < count; ++i) {
                double value, error;
                exact_sum(x[i * stride] * v.inverse, -v.centre, value, error);
                z[i] = value;
                if (rest) rest[i] = error;
            }
            ++c;
            continue;
        }
        // All columns of this feature at once, since each power needs those before it.
        std::fill(place.begin(), place.end(), nullptr);
        std::int64_t highest = 0;
        for (; c < columns && feature(c) == j; ++c) {
            highest = power(c);
            place[static_cast<std::size_t>(highest)] = out + c * leading;
            if (low) rests[static_cast<std::size_t>(highest)] = low + c * leading;
        }
        for (std::int64_t i = 0; i < count; ++i)
            power_columns(v, intercept, plain_powers, highest, x[i * stride],
                          [&](std::int64_t k, DoubleDouble value) {
                              double* at = place[static_cast<std::size_t>(k)];
                              if (!at) return;
                              at[i] = value.hi;
                              if (low) rests[static_cast<std::size_t>(k)][i] = value.lo;
                          });
    }
}

void Design::weigh(std::int64_t first, std::int64_t last, std::int64_t columns, double* block,
                   std::int64_t leading) const {
    if (!weighted()) return;
    const double* root = root_weights.data() + first;
    for (std::int64_t c = 0; c < columns; ++c)
        for (std::int64_t i = 0; i < last - first; ++i) block[c * leading + i] *= root[i];
}

void Design::load(std::int64_t first, std::int64_t last, double* out, std::int64_t leading) const {
    if (has_powers()) {
        load_parts(first, last, out, nullptr, leading);
        return;
    }
    const std::int64_t count = last - first;
    if (intercept) {
        std::fill(out, out + count, 1.0);
        out += leading;
    }
    const std::int64_t stride = features.row_stride;
    for (const std::int64_t j : active) {
        const Variable& v = variables[static_cast<std::size_t>(j)];
        const double* x = features.data + first * stride + j * features.column_stride;
        const double inverse = v.inverse, centre = v.centre;
        if (stride == 1)
            for (std::int64_t i = 0; i < count; ++i) out[i] = x[i] * inverse - centre;
        else
            for (std::int64_t i = 0; i < count; ++i) out[i] = x[i * stride] * inverse - centre;
        out += leading;
    }
}

namespace {

constexpr std::int64_t most_sampled = 31;
// The mean is a good centre up to this many half ranges of the middle values from their median.
constexpr double far_mean = 64;
// A range of more half ranges than that is one with values far out.
constexpr double far_range = 256;

// A few far values draw the mean to where no other value is: the other rows' z would be nearly
// equal and their differences few digits of H. Then the centre is the median of a few rows.
void centre_among_rows(const Design& design, std::int64_t j, Variable& v) {
    std::array<double, most_sampled> sample{};
    const std::int64_t rows = design.features.rows, count = std::min(rows, most_sampled);
    for (std::int64_t i = 0; i < count; ++i)
        sample[static_cast<std::size_t>(i)] = design.features(rows * i / count, j) * v.inverse;
    const auto begin = sample.begin(), end = begin + count, middle = begin + count / 2;
    std::nth_element(begin, middle, end);
    const double median = *middle;
    const auto low = begin + count / 4;
    std::nth_element(begin, low, middle);
    double half = median - *low;
    if (half == 0) {
        half = std::numeric_limits<double>::infinity();
        for (auto x = begin; x != end; ++x)
            if (*x != median) half = std::min(half, std::fabs(*x - median));
    }
    if (v.most - v.least > far_range * half) v.typical = half;
    if (std::fabs(v.centre - median) > far_mean * half) v.centre = median;
}

}  // namespace

Design make_design(const Context& context, const MatrixView& features,
                   std::span<const std::string> names, bool intercept) {
    Design design;
    design.features = features;
    design.names = names;
    design.intercept = intercept;
    const std::int64_t rows = features.rows, columns = features.columns;
    const auto p = static_cast<std::size_t>(columns);
    const std::int64_t chunk = chunk_rows(rows, columns);
    std::vector<ValueRange> ranges(p * static_cast<std::size_t>(block_count(rows, chunk)));
    for_each_block(
        context, rows, columns, [&](std::int64_t number, std::int64_t first, std::int64_t last) {
            ValueRange* range = ranges.data() + static_cast<std::size_t>(number) * p;
            bool finite = true;
            for (std::int64_t j = 0; j < columns; ++j) {
                const double* x =
                    features.data + first * features.row_stride + j * features.column_stride;
                finite &= scan(x, features.row_stride, last - first, range[j]);
            }
            if (!finite) refuse_value(design, first, last);
        });
    for (std::size_t k = p; k < ranges.size(); ++k) ranges[k % p].merge(ranges[k]);

    design.variables.reserve(p);
    for (std::int64_t j = 0; j < columns; ++j) {
        design.variables.push_back(
            make_variable(ranges[static_cast<std::size_t>(j)], rows, intercept));
        if (intercept) centre_among_rows(design, j, design.variables.back());
        if (!design.variables.back().constant) design.active.push_back(j);
    }
    design.order.assign(design.active.size(), 1);
    return design;
}

namespace {

// Values of a feature that are more than rounding apart, of which `most` are enough.
std::vector<double> levels_of(const Context& context, const Design& design, std::int64_t j,
                              std::int64_t most) {
    constexpr std::int64_t rows_between_checks = 1 << 16;
    const Variable& v = design.variables[static_cast<std::size_t>(j)];
    const double apart = constant_roundings * std::numeric_limits<double>::epsilon() * v.largest;
    std::vector<double> levels;
    for (std::int64_t i = 0; i < design.features.rows; ++i) {
        if (i % rows_between_checks == 0) context.check_cancelled();
        const double u = design.features(i, j) * v.inverse;
        const auto same = [=](double level) { return std::fabs(u - level) <= apart; };
        const auto at = std::find_if(levels.begin(), levels.end(), same);
        if (at != levels.end()) {
            std::swap(*at, levels.front());  // runs of a value are found at once
            continue;
        }
        levels.push_back(u);
        if (std::cmp_equal(levels.size(), most)) break;
    }
    return levels;
}

// m different values are told apart by the intercept and m - 1 powers, or by m powers where none
// of them is zero: every higher power is a combination of these.
std::int64_t telling_powers(const Context& context, const Design& design, std::int64_t j,
                            std::int64_t degree) {
    const std::vector<double> levels = levels_of(context, design, j, degree + 2);
    auto count = static_cast<std::int64_t>(levels.size());
    if (design.intercept || std::find(levels.begin(), levels.end(), 0.0) != levels.end()) --count;
    return std::min(degree, std::max<std::int64_t>(1, count));
}

}  // namespace

void add_powers(const Context& context, Design& design, std::int64_t degree, std::int64_t powered) {
    design.degree = degree;
    design.powered = powered;
    if (!design.has_powers()) return;
    std::vector<std::int64_t> active, order;
    for (const std::int64_t j : design.active) {
        Variable& v = design.variables[static_cast<std::size_t>(j)];
        const std::int64_t full = design.degree_of(j);
        const std::int64_t telling = full > 1 ? telling_powers(context, design, j, full) : 1;
        for (std::int64_t k = 1; k <= telling; ++k) {
            active.push_back(j);
            order.push_back(k);
        }
        for (std::int64_t k = telling + 1; k <= full; ++k) design.redundant.push_back({j, k});
        if (j >= powered) continue;
        v.centre = v.least / 2 + v.most / 2;
        v.half = v.most / 2 - v.least / 2;
        if (!(v.half > 0)) v.half = 1;  // constant, without an intercept
        const double unit = std::pow(v.inverse, static_cast<double>(degree));
        if (std::isfinite(unit) && unit >= std::numeric_limits<double>::min()) continue;
        const std::string& name = design.names[static_cast<std::size_t>(j)];
        throw Error(Status::data,
                    "feature \"" + name + "\": its power " + std::to_string(degree) +
                        " is beyond the range of numbers; give it in another unit, or lower "
                        "polynomial",
                    {.argument = name});
    }
    design.active = std::move(active);
    design.order = std::move(order);
}

Variable scan_target(const Context& context, std::span<const double> target, bool intercept) {
    ValueRange range;
    const auto rows = static_cast<std::int64_t>(target.size());
    constexpr std::int64_t block = 1 << 16;
    for (std::int64_t first = 0; first < rows; first += block) {
        context.check_cancelled();
        const std::int64_t last = std::min(rows, first + block);
        if (scan(target.data() + first, 1, last - first, range)) continue;
        for (std::int64_t i = first; i < last; ++i) {
            const double y = target[static_cast<std::size_t>(i)];
            if (std::isfinite(y)) continue;
            throw Error(Status::data,
                        "target, row " + std::to_string(i) + ": the value is " + value_text(y) +
                            "; drop rows without a target before fitting",
                        {.argument = "target", .row = i});
        }
    }
    return make_variable(range, rows, intercept);
}

void check_fit_options(double l2, double confidence) {
    if (!(l2 >= 0) || std::isinf(l2))
        throw Error(Status::argument,
                    "l2 is " + format_double(l2) + "; it must be finite and at least 0",
                    {.argument = "l2"});
    if (!(confidence > 0 && confidence < 1))
        throw Error(Status::argument,
                    "confidence is " + format_double(confidence) +
                        "; it must lie between 0 and 1, such as 0.95",
                    {.argument = "confidence"});
}

void check_fit_arguments(const MatrixView& features, std::span<const double> target,
                         std::span<const std::string> names, bool intercept, double l2,
                         double confidence) {
    const auto fault = [](const char* argument, const std::string& message) -> Error {
        return {Status::argument, message, {.argument = argument}};
    };
    if (features.rows < 0 || features.columns < 0)
        throw fault("features", "features have a negative number of rows or columns");
    if (features.columns > most_columns)
        throw fault("features", std::to_string(features.columns) + " features: at most " +
                                    std::to_string(most_columns) + " can be fitted");
    if (features.data == nullptr && features.rows > 0 && features.columns > 0)
        throw fault("features", "features are null");
    if (std::cmp_not_equal(names.size(), features.columns))
        throw fault("names", std::to_string(names.size()) + " names for " +
                                 count_text(features.columns, "feature", "features") +
                                 "; give one a feature");
    if (std::cmp_not_equal(target.size(), features.rows))
        throw fault("target",
                    "the target has " +
                        count_text(static_cast<std::int64_t>(target.size()), "value", "values") +
                        " and the features have " + count_text(features.rows, "row", "rows"));
    check_fit_options(l2, confidence);
    if (!intercept && features.columns == 0)
        throw fault("features", "no features and no intercept: there is nothing to fit");
    if (features.rows == 0)
        throw Error(Status::data, "there are no rows to fit a model to", {.argument = "features"});
}

}  // namespace tenon::models
