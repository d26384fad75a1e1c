#include "clean/fill_cells.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>
#include <optional>
#include <utility>

#include "base/number_text.hpp"
#include "base/order_statistics.hpp"
#include "base/parallel.hpp"
#include "clean/value_fill.hpp"
#include "tenon/error.hpp"

namespace tenon::clean {

namespace {

Validity filled_validity(const Column& column, std::span<const Run> runs) {
    Validity validity(column);
    for (const Run& run : runs) validity.set(run);
    return validity;
}

// Puts value_at(i, row) into every row of run i.
template <class Value, class ValueAt>
void patch(const Context& context, LargeArray<Value>& cells, std::span<const Run> runs,
           ValueAt value_at) {
    for (std::size_t i = 0; i < runs.size(); ++i) {
        if (i % static_cast<std::size_t>(rows_between_checks) == 0) context.check_cancelled();
        for (std::int64_t row = runs[i].first; row < runs[i].last; ++row)
            cells[static_cast<std::size_t>(row)] = value_at(i, row);
    }
}

// A copy of the cells with value_at(i, row) in each row of run i.
template <class Value, class ValueAt>
LargeArray<Value> patched(const Context& context, std::span<const Value> cells,
                          std::span<const Run> runs, ValueAt value_at) {
    LargeArray<Value> out(cells.size(), context.spare);
    parallel_blocks(context, static_cast<std::int64_t>(cells.size()), rows_between_checks,
                    [&](std::int64_t, std::int64_t first, std::int64_t last) {
                        std::copy_n(cells.data() + first, last - first, out.data() + first);
                    });
    patch(context, out, runs, value_at);
    return out;
}

template <class BitAt>
Column patched_bits(const Column& column, std::span<const Run> runs, BitAt bit_at) {
    auto bits = copy_bits(column);
    Validity validity = filled_validity(column, runs);
    for (std::size_t i = 0; i < runs.size(); ++i)
        for (std::int64_t row = runs[i].first; row < runs[i].last; ++row)
            set_bit(bits, validity.bit_offset() + row, bit_at(i));
    return make_boolean(std::move(bits), std::move(validity));
}

// The bytes between runs are copied in one piece each.
template <class TextAt>
Column patched_text(const Context& context, const Column& column, std::span<const Run> runs,
                    TextAt text_at) {
    const std::int64_t* offsets = column.buffers().offsets;
    const char* bytes = static_cast<const char*>(column.buffers().values);
    std::int64_t size = offsets[column.size()] - offsets[0];
    for (std::size_t i = 0; i < runs.size(); ++i)
        size += runs[i].length() * static_cast<std::int64_t>(text_at(i).size());
    LargeArray<char> new_bytes(static_cast<std::size_t>(size), context.spare);
    LargeArray<std::int64_t> new_offsets(static_cast<std::size_t>(column.size()) + 1,
                                         context.spare);
    std::int64_t written = 0;

    const auto copy_between = [&](std::int64_t first, std::int64_t last) {
        if (first == last) return;
        const std::int64_t shift = written - offsets[first];
        for (std::int64_t row = first; row < last; ++row)
            new_offsets[static_cast<std::size_t>(row)] = offsets[row] + shift;
        std::copy(bytes + offsets[first], bytes + offsets[last], new_bytes.data() + written);
        written += offsets[last] - offsets[first];
    };
    std::int64_t row = 0;
    for (std::size_t i = 0; i < runs.size(); ++i) {
        if (i % static_cast<std::size_t>(rows_between_checks) == 0) context.check_cancelled();
        copy_between(row, runs[i].first);
        const std::string_view text = text_at(i);
        for (row = runs[i].first; row < runs[i].last; ++row) {
            new_offsets[static_cast<std::size_t>(row)] = written;
            std::copy(text.begin(), text.end(), new_bytes.data() + written);
            written += static_cast<std::int64_t>(text.size());
        }
    }
    copy_between(row, column.size());
    new_offsets[static_cast<std::size_t>(column.size())] = written;
    return make_text(std::move(new_offsets), std::move(new_bytes), filled_validity(column, runs));
}

// Whether a double holds the integer.
bool exact_double(std::int64_t cell) {
    const auto number = static_cast<double>(cell);
    return fits_int64(number) && static_cast<std::int64_t>(number) == cell;
}

// How far row lies between rows `above` and `below` on the axis of time.
class TimeAxis {
  public:
    // A share of the way as a fraction of integers, or as a double where times are (whole is 0).
    struct Part {
        std::uint64_t done = 0, whole = 0;
        double share = 0;
    };

