// Fill by iterated regression (S. van Buuren, K. Groothuis-Oudshoorn, mice: Multivariate Imputation
// by Chained Equations in R, Journal of Statistical Software 45, 2011; here one imputation, the
// conditional mean). With z the columns scaled to mean 0 and deviation 1, missing cells first 0:
// for each column j in turn, over the rows where j is present,
//     minimise |z_j - b0 - Z_{-j} b|^2 + ridge |D b|^2,   then  z_j := b0 + Z_{-j} b  where j is
// missing, D the norms of the centred Z_{-j}, until the filled cells move by less than `tolerance`
// or `rounds` are done. The last b0 and b are kept and repeat the rounds on any other table. The
// scale of a column is of its own present cells, so the others' mean over them need not be 0: b0 is
// found by centring on those rows. Columns named as predictors take part and are not filled.
#include <algorithm>
#include <atomic>
#include <cmath>

#include "base/parallel.hpp"
#include "base/reason_text.hpp"
#include "base/utf8.hpp"
#include "clean/column_edit.hpp"
#include "clean/fill_steps.hpp"
#include "clean/number_matrix.hpp"
#include "tenon/error.hpp"

namespace tenon::clean {

namespace {

// Keeps the equations solvable where columns repeat each other, and moves a coefficient by no more
// than this part: beyond the readings a line is followed for many standard deviations.
constexpr double ridge = 1e-9;
// The least square a row adds on average: a column that is constant where the target is present.
constexpr double least_square = 1e-12;
// Filled cells that move by less than this part of a standard deviation have settled.
constexpr double tolerance = 1e-6;

struct Options {
    std::vector<std::string> columns;     // filled
    std::vector<std::string> predictors;  // looked at only
    std::int64_t rounds = 20;
    bool indicator = false;

    std::vector<std::string> all() const {
        std::vector<std::string> out = columns;
        out.insert(out.end(), predictors.begin(), predictors.end());
        return out;
    }
};

// What one column is of the others: 0 for itself.
struct Line {
    double intercept = 0;
    std::vector<double> slopes;
};

struct Learned {
    std::vector<double> means, sds;  // of the filled columns, then of the predictors
    std::vector<Line> lines;
    double moved = 0;  // of a filled cell in the last round, where that was not the end of it
};

using Matrix = std::vector<std::vector<double>>;

// Solves a b = c by Cholesky's factors; a is symmetric and, with the ridge, positive definite.
std::vector<double> solve(Matrix a, std::vector<double> c) {
    const std::size_t p = c.size();
    for (std::size_t k = 0; k < p; ++k) {
        for (std::size_t j = 0; j < k; ++j) a[k][k] -= a[k][j] * a[k][j];
        a[k][k] = std::sqrt(std::max(a[k][k], std::numeric_limits<double>::min()));
        for (std::size_t i = k + 1; i < p; ++i) {
            for (std::size_t j = 0; j < k; ++j) a[i][k] -= a[i][j] * a[k][j];
            a[i][k] /= a[k][k];
        }
    }
    for (std::size_t k = 0; k < p; ++k) {
        for (std::size_t j = 0; j < k; ++j) c[k] -= a[k][j] * c[j];
        c[k] /= a[k][k];
    }
    for (std::size_t k = p; k-- > 0;) {
        for (std::size_t i = k + 1; i < p; ++i) c[k] -= a[i][k] * c[i];
        c[k] /= a[k][k];
    }
    return c;
}

// Scaled columns in which missing cells hold their present guess, and where they are.
struct Guess {
    Matrix z;
    std::vector<std::vector<std::int64_t>> holes;
};

Guess first_guess(const Context& context, const Table& table,
                  const std::vector<std::string>& columns, const Learned& learned) {
    NumberMatrix numbers = numbers_of(context, table, columns);
    Guess out;
    for (std::size_t j = 0; j < columns.size(); ++j) {
        auto& holes = out.holes.emplace_back();
        for (std::int64_t row = 0; row < numbers.rows; ++row) {
            double& x = numbers.columns[j][static_cast<std::size_t>(row)];
            if (std::isfinite(x)) {
                x = (x - learned.means[j]) / learned.sds[j];
            } else {
                x = 0;
                holes.push_back(row);
            }
        }
    }
    out.z = std::move(numbers.columns);
    return out;
}

// Missing, NaN or infinite.
bool is_hole(const Column& column, std::int64_t row) {
    return !column.valid(row) || !std::isfinite(column.number(row));
}

Line regress(const Guess& guess, std::size_t target) {
    const std::size_t p = guess.z.size(), n = guess.z[0].size();
    std::vector<char> hole(n, 0);
    for (const std::int64_t row : guess.holes[target]) hole[static_cast<std::size_t>(row)] = 1;
    Line line;
    line.slopes.assign(p, 0);
    const auto present = static_cast<double>(n - guess.holes[target].size());
    if (present == 0) return line;
    std::vector<double> means(p, 0);
    for (std::size_t j = 0; j < p; ++j) {
        for (std::size_t row = 0; row < n; ++row) means[j] += hole[row] ? 0 : guess.z[j][row];
        means[j] /= present;
    }
    std::vector<std::size_t> others;
    for (std::size_t j = 0; j < p; ++j)
        if (j != target) others.push_back(j);
    Matrix a(others.size(), std::vector<double>(others.size(), 0));
    std::vector<double> c(others.size(), 0);
    const auto product = [&](std::size_t i, std::size_t j) {
        double sum = 0;
        for (std::size_t row = 0; row < n; ++row)
            sum += hole[row] ? 0 : (guess.z[i][row] - means[i]) * (guess.z[j][row] - means[j]);
        return sum;
    };
    for (std::size_t i = 0; i < others.size(); ++i) {
        for (std::size_t j = 0; j <= i; ++j) a[i][j] = a[j][i] = product(others[i], others[j]);
        c[i] = product(others[i], target);
    }
    for (std::size_t i = 0; i < others.size(); ++i)
        a[i][i] += ridge * a[i][i] + least_square * present;
    const auto b = solve(std::move(a), std::move(c));
    line.intercept = means[target];
    for (std::size_t i = 0; i < others.size(); ++i) {
        line.slopes[others[i]] = b[i];
        line.intercept -= b[i] * means[others[i]];
    }
    return line;
}

// What the line gives in one row.
double value_of(const Line& line, const Matrix& z, std::size_t target, std::size_t row) {
    double value = line.intercept;
    for (std::size_t j = 0; j < line.slopes.size(); ++j)
        if (j != target) value += line.slopes[j] * z[j][row];
    return value;
}

// Puts the regression into the holes of one column; returns the greatest move.
double refill(Guess& guess, std::size_t target, const Line& line) {
    double moved = 0;
    for (const std::int64_t row : guess.holes[target]) {
        const auto at = static_cast<std::size_t>(row);
        const double value = value_of(line, guess.z, target, at);
        double& cell = guess.z[target][at];
        moved = std::max(moved, std::fabs(value - cell));
        cell = value;
    }
    return moved;
}

class RegressionFill final : public PlanStep {
  public:
    RegressionFill(Options options, std::shared_ptr<const Learned> learned)
        : options_(std::move(options)), learned_(std::move(learned)) {}

