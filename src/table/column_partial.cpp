#include "table/column_partial.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "base/sum.hpp"
#include "table/distinct.hpp"

namespace tenon {

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();
constexpr std::int64_t block_rows = 4096;
constexpr std::size_t most_top = 10, most_gaps = 20;
constexpr std::int64_t most_bins = 30;

std::uint64_t word_of(const Column& column, std::int64_t row) {
    const auto at = static_cast<std::size_t>(row);
    if (column.type() == Type::boolean) return column.boolean(row);
    if (column.type() != Type::float64) return static_cast<std::uint64_t>(column.int64s()[at]);
    const double value = column.float64s()[at];
    return std::bit_cast<std::uint64_t>(std::isnan(value) ? none : value + 0.0);
}

CellNumber number_of(const Column& column, std::int64_t row) {
    const bool whole = column.type() == Type::int64 || column.type() == Type::timestamp;
    return {column.number(row), whole ? column.int64s()[static_cast<std::size_t>(row)] : 0};
}

double micros_between(std::int64_t from, std::int64_t to) {
    const auto a = static_cast<std::uint64_t>(from), b = static_cast<std::uint64_t>(to);
    return from <= to ? static_cast<double>(b - a) : -static_cast<double>(a - b);
}

// The cell a word came from, as text.
std::string text_of(Type type, std::uint64_t word) {
    switch (type) {
        case Type::float64:
            return Column::from_float64({std::bit_cast<double>(word)}).cell_text(0);
        case Type::int64:
            return Column::from_int64({static_cast<std::int64_t>(word)}).cell_text(0);
        case Type::timestamp:
            return Column::from_timestamp({static_cast<std::int64_t>(word)}).cell_text(0);
        case Type::boolean:
            return word ? "true" : "false";
        case Type::text:
            break;
    }
    return {};
}

}  // namespace

void Sequence::keep_gap(const TimeGap& gap) {
    const auto shorter = [](const TimeGap& a, const TimeGap& b) { return a.seconds > b.seconds; };
    longest_steps_.push_back(gap);  // a heap with the shortest on top
    std::push_heap(longest_steps_.begin(), longest_steps_.end(), shorter);
    if (longest_steps_.size() <= most_gaps) return;
    std::pop_heap(longest_steps_.begin(), longest_steps_.end(), shorter);
    longest_steps_.pop_back();
}

void Sequence::close_run() {
    if (tail_.rows > longest_.rows) longest_ = tail_;
}

void Sequence::step(CellNumber from, CellNumber to, std::int64_t row) {
    up_ = up_ || to > from;
    down_ = down_ || to < from;
    equal_ = equal_ || to == from;
    if (!times_) return;
    constexpr double micros_per_second = 1e6;
    const double seconds = micros_between(from.whole, to.whole) / micros_per_second;
    back_ += seconds < 0;
    repeated_ += seconds == 0;
    if (seconds <= 0) return;
    steps_.add(seconds);
    keep_gap({row, from.number, seconds});
}

void Sequence::add(CellNumber value, std::int64_t row) {
    if (!any_) {
        any_ = true;
        first_ = value;
        first_row_ = row;
        head_touches_ = !run_broken_;
        head_ = tail_ = {row, 1};
    } else {
        step(last_, value, last_row_);
        if (value == last_ && !run_broken_) {
            ++tail_.rows;
            if (head_open_) head_ = tail_;
        } else {
            head_open_ = false;
            close_run();
            tail_ = {row, 1};
        }
    }
    run_broken_ = false;
    last_ = value;
    last_row_ = row;
}

void Sequence::merge(const Sequence& later, std::int64_t shift) {
    if (!later.any_) {
        run_broken_ = run_broken_ || later.run_broken_;
        return;
    }
    const auto shifted = [shift](Run run) { return Run{run.first_row + shift, run.rows}; };
    if (!any_) {
        const bool broken = run_broken_;
        *this = later;
        first_row_ += shift;
        last_row_ += shift;
        head_ = shifted(head_), tail_ = shifted(tail_), longest_ = shifted(longest_);
        for (TimeGap& gap : longest_steps_) gap.row += shift;
        head_touches_ = later.head_touches_ && !broken;
        return;
    }
    step(last_, later.first_, last_row_);
    up_ = up_ || later.up_;
    down_ = down_ || later.down_;
    equal_ = equal_ || later.equal_;
    back_ += later.back_;
    repeated_ += later.repeated_;
    steps_.merge(later.steps_);
    for (TimeGap gap : later.longest_steps_) {
        gap.row += shift;
        keep_gap(gap);
    }
    if (later.first_ == last_ && !run_broken_ && later.head_touches_) {
        tail_.rows += later.head_.rows;
        if (head_open_) head_ = tail_;
    } else {
        head_open_ = false;
        close_run();
        tail_ = shifted(later.head_);
    }
    if (!later.head_open_) {
        head_open_ = false;
        close_run();
        if (later.longest_.rows > longest_.rows) longest_ = shifted(later.longest_);
        tail_ = shifted(later.tail_);
    }
    run_broken_ = later.run_broken_;
    last_ = later.last_;
    last_row_ = later.last_row_ + shift;
}

