#include "clean/field_json.hpp"

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>

#include "base/utf8.hpp"
#include "clean/type_words.hpp"

namespace tenon::clean {

namespace {

constexpr Word<DateOrder> order_words[] = {{"day_first", DateOrder::day_first},
                                           {"month_first", DateOrder::month_first}};

// A mark of numbers, which no digit or sign is; 0: not there.
char32_t mark_of(PlanReader& entry, const char* name) {
    if (!entry.has(name)) return 0;
    const std::string text = entry.text(name, "");
    if (invalid_utf8_at(text) == std::string::npos) {
        constexpr std::u32string_view parts_of_numbers = U"0123456789+-eE\r\n";
        const std::u32string mark = code_points(text);
        if (mark.size() == 1 && mark[0] != 0 &&
            parts_of_numbers.find(mark[0]) == parts_of_numbers.npos)
            return mark[0];
    }
    entry.refuse(name, "one character is expected that is no digit, sign or line end");
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
    if (notation.missing_marks) {
        std::vector<std::string> marks;  // each once, whatever the caller said
        for (const std::string& mark : *notation.missing_marks)
            if (std::find(marks.begin(), marks.end(), mark) == marks.end()) marks.push_back(mark);
        entry.set("missing", marks);
    }
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
    if (auto marks = entry.texts("missing"); !marks.empty())
        field.notation.missing_marks =
            std::make_shared<const std::vector<std::string>>(std::move(marks));
    entry.finish();
    return field;
}

}  // namespace tenon::clean
