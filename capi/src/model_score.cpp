// Scores of single records: no table, no allocation, no lock.
#include <cmath>

#include "base/number_text.hpp"
#include "handles.hpp"

using namespace tenon;
using namespace tenon::capi;

namespace {

// Why a model has no score for this value of an input.
template <class Input>
[[noreturn]] void refuse_score(const Input& input, std::int32_t column, double value) {
    const std::string start = "input \"" + input.name + "\" ";
    const Location at{.argument = input.name, .column = column};
    if (std::isnan(value))
        throw Error(Status::data,
                    start +
                        "is missing, and the model has no rule to fill it; give a value, or fit "
                        "a model that fills missing inputs",
                    at);
    if (input.categorical)
        throw Error(Status::data,
                    start +
                        "is not a category that the model knows, and the model refuses unknown "
                        "ones; give one that it knows, or fit a model that counts unknown ones "
                        "as missing or as the first category",
                    at);
    throw Error(Status::data,
                start + "is " + format_double(value) +
                    ", from which the model's terms leave the range of numbers; give a value like "
                    "those of the training records",
                at);
}

}  // namespace

tenon_status tenon_model_score(const tenon_model* model, const double* record, int32_t value_count,
                               double* scores, int32_t score_count, tenon_error* err) {
    return guard(err, [&] {
        const Pipeline& pipeline = required(model, "model").value;
        const auto& inputs = pipeline.inputs();
        if (value_count != static_cast<std::int32_t>(inputs.size()))
            refuse("record", "has " + std::to_string(value_count) +
                                 " values, but the model takes " + std::to_string(inputs.size()) +
                                 "; see tenon_model_input for their names");
        if (value_count > 0) required(record, "record");
        required(scores, "scores");
        if (score_count < 1) refuse("score_count", "must be at least 1");
        const std::size_t classes = pipeline.classes().size();
        if (static_cast<std::size_t>(score_count) < classes)
            refuse("score_count", "is " + std::to_string(score_count) + ", but the model has " +
                                      std::to_string(classes) + " classes");
        const std::span<const double> values{record, static_cast<std::size_t>(value_count)};
        std::int32_t fault = -1;
        double score = 0;
        const bool scored = classes > 0 ? pipeline.score_classes(values, {scores, classes}, &fault)
                                        : pipeline.score(values, score, &fault);
        if (!scored) refuse_score(inputs[static_cast<std::size_t>(fault)], fault, record[fault]);
        if (classes == 0) scores[0] = score;
    });
}

tenon_status tenon_model_category(const tenon_model* model, int32_t input, const char* category,
                                  int64_t length, double* code, tenon_error* err) {
    return guard(err, [&] {
        const Pipeline& pipeline = required(model, "model").value;
        required(code, "code");
        if (input < 0 || input >= static_cast<std::int32_t>(pipeline.inputs().size()))
            refuse("input", "does not exist");
        if (!pipeline.inputs()[static_cast<std::size_t>(input)].categorical)
            refuse("input", "is a number, not a category");
        *code = static_cast<double>(
            pipeline.category_code(input, buffer(category, length, "category")));
    });
}