void Sequence::finish(ColumnDetail& out) const {
    out.period_seconds = none;
    if (!any_) return;
    const Run& run = tail_.rows > longest_.rows ? tail_ : longest_;
    out.stuck_rows = run.rows;
    out.stuck_first_row = run.first_row;
    const bool several = up_ || down_ || equal_;
    out.increasing = several && !down_;
    out.decreasing = several && !up_;
    out.strictly = several && !equal_ && up_ != down_;
    out.steps_back = back_;
    out.repeated = repeated_;
    if (steps_.count() == 0) return;
    constexpr double gap_periods = 1.5;  // a record fails to come, whatever the jitter of others
    out.period_seconds = value_at_share(steps_.sorted(), 0.5);
    for (const TimeGap& gap : longest_steps_)
        if (gap.seconds > gap_periods * out.period_seconds) out.gaps.push_back(gap);
    std::sort(out.gaps.begin(), out.gaps.end(),
              [](const TimeGap& a, const TimeGap& b) { return a.row < b.row; });
}

void ColumnPartial::add_block(const Column& column, std::int64_t first, std::int64_t count) {
    std::vector<DoubleDouble> numbers;
    numbers.reserve(static_cast<std::size_t>(count));
    Sum total;
    for (std::int64_t row = first; row < first + count; ++row) {
        if (!column.valid(row)) {
            ++missing_;
            sequence_.interrupt();
            continue;
        }
        if (type_ == Type::text) {
            const std::string_view text = column.text(row);
            values_.add(hash_of(text), 1, [text] { return Kept{0, std::string(text)}; });
            continue;
        }
        const std::uint64_t word = word_of(column, row);
        values_.add(hash_of(word), 1, [word] { return Kept{word, {}}; });
        const CellNumber value = number_of(column, row);
        if (!std::isfinite(value.number)) {
            ++(std::isnan(value.number) ? nan_ : infinite_);
            sequence_.interrupt();
            continue;
        }
        minimum_ = moments_.count == 0 && numbers.empty() ? value : std::min(minimum_, value);
        maximum_ = moments_.count == 0 && numbers.empty() ? value : std::max(maximum_, value);
        quantiles_.add(value.number);
        bins_.add(value.number);
        sequence_.add(value, rows_ + row);
        const double rest = whole_rest(value.whole);
        numbers.emplace_back(value.number, rest);
        total.add(value.number);
        if (rest != 0) total.add(rest);
    }
    if (numbers.empty()) return;
    Moments block;
    block.count = static_cast<double>(numbers.size());
    block.mean = total.mean(block.count);
    Sum squares;
    for (const DoubleDouble& x : numbers) {
        const double d = deviation(x, block.mean);
        squares.add_product(d, d);
    }
    block.squares = squares.value();
    moments_.merge(block);
}

void ColumnPartial::add(const Context& context, const Column& column) {
    for (std::int64_t first = 0; first < column.size(); first += block_rows) {
        context.check_cancelled();
        add_block(column, first, std::min(block_rows, column.size() - first));
    }
    rows_ += column.size();
}

void ColumnPartial::merge(const ColumnPartial& later) {
    sequence_.merge(later.sequence_, rows_);
    if (later.moments_.count > 0) {
        minimum_ = moments_.count == 0 ? later.minimum_ : std::min(minimum_, later.minimum_);
        maximum_ = moments_.count == 0 ? later.maximum_ : std::max(maximum_, later.maximum_);
    }
    moments_.merge(later.moments_);
    quantiles_.merge(later.quantiles_);
    bins_.merge(later.bins_);
    values_.merge(later.values_);
    rows_ += later.rows_;
    missing_ += later.missing_;
    nan_ += later.nan_;
    infinite_ += later.infinite_;
}

void ColumnPartial::finish_numbers(ColumnDetail& out) const {
    constexpr double shares[] = {0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99};
    const double least = minimum_.number, greatest = maximum_.number;
    out.minimum = least;
    out.maximum = greatest;
    out.int64_minimum = minimum_.whole;
    out.int64_maximum = maximum_.whole;
    out.mean = static_cast<double>(moments_.mean);
    if (moments_.count > 1) out.sd = std::sqrt(moments_.squares / (moments_.count - 1));
    const auto sorted = quantiles_.sorted();
    const bool between = quantiles_.exact() && type_ != Type::timestamp;
    for (const double share : shares)
        out.quantiles.push_back(between ? value_between_ranks(sorted, share)
                                        : value_at_share(sorted, share));
    out.rank_error = quantiles_.exact() ? 0 : QuantileSketch::rank_error;
    if (least == greatest) {
        out.bin_edges = {least, greatest};
        out.bin_counts = {static_cast<std::int64_t>(moments_.count)};
        return;
    }
    const auto bins =
        std::min(most_bins, static_cast<std::int64_t>(std::ceil(std::sqrt(moments_.count))));
    bins_.finish(bins, out.bin_edges, out.bin_counts);
}

void ColumnPartial::finish_top(ColumnDetail& out) const {
    out.distinct = values_.distinct();
    out.distinct_error = values_.exact() ? 0 : ValueCounts<Kept>::relative_error;
    out.top_error = values_.error();
    const auto less = [](const Kept& a, const Kept& b) {
        return a.word != b.word ? a.word < b.word : a.text < b.text;
    };
    for (const auto& counter : values_.top(most_top, less))
        out.top.push_back(
            {type_ == Type::text ? counter.value.text : text_of(type_, counter.value.word),
             counter.count});
}

ColumnDetail ColumnPartial::finish(std::string name) const {
    ColumnDetail out;
    out.name = std::move(name);
    out.type = type_;
    out.rows = rows_;
    out.missing = missing_;
    out.nan = nan_;
    out.infinite = infinite_;
    out.minimum = out.maximum = out.mean = out.sd = none;
    finish_top(out);
    if (moments_.count > 0) finish_numbers(out);
    sequence_.finish(out);
    return out;
}

}  // namespace tenon
