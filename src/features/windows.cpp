#include "tenon/windows.hpp"

#include <cmath>
#include <memory>
#include <set>
#include <utility>

#include "base/number_text.hpp"
#include "features/columns.hpp"
#include "features/feature_kinds.hpp"
#include "features/numbers.hpp"
#include "features/rolling.hpp"
#include "features/row_order.hpp"

namespace tenon {

using namespace features;

namespace {

struct Statistic {
    std::uint32_t bit;
    const char* name;
    std::int64_t least_count;  // fewer readings have no such number
    double (*value)(const WindowMoments&);
};

constexpr Statistic statistics[] = {
    {window_mean, "mean", 1, [](const WindowMoments& w) { return w.mean; }},
    {window_sd, "sd", 2,
     [](const WindowMoments& w) {
         return std::sqrt(w.squares / static_cast<double>(w.count - 1));
     }},
    {window_min, "min", 1, [](const WindowMoments& w) { return w.least; }},
    {window_max, "max", 1, [](const WindowMoments& w) { return w.greatest; }},
    {window_sum, "sum", 1, [](const WindowMoments& w) { return w.sum; }},
    {window_count, "count", 0, [](const WindowMoments& w) { return static_cast<double>(w.count); }},
};
constexpr std::int64_t longest_lag = 1'000'000'000;
constexpr std::uint32_t all_statistics = (window_count << 1) - 1;

// Cells filled in any order; those that are not stay missing.
class Made {
  public:
    explicit Made(std::int64_t rows) : cells_(std::make_shared<Cells>()), missing_(rows) {
        cells_->values = long_vector(static_cast<std::size_t>(rows), 0.0);
        cells_->validity.resize(static_cast<std::size_t>((rows + 7) / 8), 0);
    }
    void set(std::int64_t row, double value) {
        cells_->values[static_cast<std::size_t>(row)] = value;
        auto& byte = cells_->validity[static_cast<std::size_t>(row >> 3)];
        byte = static_cast<std::uint8_t>(byte | 1u << (row & 7));
        --missing_;
    }
    Column column() && {
        ColumnBuffers buffers;
        buffers.type = Type::float64;
        buffers.rows = static_cast<std::int64_t>(cells_->values.size());
        buffers.missing = missing_;
        buffers.values = cells_->values.data();
        buffers.validity = missing_ > 0 ? cells_->validity.data() : nullptr;
        buffers.owner = std::move(cells_);
        return Column(std::move(buffers));
    }

  private:
    struct Cells {
        std::vector<double> values;
        std::vector<std::uint8_t> validity;
    };
    std::shared_ptr<Cells> cells_;
    std::int64_t missing_;
};

// Lags up to here are found by going back row by row, which stays near in memory.
constexpr std::int64_t near_lag = 8;

class WindowStep final : public FeatureStep {
  public:
    WindowStep(std::vector<std::string> columns, WindowOptions options)
        : columns_(std::move(columns)), options_(std::move(options)) {
        check_distinct(columns_);
        check_options();
    }

    const char* kind() const noexcept override { return "windows"; }
    std::vector<std::string> inputs() const override {
        std::vector<std::string> names = columns_;
        names.insert(names.end(), options_.groups.begin(), options_.groups.end());
        if (!options_.time.empty()) names.push_back(options_.time);
        return names;
    }
    std::vector<std::string> outputs() const override {
        std::vector<std::string> names;
        for (const std::string& column : columns_)
            for (std::string& name : names_of(column)) names.push_back(std::move(name));
        return names;
    }

