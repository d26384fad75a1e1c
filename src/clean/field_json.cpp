#include "clean/field_json.hpp"

#include <optional>
#include <string>

#include "base/utf8.hpp"
#include "clean/type_words.hpp"

namespace tenon::clean {

namespace {

constexpr Word<DateOrder> order_words[] = {{"day_first", DateOrder::day_first},
                                           {"month_first", DateOrder::month_first}};

// The one character of a text; nullopt where there is none or another.
std::optional<char32_t> character_of(const std::string& text) {
    const auto first = static_cast<unsigned char>(text.empty() ? '\0' : text[0]);
    char32_t code = first < 0x80   ? first
                    : first < 0xE0 ? first & 0x1Fu
                    : first < 0xF0 ? first & 0x0Fu
                                   : first & 0x07u;
    for (std::size_t i = 1; i < text.size() && i < 4; ++i)
        code = code << 6 | (static_cast<unsigned char>(text[i]) & 0x3Fu);
    std::string again;
    if (code == 0 || invalid_utf8_at(text) != std::string::npos) return std::nullopt;
    append_utf8(again, static_cast<std::uint32_t>(code));
    if (again != text) return std::nullopt;
    return code;
}

// A mark of numbers, which no digit or sign is; 0: not there.
char32_t mark_of(PlanReader& entry, const char* name) {
    if (!entry.has(name)) return 0;
    const auto mark = character_of(entry.text(name, ""));
    const std::u32string_view parts_of_numbers = U"0123456789+-eE\r\n";
    if (!mark || parts_of_numbers.find(*mark) != parts_of_numbers.npos)
        entry.refuse(name, "one character is expected that is no digit, sign or line end");
    return *mark;
}

}  // namespace

Json json_of(const Field& field) {
    Json entry = Json::object();
    entry.set("name", field.name);
    entry.set("type", word_of<Type>(type_words, field.type));
    const Notation& notation = field.notation;
    if (notation.decimal != 0) entry.set("decimal", std::string(1, notation.decimal));
    if (notation.thousands != 0) {
        std::string mark;
        append_utf8(mark, static_cast<std::uint32_t>(notation.thousands));
        entry.set("thousands", mark);
    }
    if (notation.date_order != DateOrder::detect)
        entry.set("date_order", word_of<DateOrder>(order_words, notation.date_order));
    return entry;
}

Field field_of(PlanReader& entry) {
    Field field;
    field.name = entry.needed_text("name");
    field.type = entry.word<Type>("type", type_words, Type::float64);
    const char32_t decimal = mark_of(entry, "decimal");
    if (decimal >= 0x80) entry.refuse("decimal", "an ASCII character is expected");
    field.notation.decimal = static_cast<char>(decimal);
    field.notation.thousands = mark_of(entry, "thousands");
    if (field.notation.thousands != 0 && field.notation.thousands == decimal)
        entry.refuse("thousands", "it is the decimal mark, too");
    field.notation.date_order = entry.word<DateOrder>("date_order", order_words, DateOrder::detect);
    entry.finish();
    return field;
}

}  // namespace tenon::clean
