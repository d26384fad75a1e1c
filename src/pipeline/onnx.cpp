// A pipeline as an ONNX graph: every column is an input of its own, as wide as one column.
//
//   numbers     x: below, above or within its bounds, then filled where NaN, then (x - centre) /
//               scale; all number columns side by side
//   categories  double: an index by LabelEncoder, then what that category adds, by Gather
//               ONNX-ML: 0 and 1 by OneHotEncoder, the reference level included with weight 0
//   sum         double: MatMul with the coefficients; ONNX-ML: LinearRegressor, LinearClassifier
//   powers      of numbers: the terms of PowerTerms, B_k = a t B_(k-1) - b B_(k-2) with a = 2, b =
//   1 of
//               Chebyshev's polynomials and a = 1, b = 0 of plain powers
//   link        Exp or Reciprocal of the sum
//   classes     a sum a class, the first 0, and Softmax; of an ordinal model, with u the cut above
//   a
//               class and v the one below it less the sum, F(u) F(-v) (1 - exp(v - u))
//
// A category that is text has no other way to say "missing" than "": where that is no category it
// adds what a missing cell adds.
#include "pipeline/onnx.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "base/number_text.hpp"
#include "base/utf8.hpp"
#include "pipeline/onnx_graph.hpp"
#include "pipeline/program.hpp"
#include "tenon/error.hpp"

namespace tenon {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
const char* const ml = "ai.onnx.ml";

bool whole_categories(const PipelineInput& input) {
    return input.type == Type::int64 || input.type == Type::boolean;
}

std::vector<std::int64_t> whole_numbers(const PipelineInput& input) {
    std::vector<std::int64_t> list;
    for (const std::string& category : input.categories) {
        const auto number = category == "true"    ? std::optional<std::int64_t>(1)
                            : category == "false" ? std::optional<std::int64_t>(0)
                                                  : parse_int64(category);
        if (!number)
            throw Error(Status::data,
                        "input \"" + input.name + "\": the category \"" + category +
                            "\" is no whole number",
                        {.argument = input.name});
        list.push_back(*number);
    }
    return list;
}

class OnnxWriter {
  public:
    OnnxWriter(const Fitted& fitted, OnnxOperators operators)
        : fitted_(fitted),
          program_(compile(fitted)),
          sums_(programs_of(fitted, program_)),
          ml_(operators == OnnxOperators::ml),
          real_(ml_ ? OnnxType::real32 : OnnxType::real64) {}

    std::string write() {
        OnnxNames numbers;
        for (std::size_t j = 0; j < fitted_.numeric; ++j)
            numbers.push_back(graph_.input(fitted_.inputs[j].name, real_));
        for (std::size_t j = fitted_.numeric; j < fitted_.inputs.size(); ++j) {
            const PipelineInput& input = fitted_.inputs[j];
            categories_.push_back(graph_.input(
                input.name, whole_categories(input) ? OnnxType::int64 : OnnxType::text));
        }
        if (!numbers.empty()) numbers_ = steps(side_by_side(numbers));
        if (ml_)
            write_ml();
        else
            write_doubles();
        if (several()) return graph_.model("class of " + target());
        return graph_.model(program_.logistic
                                ? "probability that " + target() + " is " + fitted_.positive_label
                                : "prediction of " + target());
    }

  private:
    std::string target() const { return fitted_.target.empty() ? "the target" : fitted_.target; }

    bool several() const { return !fitted_.classes.empty(); }
    bool ordinal() const { return fitted_.model.summary.kind == ModelKind::ordinal; }

    // What is summed: of a multinomial model a sum a class, that of the first being 0.
    static std::vector<Program> programs_of(const Fitted& fitted, const Program& program) {
        if (fitted.model.summary.kind != ModelKind::multinomial) return {program};
        std::vector<Program> all = compile_classes(fitted);
        Program first = all.front();
        first.intercept = 0;
        for (NumericInstruction& numeric : first.numeric) numeric.coefficient = 0;
        for (CategoryInstruction& category : first.categorical) {
            std::fill(category.table.begin(), category.table.end(), 0.0);
            for (double* share : {&category.missing, &category.unknown})
                if (!std::isnan(*share)) *share = 0;
        }
        all.insert(all.begin(), std::move(first));
        return all;
    }
    // A number of a category of every sum; `part` null: that of its place in the table.
    void append(std::vector<double>& row, std::size_t category, double CategoryInstruction::*part,
                std::size_t place = 0) const {
        for (const Program& program : sums_) {
            const CategoryInstruction& one = program.categorical[category];
            row.push_back(part ? one.*part : one.table[place]);
        }
    }
    std::int64_t count() const { return static_cast<std::int64_t>(sums_.size()); }

