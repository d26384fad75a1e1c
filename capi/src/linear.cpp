// What least-squares models say of records, and analysis of variance.

#include "handles.hpp"

using namespace tenon;
using namespace tenon::capi;

namespace {

const Pipeline& pipeline_of(const tenon_model* model) {
    return required(model, "model").value;
}

Table intervals_table(const std::vector<PredictionInterval>& intervals) {
    const auto column = [&](double PredictionInterval::*member) {
        std::vector<double> values;
        values.reserve(intervals.size());
        for (const PredictionInterval& one : intervals) values.push_back(one.*member);
        return Column::from_float64(std::move(values));
    };
    return Table({"prediction", "mean_low", "mean_high", "low", "high"},
                 {column(&PredictionInterval::estimate), column(&PredictionInterval::mean_low),
                  column(&PredictionInterval::mean_high), column(&PredictionInterval::low),
                  column(&PredictionInterval::high)});
}

// Values with their groups, of the records that have both.
struct Grouped {
    std::vector<double> values;
    std::vector<std::int64_t> groups;
};

Grouped grouped_values(const Context& context, const Table& table, std::string_view value,
                       std::string_view group) {
    const Column& numbers = table.column(std::string(value));
    const Column& cells = table.column(std::string(group));
    if (!numbers.is_numeric())
        throw Error(Status::type, "column \"" + std::string(value) + "\" holds no numbers",
                    {.argument = std::string(value)});
    Grouped out;
    const std::vector<std::int64_t> codes = category_codes(context, cells);
    for (std::int64_t row = 0; row < table.rows(); ++row) {
        if (!numbers.valid(row) || !cells.valid(row)) continue;
        out.values.push_back(numbers.number(row));
        out.groups.push_back(codes[static_cast<std::size_t>(row)]);
    }
    return out;
}

}  // namespace

tenon_status tenon_model_predict_intervals(const tenon_context* context, const tenon_model* model,
                                           const tenon_table* table, double confidence,
                                           tenon_table** out, tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        const CallContext own = context_of(context);
        const auto intervals =
            pipeline_of(model).predict_intervals(own, required(table, "table").value, confidence);
        // What was found, and the columns of the same.
        const Charge held(
            own, static_cast<std::int64_t>(2 * sizeof(PredictionInterval) * intervals.size()));
        give_handle(out, intervals_table(intervals));
    });
}

tenon_status tenon_model_diagnostics(const tenon_context* context, const tenon_model* model,
                                     const tenon_table* table, tenon_table** out,
                                     tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        std::vector<std::int64_t> rows;
        const CallContext own = context_of(context);
        RowDiagnostics d = pipeline_of(model).diagnose(own, required(table, "table").value, &rows);
        constexpr std::int64_t bytes_a_row = 88;  // rows, five numbers, and the columns of those
        const Charge held(own, bytes_a_row * static_cast<std::int64_t>(rows.size()));
        std::vector<Column> columns{Column::from_int64(std::move(rows))};
        for (auto* list : {&d.fitted, &d.residual, &d.leverage, &d.studentized, &d.cook})
            columns.push_back(Column::from_float64(std::move(*list)));
        give_handle(out, Table({"row", "fitted", "residual", "leverage", "studentized", "cook"},
                               std::move(columns)));
    });
}

tenon_status tenon_model_contributions(const tenon_context* context, const tenon_model* model,
                                       const tenon_table* table, tenon_table** out,
                                       tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        give_handle(out, pipeline_of(model).contributions(context_of(context),
                                                          required(table, "table").value));
    });
}

tenon_status tenon_table_anova(const tenon_context* context, const tenon_table* table,
                               const char* value, const char* group, tenon_anova* anova,
                               tenon_error* err) {
    return guard(err, [&] {
        check_result(anova, "anova");
        const CallContext own = context_of(context);
        const Table& source = required(table, "table").value;
        constexpr std::int64_t bytes_a_row = 32;  // codes, values, groups, and groups in order
        const Charge held(own, bytes_a_row * source.rows());
        const Grouped data = grouped_values(own, source, required_text(value, "value"),
                                            required_text(group, "group"));
        const Anova a = one_way_anova(own, data.values, data.groups);
        tenon_anova result = TENON_ANOVA_INIT;
        result.rows = a.rows;
        result.groups = a.groups;
        result.between_degrees = a.between_degrees;
        result.within_degrees = a.within_degrees;
        result.between_squares = a.between_squares;
        result.within_squares = a.within_squares;
        result.between_mean = a.between_mean;
        result.within_mean = a.within_mean;
        result.f_statistic = a.f_statistic;
        result.p_value = a.p_value;
        result.r2 = a.r2;
        result.residual_sd = a.residual_sd;
        give(anova, result, "anova");
    });
}
