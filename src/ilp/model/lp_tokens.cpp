#include "ilp/model/lp_tokens.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <string>

#include "base/utf8.hpp"
#include "ilp/model/text_place.hpp"
#include "ilp/model/text_scan.hpp"

namespace tenon::ilp {

namespace {

constexpr std::size_t poll_every = 4096;      // tokens between two looks at cancel
constexpr std::size_t report_every = 262144;  // tokens between two reports of progress

bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}

// Letters, digits and the marks the format allows in names; bytes of UTF-8 beyond ASCII too.
constexpr std::array<bool, 256> name_bytes = [] {
    std::array<bool, 256> out{};
    for (std::size_t c = 0x21; c < out.size(); ++c) out[c] = c != 0x7f;
    for (const char c : std::string_view("+-*:<>=[]^\\"))
        out[static_cast<unsigned char>(c)] = false;
    return out;
}();

bool is_name_char(char c) noexcept {
    return name_bytes[static_cast<unsigned char>(c)];
}

// The first byte of [p, stop) that belongs to no name.
const char* name_end(const char* p, const char* stop, bool& beyond_ascii) noexcept {
    unsigned char high = 0;
    for (; p != stop && is_name_char(*p); ++p) high |= static_cast<unsigned char>(*p);
    beyond_ascii = (high & 0x80) != 0;
    return p;
}

struct Keyword {
    const char* word;
    LpSection section;
};

constexpr auto keywords = std::to_array<Keyword>({
    {"min", LpSection::minimize},      {"minimum", LpSection::minimize},
    {"minimize", LpSection::minimize}, {"minimise", LpSection::minimize},
    {"max", LpSection::maximize},      {"maximum", LpSection::maximize},
    {"maximize", LpSection::maximize}, {"maximise", LpSection::maximize},
    {"st", LpSection::subject_to},     {"s.t.", LpSection::subject_to},
    {"st.", LpSection::subject_to},    {"bound", LpSection::bounds},
    {"bounds", LpSection::bounds},     {"gen", LpSection::generals},
    {"general", LpSection::generals},  {"generals", LpSection::generals},
    {"int", LpSection::generals},      {"integer", LpSection::generals},
    {"integers", LpSection::generals}, {"bin", LpSection::binaries},
    {"binary", LpSection::binaries},   {"binaries", LpSection::binaries},
    {"semi", LpSection::semis},        {"semis", LpSection::semis},
    {"sos", LpSection::sets},          {"sos1", LpSection::sets},
    {"sos2", LpSection::sets},         {"pwlobj", LpSection::beyond},
    {"end", LpSection::end},
});

}  // namespace

bool LpToken::begins_section_words() const noexcept {
    return same_letters(text, "subject") || same_letters(text, "such") ||
           std::any_of(keywords.begin(), keywords.end(),
                       [&](const Keyword& keyword) { return same_letters(text, keyword.word); });
}

LpTokens::LpTokens(const Context& context, std::string_view text) : context_(context), text_(text) {
    now_ = scan();
    after_ = scan();
}

LpToken LpTokens::take() {
    const LpToken taken = now_;
    now_ = after_;
    if (now_.kind != LpKind::end) after_ = scan();
    return taken;
}

void LpTokens::poll() {
    if (++scanned_ % poll_every != 0) return;
    context_.check_cancelled();
    if (scanned_ % report_every == 0) {
        Progress progress;
        progress.phase = "read lp";
        progress.share = static_cast<double>(at_) / static_cast<double>(text_.size());
        progress.work = static_cast<std::int64_t>(scanned_);
        context_.report(progress);
    }
}

void LpTokens::skip_blanks() {
    const char* const stop = text_.data() + text_.size();
    for (const char* p = text_.data() + at_;;) {
        p = ilp::skip_blanks(p, stop);
        at_ = static_cast<std::size_t>(p - text_.data());
        if (p == stop) return;
        if (*p == '\\') {  // a comment, to the end of the line
            const std::size_t end = std::min(text_.find('\n', at_), text_.size());
            take_comment(text_.substr(at_, end - at_));
            p = text_.data() + end;
            continue;
        }
        if (*p == '\n')
            line_start_ = true;
        else if (*p != '\r')
            return;
        ++p;
    }
}

void LpTokens::take_comment(std::string_view comment) noexcept {
    comment = comment.substr(0, comment.find_last_not_of(" \t\r") + 1);
    const auto rest = [comment](std::string_view mark) {
        return comment.substr(0, mark.size()) == mark ? comment.substr(mark.size())
                                                      : std::string_view{};
    };
    if (const auto name = rest(lp_problem_name); !name.empty()) problem_name_ = name;
    if (const auto name = rest(lp_constant_mark); !name.empty()) constant_name_ = name;
    if (comment == lp_range_mark) range_marked_ = true;
}

LpToken LpTokens::scan() {
    poll();
    skip_blanks();
    LpToken token = scan_plain();
    token.after_range_mark = range_marked_;
    range_marked_ = false;
    return token;
}