    std::string side_by_side(const OnnxNames& columns) {
        if (columns.size() == 1) return columns[0];
        const std::string joined = graph_.value();
        graph_.add(OnnxNode("Concat", "", columns, {joined}).integer("axis", 1));
        return joined;
    }

    std::vector<double> each(double NumericInstruction::*part) const {
        std::vector<double> list;
        for (const NumericInstruction& instruction : program_.numeric)
            list.push_back(instruction.*part);
        return list;
    }
    std::string row_of(double NumericInstruction::*part) {
        return graph_.reals(each(part), static_cast<std::int64_t>(program_.numeric.size()), real_);
    }

    // The steps of the number columns. Comparisons with NaN are false, so a missing value passes
    // the bounds as itself.
    std::string steps(std::string x) {
        if (!fitted_.bounds.empty()) {
            const std::string below = graph_.apply("Less", x, row_of(&NumericInstruction::low));
            const std::string above = graph_.apply("Greater", x, row_of(&NumericInstruction::high));
            x = graph_.apply("Where", below, row_of(&NumericInstruction::below), x);
            x = graph_.apply("Where", above, row_of(&NumericInstruction::above), x);
        }
        if (!fitted_.fills.empty()) x = filled(x);
        if (!fitted_.scales.empty()) x = scaled(x);
        return x;
    }

    std::string filled(const std::string& x) {
        if (!ml_)
            return graph_.apply("Where", graph_.apply("IsNaN", x),
                                row_of(&NumericInstruction::fill), x);
        const std::string y = graph_.value();
        graph_.add(OnnxNode("Imputer", ml, {x}, {y})
                       .reals("imputed_value_floats", each(&NumericInstruction::fill))
                       .real("replaced_value_float", nan));
        return y;
    }

    std::string scaled(const std::string& x) {
        if (!ml_)
            return graph_.apply("Div", graph_.apply("Sub", x, row_of(&NumericInstruction::centre)),
                                row_of(&NumericInstruction::scale));
        std::vector<double> inverse;
        for (const double scale : each(&NumericInstruction::scale)) inverse.push_back(1 / scale);
        const std::string y = graph_.value();
        graph_.add(OnnxNode("Scaler", ml, {x}, {y})
                       .reals("offset", each(&NumericInstruction::centre))
                       .reals("scale", inverse));
        return y;
    }

    // What the category in a column adds, by its place in a list of what each adds.
    std::string category_share(std::size_t j) {
        const PipelineInput& input = fitted_.inputs[fitted_.numeric + j];
        const CategoryInstruction& instruction = program_.categorical[j];
        std::vector<double> adds;  // place after place
        std::vector<std::int64_t> places;
        for (std::size_t k = 0; k < instruction.table.size(); ++k) {
            places.push_back(static_cast<std::int64_t>(k));
            append(adds, j, nullptr, k);
        }
        const auto unknown = static_cast<std::int64_t>(places.size());
        append(adds, j, &CategoryInstruction::unknown);
        const std::string index = graph_.value();
        OnnxNode encoder("LabelEncoder", ml, {categories_[j]}, {index});
        if (whole_categories(input)) {
            // No integer says "missing". Where these are keys, places are the values.
            encoder.integers("keys_int64s", whole_numbers(input));
            return by_real(std::move(encoder), index, places, unknown, adds);
        }
        std::vector<std::string> keys = input.categories;
        if (std::find(keys.begin(), keys.end(), "") == keys.end()) {
            keys.emplace_back();
            places.push_back(unknown + 1);
            append(adds, j, &CategoryInstruction::missing);
        }
        encoder.texts("keys_strings", keys)
            .integers("values_int64s", places)
            .integer("default_int64", unknown);
        graph_.add(encoder);
        return gathered(index, adds);
    }

    // Encoders map integers to floats and texts, not to integers: places up to 2^24 are exact.
    std::string by_real(OnnxNode encoder, const std::string& as_real,
                        const std::vector<std::int64_t>& places, std::int64_t unknown,
                        const std::vector<double>& adds) {
        encoder.reals("values_floats", std::vector<double>(places.begin(), places.end()))
            .real("default_float", static_cast<double>(unknown));
        graph_.add(encoder);
        const std::string index = graph_.value();
        graph_.add(OnnxNode("Cast", "", {as_real}, {index})
                       .integer("to", static_cast<std::int64_t>(OnnxType::int64)));
        return gathered(index, adds);
    }

