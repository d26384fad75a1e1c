#include "tenon/bins.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/enum_names.hpp"
#include "base/held_bytes.hpp"
#include "base/number_text.hpp"
#include "base/order_statistics.hpp"
#include "base/reason_text.hpp"
#include "features/columns.hpp"
#include "features/feature_kinds.hpp"
#include "features/numbers.hpp"

namespace tenon {

using namespace features;

namespace {

constexpr std::int64_t most_bins = 100'000;
constexpr std::int64_t no_bin = -1;

constexpr EnumNames<BinOutside, 3> outside_words{{{BinOutside::nearest, "nearest"},
                                                  {BinOutside::missing, "missing"},
                                                  {BinOutside::error, "error"}}};

struct Edges {
    std::string column;
    std::vector<double> values;  // strictly ascending, two or more
};

std::int64_t bin_of(double x, const std::vector<double>& edges, BinOutside outside) {
    const auto bins = static_cast<std::int64_t>(edges.size()) - 1;
    if (std::isnan(x)) return no_bin;
    if (x < edges.front()) return outside == BinOutside::nearest ? 0 : no_bin;
    if (x > edges.back()) return outside == BinOutside::nearest ? bins - 1 : no_bin;
    const auto past = std::upper_bound(edges.begin(), edges.end(), x);
    return std::min<std::int64_t>(past - edges.begin() - 1, bins - 1);
}

std::vector<std::string> labels_of(const std::vector<double>& edges) {
    std::vector<std::string> labels;
    for (std::size_t i = 0; i + 1 < edges.size(); ++i)
        labels.push_back('[' + format_double(edges[i]) + ", " + format_double(edges[i + 1]) +
                         (i + 2 == edges.size() ? ']' : ')'));
    return labels;
}

class BinStep final : public FeatureStep {
  public:
    BinStep(BinOutside outside, bool labels, std::vector<Edges> edges)
        : outside_(outside), labels_(labels), edges_(std::move(edges)) {
        check_distinct(column_names(edges_));
        for (const Edges& one : edges_) {
            if (one.values.size() < 2)
                refuse_column(one.column, "bins need two edges or more", Status::argument);
            for (std::size_t i = 0; i < one.values.size(); ++i)
                if (std::isnan(one.values[i]) || (i > 0 && one.values[i] <= one.values[i - 1]))
                    refuse_column(one.column, "the edges of bins must ascend", Status::argument);
        }
    }

    const char* kind() const noexcept override { return "bins"; }
    std::vector<std::string> inputs() const override { return column_names(edges_); }
    std::vector<std::string> outputs() const override { return inputs(); }

    Table apply(const Context& context, const Table& table) const override {
        Table out = table;
        HeldBytes held(context);
        for (const Edges& one : edges_) {
            const Column& column = table.column(one.column);
            check_numeric(one.column, column, "cut into bins");
            held.add(column.size() * 16);
            const auto bins = static_cast<std::int64_t>(one.values.size()) - 1;
            out = out.with_column(one.column, cut(context, column, one))
                      .with_change({"bins", one.column, 0, column.size() - column.missing(),
                                    "one of " + count_text(bins, "bin", "bins") + " from " +
                                        reading_text(one.values.front()) + " to " +
                                        reading_text(one.values.back())});
        }
        return out;
    }

    void write(Json& document) const override {
        document.set("outside", name_in(outside_words, outside_));
        document.set("labels", labels_);
        Json columns = Json::array();
        for (const Edges& one : edges_) {
            Json entry;
            entry.set("column", one.column);
            Json values = Json::array();
            for (const double value : one.values) values.push(json_real(value));
            entry.set("edges", std::move(values));
            columns.push(std::move(entry));
        }
        document.set("columns", std::move(columns));
    }