    explicit TimeAxis(const Column* time) : time_(time) {}

    Part part(std::int64_t above, std::int64_t row, std::int64_t below) const {
        if (time_ && time_->type() == Type::float64) return {0, 0, share(above, row, below)};
        const std::uint64_t whole = steps(above, below);
        // Neighbours at one moment: halfway, as neither is nearer.
        return whole > 0 ? Part{steps(above, row), whole} : Part{1, 2};
    }

    double share(std::int64_t above, std::int64_t row, std::int64_t below) const {
        const double whole = distance(above, below);
        // Neighbours at one moment: halfway, as neither is nearer.
        return whole > 0 ? distance(above, row) / whole : 0.5;
    }

  private:
    double distance(std::int64_t from, std::int64_t to) const {
        const auto a = static_cast<std::size_t>(from), b = static_cast<std::size_t>(to);
        if (time_ && time_->type() == Type::float64) {
            const auto times = time_->float64s();
            return times[b] / 2 - times[a] / 2;  // halves cannot overflow; the ratio is the same
        }
        return static_cast<double>(steps(from, to));
    }
    std::uint64_t steps(std::int64_t from, std::int64_t to) const {
        if (!time_) return static_cast<std::uint64_t>(to - from);
        const auto times = time_->int64s();
        return static_cast<std::uint64_t>(times[static_cast<std::size_t>(to)]) -
               static_cast<std::uint64_t>(times[static_cast<std::size_t>(from)]);
    }

