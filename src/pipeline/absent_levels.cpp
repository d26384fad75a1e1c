#include "pipeline/absent_levels.hpp"

#include <cstdint>

#include "base/utf8.hpp"

namespace tenon {

namespace {

constexpr std::size_t most_sentences = 5, most_classes_named = 5;

}  // namespace

std::vector<std::string> absent_levels(std::span<const double> dummies, const PipelineInput& input,
                                       std::span<const double> target,
                                       std::span<const std::string> classes) {
    const std::size_t rows = target.size(), levels = input.categories.size();
    std::vector<std::int64_t> seen(levels * classes.size());
    for (std::size_t i = 0; i < rows; ++i) {
        std::size_t level = 0;
        for (std::size_t k = 1; k < levels; ++k)
            if (dummies[(k - 1) * rows + i] != 0) level = k;
        ++seen[level * classes.size() + static_cast<std::size_t>(target[i])];
    }
    std::vector<std::string> sentences;
    for (std::size_t level = 0; level < levels && sentences.size() < most_sentences; ++level) {
        std::string absent;
        std::size_t count = 0;
        for (std::size_t c = 0; c < classes.size(); ++c) {
            if (seen[level * classes.size() + c] > 0) continue;
            if (++count <= most_classes_named)
                absent += (count > 1 ? ", \"" : "\"") + excerpt(classes[c]) + "\"";
        }
        if (count == 0 || count == classes.size()) continue;
        if (count > most_classes_named) absent += ", ...";
        sentences.push_back((count > 1 ? "classes " : "class ") + absent +
                            (count > 1 ? " never occur where \"" : " never occurs where \"") +
                            excerpt(input.name) + "\" is \"" + excerpt(input.categories[level]) +
                            "\"");
    }
    return sentences;
}

}  // namespace tenon
