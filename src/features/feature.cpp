#include "tenon/feature.hpp"

#include <utility>

#include "base/saved_formats.hpp"
#include "base/json_member.hpp"
#include "features/feature_kinds.hpp"
#include "features/feature_step.hpp"
#include "tenon/error.hpp"

namespace tenon {

namespace {


// Values fit cannot give are refused by constructors as a bad argument; in a document they are
// damage.
features::StepPointer read_kind(const features::FeatureKind& kind, const JsonMember& document) {
    try {
        return kind.read(document);
    } catch (const Error& error) {
        if (error.status() == Status::argument) document.refuse(error.message());
        throw;
    }
}

}  // namespace

Feature::Feature(std::shared_ptr<const FeatureStep> step) : step_(std::move(step)) {}

std::string Feature::kind() const {
    return step_->kind();
}

std::vector<std::string> Feature::inputs() const {
    return step_->inputs();
}

std::vector<std::string> Feature::outputs() const {
    return step_->outputs();
}

Table Feature::apply(const Context& context, const Table& table) const {
    context.report({.phase = "make features", .rows = table.rows()});
    return step_->apply(context, table);
}

std::string Feature::to_json() const {
    Json document = new_document(feature_format);
    document.set("kind", step_->kind());
    step_->write(document);
    return seal_document(std::move(document));
}

Feature Feature::from_json(std::string_view text) {
    const Json document = open_document(text, feature_format);
    const JsonMember root(document, feature_format.noun);
    const std::string& name = root["kind"].text();
    for (const features::FeatureKind& kind : features::feature_kinds)
        if (kind.name == name) return Feature(read_kind(kind, root));
    root["kind"].refuse("\"" + name + "\" is not a kind of feature of this format");
}

}  // namespace tenon
