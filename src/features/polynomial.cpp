#include "tenon/polynomial.hpp"

#include <utility>
#include <vector>

#include "features/columns.hpp"
#include "features/feature_kinds.hpp"
#include "features/numbers.hpp"

namespace tenon {

using namespace features;

namespace {

constexpr std::size_t most_terms = 10'000;
constexpr std::int64_t greatest_degree = 6;

// A term: the places of its columns in ascending order, one a factor.
using Term = std::vector<std::size_t>;

// All terms of one degree more, from those of the last degree.
std::vector<Term> next_terms(const std::vector<Term>& terms, std::size_t columns, bool distinct) {
    std::vector<Term> out;
    for (const Term& term : terms)
        for (std::size_t c = term.back() + (distinct ? 1 : 0); c < columns; ++c) {
            if (out.size() >= most_terms)
                refuse_option("degree", "gives more than 10000 terms; take fewer columns");
            out.push_back(term);
            out.back().push_back(c);
        }
    return out;
}

std::string name_of(const Term& term, const std::vector<std::string>& columns) {
    std::string name;
    for (std::size_t i = 0; i < term.size();) {
        std::size_t past = i;
        while (past < term.size() && term[past] == term[i]) ++past;
        if (!name.empty()) name += '*';
        name += columns[term[i]];
        if (past - i > 1) name += '^' + std::to_string(past - i);
        i = past;
    }
    return name;
}

class PolynomialStep final : public FeatureStep {
  public:
    PolynomialStep(std::vector<std::string> columns, const PolynomialOptions& options)
        : columns_(std::move(columns)), options_(options) {
        check_distinct(columns_);
        if (options_.degree < 2 || options_.degree > greatest_degree)
            refuse_option("degree", "must be from 2 to 6");
        std::vector<Term> terms;
        for (std::size_t c = 0; c < columns_.size(); ++c) terms.push_back({c});
        for (std::int64_t degree = 2; degree <= options_.degree; ++degree) {
            terms = next_terms(terms, columns_.size(), options_.interactions_only);
            terms_.insert(terms_.end(), terms.begin(), terms.end());
        }
        if (terms_.size() > most_terms)
            refuse_option("degree", "gives more than 10000 terms; take fewer columns");
        for (const Term& term : terms_) names_.push_back(name_of(term, columns_));
    }

    const char* kind() const noexcept override { return "polynomial"; }
    std::vector<std::string> inputs() const override { return columns_; }
    std::vector<std::string> outputs() const override { return names_; }

    Table apply(const Context& context, const Table& table) const override {
        const auto terms = static_cast<std::int64_t>(terms_.size());
        const Charge charge(context, table.rows() * 8 * (terms + std::int64_t(columns_.size())));
        std::vector<Column> sources;
        std::vector<std::vector<double>> numbers;
        for (const std::string& name : columns_) {
            sources.push_back(table.column(name));
            check_numeric(name, sources.back(), "multiplied");
            numbers.push_back(all_numbers(context, sources.back()));
        }
        std::vector<Column> made;
        for (const Term& term : terms_) {
            context.check_cancelled();
            made.push_back(product(term, sources, numbers));
        }
        return append_columns(table, names_, std::move(made), "polynomial")
            .with_change(
                {"polynomial", "", 0, table.rows() * terms,
                 std::to_string(terms) + " terms up to degree " + std::to_string(options_.degree)});
    }

    void write(Json& document) const override {
        document.set("columns", columns_);
        document.set("degree", options_.degree);
        document.set("interactions_only", options_.interactions_only);
    }

  private:
    static Column product(const Term& term, const std::vector<Column>& sources,
                          const std::vector<std::vector<double>>& numbers) {
        std::vector<double> values = numbers[term[0]];
        std::vector<bool> valid(values.size(), true);
        for (std::size_t row = 0; row < values.size(); ++row) {
            for (std::size_t f = 1; f < term.size(); ++f) values[row] *= numbers[term[f]][row];
            for (const std::size_t c : term)
                if (!sources[c].valid(static_cast<std::int64_t>(row))) valid[row] = false;
        }
        return Column::from_float64(std::move(values), std::move(valid));
    }

    std::vector<std::string> columns_;
    PolynomialOptions options_;
    std::vector<Term> terms_;
    std::vector<std::string> names_;
};

}  // namespace

Feature fit_polynomial(const Context&, const Table& table, std::span<const std::string> columns,
                       const PolynomialOptions& options) {
    for (const std::string& name : columns) check_numeric(name, table.column(name), "multiplied");
    return Feature(std::make_shared<PolynomialStep>(
        std::vector<std::string>(columns.begin(), columns.end()), options));
}

namespace features {

StepPointer read_polynomial(const JsonMember& document) {
    PolynomialOptions options;
    options.degree = document["degree"].count();
    options.interactions_only = document["interactions_only"].boolean();
    return std::make_shared<PolynomialStep>(document["columns"].texts(), options);
}

}  // namespace features
}  // namespace tenon
