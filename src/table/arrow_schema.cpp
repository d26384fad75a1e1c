#include "table/arrow_schema.hpp"

#include <algorithm>
#include <optional>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "base/number_text.hpp"
#include "base/utf8.hpp"
#include "tenon/error.hpp"

namespace tenon {

namespace {

constexpr std::int64_t most_columns = std::int64_t{1} << 20;

std::optional<ArrowType> timestamp_of(std::string_view text) {
    static constexpr std::pair<std::string_view, std::int64_t> units[] = {
        {"tss:", 1}, {"tsm:", 1'000}, {"tsu:", 1'000'000}, {"tsn:", 1'000'000'000}};
    for (const auto& [prefix, ticks] : units)
        if (text.starts_with(prefix))
            return ArrowType{ArrowKind::timestamp, ticks, 0, std::string(text.substr(4))};
    return std::nullopt;
}

// "d:precision,scale", or with ",128" behind it.
std::optional<ArrowType> decimal_of(std::string_view text) {
    if (!text.starts_with("d:")) return std::nullopt;
    text.remove_prefix(2);
    const std::size_t first = text.find(',');
    if (first == std::string_view::npos) return std::nullopt;
    std::string_view scale = text.substr(first + 1);
    if (const std::size_t second = scale.find(','); second != std::string_view::npos) {
        if (scale.substr(second + 1) != "128") return std::nullopt;
        scale = scale.substr(0, second);
    }
    constexpr std::int64_t most_digits = 38;
    const auto digits = parse_int64(text.substr(0, first)), behind = parse_int64(scale);
    if (!digits || *digits < 1 || *digits > most_digits || !behind || *behind < -most_digits ||
        *behind > most_digits)
        return std::nullopt;
    return ArrowType{ArrowKind::decimal128, 0, static_cast<std::int32_t>(*behind), {}};
}

std::optional<ArrowType> type_of(std::string_view text) {
    constexpr std::string_view letters = "nbcCsSiIlLefguU";
    constexpr ArrowKind kinds[] = {ArrowKind::null,    ArrowKind::boolean, ArrowKind::int8,
                                   ArrowKind::uint8,   ArrowKind::int16,   ArrowKind::uint16,
                                   ArrowKind::int32,   ArrowKind::uint32,  ArrowKind::int64,
                                   ArrowKind::uint64,  ArrowKind::float16, ArrowKind::float32,
                                   ArrowKind::float64, ArrowKind::utf8,    ArrowKind::large_utf8};
    if (text.size() == 1)
        if (const auto at = letters.find(text[0]); at != std::string_view::npos)
            return ArrowType{kinds[at], 0, 0, {}};
    if (text == "vu") return ArrowType{ArrowKind::utf8_view, 0, 0, {}};
    if (text == "tdD") return ArrowType{ArrowKind::days, 0, 0, {}};
    if (text == "tdm") return ArrowType{ArrowKind::milliseconds, 0, 0, {}};
    if (auto timestamp = timestamp_of(text)) return timestamp;
    return decimal_of(text);
}

ArrowType supported_type(const ArrowSchema& schema, const std::string& column, std::int64_t place) {
    const Location where{.argument = "schema", .column = place};
    if (!schema.format)
        throw Error(Status::data, "column " + column + ": the schema has no format", where);
    auto type = type_of(schema.format);
    if (!type || schema.n_children != 0)
        throw Error(Status::unsupported,
                    "column " + column + ": the Arrow type \"" + excerpt(schema.format) +
                        "\" has no column type here; cast it to a number, text, bool or timestamp",
                    where);
    if (invalid_utf8_at(type->zone) != std::string::npos)
        throw Error(Status::data, "column " + column + ": its time zone is not valid UTF-8", where);
    return *std::move(type);
}

std::string name_of(const ArrowSchema& schema, std::int64_t place) {
    std::string name = schema.name ? schema.name : "";
    if (invalid_utf8_at(name) != std::string::npos)
        throw Error(Status::data,
                    "the name of column " + std::to_string(place) + " is not valid UTF-8",
                    {.argument = "schema", .column = place});
    if (name.empty()) name.append("c").append(std::to_string(place + 1));
    return name;
}

ArrowField field_of(const ArrowSchema& schema, std::int64_t place) {
    const Location where{.argument = "schema", .column = place};
    ArrowField field;
    field.name = name_of(schema, place);
    const std::string shown = '"' + excerpt(field.name) + '"';
    field.cells = supported_type(schema, shown, place);
    if (!schema.dictionary) return field;
    if (!is_integer(field.cells.kind))
        throw Error(Status::data, "column " + shown + ": dictionary codes must be integers", where);
    if (schema.dictionary->dictionary)
        throw Error(Status::unsupported, "column " + shown + ": a dictionary inside a dictionary",
                    where);
    field.dictionary = supported_type(*schema.dictionary, shown, place);
    field.has_dictionary = true;
    return field;
}

}  // namespace

bool is_integer(ArrowKind kind) noexcept {
    return kind >= ArrowKind::int8 && kind <= ArrowKind::uint64;
}

Type ArrowField::type() const noexcept {
    const ArrowKind kind = values().kind;
    if (is_integer(kind)) return Type::int64;
    switch (kind) {
        case ArrowKind::boolean:
            return Type::boolean;
        case ArrowKind::utf8:
        case ArrowKind::large_utf8:
        case ArrowKind::utf8_view:
            return Type::text;
        case ArrowKind::days:
        case ArrowKind::milliseconds:
        case ArrowKind::timestamp:
            return Type::timestamp;
        default:
            return Type::float64;
    }
}

std::vector<ArrowField> arrow_fields(const ArrowSchema& schema, bool leave_out) {
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
        try {
            fields.push_back(field_of(*child, i));
        } catch (const Error& fault) {
            if (!leave_out || fault.status() != Status::unsupported) throw;
            fields.emplace_back();
            fields.back().name = name_of(*child, i);
            fields.back().left_out = fault.message();
        }
        if (!names.insert(fields.back().name).second)
            throw Error(Status::data,
                        "two Arrow columns are named \"" + excerpt(fields.back().name) +
                            "\"; rename one of them",
                        {.argument = "schema", .column = i});
    }
    const auto is_left_out = [](const ArrowField& field) { return !field.left_out.empty(); };
    if (!fields.empty() && std::all_of(fields.begin(), fields.end(), is_left_out))
        throw Error(Status::unsupported,
                    "no column is left of the Arrow stream: " + fields.front().left_out, where);
    return fields;
}

}  // namespace tenon
