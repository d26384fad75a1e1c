#include "ilp/model/mps_fields.hpp"

#include <string>

#include "base/utf8.hpp"
#include "ilp/model/text_place.hpp"

namespace tenon::ilp {

namespace {

std::size_t place(std::string_view text, std::string_view part) noexcept {
    return static_cast<std::size_t>(part.data() - text.data());
}

bool is_blank(char c) noexcept {
    return c == ' ' || c == '\t';
}

std::string_view trimmed(std::string_view part) noexcept {
    while (!part.empty() && is_blank(part.front())) part.remove_prefix(1);
    while (!part.empty() && is_blank(part.back())) part.remove_suffix(1);
    return part;
}

const char* shape_of(MpsSection section) noexcept {
    switch (section) {
        case MpsSection::rows:
            return "a row needs a kind and a name: \" L  ROW1\"";
        case MpsSection::columns:
            return "a column line needs a column and one or two pairs of row and number: "
                   "\"    X1  ROW1  2.5  ROW2  1\"";
        case MpsSection::rhs:
        case MpsSection::ranges:
            return "a line here needs an optional set name and one or two pairs of row and number: "
                   "\"    RHS  ROW1  4\"";
        case MpsSection::bounds:
            return "a bound needs a kind, an optional set name, a column and a number (none for "
                   "FR, MI, PL, BV): \" UP BND  X1  4\"";
        default:
            return "this section holds one word";
    }
}

[[noreturn]] void refuse_shape(std::string_view text, std::string_view line, MpsSection section) {
    refuse_text(text, place(text, line),
                "\"" + excerpt(trimmed(line), 60) + "\" does not fit; " + shape_of(section) +
                    " (names with blanks need the fixed layout: fields in columns 2-3, 5-12, "
                    "15-22, 25-36, 40-47, 50-61)");
}

bool needs_no_number(std::string_view kind) noexcept {
    return same_letters(kind, "FR") || same_letters(kind, "MI") || same_letters(kind, "PL") ||
           same_letters(kind, "BV");
}

// Fields 2 or 3 onward from words first .. count.
MpsFields pairs_from(const MpsWords& words, bool has_set) noexcept {
    MpsFields out;
    std::size_t k = has_set ? 2 : 3;
    for (std::size_t w = 0; w < words.count; ++w) out.field[k++] = words.word[w];
    return out;
}

MpsFields free_bound(std::string_view text, std::string_view line, const MpsWords& words,
                     const std::function<bool(std::string_view)>& is_column) {
    MpsFields out;
    const auto& word = words.word;
    out.field[1] = word[0];
    const bool bare = needs_no_number(word[0]);
    if (words.count == 4) {
        out.field[2] = word[1];
        out.field[3] = word[2];
        out.field[4] = word[3];
    } else if (words.count == 3) {
        // "UP SET X" lacks its number; told apart so that the message can say so.
        const bool named_set =
            is_column(word[2]) ? bare || !is_column(word[1]) : bare && !is_column(word[1]);
        out.field[2] = named_set ? word[1] : std::string_view{};
        out.field[3] = named_set ? word[2] : word[1];
        out.field[4] = named_set ? std::string_view{} : word[2];
    } else if (words.count == 2 && bare) {
        out.field[3] = word[1];
    } else {
        refuse_shape(text, line, MpsSection::bounds);
    }
    return out;
}

MpsFields free_fields(std::string_view text, std::string_view line, const MpsWords& words,
                      MpsSection section, const std::function<bool(std::string_view)>& is_column) {
    MpsFields out;
    switch (section) {
        case MpsSection::rows:
            if (words.count != 2) refuse_shape(text, line, section);
            out.field[1] = words.word[0];
            out.field[2] = words.word[1];
            return out;
        case MpsSection::columns:
            if (words.count == 3 && words.word[1] == "'MARKER'") {
                out.field[2] = words.word[0];
                out.field[3] = words.word[1];
                out.field[5] = words.word[2];
                return out;
            }
            if (words.count != 3 && words.count != 5) refuse_shape(text, line, section);
            return pairs_from(words, true);
        case MpsSection::rhs:
        case MpsSection::ranges:
            if (words.count < 2 || words.count > 5) refuse_shape(text, line, section);
            return pairs_from(words, words.count % 2 == 1);
        case MpsSection::bounds:
            return free_bound(text, line, words, is_column);
        default:
            refuse_shape(text, line, section);
    }
}

MpsFields fixed_fields(std::string_view text, std::string_view line, MpsSection section) {
    struct Span {
        std::size_t first, last;  // columns from 0, last one excluded
    };
    constexpr std::array<Span, 7> spans{
        {{0, 1}, {1, 3}, {4, 12}, {14, 22}, {24, 36}, {39, 47}, {49, 61}}};
    MpsFields out;
    std::size_t from = 0;
    for (std::size_t k = 0; k < spans.size(); ++k) {
        // Between fields there are blanks only; tabs have no column, so they do not fit.
        for (std::size_t at = from; at < spans[k].first && at < line.size(); ++at)
            if (line[at] != ' ') refuse_shape(text, line, section);
        if (spans[k].first < line.size())
            out.field[k] = trimmed(line.substr(spans[k].first, spans[k].last - spans[k].first));
        from = spans[k].last;
    }
    if (!out.field[0].empty() || line.find('\t') != std::string_view::npos ||
        (line.size() > from && !trimmed(line.substr(from)).empty()))
        refuse_shape(text, line, section);
    return out;
}

}  // namespace

MpsWords words_of(std::string_view text, std::string_view line) {
    MpsWords out;
    unsigned char high = 0;
    for (std::size_t at = 0; at < line.size();) {
        if (is_blank(line[at])) {
            ++at;
            continue;
        }
        const std::size_t first = at;
        for (; at < line.size() && !is_blank(line[at]); ++at) {
            const auto c = static_cast<unsigned char>(line[at]);
            if (c < 0x20 || c == 0x7f)
                refuse_text(text, place(text, line) + at,
                            "byte " + std::to_string(c) +
                                " is a control character; this is not an MPS text (a compressed or "
                                "binary file?)");
            high |= c;
        }
        if (out.count < out.word.size()) out.word[out.count++] = line.substr(first, at - first);
    }
    if (high & 0x80)
        if (const std::size_t bad = invalid_utf8_at(line); bad != std::string_view::npos)
            refuse_text(text, place(text, line) + bad,
                        "this is not UTF-8; convert the file to UTF-8 (a Latin-1 file?)");
    return out;
}

MpsFields fields_of(std::string_view text, std::string_view line, const MpsWords& words,
                    MpsSection section, MpsLayout layout,
                    const std::function<bool(std::string_view)>& is_column) {
    return layout == MpsLayout::free ? free_fields(text, line, words, section, is_column)
                                     : fixed_fields(text, line, section);
}

bool is_marker(const MpsFields& fields) noexcept {
    return fields[3] == "'MARKER'";
}

}  // namespace tenon::ilp