    Table apply(const Context& context, const Table& table) const override {
        const auto made = static_cast<std::int64_t>(outputs().size());
        const Charge charge(context, table.rows() * 8 * (made + 4));
        const RowOrder order =
            order_rows(context, table, options_.groups, options_.time, options_.seconds > 0);
        std::vector<std::int64_t> before;
        if (!options_.lags.empty()) before = order.rows_before(table.rows());
        Table out = table;
        for (const std::string& name : columns_) {
            const Column& column = table.column(name);
            check_numeric(name, column, "looked back on");
            // Lags of numbers that are doubles already are taken where they stand.
            const bool stand = column.type() == Type::float64 && !has_window();
            const auto made_numbers = stand ? std::vector<double>() : all_numbers(context, column);
            const std::span<const double> numbers =
                stand ? column.float64s() : std::span<const double>(made_numbers);
            std::vector<Column> columns;
            for (const std::int64_t lag : options_.lags)
                columns.push_back(lag <= near_lag ? lagged_near(column, numbers, before, lag)
                                                  : lagged(column, numbers, order, lag));
            if (has_window())
                for (Made& statistic : rolled(context, column, numbers, order))
                    columns.push_back(std::move(statistic).column());
            const auto names = names_of(name);
            out =
                append_columns(out, names, std::move(columns), "windows")
                    .with_change(
                        {"windows", name, 0, table.rows() * static_cast<std::int64_t>(names.size()),
                         options_.include_self ? "from the row itself and earlier rows of its group"
                                               : "from earlier rows of its group only"});
        }
        return out;
    }

    void write(Json& document) const override {
        document.set("columns", columns_);
        document.set("groups", options_.groups);
        document.set("time", options_.time);
        Json lags = Json::array();
        for (const std::int64_t lag : options_.lags) lags.push(Json(lag));
        document.set("lags", std::move(lags));
        document.set("rows", options_.rows);
        document.set("seconds", options_.seconds);
        document.set("statistics", static_cast<std::int64_t>(options_.statistics));
        document.set("include_self", options_.include_self);
        document.set("min_count", options_.min_count);
    }

  private:
    bool has_window() const { return options_.rows > 0 || options_.seconds > 0; }

    void check_options() const {
        if (options_.rows < 0) refuse_option("rows", "must not be negative");
        if (!(options_.seconds >= 0) || !std::isfinite(options_.seconds))
            refuse_option("seconds", "must be a finite number from 0 on");
        if (options_.rows > 0 && options_.seconds > 0)
            refuse_option("seconds", "and rows are both given; a window has one of them");
        if (options_.seconds > 0 && options_.time.empty())
            refuse_option("time", "must name a column for windows of time");
        if (options_.lags.empty() && !has_window())
            refuse_option("lags", "is empty and there is no window; ask for one of them");
        std::set<std::int64_t> seen;
        for (const std::int64_t lag : options_.lags)
            if (lag < 1 || lag > longest_lag || !seen.insert(lag).second)
                refuse_option("lags", "must be different counts of rows from 1 to 1000000000");
        if (has_window() &&
            (options_.statistics == 0 || (options_.statistics & ~all_statistics) != 0))
            refuse_option("statistics", "must name statistics of a window");
        if (options_.min_count < 1) refuse_option("min_count", "must be from 1 on");
    }

    std::vector<std::string> names_of(const std::string& column) const {
        std::vector<std::string> names;
        for (const std::int64_t lag : options_.lags)
            names.push_back(column + "_lag" + std::to_string(lag));
        if (!has_window()) return names;
        const std::string width = options_.rows > 0 ? std::to_string(options_.rows) + "rows"
                                                    : format_double(options_.seconds) + 's';
        for (const Statistic& statistic : statistics)
            if (options_.statistics & statistic.bit)
                names.push_back(column + '_' + statistic.name + '_' + width);
        return names;
    }

    static Column lagged_near(const Column& column, std::span<const double> numbers,
                              std::span<const std::int64_t> before, std::int64_t lag) {
        Made made(column.size());
        for (std::int64_t row = 0; row < column.size(); ++row) {
            std::int64_t from = row;
            for (std::int64_t k = 0; k < lag && from >= 0; ++k)
                from = before[static_cast<std::size_t>(from)];
            if (from >= 0 && column.valid(from))
                made.set(row, numbers[static_cast<std::size_t>(from)]);
        }
        return std::move(made).column();
    }

    static Column lagged(const Column& column, std::span<const double> numbers,
                         const RowOrder& order, std::int64_t lag) {
        Made made(column.size());
        for (std::size_t group = 0; group + 1 < order.starts.size(); ++group)
            for (std::int64_t i = order.starts[group] + lag; i < order.starts[group + 1]; ++i) {
                const std::int64_t from = order.rows[static_cast<std::size_t>(i - lag)];
                if (column.valid(from))
                    made.set(order.rows[static_cast<std::size_t>(i)],
                             numbers[static_cast<std::size_t>(from)]);
            }
        return std::move(made).column();
    }

