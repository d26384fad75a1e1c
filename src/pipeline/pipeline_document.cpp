// Where pipelines come from, and the forms in which they are kept and given away.
#include <utility>

#include "base/file.hpp"
#include "pipeline/coefficients.hpp"
#include "pipeline/document.hpp"
#include "pipeline/fit.hpp"
#include "pipeline/onnx.hpp"
#include "pipeline/pipeline_value.hpp"
#include "pipeline/pmml.hpp"
#include "tenon/error.hpp"
#include "tenon/pipeline.hpp"

namespace tenon {

Pipeline Pipeline::fit(const Context& context, const Table& table, const PipelineOptions& options) {
    return Pipeline(std::make_shared<Impl>(fit_pipeline(context, table, options)));
}

Pipeline Pipeline::fit(const Context& context, const TableSource& source,
                       const PipelineOptions& options) {
    return Pipeline(std::make_shared<Impl>(fit_pipeline_by_parts(context, source, options)));
}

Pipeline Pipeline::from_model(LinearModel model) {
    return Pipeline(std::make_shared<Impl>(wrap_model(std::move(model))));
}

std::string Pipeline::to_json() const {
    return write_document(impl_->fitted);
}

Pipeline Pipeline::from_json(std::string_view document) {
    return Pipeline(std::make_shared<Impl>(read_document(document)));
}

namespace {

[[noreturn]] void refuse_export(const char* message) {
    throw Error(Status::unsupported, message, {.argument = "model"});
}

void insist_on_plain_terms(const Fitted& fitted) {
    if (!fitted.options.features.empty())
        refuse_export(
            "a pipeline with feature steps cannot be exported; apply the steps to the table and "
            "fit "
            "a pipeline without them on what they make");
}

}  // namespace

std::string Pipeline::to_onnx(OnnxOperators operators) const {
    insist_on_plain_terms(impl_->fitted);
    return write_onnx(impl_->fitted, operators);
}

std::string Pipeline::to_pmml() const {
    insist_on_plain_terms(impl_->fitted);
    if (impl_->program.link == Link::inverse)
        refuse_export(
            "PMML's RegressionModel knows no inverse link; fit with a log link, or export to ONNX");
    return write_pmml(impl_->fitted);
}

Pipeline Pipeline::from_coefficients(std::string_view json) {
    return Pipeline(std::make_shared<Impl>(read_coefficients_document(json)));
}

void Pipeline::save(const std::string& path) const {
    write_file(path, to_json());
}

Pipeline Pipeline::load(const Context& context, const std::string& path) {
    return Pipeline(std::make_shared<Impl>(
        read_document(read_file(context, path, largest_document_bytes), context.budget)));
}

}  // namespace tenon