    std::string gathered(const std::string& index, const std::vector<double>& adds) {
        if (count() == 1) return graph_.apply("Gather", graph_.reals(adds, 0, real_), index);
        const std::string rows = graph_.apply("Gather", graph_.reals(adds, count(), real_), index);
        return graph_.apply("Reshape", rows, graph_.integers({-1, count()}));
    }

    // What coefficients of numbers are of: the numbers after their steps, or terms of their powers.
    struct Basis {
        std::string value;
        std::vector<double> weights;  // one a number
    };

    std::vector<double> weights_of_power(std::size_t k) const {
        std::vector<double> weights;
        for (std::size_t j = 0; j < fitted_.numeric; ++j) {
            const std::vector<double>& terms = program_.powers[j].terms;
            weights.push_back(k < terms.size() ? terms[k]
                              : k == 0         ? program_.numeric[j].coefficient
                                               : 0);
        }
        return weights;
    }

    std::vector<Basis> bases() {
        if (numbers_.empty()) return {};
        if (program_.powers.empty()) return {{numbers_, each(&NumericInstruction::coefficient)}};
        const auto n = static_cast<std::int64_t>(fitted_.numeric);
        std::vector<double> centre, half, turn, back;
        for (const PowerTerms& powers : program_.powers) {
            const bool plain = powers.plain || powers.terms.empty();
            centre.push_back(plain ? 0 : powers.centre);
            half.push_back(plain ? 1 : powers.half);
            turn.push_back(plain ? 1 : 2);
            back.push_back(plain ? 0 : 1);
        }
        const std::string t =
            graph_.apply("Div", graph_.apply("Sub", numbers_, graph_.reals(centre, n, real_)),
                         graph_.reals(half, n, real_));
        const std::string step = graph_.apply("Mul", graph_.reals(turn, n, real_), t);
        const std::string behind = graph_.reals(back, n, real_);
        std::vector<Basis> all{{program_.has_intercept ? t : numbers_, weights_of_power(0)}};
        for (std::size_t k = 1; k < static_cast<std::size_t>(fitted_.model.degree); ++k) {
            const std::string& last = all.back().value;
            std::string next;
            if (k > 1)
                next = graph_.apply("Sub", graph_.apply("Mul", step, last),
                                    graph_.apply("Mul", behind, all[k - 2].value));
            else if (program_.has_intercept)
                next = graph_.apply("Sub", graph_.apply("Mul", step, last), behind);
            else
                next = graph_.apply("Mul", t, last);
            all.push_back({next, weights_of_power(k)});
        }
        return all;
    }

    void write_mean(const std::string& sum) {
        const char* inverse_of_link = program_.link == Link::log       ? "Exp"
                                      : program_.link == Link::inverse ? "Reciprocal"
                                                                       : "Identity";
        graph_.apply_to(graph_.output("prediction", real_, 1), inverse_of_link, {sum});
    }

    void add_product(std::string& sum, const std::string& x, const std::vector<double>& weights) {
        const std::string matrix = graph_.reals(weights, count(), real_);
        sum = graph_.apply("Add", graph_.apply("MatMul", x, matrix), sum);
    }

    void write_doubles() {
        std::vector<double> row;
        for (const Program& program : sums_) row.push_back(program.intercept);
        std::string sum = graph_.reals(row, count(), real_);
        if (several() && !numbers_.empty()) {
            row.clear();
            for (std::size_t i = 0; i < fitted_.numeric; ++i)
                for (const Program& program : sums_) row.push_back(program.numeric[i].coefficient);
            add_product(sum, numbers_, row);
        } else {
            for (const Basis& basis : bases()) add_product(sum, basis.value, basis.weights);
        }
        for (std::size_t j = 0; j < categories_.size(); ++j)
            sum = graph_.apply("Add", sum, category_share(j));
        if (several()) {
            write_classes(sum);
            return;
        }
        if (!program_.logistic) {
            write_mean(sum);
            return;
        }
        const std::string label = graph_.output("label", OnnxType::int64, 1);
        const std::string probabilities = graph_.output("probabilities", real_, 2);
        const std::string zero = graph_.reals({0}, 1, real_);
        graph_.add(OnnxNode("Cast", "", {graph_.apply("Greater", sum, zero)}, {label})
                       .integer("to", static_cast<std::int64_t>(OnnxType::int64)));
        // Both by the logistic function, so that the smaller keeps its digits.
        const std::string other = graph_.apply("Sigmoid", graph_.apply("Neg", sum));
        graph_.add(OnnxNode("Concat", "", {other, graph_.apply("Sigmoid", sum)}, {probabilities})
                       .integer("axis", 1));
    }

