// A Scaler as a feature step.
#include <utility>

#include "base/enum_names.hpp"
#include "features/columns.hpp"
#include "features/feature_kinds.hpp"
#include "tenon/scale.hpp"

namespace tenon {

namespace {

constexpr EnumNames<Scaling, 3> scaling_words{
    {{Scaling::standard, "standard"}, {Scaling::min_max, "min_max"}, {Scaling::robust, "robust"}}};

class ScaleStep final : public FeatureStep {
  public:
    explicit ScaleStep(Scaler scaler) : scaler_(std::move(scaler)) {}

    const char* kind() const noexcept override { return "scale"; }
    std::vector<std::string> inputs() const override {
        return features::column_names(scaler_.scales());
    }
    std::vector<std::string> outputs() const override { return inputs(); }
    Table apply(const Context& context, const Table& table) const override {
        return scaler_.apply(context, table);
    }
    void write(Json& document) const override {
        document.set("scaling", name_in(scaling_words, scaler_.scaling()));
        Json scales = Json::array();
        for (const FittedScale& fitted : scaler_.scales()) {
            Json entry;
            entry.set("column", fitted.column);
            entry.set("centre", fitted.centre);
            entry.set("scale", fitted.scale);
            entry.set("cells", fitted.cells);
            scales.push(std::move(entry));
        }
        document.set("scales", std::move(scales));
    }

  private:
    Scaler scaler_;
};

}  // namespace

Feature::Feature(Scaler scaler) : step_(std::make_shared<ScaleStep>(std::move(scaler))) {}

namespace features {

StepPointer read_scale(const JsonMember& document) {
    std::vector<FittedScale> scales;
    for (const JsonMember& entry : document["scales"].items())
        scales.push_back({.column = entry["column"].text(),
                          .centre = entry["centre"].finite(),
                          .scale = entry["scale"].finite(),
                          .cells = entry["cells"].count()});
    return std::make_shared<ScaleStep>(
        Scaler(document["scaling"].word(scaling_words), std::move(scales)));
}

}  // namespace features
}  // namespace tenon
