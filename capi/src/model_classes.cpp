// What pipelines of several classes say beyond other models.
#include <cmath>
#include <limits>
#include <memory>
#include <utility>

#include "handles.hpp"

using namespace tenon;
using namespace tenon::capi;

namespace {

constexpr std::int32_t no_count = -1;

const Pipeline& with_classes(const tenon_model* model) {
    const Pipeline& pipeline = required(model, "model").value;
    if (pipeline.classes().empty()) refuse("model", "has no classes");
    return pipeline;
}

// A table put together column by column; numbers that are NaN are missing cells.
struct Parts {
    std::vector<std::string> names;
    std::vector<Column> columns;

    void add(const char* name, Column column) {
        names.emplace_back(name);
        columns.push_back(std::move(column));
    }
    void add(const std::string& name, std::vector<double> values) {
        std::vector<bool> valid(values.size());
        for (std::size_t i = 0; i < values.size(); ++i) valid[i] = !std::isnan(values[i]);
        add(name.c_str(), Column::from_float64(std::move(values), std::move(valid)));
    }
    Table finish() { return Table(std::move(names), std::move(columns)); }
};

class CoefficientTable {
  public:
    // `of` null: of no class alone; `odds`: whether e to the estimate is a ratio of odds.
    void add(const std::string* of, const std::string& name, const Coefficient& c, bool odds) {
        of ? classes_.add_text(*of) : classes_.add_missing();
        names_.add_text(name);
        constexpr double nan = std::numeric_limits<double>::quiet_NaN();
        const double row[count] = {c.estimate,
                                   c.standard_error,
                                   c.statistic,
                                   c.p_value,
                                   c.low,
                                   c.high,
                                   odds ? std::exp(c.estimate) : nan,
                                   odds ? std::exp(c.low) : nan,
                                   odds ? std::exp(c.high) : nan};
        for (std::size_t k = 0; k < count; ++k) numbers_[k].push_back(row[k]);
        dropped_.add_boolean(c.dropped);
    }
    Table finish() {
        static constexpr const char* titles[count] = {
            "estimate", "standard_error", "z",        "p_value",  "low",
            "high",     "odds_ratio",     "odds_low", "odds_high"};
        Parts parts;
        parts.add("class", classes_.finish());
        parts.add("name", names_.finish());
        for (std::size_t k = 0; k < count; ++k) parts.add(titles[k], std::move(numbers_[k]));
        parts.add("dropped", dropped_.finish());
        return parts.finish();
    }

  private:
    static constexpr std::size_t count = 9;
    ColumnBuilder classes_{Type::text}, names_{Type::text}, dropped_{Type::boolean};
    std::vector<double> numbers_[count];
};

Table by_class_table(const MultiClassMeasures& m, const std::vector<std::string>& classes) {
    const std::size_t count = classes.size();
    std::vector<double> there(count), said(count);
    for (std::size_t truth = 0; truth < count; ++truth)
        for (std::size_t guess = 0; guess < count; ++guess) {
            there[truth] += m.confusion[truth * count + guess];
            said[guess] += m.confusion[truth * count + guess];
        }
    Parts parts;
    parts.add("class", Column::from_text(classes));
    parts.add("records", std::move(there));
    parts.add("predicted", std::move(said));
    parts.add("precision", m.precision);
    parts.add("recall", m.recall);
    parts.add("f1", m.f1);
    return parts.finish();
}

Table confusion_table(const MultiClassMeasures& m, const std::vector<std::string>& classes) {
    const std::size_t count = classes.size();
    Parts parts;
    parts.add("truth", Column::from_text(classes));
    for (std::size_t guess = 0; guess < count; ++guess) {
        std::vector<double> list(count);
        for (std::size_t truth = 0; truth < count; ++truth)
            list[truth] = m.confusion[truth * count + guess];
        parts.add(classes[guess] == "truth" ? "truth " : classes[guess], std::move(list));
    }
    return parts.finish();
}

}  // namespace

int32_t tenon_model_classes(const tenon_model* model) {
    return guard_value(no_count, [&] {
        return static_cast<std::int32_t>(required(model, "model").value.classes().size());
    });
}

const char* tenon_model_class(const tenon_model* model, int32_t index) {
    return guard_value(static_cast<const char*>(nullptr), [&] {
        return required(model, "model").value.classes().at(static_cast<std::size_t>(index)).c_str();
    });
}

tenon_status tenon_model_class_coefficients(const tenon_model* model, tenon_table** out,
                                            tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        const Pipeline& pipeline = with_classes(model);
        const ClassModel& fitted = pipeline.class_model();
        const auto& classes = pipeline.classes();
        const bool ordinal = fitted.summary.kind == ModelKind::ordinal;
        CoefficientTable table;
        for (std::size_t k = 0; k < fitted.coefficients.size(); ++k)
            for (std::size_t j = 0; j < fitted.coefficients[k].size(); ++j) {
                const Coefficient& c = fitted.coefficients[k][j];
                table.add(ordinal ? nullptr : &classes[k + 1], c.name, c, ordinal || j > 0);
            }
        for (std::size_t k = 0; k < fitted.cuts.size(); ++k)
            table.add(nullptr, classes[k] + "|" + classes[k + 1], fitted.cuts[k], false);
        give_handle(out, table.finish());
    });
}

tenon_status tenon_model_classify(const tenon_context* context, const tenon_model* model,
                                  const tenon_table* table, tenon_table** out, tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        const Pipeline& pipeline = with_classes(model);
        const auto& classes = pipeline.classes();
        const std::size_t count = classes.size();
        const std::vector<double> all =
            pipeline.predict_classes(context_of(context), required(table, "table").value);
        const std::size_t rows = all.size() / count;
        // The probabilities as they come and as columns, and a text for each record.
        const Charge held(context_of(context),
                          static_cast<std::int64_t>(17 * all.size() + 24 * rows));
        ColumnBuilder likeliest(Type::text);
        for (std::size_t i = 0; i < rows; ++i) {
            const double* row = all.data() + i * count;
            std::size_t best = 0;
            for (std::size_t k = 1; k < count; ++k)
                if (row[k] > row[best]) best = k;
            likeliest.add_text(classes[best]);
        }
        Parts parts;
        parts.add(("predicted " + pipeline.target()).c_str(), likeliest.finish());
        for (std::size_t k = 0; k < count; ++k) {
            std::vector<double> share(rows);
            for (std::size_t i = 0; i < rows; ++i) share[i] = all[i * count + k];
            parts.add("probability of " + classes[k], std::move(share));
        }
        give_handle(out, parts.finish());
    });
}

tenon_status tenon_model_evaluate_classes(const tenon_context* context, const tenon_model* model,
                                          const tenon_table* table,
                                          tenon_multi_class_measures* measures,
                                          tenon_table** by_class, tenon_table** confusion,
                                          tenon_error* err) {
    return guard(err, [&] {
        const Pipeline& pipeline = with_classes(model);
        if (measures) check_result(measures, "measures");
        const MultiClassMeasures m =
            pipeline.evaluate_classes(context_of(context), required(table, "table").value);
        std::unique_ptr<tenon_table> first, second;
        if (by_class)
            first =
                std::make_unique<tenon_table>(tenon_table{by_class_table(m, pipeline.classes())});
        if (confusion)
            second =
                std::make_unique<tenon_table>(tenon_table{confusion_table(m, pipeline.classes())});
        if (measures) give(measures, measures_struct(m), "measures");
        if (by_class) *by_class = first.release();
        if (confusion) *confusion = second.release();
    });
}
