// One object of a cleaning plan, read under suspicion. Every member that is asked for is ticked
// off; finish() refuses the ones nobody asked for. Faults are Error(argument) with a JSON pointer.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"

namespace tenon::clean {

template <class E>
struct Word {
    std::string_view name;
    E value;
};

template <class E>
std::string_view word_of(std::span<const Word<E>> words, E value) noexcept {
    for (const Word<E>& word : words)
        if (word.value == value) return word.name;
    return "";
}

class PlanReader {
  public:
    // `object` outlives the reader. `path`: its place, "/steps/0".
    PlanReader(const Json& object, std::string path);

    bool has(std::string_view name) const noexcept { return object_->find(name) != nullptr; }
    std::string text(std::string_view name, std::string fallback);
    std::string needed_text(std::string_view name);
    bool boolean(std::string_view name, bool fallback);
    double number(std::string_view name, double fallback);  // "inf" and "-inf" are read too
    double number_between(std::string_view name, double fallback, double least, double greatest);
    std::int64_t whole(std::string_view name, std::int64_t fallback, std::int64_t least,
                       std::int64_t greatest);
    std::vector<std::string> texts(std::string_view name);
    std::vector<double> numbers(std::string_view name);
    std::vector<std::int64_t> wholes(std::string_view name);
    // Objects of an array; each finishes on its own.
    std::vector<PlanReader> objects(std::string_view name);
    // Any value, for the caller to look at; null where it is not there.
    const Json* raw(std::string_view name);

    template <class E>
    E word(std::string_view name, std::span<const Word<E>> words, E fallback) {
        const std::string said = text(name, "");
        if (!has(name)) return fallback;
        std::vector<std::string> known;
        for (const Word<E>& word : words) {
            if (word.name == said) return word.value;
            known.emplace_back(word.name);
        }
        refuse_word(name, said, known);
    }

    void finish() const;
    const std::string& path() const noexcept { return path_; }
    [[noreturn]] void refuse(std::string_view name, const std::string& what) const;

  private:
    const Json* take(std::string_view name);
    [[noreturn]] void refuse_word(std::string_view name, const std::string& said,
                                  const std::vector<std::string>& known) const;

    const Json* object_;
    std::string path_;
    std::vector<std::string> asked_;
};

// A number, or "inf", "-inf" or "nan".
std::optional<double> real_of(const Json& value);
// A double that JSON may not hold: numbers as numbers, "inf", "-inf", "nan" as texts.
Json json_of(double value);
Json json_of(std::span<const double> values);
Json json_of(std::span<const std::int64_t> values);

}  // namespace tenon::clean