    // ---- several classes ----

    void write_classes(const std::string& sums) {
        const std::string label = graph_.output("label", OnnxType::text, 1);
        const std::string probabilities =
            graph_.output("probabilities", real_, fitted_.class_model.classes);
        if (ordinal())
            write_ordinal(sums, probabilities);
        else
            graph_.add(OnnxNode("Softmax", "", {sums}, {probabilities}).integer("axis", 1));
        const std::string place = graph_.value();
        graph_.add(OnnxNode("ArgMax", "", {probabilities}, {place}).integer("axis", 1));
        std::vector<std::int64_t> places;
        for (std::int64_t k = 0; k < fitted_.class_model.classes; ++k) places.push_back(k);
        graph_.add(OnnxNode("LabelEncoder", ml, {place}, {label})
                       .integers("keys_int64s", places)
                       .texts("values_strings", fitted_.classes));
    }

    // The lowest class has a cut at -infinity below it, the highest one at infinity above.
    void write_ordinal(const std::string& sum, const std::string& probabilities) {
        constexpr double infinity = std::numeric_limits<double>::infinity();
        std::vector<double> above, below{-infinity}, width;
        for (const Coefficient& cut : fitted_.class_model.cuts) {
            above.push_back(cut.estimate);
            below.push_back(cut.estimate);
        }
        above.push_back(infinity);
        for (std::size_t k = 0; k < above.size(); ++k)
            width.push_back(-std::expm1(below[k] - above[k]));
        const auto classes = fitted_.class_model.classes;
        const std::string upper =
            graph_.apply("Sigmoid", graph_.apply("Sub", graph_.reals(above, classes, real_), sum));
        const std::string lower =
            graph_.apply("Sigmoid", graph_.apply("Sub", sum, graph_.reals(below, classes, real_)));
        graph_.apply_to(probabilities, "Mul",
                        {graph_.apply("Mul", upper, lower), graph_.reals(width, classes, real_)});
    }

    // ---- ONNX-ML, in floats ----

    std::string one_hot(std::size_t j) {
        const PipelineInput& input = fitted_.inputs[fitted_.numeric + j];
        const CategoryInstruction& instruction = program_.categorical[j];
        const bool refused = std::isnan(instruction.unknown);
        std::string column = categories_[j];
        const bool text = !whole_categories(input);
        const auto& categories = input.categories;
        const bool fills = !fitted_.fills.empty() && text &&
                           std::find(categories.begin(), categories.end(), "") == categories.end();
        const bool unknown_fills = fitted_.options.unknown == Unknown::missing && !refused;
        if (fills || (text && unknown_fills)) column = with_fill(column, j);
        const bool as_text = text || unknown_fills;
        if (!text && unknown_fills) column = whole_with_fill(column, j);
        const std::string bits = graph_.value(), flat = graph_.value();
        OnnxNode encoder("OneHotEncoder", ml, {column}, {bits});
        if (as_text)
            encoder.texts("cats_strings", categories);
        else
            encoder.integers("cats_int64s", whole_numbers(input));
        encoder.integer("zeros", refused ? 0 : 1);
        graph_.add(encoder);
        const std::string shape =
            graph_.integers({-1, static_cast<std::int64_t>(categories.size())});
        graph_.apply_to(flat, "Reshape", {bits, shape});
        return flat;
    }

    // Whole numbers as texts, those that the fit did not see as the fill: no encoder maps whole
    // numbers to whole numbers.
    std::string whole_with_fill(const std::string& column, std::size_t j) {
        const PipelineInput& input = fitted_.inputs[fitted_.numeric + j];
        const std::string out = graph_.value();
        graph_.add(OnnxNode("LabelEncoder", ml, {column}, {out})
                       .integers("keys_int64s", whole_numbers(input))
                       .texts("values_strings", input.categories)
                       .text("default_string", fitted_.fills[fitted_.numeric + j].text));
        return out;
    }

