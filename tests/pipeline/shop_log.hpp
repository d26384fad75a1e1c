// A made-up production log with everything a real one has: holes, spikes, categories, a text
// target.
#pragma once

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "tenon/error.hpp"
#include "tenon/pipeline.hpp"
#include "tenon/random.hpp"
#include "tenon/table.hpp"

namespace tenon::test {

struct LogShape {
    std::int64_t rows = 400;
    std::uint64_t seed = 7;
    double missing = 0;  // share of missing cells in temperature, vibration, rpm and machine
    double spikes = 0;   // share of temperature readings that are absurd
};

// temperature, vibration: float64; rpm: int64; alarm: bool; machine: text (lathe, mill, saw);
// line: int64 (1, 2, 3); status: text (OK, FAIL); failed: bool; scrap: float64.
inline Table shop_log(const LogShape& shape = {}) {
    Random random(shape.seed);
    ColumnBuilder temperature(Type::float64), vibration(Type::float64), rpm(Type::int64);
    ColumnBuilder alarm(Type::boolean), machine(Type::text), line(Type::int64);
    ColumnBuilder status(Type::text), failed(Type::boolean), scrap(Type::float64);
    const char* machines[] = {"lathe", "mill", "saw"};
    for (std::int64_t row = 0; row < shape.rows; ++row) {
        const double t = 300 + 5 * random.normal();
        const double v = 1 + 0.2 * random.normal();
        const auto speed = static_cast<std::int64_t>(1500 + 100 * random.normal());
        const bool rings = random.uniform() < 0.2;
        const auto m = random.below(3);
        const auto l = random.below(3) + 1;
        const double risk = -1.2 + 0.2 * (t - 300) + 2 * (v - 1) + 0.5 * rings +
                            0.3 * static_cast<double>(m) - 0.2 * static_cast<double>(l);
        const bool fails = random.uniform() < 1 / (1 + std::exp(-risk));
        const auto hole = [&] { return random.uniform() < shape.missing; };
        const double reading = random.uniform() < shape.spikes ? t + 5000 : t;
        hole() ? temperature.add_missing() : temperature.add_float64(reading);
        hole() ? vibration.add_missing() : vibration.add_float64(v);
        hole() ? rpm.add_missing() : rpm.add_int64(speed);
        alarm.add_boolean(rings);
        hole() ? machine.add_missing() : machine.add_text(machines[m]);
        line.add_int64(static_cast<std::int64_t>(l));
        status.add_text(fails ? "FAIL" : "OK");
        failed.add_boolean(fails);
        scrap.add_float64(3 + risk + 0.1 * random.normal());
    }
    return Table(
        {"temperature", "vibration", "rpm", "alarm", "machine", "line", "status", "failed",
         "scrap"},
        {temperature.finish(), vibration.finish(), rpm.finish(), alarm.finish(), machine.finish(),
         line.finish(), status.finish(), failed.finish(), scrap.finish()});
}

// Numbers of all three types and categories of both usual ones, no step switched on.
inline PipelineOptions plain_options() {
    PipelineOptions options;
    options.numeric = {"temperature", "vibration", "rpm", "alarm"};
    options.categorical = {"machine", "line"};
    options.target = "status";
    options.positive_label = "FAIL";
    return options;
}

// Every step on.
inline PipelineOptions full_options() {
    PipelineOptions options = plain_options();
    options.handle_outliers = true;
    options.impute = true;
    options.scale = true;
    return options;
}

// One row of a table as score() takes it.
inline std::vector<double> record_of(const Pipeline& pipeline, const Table& table,
                                     std::int64_t row) {
    std::vector<double> record;
    const auto& inputs = pipeline.inputs();
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        const Column& column = table.column(inputs[i].name);
        if (!inputs[i].categorical)
            record.push_back(column.number(row));
        else if (!column.valid(row))
            record.push_back(std::nan(""));
        else
            record.push_back(static_cast<double>(
                pipeline.category_code(static_cast<std::int32_t>(i), column.cell_text(row))));
    }
    return record;
}

inline Table with_cell(const Table& table, const std::string& column, std::int64_t row,
                       const std::string& text) {
    std::vector<std::string> values;
    std::vector<bool> valid;
    const Column& old = table.column(column);
    for (std::int64_t r = 0; r < table.rows(); ++r) {
        values.push_back(r == row ? text : old.cell_text(r));
        valid.push_back(r == row || old.valid(r));
    }
    return table.with_column(column, Column::from_text(values, valid));
}

inline Table with_cell(const Table& table, const std::string& column, std::int64_t row,
                       double number) {
    std::vector<double> values(static_cast<std::size_t>(table.rows()));
    std::vector<bool> valid;
    const Column& old = table.column(column);
    old.copy_numbers(values);
    for (std::int64_t r = 0; r < table.rows(); ++r) valid.push_back(r == row || old.valid(r));
    values[static_cast<std::size_t>(row)] = number;
    return table.with_column(column, Column::from_float64(values, valid));
}

inline Table with_hole(const Table& table, const std::string& column, std::int64_t row) {
    ColumnBuilder builder(table.column(column).type());
    const Column& old = table.column(column);
    for (std::int64_t r = 0; r < table.rows(); ++r) {
        if (r == row || !old.valid(r))
            builder.add_missing();
        else if (old.type() == Type::float64)
            builder.add_float64(old.number(r));
        else if (old.type() == Type::int64)
            builder.add_int64(old.int64s()[static_cast<std::size_t>(r)]);
        else if (old.type() == Type::boolean)
            builder.add_boolean(old.boolean(r));
        else
            builder.add_text(old.text(r));
    }
    return table.with_column(column, builder.finish());
}

// What a call throws; a default Error (ok) if it does not.
template <class Call>
Error error_of(const Call& call) {
    try {
        call();
    } catch (const Error& error) {
        return error;
    }
    return Error(Status::ok, "no error was thrown");
}

inline bool says(const Error& error, const std::string& words) {
    INFO(error.message());
    const bool found = error.message().find(words) != std::string::npos;
    CHECK(found);
    return found;
}

}  // namespace tenon::test
