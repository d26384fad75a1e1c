// A pipeline as a RegressionModel of PMML 4.4 (https://dmg.org/pmml/v4-4-1/Regression.html).
//
//   outliers    of the mining field: asExtremeValues or asMissingValues with lowValue, highValue
//   fills       of the mining field: missingValueReplacement; without one returnInvalid
//   unknown     of the mining field: invalidValueTreatment returnInvalid, asMissing or asIs; under
//               asIs no predictor meets the category, which is the reference level
//   scale       a derived field (x - centre) / scale
//   powers      derived fields of Chebyshev's polynomials, as in PowerTerms; plain ones are
//   exponents categories  a CategoricalPredictor for each but the reference level logistic    two
//   tables, the second 0, with normalizationMethod logit log link    normalizationMethod exp
//   multinomial a table a class, that of the first 0, with normalizationMethod softmax
//   ordinal     a table a class of cut - b'x, with normalizationMethod logit of an ordinal target:
//               the probability up to the class; the last table is 0 and tells nothing
//
// PMML treats outliers before missing values, as a pipeline does.
#include "pipeline/pmml.hpp"

#include <cmath>
#include <set>

#include "base/number_text.hpp"
#include "base/xml_text.hpp"
#include "pipeline/program.hpp"
#include "tenon/error.hpp"
#include "tenon/version.hpp"

namespace tenon {

namespace {

std::string attribute(const char* name, std::string_view value) {
    return std::string(" ") + name + "=\"" + xml_text(value) + "\"";
}
std::string attribute(const char* name, double value) {
    return attribute(name, std::string_view(format_double(value)));
}

const char* data_type(Type type) {
    switch (type) {
        case Type::int64:
            return "integer";
        case Type::boolean:
            return "boolean";
        case Type::text:
            return "string";
        case Type::float64:
        case Type::timestamp:
            break;
    }
    return "double";
}

class PmmlWriter {
  public:
    explicit PmmlWriter(const Fitted& fitted) : fitted_(fitted), program_(compile(fitted)) {
        for (const PipelineInput& input : fitted.inputs) names_.insert(input.name);
        target_ = unused(fitted.target.empty() ? "target" : fitted.target);
        several_ = compile_classes(fitted);
        if (program_.logistic) {
            positive_ = fitted.positive_label.empty() ? "1" : fitted.positive_label;
            negative_ = positive_ == "1" ? "0" : positive_ == "true" ? "false" : "not " + positive_;
        }
    }

