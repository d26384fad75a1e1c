#include "pipeline/absent_levels.hpp"

#include <cstdint>

#include "base/utf8.hpp"

namespace tenon {

namespace {

constexpr std::size_t most_sentences = 5, most_classes_named = 5;

}  // namespace

std::vector<std::string> AbsentLevels::sentences(const PipelineInput& input) const {
    const std::size_t rows = target.size(), levels = input.categories.size();
    const std::size_t several = label.empty() ? classes.size() : 2;
    std::vector<std::int64_t> seen(levels * several);
    for (std::size_t i = 0; i < rows; ++i) {
        if (!weights.empty() && !(weights[i] > 0)) continue;
        std::size_t level = 0;
        for (std::size_t k = 1; k < levels; ++k)
            if (dummies[(k - 1) * rows + i] != 0) level = k;
        ++seen[level * several + static_cast<std::size_t>(target[i])];
    }
    std::vector<std::string> texts;
    for (std::size_t level = 0; level < levels && texts.size() < most_sentences; ++level) {
        const std::string where = " where \"" + excerpt(input.name) + "\" is \"" +
                                  excerpt(input.categories[level]) + "\"";
        std::string absent;
        std::size_t count = 0;
        for (std::size_t c = 0; c < several; ++c) {
            if (seen[level * several + c] > 0) continue;
            if (++count > most_classes_named) continue;
            if (label.empty())
                absent += (count > 1 ? ", \"" : "\"") + excerpt(classes[c]) + "\"";
            else
                absent = label + (c == 0 ? " always holds" : " never occurs");
        }
        if (count == 0 || count == several) continue;
        if (count > most_classes_named) absent += ", ...";
        if (label.empty())
            absent = (count > 1 ? "classes " : "class ") + absent +
                     (count > 1 ? " never occur" : " never occurs");
        texts.push_back(absent + where);
    }
    return texts;
}

}  // namespace tenon
