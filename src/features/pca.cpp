// Z = U S V', Z the centred (and scaled) rows: components are the columns of V, variances S^2 / (n
// - 1) (I. T. Jolliffe: Principal Component Analysis, 2002). R of a QR of Z has the same S and V;
// it is found block by block, each block laid under the R so far (G. H. Golub, C. F. Van Loan:
// Matrix Computations, 5.2), and then has a one-sided Jacobi decomposition.
#include "tenon/pca.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/eigen_decompositions.hpp"
#include "base/moments.hpp"
#include "base/parallel.hpp"
#include "base/reason_text.hpp"
#include "base/sum.hpp"
#include "features/columns.hpp"
#include "features/feature_kinds.hpp"
#include "features/numbers.hpp"

namespace tenon {

using namespace features;

namespace {

using Matrix = Eigen::MatrixXd;

constexpr std::int64_t most_columns = 2000;
constexpr std::int64_t block_rows = 1024;  // at least; more columns take more
// Orthonormal to this, or a document is not one that was saved.
constexpr double orthonormal_tolerance = 1e-8;

struct Standard {
    double mean = 0, scale = 1;
};

Standard standard_of(std::span<const double> x, bool standardise) {
    Sum sum;
    for (const double value : x) sum.add(value);
    Standard out;
    const auto n = static_cast<double>(x.size());
    const DoubleDouble mean = sum.mean(n);
    out.mean = mean.hi;
    if (!standardise) return out;
    Sum squares;
    for (const double value : x) squares.add(deviation(value, mean) * deviation(value, mean));
    const double sd = std::sqrt(squares.value() / (n - 1));
    const auto [least, greatest] = std::minmax_element(x.begin(), x.end());
    if (sd > 0 && *least < *greatest) out.scale = sd;
    return out;
}

// R of the QR of all rows, each (x - mean) / scale.
Matrix triangle_of(const Context& context, const CompleteRows& data, const FittedPca& fitted) {
    const auto rows = static_cast<Eigen::Index>(data.rows.size());
    const auto columns = static_cast<Eigen::Index>(fitted.columns.size());
    const Eigen::Index block = std::max<Eigen::Index>(block_rows, 2 * columns);
    Matrix triangle(0, columns);
    for (Eigen::Index first = 0; first < rows; first += block) {
        context.report({.phase = "learn components",
                        .share = static_cast<double>(first) / static_cast<double>(rows)});
        const Eigen::Index count = std::min(block, rows - first);
        Matrix stack(triangle.rows() + count, columns);
        stack.topRows(triangle.rows()) = triangle;
        for (Eigen::Index j = 0; j < columns; ++j) {
            const auto at = static_cast<std::size_t>(j);
            const double mean = fitted.means[at], scale = fitted.scales[at];
            const double* x = data.values.data() + j * rows + first;
            for (Eigen::Index i = 0; i < count; ++i)
                stack(triangle.rows() + i, j) = (x[i] - mean) / scale;
        }
        const Eigen::HouseholderQR<Eigen::Ref<Matrix>> qr(stack);
        const Eigen::Index kept = std::min(stack.rows(), columns);
        triangle = qr.matrixQR().topRows(kept).template triangularView<Eigen::Upper>();
    }
    return triangle;
}

std::int64_t components_for(const std::vector<double>& variances, const PcaOptions& options) {
    if (options.components > 0) return options.components;
    Sum total;
    for (const double variance : variances) total.add(variance);
    Sum sum;
    for (std::size_t k = 0; k < variances.size(); ++k) {
        sum.add(variances[k]);
        if (sum.value() >= options.share * total.value()) return static_cast<std::int64_t>(k) + 1;
    }
    return static_cast<std::int64_t>(variances.size());
}

void decompose(const Matrix& triangle, const PcaOptions& options, FittedPca& fitted) {
    const auto columns = static_cast<Eigen::Index>(fitted.columns.size());
    const Eigen::JacobiSVD<Matrix, Eigen::FullPivHouseholderQRPreconditioner> svd(
        triangle, Eigen::ComputeFullV);
    const auto& singular = svd.singularValues();
    fitted.variances.assign(fitted.columns.size(), 0);
    for (Eigen::Index k = 0; k < singular.size(); ++k)
        fitted.variances[static_cast<std::size_t>(k)] =
            singular[k] * singular[k] / static_cast<double>(fitted.rows - 1);
    if (!(fitted.variances[0] > 0))
        throw Error(Status::data, "the columns do not vary; there is nothing to find components of",
                    {.argument = "columns"});
    const auto kept = static_cast<Eigen::Index>(components_for(fitted.variances, options));
    for (Eigen::Index k = 0; k < kept; ++k) {
        const auto direction = svd.matrixV().col(k);
        Eigen::Index largest = 0;
        direction.cwiseAbs().maxCoeff(&largest);
        const double sign = direction[largest] < 0 ? -1 : 1;
        for (Eigen::Index j = 0; j < columns; ++j) fitted.components.push_back(sign * direction[j]);
    }
}

void check_options(std::span<const std::string> columns, const PcaOptions& options) {
    check_distinct(columns);
    const auto count = static_cast<std::int64_t>(columns.size());
    if (count > most_columns) refuse_option("columns", "has more than 2000 columns");
    if (options.components < 0 || options.components > count)
        refuse_option("components", "must be 0 or from 1 to the number of columns");
    if (!(options.share > 0 && options.share <= 1))
        refuse_option("share", "must be above 0 and at most 1");
    if (options.prefix.empty()) refuse_option("prefix", "is empty");
}

class PcaStep final : public FeatureStep {
  public:
    explicit PcaStep(FittedPca fitted) : fitted_(std::move(fitted)) { check(); }