  private:
    Column cut(const Context& context, const Column& column, const Edges& one) const {
        const auto numbers = all_numbers(context, column);
        const auto labels = labels_ ? labels_of(one.values) : std::vector<std::string>();
        ColumnBuilder builder(labels_ ? Type::text : Type::int64);
        builder.reserve(column.size());
        for (std::int64_t row = 0; row < column.size(); ++row) {
            if (row % rows_between_checks == 0) context.check_cancelled();
            const double x = numbers[static_cast<std::size_t>(row)];
            const std::int64_t bin = column.valid(row) ? bin_of(x, one.values, outside_) : no_bin;
            if (bin == no_bin && column.valid(row) && outside_ == BinOutside::error)
                refuse_column(one.column,
                              reading_text(x) + " lies outside the bins from " +
                                  reading_text(one.values.front()) + " to " +
                                  reading_text(one.values.back()) +
                                  "; widen the edges, or choose nearest or missing",
                              Status::data, row);
            if (bin == no_bin)
                builder.add_missing();
            else if (labels_)
                builder.add_text(labels[static_cast<std::size_t>(bin)]);
            else
                builder.add_int64(bin);
        }
        return builder.finish();
    }

    BinOutside outside_;
    bool labels_;
    std::vector<Edges> edges_;
};

std::vector<double> learn_edges(const Context& context, const std::string& name,
                                const Column& column, const BinOptions& options) {
    const Charge charge(context, column.size() * 8);
    const auto numbers = present_numbers(context, name, column, "cut into bins");
    std::vector<double> edges;
    if (options.rule == BinRule::equal_width) {
        const auto [least, greatest] = std::minmax_element(numbers.begin(), numbers.end());
        for (std::int64_t i = 0; i <= options.bins; ++i)
            edges.push_back(between(*least, *greatest,
                                    static_cast<double>(i) / static_cast<double>(options.bins)));
    } else {
        std::vector<double> shares;
        for (std::int64_t i = 0; i <= options.bins; ++i)
            shares.push_back(static_cast<double>(i) / static_cast<double>(options.bins));
        edges = quantiles_of(context, numbers, shares);
    }
    edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
    // A constant column: one bin from its value to the next double.
    if (edges.size() == 1) edges.push_back(std::nextafter(edges[0], HUGE_VAL));
    return edges;
}

void check_options(const BinOptions& options) {
    if (options.rule < BinRule::equal_width || options.rule > BinRule::edges)
        refuse_option("rule", "must be equal_width, equal_count or edges");
    if (options.outside < BinOutside::nearest || options.outside > BinOutside::error)
        refuse_option("outside", "must be nearest, missing or error");
    const bool given = options.rule == BinRule::edges;
    if (!given && (options.bins < 1 || options.bins > most_bins))
        refuse_option("bins", "must be from 1 to 100000");
    if (given == options.edges.empty())
        refuse_option("edges", given ? "is empty; give two edges or more"
                                     : "is for the rule edges; leave it empty");
}

}  // namespace

Feature fit_bins(const Context& context, const Table& table, std::span<const std::string> columns,
                 const BinOptions& options) {
    check_distinct(columns);
    check_options(options);
    std::vector<Edges> edges;
    for (const std::string& name : columns) {
        context.report({.phase = "learn bins", .rows = table.rows()});
        const Column& column = table.column(name);
        check_numeric(name, column, "cut into bins");
        edges.push_back({name, options.rule == BinRule::edges
                                   ? options.edges
                                   : learn_edges(context, name, column, options)});
    }
    return Feature(std::make_shared<BinStep>(options.outside, options.labels, std::move(edges)));
}

namespace features {

StepPointer read_bins(const JsonMember& document) {
    std::vector<Edges> edges;
    for (const JsonMember& entry : document["columns"].items()) {
        Edges one{entry["column"].text(), {}};
        for (const JsonMember& value : entry["edges"].items()) one.values.push_back(value.real());
        edges.push_back(std::move(one));
    }
    return std::make_shared<BinStep>(document["outside"].word(outside_words),
                                     document["labels"].boolean(), std::move(edges));
}

}  // namespace features
}  // namespace tenon
