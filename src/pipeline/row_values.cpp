#include "pipeline/row_values.hpp"

#include <cmath>

#include "base/number_text.hpp"
#include "pipeline/training.hpp"
#include "tenon/error.hpp"
#include "tenon/glm.hpp"

namespace tenon {

namespace {

std::vector<double> numbers(const Table& table, const std::string& name,
                            const std::vector<std::int64_t>& rows, const char* rule,
                            bool (*allowed)(double)) {
    if (name.empty()) return {};
    const Column& column = table.column(name);
    insist_on_number(name, column);
    std::vector<double> out;
    out.reserve(rows.size());
    for (const std::int64_t row : rows) {
        const bool there = column.valid(row) && column.is_numeric();
        const double x = there ? column.number(row) : std::nan("");
        if (!there || !allowed(x))
            throw Error(Status::data,
                        "column \"" + name + "\", row " + std::to_string(row) + ": " +
                            (there ? format_double(x) + " is not " + rule
                                   : std::string("missing, but every row needs ") + rule),
                        {.argument = name, .row = row, .column = table.index_of(name)});
        out.push_back(x);
    }
    return out;
}

std::vector<double> read_weights(const Table& table, const PipelineOptions& options,
                                 const std::vector<std::int64_t>& rows) {
    return numbers(table, options.weights, rows, "a finite weight of at least 0",
                   [](double w) { return std::isfinite(w) && w >= 0; });
}

}  // namespace

std::vector<double> read_weights_if_there(const Table& table, const PipelineOptions& options,
                                          const std::vector<std::int64_t>& rows) {
    if (options.weights.empty() || !table.find(options.weights)) return {};
    return read_weights(table, options, rows);
}

RowValues read_row_values(const Table& table, const PipelineOptions& options,
                          const std::vector<std::int64_t>& rows) {
    RowValues out = read_offset_and_exposure(table, options, rows);
    out.weights = read_weights(table, options, rows);
    return out;
}

RowValues read_offset_and_exposure(const Table& table, const PipelineOptions& options,
                                   const std::vector<std::int64_t>& rows) {
    RowValues out;
    out.offset = numbers(table, options.offset, rows, "a finite offset",
                         [](double o) { return std::isfinite(o); });
    out.exposure = numbers(table, options.exposure, rows, "a finite exposure above 0",
                           [](double e) { return std::isfinite(e) && e > 0; });
    return out;
}

void multiply_by_exposure(const RowValues& values, std::vector<double>& predicted) {
    for (std::size_t i = 0; i < values.exposure.size(); ++i) predicted[i] *= values.exposure[i];
}

}  // namespace tenon
