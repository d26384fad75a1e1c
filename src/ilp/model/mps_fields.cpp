#include "ilp/model/mps_fields.hpp"

#include <string>

#include "base/utf8.hpp"
#include "ilp/model/text_place.hpp"
#include "ilp/model/text_scan.hpp"

namespace tenon::ilp {

namespace {

constexpr std::string_view marker_word = "'MARKER'";

std::size_t place(std::string_view text, std::string_view part) noexcept {
    return static_cast<std::size_t>(part.data() - text.data());
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
MpsFields pairs_from(const MpsLine& line, bool has_set) noexcept {
    MpsFields out;
    std::size_t k = has_set ? 2 : 3;
    for (std::size_t w = 0; w < line.count; ++w) out.field[k++] = line.word[w];
    return out;
}

MpsFields free_bound(std::string_view text, const MpsLine& line, const MpsModel& model) {
    MpsFields out;
    const auto& word = line.word;
    out.field[1] = word[0];
    const bool bare = needs_no_number(word[0]);
    if (line.count == 4) {
        out.field[2] = word[1];
        out.field[3] = word[2];
        out.field[4] = word[3];
    } else if (line.count == 3) {
        // "UP SET X" lacks its number; told apart so that the message can say so.
        const bool named_set = model.is_column(word[2]) ? bare || !model.is_column(word[1])
                                                        : bare && !model.is_column(word[1]);
        out.field[2] = named_set ? word[1] : std::string_view{};
        out.field[3] = named_set ? word[2] : word[1];
        out.field[4] = named_set ? std::string_view{} : word[2];
    } else if (line.count == 2 && bare) {
        out.field[3] = word[1];
    } else {
        refuse_shape(text, line.text, MpsSection::bounds);
    }
    return out;
}

MpsFields free_fields(std::string_view text, const MpsLine& line, MpsSection section,
                      const MpsModel& model) {
    MpsFields out;
    switch (section) {
        case MpsSection::rows:
            if (line.count != 2) refuse_shape(text, line.text, section);
            out.field[1] = line.word[0];
            out.field[2] = line.word[1];
            return out;
        case MpsSection::columns:
            if (line.count == 3 && line.word[1] == marker_word) {
                out.field[2] = line.word[0];
                out.field[3] = line.word[1];
                out.field[5] = line.word[2];
                return out;
            }
            if (line.count != 3 && line.count != 5) refuse_shape(text, line.text, section);
            return pairs_from(line, true);
        case MpsSection::rhs:
        case MpsSection::ranges:
            if (line.count < 2 || line.count > 5) refuse_shape(text, line.text, section);
            return pairs_from(line, line.count % 2 == 1);
        case MpsSection::bounds:
            return free_bound(text, line, model);
        default:
            refuse_shape(text, line.text, section);
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

void scan_line(std::string_view text, std::size_t at, MpsLine& line) {
    const char* const stop = text.data() + text.size();
    const char* const first = text.data() + at;
    const char* p = first;
    line.count = 0;
    if (*first == '*') {
        const std::size_t end = text.find('\n', at);
        p = end == std::string_view::npos ? stop : text.data() + end;
    }
    bool beyond_ascii = false;
    for (p = skip_blanks(p, stop); p != stop && is_word_byte(*p); p = skip_blanks(p, stop)) {
        const char* const begin = p;
        p = word_end(p, stop, beyond_ascii);
        if (line.count < line.word.size())
            line.word[line.count++] = {begin, static_cast<std::size_t>(p - begin)};
    }
    line.text = {first, static_cast<std::size_t>(p - first)};
    if (p != stop && *p == '\r' && (p + 1 == stop || p[1] == '\n')) ++p;
    if (p != stop && *p++ != '\n')
        refuse_text(text, static_cast<std::size_t>(p - 1 - text.data()),
                    "byte " + std::to_string(static_cast<unsigned char>(p[-1])) +
                        " is a control character; this is not an MPS text (a compressed or binary "
                        "file?)");
    line.next = static_cast<std::size_t>(p - text.data());
    if (!beyond_ascii) return;
    if (const std::size_t bad = invalid_utf8_at(line.text); bad != std::string_view::npos)
        refuse_text(text, at + bad,
                    "this is not UTF-8; convert the file to UTF-8 (a Latin-1 file?)");
}

MpsFields fields_of(std::string_view text, const MpsLine& line, MpsSection section,
                    MpsLayout layout, const MpsModel& model) {
    return layout == MpsLayout::free ? free_fields(text, line, section, model)
                                     : fixed_fields(text, line.text, section);
}

}  // namespace tenon::ilp
