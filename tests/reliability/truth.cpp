// What a model says does not depend on how its data lie: rows and columns in another order, a
// matrix by rows or by columns or with gaps between, a table from arrays, from CSV or from Arrow,
// one thread or three. At an optimum the gradient, by finite differences of a likelihood that is
// written down here once more, is zero. A column that knows the target is found out by the
// evaluation.
#include <algorithm>
#include <numeric>

#include "counts.hpp"
#include "scenarios_models.hpp"

using namespace reliability;

namespace {

std::int64_t checks = 0;
int findings = 0;

void expect(bool holds, const char* what, std::uint64_t seed) {
    ++checks;
    if (holds || ++findings > 20) return;
    std::printf("FINDING: %s (seed %llu)\n", what, static_cast<unsigned long long>(seed));
}

enum Family { linear, logistic, poisson, families };

const double* target_of(const Arrays& a, int family) {
    return family == linear     ? a.number.data()
           : family == logistic ? a.binary.data()
                                : a.count.data();
}

tenon_status fit(int family, const tenon_context* context, const tenon_matrix& x, const double* y,
                 tenon_model** out, tenon_error* err) {
    switch (family) {
        case linear:
            return tenon_linear_fit_matrix(context, &x, y, nullptr, nullptr, out, err);
        case logistic:
            return tenon_logistic_fit_matrix(context, &x, y, nullptr, nullptr, out, err);
        default:
            return tenon_glm_fit_matrix(context, &x, y, nullptr, nullptr, TENON_MODEL_POISSON,
                                        nullptr, out, err);
    }
}

// The intercept, then the features by their number.
struct Numbers_of {
    std::vector<double> estimate, error;
};

Numbers_of numbers_of(const tenon_model* model) {
    Numbers_of out;
    for (std::int32_t i = 0; i < tenon_model_coefficients(model); ++i) {
        tenon_coefficient c = TENON_COEFFICIENT_INIT;
        OK(tenon_model_coefficient(model, i, &c, err));
        out.estimate.push_back(c.estimate);
        out.error.push_back(c.standard_error);
    }
    return out;
}

Numbers_of fitted(int family, const tenon_matrix& x, const double* y,
                  const tenon_context* context = nullptr) {
    Model model;
    OK(fit(family, context, x, y, model.out(), err));
    return numbers_of(model);
}

// Rounding differs with the order of a sum: near, in standard errors, where the order changed.
bool near(const Numbers_of& a, const Numbers_of& b) {
    if (a.estimate.size() != b.estimate.size()) return false;
    for (std::size_t i = 0; i < a.estimate.size(); ++i) {
        if (!(std::fabs(a.estimate[i] - b.estimate[i]) <= 1e-8 * a.error[i])) return false;
        if (!(std::fabs(a.error[i] - b.error[i]) <= 1e-8 * a.error[i])) return false;
    }
    return true;
}
bool same(const Numbers_of& a, const Numbers_of& b) {
    return a.estimate == b.estimate && a.error == b.error;
}

// The log-likelihood (linear: minus half the sum of squares), once more and plainly.
double likelihood(int family, const Arrays& a, const std::vector<double>& b) {
    const double* y = target_of(a, family);
    long double sum = 0;
    for (std::int64_t i = 0; i < a.rows; ++i) {
        long double t = b[0];
        for (std::int64_t j = 0; j < a.columns; ++j)
            t += static_cast<long double>(b[static_cast<std::size_t>(j + 1)]) *
                 a.features[static_cast<std::size_t>(i * a.columns + j)];
        const long double value = y[i];
        sum += family == linear     ? -0.5L * (value - t) * (value - t)
               : family == logistic ? value * t - log1pl(expl(t))
                                    : value * t - expl(t);
    }
    return static_cast<double>(sum);
}

void order_and_layout(std::uint64_t seed) {
    Numbers random(seed);
    const Arrays a = arrays(60 + random.below(200), 1 + random.below(6), seed);
    const std::size_t n = static_cast<std::size_t>(a.rows), p = static_cast<std::size_t>(a.columns);
    for (int family = 0; family < families; ++family) {
        const double* y = target_of(a, family);
        const Numbers_of given = fitted(family, a.matrix(), y);
        // By columns, and with gaps: the same numbers to the last bit.
        std::vector<double> by_columns(n * p), wide(n * (p + 3), -7.0);
        for (std::size_t i = 0; i < n; ++i)
            for (std::size_t j = 0; j < p; ++j) {
                by_columns[j * n + i] = a.features[i * p + j];
                wide[i * (p + 3) + j] = a.features[i * p + j];
            }
        tenon_matrix view = a.matrix();
        view.data = by_columns.data();
        view.row_stride = 1;
        view.column_stride = a.rows;
        expect(same(given, fitted(family, view, y)), "a matrix by columns gives other numbers",
               seed);
        view.data = wide.data();
        view.row_stride = a.columns + 3;
        view.column_stride = 1;
        expect(same(given, fitted(family, view, y)), "gaps between rows give other numbers", seed);
        // From the last row to the first, by a negative stride.
        view = a.matrix();
        std::vector<double> turned(y, y + a.rows);
        std::reverse(turned.begin(), turned.end());
        view.data = a.features.data() + (n - 1) * p;
        view.row_stride = -a.columns;
        view.column_stride = 1;
        Model backwards;
        if (fit(family, nullptr, view, turned.data(), backwards.out(), nullptr) == TENON_OK)
            expect(near(given, numbers_of(backwards)), "rows turned round give other numbers",
                   seed);
        // Rows in another order.
        std::vector<std::size_t> order(n);
        std::iota(order.begin(), order.end(), std::size_t{0});
        for (std::size_t i = n; i > 1; --i)
            std::swap(order[i - 1],
                      order[static_cast<std::size_t>(random.below(static_cast<std::int64_t>(i)))]);
        std::vector<double> rows, targets;
        for (const std::size_t i : order) {
            rows.insert(rows.end(), a.features.begin() + static_cast<std::ptrdiff_t>(i * p),
                        a.features.begin() + static_cast<std::ptrdiff_t>((i + 1) * p));
            targets.push_back(y[i]);
        }
        view = a.matrix();
        view.data = rows.data();
        expect(near(given, fitted(family, view, targets.data())),
               "another order of rows gives other numbers", seed);
        // Columns in another order: coefficients go with them.
        std::vector<double> columns(n * p);
        for (std::size_t i = 0; i < n; ++i)
            for (std::size_t j = 0; j < p; ++j)
                columns[i * p + j] = a.features[i * p + (p - 1 - j)];
        view.data = columns.data();
        Numbers_of reversed = fitted(family, view, y);
        std::reverse(reversed.estimate.begin() + 1, reversed.estimate.end());
        std::reverse(reversed.error.begin() + 1, reversed.error.end());
        expect(near(given, reversed), "another order of columns gives other numbers", seed);
        // Three threads.
        ContextHandle context;
        tenon_context_options options = TENON_CONTEXT_OPTIONS_INIT;
        options.threads = 3;
        OK(tenon_context_create(&options, context.out(), err));
        expect(same(given, fitted(family, a.matrix(), y, context)),
               "three threads give other numbers", seed);
        // The gradient, by central differences, against the curvature: a step of less than 1e-5
        // errors is left.
        for (std::size_t k = 0; k <= p; ++k) {
            std::vector<double> up = given.estimate, down = given.estimate;
            const double step = 1e-4 * given.error[k] * (family == linear ? 1 : 1);
            up[k] += step, down[k] -= step;
            const double at = likelihood(family, a, given.estimate),
                         above = likelihood(family, a, up), below = likelihood(family, a, down);
            const double slope = (above - below) / (2 * step);
            expect(std::fabs(slope) * given.error[k] < 1e-4 * std::max(1.0, std::fabs(at) * 1e-6),
                   "the gradient is not zero where the fit has ended", seed);
            expect(above <= at + 1e-9 * std::fabs(at) && below <= at + 1e-9 * std::fabs(at),
                   "a neighbour of the fit is better", seed);
        }
    }
}

// One table from arrays, through CSV and through Arrow: the same bits.
void origins(std::uint64_t seed) {
    const Arrays a = arrays(80, 3, seed);
    Handle<tenon_table_builder> builder;
    Table built, written, exchanged;
    OK(tenon_table_builder_create(builder.out(), err));
    const char* names[] = {"a", "b", "c"};
    for (std::int64_t j = 0; j < 3; ++j) {
        std::vector<double> column;
        for (std::int64_t i = 0; i < a.rows; ++i)
            column.push_back(a.features[static_cast<std::size_t>(i * 3 + j)]);
        OK(tenon_table_builder_add_float64(builder, names[j], column.data(), nullptr, a.rows, err));
    }
    OK(tenon_table_builder_add_float64(builder, "y", a.number.data(), nullptr, a.rows, err));
    OK(tenon_table_builder_finish(builder, built.out(), err));
    std::int64_t needed = 0;
    OK(tenon_table_to_csv(built, nullptr, nullptr, 0, &needed, err));
    std::string text(static_cast<std::size_t>(needed), '\0');
    OK(tenon_table_to_csv(built, nullptr, text.data(), needed, &needed, err));
    OK(tenon_table_read_csv_buffer(nullptr, text.data(), needed, nullptr, written.out(), err));
    Exchanged lent;
    OK(tenon_table_export_arrow(built, &lent.array, &lent.schema, err));
    OK(tenon_table_import_arrow(nullptr, &lent.array, &lent.schema, exchanged.out(), err));
    const auto of = [&](const tenon_table* table) {
        Model model;
        OK(tenon_linear_fit(nullptr, table, names, 3, "y", nullptr, model.out(), err));
        return numbers_of(model);
    };
    const Numbers_of given = of(built);
    expect(same(given, of(written)), "a table that went through CSV gives other numbers", seed);
    expect(same(given, of(exchanged)), "a table that went through Arrow gives other numbers", seed);
    // The same arrays without a table.
    expect(same(given, fitted(linear, a.matrix(), a.number.data())),
           "a table and arrays give different numbers", seed);
}

// A column that is the target but for a little noise: cross-validation judges a model with it as
// nearly perfect and one without it as what it is; a column of noise is worth nothing on records
// left out.
void leaks(std::uint64_t seed) {
    Numbers random(seed);
    const std::int64_t rows = 160;
    std::vector<double> honest, leaked, noise, target;
    for (std::int64_t i = 0; i < rows; ++i) {
        const double x = random.normal();
        target.push_back(x + 2 * random.normal() > 0 ? 1 : 0);
        honest.push_back(x);
        leaked.push_back(target.back() + 0.05 * random.normal());
        noise.push_back(random.normal());
    }
    Handle<tenon_table_builder> builder;
    Table table;
    OK(tenon_table_builder_create(builder.out(), err));
    OK(tenon_table_builder_add_float64(builder, "honest", honest.data(), nullptr, rows, err));
    OK(tenon_table_builder_add_float64(builder, "leaked", leaked.data(), nullptr, rows, err));
    OK(tenon_table_builder_add_float64(builder, "noise", noise.data(), nullptr, rows, err));
    OK(tenon_table_builder_add_float64(builder, "y", target.data(), nullptr, rows, err));
    OK(tenon_table_builder_finish(builder, table.out(), err));
    const auto auc = [&](std::vector<const char*> numeric) {
        tenon_pipeline_options options = TENON_PIPELINE_OPTIONS_INIT;
        tenon_logistic_options ridge = TENON_LOGISTIC_OPTIONS_INIT;
        ridge.l2 = 0.1;
        options.kind = TENON_MODEL_LOGISTIC;
        options.target = "y";
        options.numeric = numeric.data();
        options.numeric_count = static_cast<std::int32_t>(numeric.size());
        options.logistic = &ridge;
        tenon_metrics pooled = TENON_METRICS_INIT;
        OK(tenon_pipeline_cross_validate(nullptr, table, &options, nullptr, 0, &pooled, nullptr,
                                         nullptr, err));
        return pooled.auc;
    };
    expect(auc({"honest", "leaked"}) > 0.99, "a leaked column is not seen in the evaluation", seed);
    expect(auc({"honest"}) < 0.9, "an honest column looks like a leak", seed);
    // Thrice the standard error of the area of a useless score, and what pooling over folds adds.
    expect(std::fabs(auc({"noise"}) - 0.5) < 0.2, "noise foretells records that were left out",
           seed);
    // Importance names it.
    const char* all[] = {"honest", "leaked", "noise"};
    tenon_pipeline_options options = TENON_PIPELINE_OPTIONS_INIT;
    tenon_logistic_options ridge = TENON_LOGISTIC_OPTIONS_INIT;
    ridge.l2 = 0.1;
    options.kind = TENON_MODEL_LOGISTIC;
    options.target = "y";
    options.numeric = all;
    options.numeric_count = 3;
    options.logistic = &ridge;
    Model model;
    Table importance;
    OK(tenon_pipeline_fit(nullptr, table, &options, model.out(), err));
    OK(tenon_model_importance(nullptr, model, table, 2, TENON_SCORE_AUC, 0, 0, nullptr,
                              importance.out(), err));
    const char* name = nullptr;
    std::int64_t length = 0;
    OK(tenon_table_text(importance, 0, 0, &name, &length, err));
    expect(std::string(name, static_cast<std::size_t>(length)) == "leaked",
           "importance does not name the leak", seed);
}

}  // namespace

int main() try {
    const std::int64_t wanted = trials(300, 2'000);
    std::int64_t sets = 0;
    for (std::uint64_t seed = 1; sets < wanted; ++seed, ++sets) {
        switch (sets % 5) {
            case 3:
                origins(seed);
                break;
            case 4:
                leaks(seed);
                break;
            default:
                order_and_layout(seed);
        }
    }
    Counts counts("truth");
    counts.set("data_sets", sets);
    counts.set("checks", checks);
    counts.set("findings", findings);
    return counts.write() && findings == 0 ? 0 : 1;
} catch (const Finding& finding) {
    std::printf("FINDING: %s\n", finding.what.c_str());
    return 1;
}