    std::string write() {
        line(0, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
        line(0, "<PMML xmlns=\"http://www.dmg.org/PMML-4_4\" version=\"4.4\">");
        line(1, "<Header>");
        line(2, "<Application name=\"tenon\"" + attribute("version", version()) + "/>");
        line(1, "</Header>");
        write_dictionary();
        line(1, std::string("<RegressionModel modelName=\"tenon\" functionName=\"") +
                    (program_.logistic || several() ? "classification" : "regression") +
                    "\" normalizationMethod=\"" + normalization() + "\">");
        write_schema();
        write_output();
        write_scales();
        write_tables();
        line(1, "</RegressionModel>");
        line(0, "</PMML>");
        return std::move(text_);
    }

  private:
    bool several() const { return !several_.empty(); }
    bool ordinal() const { return !fitted_.class_model.cuts.empty(); }
    // Of a target with classes, in their order.
    std::vector<std::string> classes() const {
        if (program_.logistic) return {positive_, negative_};
        return fitted_.classes;
    }
    const char* normalization() const {
        if (several()) return ordinal() ? "logit" : "softmax";
        return program_.logistic ? "logit" : program_.link == Link::log ? "exp" : "none";
    }
    std::string unused(std::string name) {
        while (!names_.insert(name).second) name += "_";
        return name;
    }
    void line(int depth, const std::string& what) {
        text_.append(static_cast<std::size_t>(2 * depth), ' ');
        text_ += what + "\n";
    }

    void write_dictionary() {
        line(1, "<DataDictionary>");
        for (const PipelineInput& input : fitted_.inputs) {
            const std::string head = "<DataField" + attribute("name", input.name);
            if (!input.categorical) {
                line(2, head + " optype=\"continuous\" dataType=\"double\"/>");
                continue;
            }
            line(2, head + " optype=\"categorical\"" +
                        attribute("dataType", data_type(input.type)) + ">");
            for (const std::string& category : input.categories)
                line(3, "<Value" + attribute("value", category) + "/>");
            line(2, "</DataField>");
        }
        if (program_.logistic || several()) {
            line(2, "<DataField" + attribute("name", target_) + " optype=\"" +
                        (ordinal() ? "ordinal" : "categorical") + "\" dataType=\"string\">");
            for (const std::string& value : classes())
                line(3, "<Value" + attribute("value", value) + "/>");
            line(2, "</DataField>");
        } else {
            line(2, "<DataField" + attribute("name", target_) +
                        " optype=\"continuous\" dataType=\"double\"/>");
        }
        line(1, "</DataDictionary>");
    }

    void write_schema() {
        line(2, "<MiningSchema>");
        line(3, "<MiningField" + attribute("name", target_) + " usageType=\"target\"/>");
        for (std::size_t j = 0; j < fitted_.inputs.size(); ++j)
            line(3, "<MiningField" + attribute("name", fitted_.inputs[j].name) + outliers(j) +
                        missing(j) + invalid(j) + "/>");
        line(2, "</MiningSchema>");
    }

    // With a spread of zero only infinities are outliers, which PMML has no word for.
    std::string outliers(std::size_t j) const {
        if (fitted_.bounds.empty() || j >= fitted_.numeric) return {};
        const OutlierBounds& bounds = fitted_.bounds[j];
        if (bounds.spread == 0 || std::isinf(bounds.low) || std::isinf(bounds.high)) return {};
        const bool clip = fitted_.options.outliers.action == OutlierAction::clip;
        return std::string(" outliers=\"") + (clip ? "asExtremeValues" : "asMissingValues") + "\"" +
               attribute("lowValue", bounds.low) + attribute("highValue", bounds.high);
    }

    std::string missing(std::size_t j) const {
        if (fitted_.fills.empty()) return " missingValueTreatment=\"returnInvalid\"";
        const FittedFill& fill = fitted_.fills[j];
        return fitted_.inputs[j].categorical ? attribute("missingValueReplacement", fill.text)
                                             : attribute("missingValueReplacement", fill.value);
    }

    std::string invalid(std::size_t j) const {
        if (!fitted_.inputs[j].categorical) return " invalidValueTreatment=\"returnInvalid\"";
        switch (fitted_.options.unknown) {
            case Unknown::missing:
                return " invalidValueTreatment=\"asMissing\"";
            case Unknown::zero:
                return " invalidValueTreatment=\"asIs\"";
            case Unknown::error:
                break;
        }
        return " invalidValueTreatment=\"returnInvalid\"";
    }

    void write_output() {
        line(2, "<Output>");
        if (program_.logistic || several()) {
            for (const std::string& value : classes())
                line(3, "<OutputField" + attribute("name", unused("probability(" + value + ")")) +
                            " optype=\"continuous\" dataType=\"double\" feature=\"probability\"" +
                            attribute("value", value) + "/>");
        } else {
            line(3, "<OutputField" + attribute("name", unused("predicted " + target_)) +
                        " optype=\"continuous\" dataType=\"double\" feature=\"predictedValue\"/>");
        }
        line(2, "</Output>");
    }

    bool powered(std::size_t j) const {
        return !program_.powers.empty() && !program_.powers[j].terms.empty();
    }
    bool scaled() const { return !fitted_.scales.empty() && fitted_.numeric > 0; }

    void write_scales() {
        for (std::size_t j = 0; j < fitted_.numeric; ++j)
            predictors_.push_back(scaled() ? unused("scaled " + fitted_.inputs[j].name)
                                           : fitted_.inputs[j].name);
        if (!scaled() && program_.powers.empty()) return;
        line(2, "<LocalTransformations>");
        for (std::size_t j = 0; scaled() && j < fitted_.numeric; ++j)
            derive(predictors_[j], apply("/",
                                         apply("-", field(fitted_.inputs[j].name),
                                               constant(program_.numeric[j].centre)),
                                         constant(program_.numeric[j].scale)));
        terms_.resize(fitted_.numeric);
        for (std::size_t j = 0; j < fitted_.numeric; ++j)
            if (powered(j) && !program_.powers[j].plain) write_powers(j);
        line(2, "</LocalTransformations>");
    }

    static std::string field(const std::string& name) {
        return "<FieldRef" + attribute("field", name) + "/>";
    }
    static std::string apply(const char* function, const std::string& a, const std::string& b) {
        return "<Apply" + attribute("function", std::string_view(function)) + ">" + a + b +
               "</Apply>";
    }
    void derive(const std::string& name, const std::string& expression) {
        line(3, "<DerivedField" + attribute("name", name) +
                    " optype=\"continuous\" dataType=\"double\">");
        line(4, expression);
        line(3, "</DerivedField>");
    }

    // With t in [-1, 1]: T_1(t), T_2(t), ..., and without an intercept x T_0(t), x T_1(t), ...
    void write_powers(std::size_t j) {
        const PowerTerms& powers = program_.powers[j];
        const std::string& input = fitted_.inputs[j].name;
        const std::string t = unused("within its range: " + input);
        derive(t, apply("/", apply("-", field(predictors_[j]), constant(powers.centre)),
                        constant(powers.half)));
        std::vector<std::string>& terms = terms_[j];
        terms.push_back(program_.has_intercept ? t : predictors_[j]);
        for (std::size_t k = 1; k < powers.terms.size(); ++k) {
            const std::string name = unused("term " + std::to_string(k + 1) + " of " + input);
            const std::string step = apply("*", field(t), field(terms.back()));
            if (k == 1 && !program_.has_intercept)
                derive(name, step);
            else
                derive(name, apply("-", apply("*", constant(2), step),
                                   k == 1 ? constant(1) : field(terms[k - 2])));
            terms.push_back(name);
        }
    }

    void write_numeric(const Program& program, std::size_t j, double sign) {
        const auto predictor = [&](const std::string& name, double coefficient,
                                   const std::string& exponent) {
            line(3, "<NumericPredictor" + attribute("name", name) + exponent +
                        attribute("coefficient", sign * coefficient) + "/>");
        };
        if (!powered(j)) {
            predictor(predictors_[j], program.numeric[j].coefficient, "");
            return;
        }
        const PowerTerms& powers = program.powers[j];
        for (std::size_t k = 0; k < powers.terms.size(); ++k)
            if (powers.plain)
                predictor(predictors_[j], powers.terms[k],
                          attribute("exponent", std::string_view(std::to_string(k + 1))));
            else
                predictor(terms_[j][k], powers.terms[k], "");
    }

    static std::string constant(double value) {
        return "<Constant dataType=\"double\">" + format_double(value) + "</Constant>";
    }

    void write_tables() {
        if (ordinal()) {
            for (std::size_t k = 0; k < fitted_.class_model.cuts.size(); ++k)
                write_table(program_, fitted_.class_model.cuts[k].estimate, -1,
                            &fitted_.classes[k]);
            write_empty_table(fitted_.classes.back());
        } else if (several()) {
            write_empty_table(fitted_.classes.front());
            for (std::size_t k = 0; k < several_.size(); ++k)
                write_table(several_[k], several_[k].intercept, 1, &fitted_.classes[k + 1]);
        } else {
            write_table(program_, program_.intercept, 1, program_.logistic ? &positive_ : nullptr);
            if (program_.logistic) write_empty_table(negative_);
        }
    }

    // `sign` is that of the coefficients; `category` null: the target has none.
    void write_table(const Program& program, double intercept, double sign,
                     const std::string* category) {
        std::string head = "<RegressionTable" + attribute("intercept", intercept);
        if (category) head += attribute("targetCategory", *category);
        line(2, head + ">");
        for (std::size_t j = 0; j < fitted_.numeric; ++j) write_numeric(program, j, sign);
        for (std::size_t j = fitted_.numeric; j < fitted_.inputs.size(); ++j) {
            const PipelineInput& input = fitted_.inputs[j];
            const auto& table = program.categorical[j - fitted_.numeric].table;
            for (std::size_t k = 1; k < table.size(); ++k)
                line(3, "<CategoricalPredictor" + attribute("name", input.name) +
                            attribute("value", input.categories[k]) +
                            attribute("coefficient", sign * table[k]) + "/>");
        }
        line(2, "</RegressionTable>");
    }
    void write_empty_table(const std::string& category) {
        line(2, "<RegressionTable intercept=\"0\"" + attribute("targetCategory", category) + "/>");
    }

    const Fitted& fitted_;
    Program program_;
    std::vector<Program> several_;  // of the classes
    std::set<std::string> names_;   // of fields
    std::string target_, positive_, negative_;
    std::vector<std::string> predictors_;          // of the number columns
    std::vector<std::vector<std::string>> terms_;  // of their powers
    std::string text_;
};

}  // namespace

std::string write_pmml(const Fitted& fitted) {
    return PmmlWriter(fitted).write();
}

}  // namespace tenon