    std::vector<Made> rolled(const Context& context, const Column& column,
                             std::span<const double> numbers, const RowOrder& order) const {
        std::vector<Made> made;
        for (const Statistic& statistic : statistics)
            if (options_.statistics & statistic.bit)
                made.emplace_back(static_cast<std::int64_t>(numbers.size()));
        RollingWindow window;
        for (std::size_t group = 0; group + 1 < order.starts.size(); ++group)
            roll(context, column, numbers, order, order.starts[group], order.starts[group + 1],
                 window, made);
        return made;
    }

    // [oldest, newest) are the places in the window.
    void roll(const Context& context, const Column& column, std::span<const double> numbers,
              const RowOrder& order, std::int64_t first, std::int64_t past, RollingWindow& window,
              std::vector<Made>& made) const {
        window.clear();
        const auto integers =
            column.type() == Type::int64 ? column.int64s() : std::span<const std::int64_t>();
        std::int64_t oldest = first, newest = first;
        // Whole microseconds of a timestamp; numbers have no such grain.
        const double ticks = options_.seconds * order.ticks_per_second;
        const double reach = order.ticks_per_second == 1 ? ticks : std::round(ticks);
        for (std::int64_t i = first; i < past; ++i) {
            if (i % rows_between_checks == 0) context.check_cancelled();
            const std::int64_t end = options_.include_self ? i + 1 : i;
            const auto may_enter = [&](std::int64_t j) {
                return j < end &&
                       (options_.include_self || options_.seconds == 0 || order.is_earlier(j, i));
            };
            const auto too_old = [&](std::int64_t j) {
                if (options_.rows > 0) return j < end - options_.rows;
                return options_.include_self ? order.is_old(j, i, reach)
                                             : order.is_older(j, i, reach);
            };
            while (may_enter(newest)) {
                const auto at =
                    static_cast<std::size_t>(order.rows[static_cast<std::size_t>(newest++)]);
                window.push({numbers[at], integers.empty() ? 0 : whole_rest(integers[at])});
            }
            while (oldest < newest && too_old(oldest)) {
                window.pop();
                ++oldest;
            }
            give(window.all(), order.rows[static_cast<std::size_t>(i)], made);
        }
    }

    void give(const WindowMoments& moments, std::int64_t row, std::vector<Made>& made) const {
        std::size_t place = 0;
        for (const Statistic& statistic : statistics) {
            if (!(options_.statistics & statistic.bit)) continue;
            Made& column = made[place++];
            const std::int64_t needed = statistic.least_count == 0
                                            ? 0
                                            : std::max(statistic.least_count, options_.min_count);
            if (moments.count >= needed) column.set(row, statistic.value(moments));
        }
    }

    std::vector<std::string> columns_;
    WindowOptions options_;
};

}  // namespace

Feature fit_windows(const Context&, const Table& table, std::span<const std::string> columns,
                    const WindowOptions& options) {
    for (const std::string& name : columns)
        check_numeric(name, table.column(name), "looked back on");
    for (const std::string& name : options.groups) table.index_of(name);
    if (!options.time.empty()) table.index_of(options.time);
    return Feature(std::make_shared<WindowStep>(
        std::vector<std::string>(columns.begin(), columns.end()), options));
}

namespace features {

StepPointer read_windows(const JsonMember& document) {
    WindowOptions options;
    options.groups = document["groups"].texts();
    options.time = document["time"].text();
    for (const JsonMember& lag : document["lags"].items()) options.lags.push_back(lag.count());
    options.rows = document["rows"].count();
    options.seconds = document["seconds"].finite();
    const std::int64_t bits = document["statistics"].count();
    if (bits > all_statistics) document["statistics"].refuse("holds unknown statistics");
    options.statistics = static_cast<std::uint32_t>(bits);
    options.include_self = document["include_self"].boolean();
    options.min_count = document["min_count"].count();
    return std::make_shared<WindowStep>(document["columns"].texts(), std::move(options));
}

}  // namespace features
}  // namespace tenon