    // Texts that stand for a missing cell become the fill.
    std::string with_fill(const std::string& column, std::size_t j) {
        const PipelineInput& input = fitted_.inputs[fitted_.numeric + j];
        const FittedFill& fill = fitted_.fills[fitted_.numeric + j];
        std::vector<std::string> keys = input.categories, values = input.categories;
        if (std::find(keys.begin(), keys.end(), "") == keys.end()) {
            keys.emplace_back();
            values.push_back(fill.text);
        }
        const std::string out = graph_.value();
        const bool unknown_is_missing = fitted_.options.unknown == Unknown::missing;
        // What is neither becomes a text that is no category, for the encoder to judge.
        std::string stranger = "unknown";
        while (std::find(keys.begin(), keys.end(), stranger) != keys.end()) stranger += "_";
        graph_.add(OnnxNode("LabelEncoder", ml, {column}, {out})
                       .texts("keys_strings", keys)
                       .texts("values_strings", values)
                       .text("default_string", unknown_is_missing ? fill.text : stranger));
        return out;
    }

    void write_ml() {
        OnnxNames parts;
        std::vector<double> weights;
        for (const Basis& basis : bases()) {
            parts.push_back(basis.value);
            weights.insert(weights.end(), basis.weights.begin(), basis.weights.end());
        }
        for (std::size_t j = 0; j < categories_.size(); ++j) {
            parts.push_back(one_hot(j));
            const auto& table = program_.categorical[j].table;
            weights.insert(weights.end(), table.begin(), table.end());
        }
        const std::string x = side_by_side(parts);
        if (several() && !ordinal()) {
            write_ml_classes(x);
            return;
        }
        if (!program_.logistic) {
            const std::string sum = graph_.value();
            graph_.add(OnnxNode("LinearRegressor", ml, {x}, {sum})
                           .reals("coefficients", weights)
                           .reals("intercepts", {program_.intercept}));
            ordinal() ? write_classes(sum) : write_mean(sum);
            return;
        }
        std::vector<double> both;
        for (const double weight : weights) both.push_back(-weight);
        both.insert(both.end(), weights.begin(), weights.end());
        const std::string label = graph_.value();
        const std::string column = graph_.output("label", OnnxType::int64, 1);
        const std::string probabilities = graph_.output("probabilities", real_, 2);
        graph_.add(OnnxNode("LinearClassifier", ml, {x}, {label, probabilities})
                       .integers("classlabels_ints", {0, 1})
                       .reals("coefficients", both)
                       .reals("intercepts", {-program_.intercept, program_.intercept})
                       .integer("multi_class", 0)
                       .text("post_transform", "LOGISTIC"));
        graph_.apply_to(column, "Reshape", {label, graph_.integers({-1, 1})});
    }

    void write_ml_classes(const std::string& x) {
        std::vector<double> weights, intercepts;
        for (const Program& program : sums_) {
            intercepts.push_back(program.intercept);
            for (const NumericInstruction& i : program.numeric) weights.push_back(i.coefficient);
            for (const CategoryInstruction& i : program.categorical)
                weights.insert(weights.end(), i.table.begin(), i.table.end());
        }
        const std::string label = graph_.value();
        const std::string column = graph_.output("label", OnnxType::text, 1);
        const std::string probabilities = graph_.output("probabilities", real_, count());
        graph_.add(OnnxNode("LinearClassifier", ml, {x}, {label, probabilities})
                       .texts("classlabels_strings", fitted_.classes)
                       .reals("coefficients", weights)
                       .reals("intercepts", intercepts)
                       .integer("multi_class", 1)
                       .text("post_transform", "SOFTMAX"));
        graph_.apply_to(column, "Reshape", {label, graph_.integers({-1, 1})});
    }

    const Fitted& fitted_;
    Program program_;
    std::vector<Program> sums_;
    bool ml_;
    OnnxType real_;
    OnnxGraph graph_;
    OnnxNames categories_;  // inputs
    std::string numbers_;   // the number columns after their steps; empty where there are none
};

// Strings of protobuf are UTF-8.
void check_texts(const Fitted& fitted) {
    const auto check = [](const std::string& text) {
        if (invalid_utf8_at(text) != std::string_view::npos)
            throw Error(Status::data, "\"" + printable_utf8(text) + "\" is not UTF-8",
                        {.argument = "model"});
    };
    check(fitted.target);
    check(fitted.positive_label);
    for (const std::string& name : fitted.classes) check(name);
    for (const PipelineInput& input : fitted.inputs) {
        check(input.name);
        for (const std::string& category : input.categories) check(category);
    }
}

}  // namespace

std::string write_onnx(const Fitted& fitted, OnnxOperators operators) {
    check_texts(fitted);
    return OnnxWriter(fitted, operators).write();
}

}  // namespace tenon