    PlanStepPointer fit(const Context& context, const Table& table) const override {
        Options options = options_;
        const bool named = !options.columns.empty();
        options.columns = columns_or_numbers(table, options.columns);
        if (!named)
            for (const std::string& name : options.predictors) std::erase(options.columns, name);
        for (const std::string& name : options.columns) std::erase(options.predictors, name);
        const auto columns = options.all();
        if (columns.size() < 2)
            throw Error(Status::argument,
                        "regression needs at least two number columns: name more in columns, or in "
                        "predictors those that are only looked at; or fill by the median",
                        {.argument = "columns"});
        auto learned = std::make_shared<Learned>();
        for (const auto& column : numbers_of(context, table, columns).columns) {
            const std::string& name = columns[learned->means.size()];
            if (std::none_of(column.begin(), column.end(),
                             [](double x) { return std::isfinite(x); }))
                throw Error(Status::data,
                            "column \"" + excerpt(name) +
                                "\": no present cell to learn a regression from; drop the column "
                                "or fill it with a constant",
                            {.argument = name});
            const Scale scale = scale_of(column);
            learned->means.push_back(scale.mean);
            learned->sds.push_back(scale.sd);
        }
        Guess guess = first_guess(context, table, columns, *learned);
        learned->lines.resize(columns.size());
        for (std::int64_t round = 0; round < options.rounds; ++round) {
            double moved = 0;
            for (std::size_t j = 0; j < columns.size(); ++j) {
                context.check_cancelled();
                if (guess.holes[j].empty() && round > 0) continue;  // nothing depends on it anew
                learned->lines[j] = regress(guess, j);
                moved = std::max(moved, refill(guess, j, learned->lines[j]));
            }
            learned->moved = moved < tolerance ? 0 : moved;
            if (moved < tolerance) break;
        }
        return std::make_shared<RegressionFill>(std::move(options), std::move(learned));
    }
    bool fitted() const noexcept override { return learned_ != nullptr; }
    bool row_by_row() const noexcept override { return true; }
    Cleaned apply(const Context& context, const Table& table) const override {
        const auto columns = options_.all();
        Guess guess = first_guess(context, table, columns, *learned_);
        std::vector<std::int64_t> rows;
        for (std::size_t j = 0; j < options_.columns.size(); ++j)
            rows.insert(rows.end(), guess.holes[j].begin(), guess.holes[j].end());
        std::sort(rows.begin(), rows.end());
        rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
        std::atomic<std::int64_t> unsettled = 0;
        parallel_blocks(context, static_cast<std::int64_t>(rows.size()), rows_at_once,
                        [&](std::int64_t, std::int64_t first, std::int64_t last) {
                            for (std::int64_t i = first; i < last; ++i)
                                unsettled += !refill_row(guess.z, table, columns,
                                                         rows[static_cast<std::size_t>(i)]);
                        });
        for (std::size_t j = 0; j < options_.columns.size(); ++j)
            for (double& x : guess.z[j]) x = learned_->means[j] + x * learned_->sds[j];
        return {with_filled(context, table, options_.columns, guess.z,
                            "regression on the other " + std::to_string(columns.size() - 1) +
                                " columns" + reason_of_end(unsettled),
                            options_.indicator)};
    }
    void write(Json& out) const override {
        out.set("method", "regression");
        if (!options_.columns.empty()) out.set("columns", options_.columns);
        if (!options_.predictors.empty()) out.set("predictors", options_.predictors);
        out.set("rounds", options_.rounds);
        if (options_.indicator) out.set("indicator", true);
        if (!learned_) return;
        if (learned_->moved > 0) out.set("moved", learned_->moved);
        Json learned = Json::array();
        const auto columns = options_.all();
        for (std::size_t j = 0; j < columns.size(); ++j) {
            Json entry = Json::object();
            entry.set("column", columns[j]);
            entry.set("mean", learned_->means[j]);
            entry.set("sd", learned_->sds[j]);
            entry.set("intercept", json_of(learned_->lines[j].intercept));
            entry.set("coefficients", json_of(learned_->lines[j].slopes));
            learned.push(std::move(entry));
        }
        out.set("learned", std::move(learned));
    }

