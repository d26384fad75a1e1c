#include "tenon/arrow.hpp"

#include <string>
#include <utility>

#include "base/utf8.hpp"
#include "table/arrow_batch.hpp"
#include "table/arrow_column.hpp"
#include "table/bits.hpp"
#include "tenon/error.hpp"

namespace tenon {

namespace {

[[noreturn]] void refuse(const std::string& why) {
    throw Error(Status::data, "the Arrow array " + why, {.argument = "array"});
}

void check_struct(const ArrowArray& array, std::size_t fields) {
    constexpr std::int64_t most_rows = std::int64_t{1} << 46;  // with it no size below overflows
    if (array.length < 0 || array.offset < 0) refuse("has a negative length or offset");
    if (array.length > most_rows || array.offset > most_rows)
        refuse("has a length or offset beyond any memory");
    if (array.n_children != static_cast<std::int64_t>(fields))
        refuse("has " + std::to_string(array.n_children) + " children, its schema " +
               std::to_string(fields));
    if (fields > 0 && !array.children) refuse("has a null list of children");
    if (array.n_buffers != 1 || !array.buffers) refuse("is a struct but has not one buffer");
    const auto* validity = static_cast<const std::uint8_t*>(array.buffers[0]);
    if (array.length > 0 && validity &&
        count_ones(validity, array.offset, array.length) != array.length)
        refuse("has rows that are missing as a whole; drop them or make their cells missing");
    if (array.length > 0 && !validity && array.null_count > 0)
        refuse("counts missing rows but has no validity bitmap");
}

// Zones, and columns that are left out, are told of once a table.
std::vector<Finding> zones_of(const std::vector<ArrowField>& fields) {
    std::vector<Finding> findings;
    std::int64_t column = 0;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (!fields[i].left_out.empty()) {
            findings.push_back(
                {"unsupported column", -1, -1, -1, "left out: " + fields[i].left_out});
            continue;
        }
        if (const std::string& zone = fields[i].values().zone; !zone.empty())
            findings.push_back({"time zone", -1, column, -1,
                                "column \"" + excerpt(fields[i].name) +
                                    "\": instants of the zone \"" + excerpt(zone) +
                                    "\", taken as date and time in UTC"});
        ++column;
    }
    return findings;
}

}  // namespace

std::shared_ptr<const KeptArray> keep(ArrowArray& array) {
    auto kept = std::make_shared<KeptArray>();
    kept->array = array;
    array.release = nullptr;
    return kept;
}

Table import_batch(const Context& context, const std::shared_ptr<const KeptArray>& kept,
                   const std::vector<ArrowField>& fields, std::int64_t rows,
                   std::vector<ArrowLosses>& losses) {
    losses.resize(fields.size());
    const ArrowArray& array = kept->array;
    check_struct(array, fields.size());
    std::vector<std::string> names;
    std::vector<Column> columns;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        context.check_cancelled();
        if (!fields[i].left_out.empty()) continue;
        names.push_back(fields[i].name);
        ArrowLosses own;
        columns.push_back(import_column(context, array.children[i], fields[i], array.offset,
                                        array.length, static_cast<std::int64_t>(i), kept, own));
        own.digits.first_row += rows;
        own.times.first_row += rows;
        losses[i].digits.add(std::move(own.digits));
        losses[i].times.add(std::move(own.times));
    }
    return Table(std::move(names), std::move(columns));
}

Table with_arrow_findings(Table table, const std::vector<ArrowField>& fields,
                          const std::vector<ArrowLosses>& losses) {
    auto findings = zones_of(fields);
    std::int64_t column = -1;
    for (std::size_t i = 0; i < losses.size(); ++i) {
        if (!fields[i].left_out.empty()) continue;
        ++column;
        losses[i].digits.tell(findings, fields[i].name, column, "digits lost", "digits as float64");
        losses[i].times.tell(findings, fields[i].name, column, "times cut",
                             "what is below a microsecond");
    }
    return findings.empty() ? table : table.with_findings(std::move(findings));
}

Table import_arrow(const Context& context, ArrowArray* array, ArrowSchema* schema) {
    const Released array_owned(array);
    const Released schema_owned(schema);
    if (!array || !array->release)
        throw Error(Status::argument, "the Arrow array is null or was released already",
                    {.argument = "array"});
    if (!schema || !schema->release)
        throw Error(Status::argument, "the Arrow schema is null or was released already",
                    {.argument = "schema"});
    const auto fields = arrow_fields(*schema);
    std::vector<ArrowLosses> losses;
    Table table = import_batch(context, keep(*array), fields, 0, losses);
    return with_arrow_findings(std::move(table), fields, losses);
}

}  // namespace tenon
