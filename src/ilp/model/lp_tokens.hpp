// LP text as words: numbers, names, signs, comparisons, and the keywords that begin a section.
#pragma once

#include <cstddef>
#include <string_view>

#include "tenon/context.hpp"

namespace tenon::ilp {

enum class LpSection {
    none,
    minimize,
    maximize,
    subject_to,
    bounds,
    generals,
    binaries,
    beyond,
    end
};

enum class LpKind { number, name, plus, minus, times, colon, less, greater, equal, section, end };

struct LpToken {
    LpKind kind = LpKind::end;
    std::string_view text;
    double number = 0;                    // for LpKind::number
    LpSection section = LpSection::none;  // for LpKind::section
    std::size_t place = 0;                // offset in the text
    bool starts_line = false;             // for LpKind::name: the first word of its line
};

// Walks over the text with one token in view and one after it. A keyword begins a section only as
// the first word of a line and not before a colon, so that columns may be called "st" or "bin".
class LpTokens {
  public:
    LpTokens(const Context& context, std::string_view text);

    const LpToken& now() const noexcept { return now_; }
    const LpToken& after() const noexcept { return after_; }
    LpToken take();  // the token in view, and moves on
    std::string_view text() const noexcept { return text_; }

  private:
    LpToken scan();
    LpToken scan_number();
    LpToken scan_word();
    void skip_blanks();
    void poll();
    bool takes_word(std::string_view word) noexcept;
    LpSection section_here(std::string_view first) noexcept;

    const Context& context_;
    std::string_view text_;
    std::size_t at_ = 0;
    bool line_start_ = true;
    std::size_t scanned_ = 0;
    LpToken now_, after_;
};

}  // namespace tenon::ilp