  private:
    static constexpr std::int64_t rows_at_once = 1024;

    // What did not settle: the lines in the fit, and rows whose cells depend on each other.
    std::string reason_of_end(std::int64_t unsettled) const {
        std::string out;
        const std::string after = " after " + count_text(options_.rounds, "round", "rounds");
        if (learned_->moved > 0)
            out += "; the fit ended" + after + " while cells moved by " +
                   reading_text(learned_->moved) + " standard deviations";
        if (unsettled > 0)
            out += "; " + count_text(unsettled, "row", "rows") + " not settled" + after;
        return out.empty() ? out : out + ": raise rounds";
    }
    // The row's own rounds: what it becomes does not depend on the rows it came with. False: its
    // cells had not settled at their end.
    bool refill_row(Matrix& z, const Table& table, const std::vector<std::string>& columns,
                    std::int64_t row) const {
        const auto at = static_cast<std::size_t>(row);
        std::vector<std::size_t> holes;
        for (std::size_t j = 0; j < columns.size(); ++j)
            if (is_hole(table.column(columns[j]), row)) holes.push_back(j);
        for (std::int64_t round = 0; round < options_.rounds; ++round) {
            double moved = 0;
            for (const std::size_t target : holes) {
                const double value = value_of(learned_->lines[target], z, target, at);
                moved = std::max(moved, std::fabs(value - z[target][at]));
                z[target][at] = value;
            }
            if (moved < tolerance || holes.size() == 1) return true;
        }
        return false;
    }

    Options options_;
    std::shared_ptr<const Learned> learned_;  // null: not fitted
};

}  // namespace

PlanStepPointer read_regression_fill(PlanReader& reader) {
    Options options;
    options.columns = reader.texts("columns");
    options.predictors = reader.texts("predictors");
    for (const std::string& name : options.columns)
        if (std::find(options.predictors.begin(), options.predictors.end(), name) !=
            options.predictors.end())
            reader.refuse("predictors", "\"" + name + "\" is filled, and looked at anyway");
    const std::size_t all = options.columns.size() + options.predictors.size();
    options.rounds = reader.whole("rounds", 20, 1, 1000);
    options.indicator = reader.boolean("indicator", false);
    std::shared_ptr<Learned> learned;
    const double moved = reader.number_between("moved", 0, 0, std::numeric_limits<double>::max());
    if (reader.has("learned")) {
        learned = std::make_shared<Learned>();
        learned->moved = moved;
        for (PlanReader& entry : reader.objects("learned")) {
            entry.text("column", "");
            learned->means.push_back(entry.number("mean", 0));
            learned->sds.push_back(entry.number_between("sd", 1, std::numeric_limits<double>::min(),
                                                        std::numeric_limits<double>::max()));
            Line line;
            line.intercept =
                entry.number("intercept", 0);  // older plans have none: 0, as they meant
            line.slopes = entry.numbers("coefficients");
            if (line.slopes.size() != all)
                entry.refuse("coefficients", "there must be one a column");
            learned->lines.push_back(std::move(line));
            entry.finish();
        }
        if (learned->means.size() != all) reader.refuse("learned", "there must be one a column");
    }
    return std::make_shared<RegressionFill>(std::move(options), std::move(learned));
}

}  // namespace tenon::clean