LpToken LpTokens::scan_plain() {
    LpToken token;
    token.place = at_;
    if (at_ >= text_.size()) return token;
    const char c = text_[at_];
    const char next = at_ + 1 < text_.size() ? text_[at_ + 1] : '\0';
    if (is_digit(c) || (c == '.' && is_digit(next))) return scan_number();
    if (is_name_char(c)) return scan_word();
    std::size_t length = 1;
    switch (c) {
        case '+':
            token.kind = LpKind::plus;
            break;
        case '-':
            token.kind = LpKind::minus;
            break;
        case '*':
            token.kind = LpKind::times;
            break;
        case ':':
            token.kind = LpKind::colon;
            break;
        case '<':
        case '>':
            token.kind = c == '<' ? LpKind::less : LpKind::greater;
            if (next == '=') length = 2;
            break;
        case '=':
            token.kind = next == '<' ? LpKind::less : next == '>' ? LpKind::greater : LpKind::equal;
            if (next == '<' || next == '>' || next == '=') length = 2;
            break;
        case '[':
        case ']':
        case '^':
            refuse_bracket();
        default:
            refuse_text(text_, at_,
                        "byte " + std::to_string(static_cast<unsigned char>(c)) +
                            " does not belong into LP text (a compressed or binary file?)");
    }
    if (c == '-' && next == '>') {
        token.kind = LpKind::arrow;
        length = 2;
    }
    token.text = text_.substr(at_, length);
    token.starts_line = line_start_;
    at_ += length;
    line_start_ = false;
    return token;
}

// A bracket that is glued to a name is meant as a part of it, any other begins a quadratic form.
void LpTokens::refuse_bracket() const {
    std::size_t begin = at_;
    while (begin > 0 && is_name_char(text_[begin - 1])) --begin;
    const bool glued = begin < at_ && !is_digit(text_[begin]) && text_[begin] != '.';
    if (text_[at_] == '[' && glued)
        refuse_text(text_, begin,
                    "\"" + excerpt(text_.substr(begin, at_ + 1 - begin), 60) +
                        "\": names have no brackets in this format; write c(1) or c_1");
    refuse_text(text_, at_,
                "quadratic terms are not supported; this library reads linear models with integers",
                Status::unsupported);
}

// The longest number that begins here: "3e2x" is 300 and x, "3ex" is 3 and ex.
LpToken LpTokens::scan_number() {
    std::size_t end = at_;
    const auto digits = [&] {
        while (end < text_.size() && is_digit(text_[end])) ++end;
    };
    digits();
    if (end < text_.size() && text_[end] == '.') {
        ++end;
        digits();
    }
    if (end < text_.size() && (text_[end] == 'e' || text_[end] == 'E')) {
        std::size_t power = end + 1;
        if (power < text_.size() && (text_[power] == '+' || text_[power] == '-')) ++power;
        if (power < text_.size() && is_digit(text_[power])) {
            end = power;
            digits();
        }
    }
    LpToken token;
    token.kind = LpKind::number;
    token.place = at_;
    token.text = text_.substr(at_, end - at_);
    token.starts_line = line_start_;
    if (!model_number(token.text, token.number))
        refuse_text(text_, at_, "\"" + excerpt(token.text, 60) + "\" is not a number");
    at_ = end;
    line_start_ = false;
    return token;
}

// Whether the next word on this line is `word`; moves past it.
bool LpTokens::takes_word(std::string_view word) noexcept {
    std::size_t from = at_;
    while (from < text_.size() && (text_[from] == ' ' || text_[from] == '\t')) ++from;
    std::size_t end = from;
    while (end < text_.size() && is_name_char(text_[end])) ++end;
    if (!same_letters(text_.substr(from, end - from), word)) return false;
    at_ = end;
    return true;
}

LpSection LpTokens::section_here(std::string_view first) noexcept {
    const std::size_t begin = at_;
    LpSection section = LpSection::none;
    if (same_letters(first, "subject") && takes_word("to"))
        section = LpSection::subject_to;
    else if (same_letters(first, "such") && takes_word("that"))
        section = LpSection::subject_to;
    else
        for (const Keyword& keyword : keywords)
            if (same_letters(first, keyword.word)) section = keyword.section;
    constexpr std::string_view tail = "-continuous";
    if (section == LpSection::semis && same_letters(text_.substr(at_, tail.size()), tail))
        at_ += tail.size();
    std::size_t next = at_;
    while (next < text_.size() && (text_[next] == ' ' || text_[next] == '\t')) ++next;
    const bool label = next < text_.size() && text_[next] == ':';
    if (section == LpSection::none || label) {
        at_ = begin;
        return LpSection::none;
    }
    return section;
}

LpToken LpTokens::scan_word() {
    bool beyond_ascii = false;
    const char* const first = text_.data() + at_;
    const std::size_t length = static_cast<std::size_t>(
        name_end(first, text_.data() + text_.size(), beyond_ascii) - first);
    LpToken token;
    token.kind = LpKind::name;
    token.place = at_;
    token.text = {first, length};
    if (beyond_ascii)
        if (const std::size_t bad = invalid_utf8_at(token.text); bad != std::string_view::npos)
            refuse_text(text_, at_ + bad,
                        "this is not UTF-8; convert the file to UTF-8 (a Latin-1 or binary file?)");
    at_ += length;
    token.starts_line = line_start_;
    if (line_start_) {
        token.section = section_here(token.text);
        if (token.section != LpSection::none) token.kind = LpKind::section;
    }
    if (token.kind == LpKind::name && (token.text[0] == 'i' || token.text[0] == 'I') &&
        (same_letters(token.text, "inf") || same_letters(token.text, "infinity"))) {
        token.kind = LpKind::number;
        token.number = std::numeric_limits<double>::infinity();
    }
    line_start_ = false;
    return token;
}

}  // namespace tenon::ilp