    const Column* time_;
};

// The integer that lies that part of the way from one to the other, if it is one. With the part in
// lowest terms p / q it is so where q divides the distance, and then p steps of it cannot overflow.
std::optional<std::int64_t> whole_between(std::int64_t from, std::int64_t to,
                                          const TimeAxis::Part& part) {
    if (part.whole == 0) {
        const double value =
            between(static_cast<double>(from), static_cast<double>(to), part.share);
        if (!exact_double(from) || !exact_double(to) || !fits_int64(value)) return {};
        return static_cast<std::int64_t>(value);
    }
    const std::uint64_t common = std::gcd(part.done, part.whole);
    const std::uint64_t p = part.done / common, q = part.whole / common;
    const auto low = static_cast<std::uint64_t>(std::min(from, to));
    const std::uint64_t distance = static_cast<std::uint64_t>(std::max(from, to)) - low;
    if (distance % q != 0) return {};
    const std::uint64_t steps = from <= to ? p : q - p;
    return static_cast<std::int64_t>(low + distance / q * steps);
}

}  // namespace

void refuse_inexact(const Context& context, const Column& column, const std::string& name) {
    if (column.type() != Type::int64) return;
    const auto cells = column.int64s();
    for (std::int64_t row = 0; row < column.size(); ++row) {
        if (row % rows_between_checks == 0) context.check_cancelled();
        if (!column.valid(row) || exact_double(cells[static_cast<std::size_t>(row)])) continue;
        throw Error(Status::data,
                    "column \"" + name + "\", row " + std::to_string(row) +
                        ": the column is int64, and filling it with a fraction would make it "
                        "float64, which does not hold " +
                        column.cell_text(row) + "; fill with an integer",
                    {.argument = name, .row = row});
    }
}

bool usable_cell(const Column& column, std::int64_t row, bool finite) {
    if (!column.valid(row)) return false;
    if (column.type() != Type::float64) return true;
    const double value = column.float64s()[static_cast<std::size_t>(row)];
    return finite ? std::isfinite(value) : !std::isnan(value);
}

Column fill_with_value(const Context& context, const Column& column, std::span<const Run> runs,
                       const FittedFill& fill) {
    return fill_with_values(context, column, runs, std::span(&fill, 1), {});
}

std::optional<Column> fill_all_with_number(const Context& context, const Column& column,
                                           const FittedFill& fill, std::int64_t& nan) {
    const bool whole = parse_int64(fill.text) || fits_int64(fill.value);
    if (column.type() != Type::float64 && (column.type() != Type::int64 || whole)) return {};
    ValueFilled filled = fill_every_missing(context, column, fill.value);
    if (filled.inexact) refuse_inexact(context, column, fill.column);
    nan = filled.nan;
    return make_float64(std::move(filled.cells), Validity(column.size()));
}

Column fill_with_values(const Context& context, const Column& column, std::span<const Run> runs,
                        std::span<const FittedFill> fills, std::span<const std::int32_t> which) {
    const auto fill = [&](std::size_t i) -> const FittedFill& {
        return fills[which.empty() ? 0 : static_cast<std::size_t>(which[i])];
    };
    const auto all = [&](auto holds) {
        if (which.empty()) return holds(fills[0]);
        return std::all_of(which.begin(), which.end(), [&](std::int32_t k) {
            return holds(fills[static_cast<std::size_t>(k)]);
        });
    };
    const auto exact = [](const FittedFill& learned) {
        const auto whole = parse_int64(learned.text);
        return whole ? *whole : static_cast<std::int64_t>(learned.value);
    };
    switch (column.type()) {
        case Type::text:
            return patched_text(context, column, runs,
                                [&](std::size_t i) { return std::string_view(fill(i).text); });
        case Type::timestamp:
        case Type::int64:
            if (!all([](const FittedFill& learned) {
                    return parse_int64(learned.text) || fits_int64(learned.value);
                }))
                break;
            return make_int64(column.type(),
                              patched(context, column.int64s(), runs,
                                      [&](std::size_t i, std::int64_t) { return exact(fill(i)); }),
                              filled_validity(column, runs));
        case Type::boolean:
            if (!all([](const FittedFill& learned) {
                    return learned.value == 0 || learned.value == 1;
                }))
                break;
            return patched_bits(column, runs, [&](std::size_t i) { return fill(i).value == 1; });
        case Type::float64:
            break;
    }
    const auto number = [&](std::size_t i, std::int64_t) { return fill(i).value; };
    if (column.type() == Type::float64)
        return make_float64(patched(context, column.float64s(), runs, number),
                            filled_validity(column, runs));
    refuse_inexact(context, column, fill(0).column);
    auto numbers = all_numbers(context, column);
    patch(context, numbers, runs, number);
    return make_float64(std::move(numbers), filled_validity(column, runs));
}

Neighbours neighbours_of(const Context& context, const Column& column, std::span<const Run> runs,
                         bool finite) {
    Neighbours out;
    out.above.assign(runs.size(), -1);
    out.below.assign(runs.size(), -1);
    // Each stretch between two runs is searched from the run on, and seldom beyond its first cell.
    std::int64_t looks = 0;
    const auto usable = [&](std::int64_t row) {
        if (++looks % rows_between_checks == 0) context.check_cancelled();
        return usable_cell(column, row, finite);
    };
    for (std::size_t i = 0; i < runs.size(); ++i) {
        const std::int64_t begin = i == 0 ? 0 : runs[i - 1].last;
        std::int64_t row = runs[i].first - 1;
        while (row >= begin && !usable(row)) --row;
        out.above[i] = row >= begin ? row : i == 0 ? -1 : out.above[i - 1];
    }
    for (std::size_t i = runs.size(); i-- > 0;) {
        const std::int64_t end = i + 1 == runs.size() ? column.size() : runs[i + 1].first;
        std::int64_t row = runs[i].last;
        while (row < end && !usable(row)) ++row;
        out.below[i] = row < end ? row : i + 1 == runs.size() ? -1 : out.below[i + 1];
    }
    return out;
}

Column fill_with_rows(const Context& context, const Column& column, std::span<const Run> runs,
                      std::span<const std::int64_t> sources) {
    const auto source = [&](std::size_t i) { return static_cast<std::size_t>(sources[i]); };
    switch (column.type()) {
        case Type::float64: {
            const auto cells = column.float64s();
            return make_float64(
                patched(context, cells, runs,
                        [&](std::size_t i, std::int64_t) { return cells[source(i)]; }),
                filled_validity(column, runs));
        }
        case Type::int64:
        case Type::timestamp: {
            const auto cells = column.int64s();
            return make_int64(
                column.type(),
                patched(context, cells, runs,
                        [&](std::size_t i, std::int64_t) { return cells[source(i)]; }),
                filled_validity(column, runs));
        }
        case Type::boolean:
            return patched_bits(column, runs,
                                [&](std::size_t i) { return column.boolean(sources[i]); });
        case Type::text:
            break;
    }
    return patched_text(context, column, runs,
                        [&](std::size_t i) { return column.text(sources[i]); });
}

// The points of lines between integers, where all of them are integers.
static std::optional<LargeArray<std::int64_t>> whole_line(const Context& context,
                                                          const Column& column,
                                                          std::span<const Run> runs,
                                                          const Neighbours& neighbours,
                                                          const TimeAxis& axis) {
    const auto cells = column.int64s();
    LargeArray<std::int64_t> out(cells, context.spare);
    for (std::size_t i = 0; i < runs.size(); ++i) {
        if (i % static_cast<std::size_t>(rows_between_checks) == 0) context.check_cancelled();
        const std::int64_t above = neighbours.above[i], below = neighbours.below[i];
        const std::int64_t from = cells[static_cast<std::size_t>(above)],
                           to = cells[static_cast<std::size_t>(below)];
        for (std::int64_t row = runs[i].first; row < runs[i].last; ++row) {
            const auto point = whole_between(from, to, axis.part(above, row, below));
            if (!point) return {};
            out[static_cast<std::size_t>(row)] = *point;
        }
    }
    return out;
}

Column fill_with_line(const Context& context, const std::string& name, const Column& column,
                      std::span<const Run> runs, const Neighbours& neighbours, const Column* time) {
    const TimeAxis axis(time);
    const auto point = [&](std::size_t i, std::int64_t row) {
        const std::int64_t above = neighbours.above[i], below = neighbours.below[i];
        return between(column.number(above), column.number(below), axis.share(above, row, below));
    };
    if (column.type() == Type::float64)
        return make_float64(patched(context, column.float64s(), runs, point),
                            filled_validity(column, runs));
    if (auto line = whole_line(context, column, runs, neighbours, axis))
        return make_int64(Type::int64, *std::move(line), filled_validity(column, runs));
    refuse_inexact(context, column, name);
    auto numbers = all_numbers(context, column);
    patch(context, numbers, runs, point);
    return make_float64(std::move(numbers), filled_validity(column, runs));
}

void check_time(const Context& context, const std::string& name, const Column& time) {
    if (time.type() == Type::text || time.type() == Type::boolean)
        throw Error(Status::type,
                    "time_column \"" + name + "\" is " + type_name(time.type()) +
                        "; it must be a timestamp or a number",
                    {.argument = name});
    const auto refuse = [&](std::int64_t row, const std::string& what) {
        throw Error(Status::data,
                    "time_column \"" + name + "\", row " + std::to_string(row) + ": " + what,
                    {.argument = name, .row = row});
    };
    const bool real = time.type() == Type::float64;
    for (std::int64_t row = 0; row < time.size(); ++row) {
        if (row % rows_between_checks == 0) context.check_cancelled();
        if (!time.valid(row)) refuse(row, "the time is missing; fill or drop it first");
        const auto at = static_cast<std::size_t>(row);
        if (real && !std::isfinite(time.float64s()[at]))
            refuse(row, "the time is not finite; clear or drop it first");
        const bool falls = row > 0 && (real ? time.float64s()[at] < time.float64s()[at - 1]
                                            : time.int64s()[at] < time.int64s()[at - 1]);
        if (falls)
            refuse(row, time.cell_text(row) + " is before " + time.cell_text(row - 1) +
                            " in the row above; sort the rows by time first");
    }
}

}  // namespace tenon::clean
