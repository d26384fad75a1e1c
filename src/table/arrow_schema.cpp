#include "table/arrow_schema.hpp"

#include <optional>
#include <string_view>
#include <unordered_set>

#include "base/utf8.hpp"
#include "tenon/error.hpp"

namespace tenon {

namespace {

constexpr std::int64_t most_columns = std::int64_t{1} << 20;

struct Format {
    ArrowKind kind = ArrowKind::null;
    std::int64_t ticks_per_second = 0;
};

std::optional<Format> format_of(std::string_view text) {
    constexpr std::string_view letters = "nbcCsSiIlLefguU";
    constexpr ArrowKind kinds[] = {ArrowKind::null,    ArrowKind::boolean, ArrowKind::int8,
                                   ArrowKind::uint8,   ArrowKind::int16,   ArrowKind::uint16,
                                   ArrowKind::int32,   ArrowKind::uint32,  ArrowKind::int64,
                                   ArrowKind::uint64,  ArrowKind::float16, ArrowKind::float32,
                                   ArrowKind::float64, ArrowKind::utf8,    ArrowKind::large_utf8};
    if (text.size() == 1)
        if (const auto at = letters.find(text[0]); at != std::string_view::npos)
            return Format{kinds[at], 0};
    if (text == "tdD") return Format{ArrowKind::days, 0};
    if (text == "tdm") return Format{ArrowKind::milliseconds, 0};
    if (text.starts_with("tss:")) return Format{ArrowKind::timestamp, 1};
    if (text.starts_with("tsm:")) return Format{ArrowKind::timestamp, 1'000};
    if (text.starts_with("tsu:")) return Format{ArrowKind::timestamp, 1'000'000};
    if (text.starts_with("tsn:")) return Format{ArrowKind::timestamp, 1'000'000'000};
    return std::nullopt;
}

Format supported_format(const ArrowSchema& schema, const std::string& column, std::int64_t place) {
    const Location where{.argument = "schema", .column = place};
    if (!schema.format)
        throw Error(Status::data, "column " + column + ": the schema has no format", where);
    const auto format = format_of(schema.format);
    if (!format || schema.n_children != 0)
        throw Error(Status::unsupported,
                    "column " + column + ": the Arrow type \"" + excerpt(schema.format) +
                        "\" has no column type here; cast it to a number, text, bool or timestamp",
                    where);
    return *format;
}

ArrowField field_of(const ArrowSchema& schema, std::int64_t place) {
    const Location where{.argument = "schema", .column = place};
    ArrowField field;
    if (schema.name) field.name = schema.name;
    if (invalid_utf8_at(field.name) != std::string::npos)
        throw Error(Status::data,
                    "the name of column " + std::to_string(place) + " is not valid UTF-8", where);
    if (field.name.empty()) field.name.append("c").append(std::to_string(place + 1));
    const std::string shown = '"' + excerpt(field.name) + '"';
    const Format format = supported_format(schema, shown, place);
    field.kind = format.kind;
    field.ticks_per_second = format.ticks_per_second;
    if (!schema.dictionary) return field;
    if (!is_integer(field.kind))
        throw Error(Status::data, "column " + shown + ": dictionary codes must be integers", where);
    if (schema.dictionary->dictionary)
        throw Error(Status::unsupported, "column " + shown + ": a dictionary inside a dictionary",
                    where);
    const Format values = supported_format(*schema.dictionary, shown, place);
    field.has_dictionary = true;
    field.dictionary_kind = values.kind;
    field.dictionary_ticks_per_second = values.ticks_per_second;
    return field;
}

}  // namespace

bool is_integer(ArrowKind kind) noexcept {
    return kind >= ArrowKind::int8 && kind <= ArrowKind::uint64;
}

Type ArrowField::type() const noexcept {
    const ArrowKind k = has_dictionary ? dictionary_kind : kind;
    if (is_integer(k)) return Type::int64;
    switch (k) {
        case ArrowKind::boolean:
            return Type::boolean;
        case ArrowKind::utf8:
        case ArrowKind::large_utf8:
            return Type::text;
        case ArrowKind::days:
        case ArrowKind::milliseconds:
        case ArrowKind::timestamp:
            return Type::timestamp;
        default:
            return Type::float64;
    }
}

std::vector<ArrowField> arrow_fields(const ArrowSchema& schema) {
    const Location where{.argument = "schema"};
    if (!schema.format || std::string_view(schema.format) != "+s")
        throw Error(Status::data,
                    "the Arrow schema is no struct (\"+s\"); export a table or record batch",
                    where);
    if (schema.n_children < 0 || schema.n_children > most_columns ||
        (schema.n_children > 0 && !schema.children))
        throw Error(Status::data, "the Arrow schema has a broken list of columns", where);
    std::vector<ArrowField> fields;
    std::unordered_set<std::string_view> names;
    fields.reserve(static_cast<std::size_t>(schema.n_children));  // the views below stay valid
    for (std::int64_t i = 0; i < schema.n_children; ++i) {
        const ArrowSchema* child = schema.children[i];
        if (!child || !child->release)
            throw Error(Status::data,
                        "column " + std::to_string(i) + " of the Arrow schema is absent",
                        {.argument = "schema", .column = i});
        fields.push_back(field_of(*child, i));
        if (!names.insert(fields.back().name).second)
            throw Error(Status::data,
                        "two Arrow columns are named \"" + excerpt(fields.back().name) +
                            "\"; rename one of them",
                        {.argument = "schema", .column = i});
    }
    return fields;
}

}  // namespace tenon