    const char* kind() const noexcept override { return "pca"; }
    std::vector<std::string> inputs() const override { return fitted_.columns; }
    std::vector<std::string> outputs() const override {
        std::vector<std::string> names;
        for (std::int64_t k = 1; k <= fitted_.kept(); ++k)
            names.push_back(fitted_.prefix + std::to_string(k));
        names.push_back(fitted_.prefix + "_error");
        return names;
    }
    Table apply(const Context& context, const Table& table) const override;
    void write(Json& document) const override;

  private:
    void check() const;

    FittedPca fitted_;
};

void PcaStep::check() const {
    check_options(fitted_.columns, {.components = fitted_.kept(), .prefix = fitted_.prefix});
    const std::size_t columns = fitted_.columns.size();
    const auto kept = static_cast<std::size_t>(fitted_.kept());
    if (fitted_.means.size() != columns || fitted_.scales.size() != columns ||
        fitted_.variances.size() != columns || kept < 1 ||
        fitted_.components.size() != kept * columns)
        refuse_option("components", "do not fit the columns in number");
    for (const double scale : fitted_.scales)
        if (!(scale > 0)) refuse_option("scales", "must be positive");
    if (!std::is_sorted(fitted_.variances.rbegin(), fitted_.variances.rend()) ||
        !(fitted_.variances.back() >= 0) || !(fitted_.variances.front() > 0))
        refuse_option("variances", "must descend and not be negative");
    const Eigen::Map<const Matrix> transposed(fitted_.components.data(),
                                              static_cast<Eigen::Index>(columns),
                                              static_cast<Eigen::Index>(kept));
    const Matrix gap = transposed.transpose() * transposed -
                       Matrix::Identity(transposed.cols(), transposed.cols());
    if (!(gap.cwiseAbs().maxCoeff() <= orthonormal_tolerance))
        refuse_option("components", "are not orthonormal");
}

Table PcaStep::apply(const Context& context, const Table& table) const {
    const std::size_t columns = fitted_.columns.size();
    const auto kept = static_cast<std::size_t>(fitted_.kept());
    const auto rows = static_cast<std::size_t>(table.rows());
    const Charge charge(context, static_cast<std::int64_t>(rows * (columns + kept + 1) * 8));
    std::vector<std::vector<double>> z;
    std::vector<bool> valid(rows, true);
    for (std::size_t j = 0; j < columns; ++j) {
        const Column& column = table.column(fitted_.columns[j]);
        check_numeric(fitted_.columns[j], column, "projected");
        z.push_back(all_numbers(context, column));
        for (std::size_t row = 0; row < rows; ++row) {
            if (!column.valid(static_cast<std::int64_t>(row))) valid[row] = false;
            z[j][row] = (z[j][row] - fitted_.means[j]) / fitted_.scales[j];
        }
    }
    std::vector<std::vector<double>> made(kept + 1, std::vector<double>(rows, 0));
    parallel_blocks(context, table.rows(), rows_between_checks,
                    [&](std::int64_t, std::int64_t first, std::int64_t last) {
                        std::vector<double> rest(columns);
                        for (auto row = static_cast<std::size_t>(first);
                             row < static_cast<std::size_t>(last); ++row) {
                            for (std::size_t j = 0; j < columns; ++j) rest[j] = z[j][row];
                            for (std::size_t k = 0; k < kept; ++k) {
                                const double* component = fitted_.components.data() + k * columns;
                                double score = 0;
                                for (std::size_t j = 0; j < columns; ++j)
                                    score += component[j] * z[j][row];
                                for (std::size_t j = 0; j < columns; ++j)
                                    rest[j] -= score * component[j];
                                made[k][row] = score;
                            }
                            double error = 0;
                            for (std::size_t j = 0; j < columns; ++j) error += rest[j] * rest[j];
                            made[kept][row] = error;
                        }
                    });
    std::vector<Column> scores;
    for (auto& values : made) scores.push_back(Column::from_float64(std::move(values), valid));
    Table out = append_columns(table, outputs(), std::move(scores), "pca");
    if (!fitted_.keep_inputs)
        for (const std::string& name : fitted_.columns) out = out.without_column(name);
    double share = 0;
    for (std::int64_t k = 0; k < fitted_.kept(); ++k) share += fitted_.explained_share(k);
    return out.with_change({"pca", "", 0, table.rows() * static_cast<std::int64_t>(kept + 1),
                            count_text(fitted_.kept(), "component", "components") + " of " +
                                count_text(static_cast<std::int64_t>(columns)) +
                                " columns, which carry " + reading_text(100 * share) +
                                " % of their variance in the fit"});
}

Json numbers(const std::vector<double>& values) {
    Json out = Json::array();
    for (const double value : values) out.push(Json(value));
    return out;
}

void PcaStep::write(Json& document) const {
    document.set("columns", fitted_.columns);
    document.set("means", numbers(fitted_.means));
    document.set("scales", numbers(fitted_.scales));
    document.set("variances", numbers(fitted_.variances));
    document.set("components", numbers(fitted_.components));
    document.set("rows", fitted_.rows);
    document.set("prefix", fitted_.prefix);
    document.set("keep_inputs", fitted_.keep_inputs);
}

}  // namespace

double FittedPca::explained_share(std::int64_t component) const noexcept {
    Sum total;
    for (const double variance : variances) total.add(variance);
    return variances[static_cast<std::size_t>(component)] / total.value();
}

FittedPca learn_pca(const Context& context, const Table& table,
                    std::span<const std::string> columns, const PcaOptions& options) {
    check_options(columns, options);
    const Charge charge(context, table.rows() * 16 * static_cast<std::int64_t>(columns.size() + 1));
    const CompleteRows data = complete_rows(context, table, columns, "projected");
    if (data.rows.size() < 2)
        throw Error(Status::data, "fewer than two rows have all the columns; fill missing cells",
                    {.argument = "columns"});
    FittedPca fitted;
    fitted.columns.assign(columns.begin(), columns.end());
    fitted.rows = static_cast<std::int64_t>(data.rows.size());
    fitted.prefix = options.prefix;
    fitted.keep_inputs = options.keep_inputs;
    for (std::size_t j = 0; j < columns.size(); ++j) {
        const auto x = std::span(data.values).subspan(j * data.rows.size(), data.rows.size());
        const Standard standard = standard_of(x, options.standardise);
        if (!std::isfinite(standard.mean) || !std::isfinite(standard.scale))
            refuse_column(fitted.columns[j], "its numbers are too large; change the unit");
        fitted.means.push_back(standard.mean);
        fitted.scales.push_back(standard.scale);
    }
    decompose(triangle_of(context, data, fitted), options, fitted);
    return fitted;
}

Feature pca_feature(FittedPca fitted) {
    return Feature(std::make_shared<PcaStep>(std::move(fitted)));
}

Feature fit_pca(const Context& context, const Table& table, std::span<const std::string> columns,
                const PcaOptions& options) {
    return pca_feature(learn_pca(context, table, columns, options));
}

namespace features {

StepPointer read_pca(const JsonMember& document) {
    FittedPca fitted;
    fitted.columns = document["columns"].texts();
    fitted.means = document["means"].finites();
    fitted.scales = document["scales"].finites();
    fitted.variances = document["variances"].finites();
    fitted.components = document["components"].finites();
    fitted.rows = document["rows"].count();
    fitted.prefix = document["prefix"].text();
    fitted.keep_inputs = document["keep_inputs"].boolean();
    if (fitted.columns.empty()) document["columns"].refuse("there is no column");
    return std::make_shared<PcaStep>(std::move(fitted));
}

}  // namespace features
}  // namespace tenon
