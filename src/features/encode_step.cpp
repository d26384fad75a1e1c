// An Encoder as a feature step.
#include <utility>

#include "base/enum_names.hpp"
#include "features/columns.hpp"
#include "features/feature_kinds.hpp"
#include "tenon/encode.hpp"

namespace tenon {

namespace {

constexpr EnumNames<EncoderKind, 2> encoder_words{
    {{EncoderKind::one_hot, "one_hot"}, {EncoderKind::ordinal, "ordinal"}}};
constexpr EnumNames<Unknown, 3> unknown_words{
    {{Unknown::error, "error"}, {Unknown::missing, "missing"}, {Unknown::zero, "zero"}}};

class EncodeStep final : public FeatureStep {
  public:
    explicit EncodeStep(Encoder encoder) : encoder_(std::move(encoder)) {}

    const char* kind() const noexcept override { return "encode"; }
    std::vector<std::string> inputs() const override {
        return features::column_names(encoder_.dictionaries());
    }
    std::vector<std::string> outputs() const override {
        if (encoder_.options().kind == EncoderKind::ordinal) return inputs();
        std::vector<std::string> names;
        for (const Dictionary& dictionary : encoder_.dictionaries())
            for (std::size_t c = encoder_.options().drop_first ? 1 : 0;
                 c < dictionary.categories.size(); ++c)
                names.push_back(dictionary.column + '=' + dictionary.categories[c]);
        return names;
    }
    Table apply(const Context& context, const Table& table) const override {
        return encoder_.apply(context, table);
    }
    void write(Json& document) const override {
        const EncodeOptions& options = encoder_.options();
        document.set("encoder", name_in(encoder_words, options.kind));
        document.set("unknown", name_in(unknown_words, options.unknown));
        document.set("drop_first", options.drop_first);
        document.set("max_categories", options.max_categories);
        Json dictionaries = Json::array();
        for (const Dictionary& dictionary : encoder_.dictionaries()) {
            Json entry;
            entry.set("column", dictionary.column);
            entry.set("categories", dictionary.categories);
            dictionaries.push(std::move(entry));
        }
        document.set("dictionaries", std::move(dictionaries));
    }

  private:
    Encoder encoder_;
};

}  // namespace

Feature::Feature(Encoder encoder) : step_(std::make_shared<EncodeStep>(std::move(encoder))) {}

namespace features {

StepPointer read_encode(const JsonMember& document) {
    EncodeOptions options;
    options.kind = document["encoder"].word(encoder_words);
    options.unknown = document["unknown"].word(unknown_words);
    options.drop_first = document["drop_first"].boolean();
    options.max_categories = document["max_categories"].count();
    std::vector<Dictionary> dictionaries;
    for (const JsonMember& entry : document["dictionaries"].items())
        dictionaries.push_back({entry["column"].text(), entry["categories"].texts()});
    return std::make_shared<EncodeStep>(Encoder(options, std::move(dictionaries)));
}

}  // namespace features
}  // namespace tenon
