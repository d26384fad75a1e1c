#include <algorithm>

#include "base/passes.hpp"
#include "base/utf8.hpp"
#include "table/column_store.hpp"
#include "table/lost_digits.hpp"
#include "table/whole_digits.hpp"
#include "tenon/error.hpp"
#include "tenon/rows.hpp"
#include "tenon/table_bytes.hpp"

namespace tenon {

namespace {

bool nothing_present(const Column& column) {
    return column.missing() == column.size();
}

// The type all of the columns take; nullptrs stand for columns of missing cells.
Type common_type(const std::string& name, const std::vector<const Column*>& parts) {
    bool integers = false, reals = false, any = false;
    Type type = Type::float64;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (!parts[i] || nothing_present(*parts[i])) continue;
        const Type t = parts[i]->type();
        integers = integers || t == Type::int64;
        reals = reals || t == Type::float64;
        const bool numbers = (t == Type::int64 || t == Type::float64) &&
                             (type == Type::int64 || type == Type::float64);
        if (any && t != type && !numbers)
            throw Error(Status::type,
                        "column \"" + excerpt(name) + "\" is " + type_name(type) +
                            " in one table and " + type_name(t) + " in table " + std::to_string(i) +
                            "; cast one of them first",
                        {.argument = name});
        any = true;
        type = t;
    }
    if (!any)
        for (const Column* part : parts)
            if (part) return part->type();
    return integers && reals ? Type::float64 : type;
}

void append(Passes& passes, ColumnStore& out, const Column& part, LostDigits& lost) {
    for (std::int64_t row = 0; row < part.size(); ++row) {
        passes();
        if (!part.valid(row)) {
            out.add_missing();
            continue;
        }
        const auto at = static_cast<std::size_t>(row);
        switch (out.type()) {
            case Type::float64:
                if (part.type() == Type::float64) {
                    out.add_float64(part.float64s()[at]);
                    break;
                }
                if (!is_double(part.int64s()[at])) lost.add(out.rows(), part.cell_text(row));
                out.add_float64(static_cast<double>(part.int64s()[at]));
                break;
            case Type::int64:
            case Type::timestamp:
                out.add_int64(part.int64s()[at]);
                break;
            case Type::boolean:
                out.add_boolean(part.boolean(row));
                break;
            case Type::text:
                out.add_text(part.text(row));
                break;
        }
    }
}

// Names of all tables, those of the first in front.
std::vector<std::string> all_names(std::span<const Table> tables, bool fill) {
    std::vector<std::string> names = tables[0].names();
    for (std::size_t i = 1; i < tables.size(); ++i) {
        if (!fill)
            for (const std::string& name : names) tables[i].index_of(name);
        for (const std::string& name : tables[i].names()) {
            if (tables[0].find(name) || std::find(names.begin(), names.end(), name) != names.end())
                continue;
            if (!fill) tables[0].index_of(name);
            names.push_back(name);
        }
    }
    return names;
}

}  // namespace

Table concatenate(const Context& context, std::span<const Table> tables, bool fill) {
    if (tables.empty())
        throw Error(Status::argument, "there is no table to concatenate", {.argument = "tables"});
    const std::vector<std::string> names = all_names(tables, fill);
    std::int64_t rows = 0, bytes = 0;
    for (const Table& table : tables) {
        rows += table.rows();
        bytes += rows_bytes(table, table.rows());
    }
    const Charge held(context, bytes);
    std::vector<Column> columns;
    std::vector<Finding> lost_digits;
    Passes passes(context, "concatenate");
    for (const std::string& name : names) {
        passes.next(static_cast<double>(columns.size() + 1) / static_cast<double>(names.size()),
                    rows);
        std::vector<const Column*> parts;
        for (const Table& table : tables) {
            const auto at = table.find(name);
            parts.push_back(at ? &table.column(*at) : nullptr);
        }
        ColumnStore store(common_type(name, parts));
        store.reserve(rows);
        LostDigits lost;
        for (std::size_t i = 0; i < parts.size(); ++i) {
            if (!parts[i] || nothing_present(*parts[i]))
                store.add_missing(tables[i].rows());
            else
                append(passes, store, *parts[i], lost);
        }
        lost.tell(lost_digits, name, static_cast<std::int64_t>(columns.size()), "digits lost",
                  "digits as float64");
        columns.push_back(store.finish());
    }
    Table out(names, std::move(columns));
    std::vector<Finding> findings;
    for (const Table& table : tables) {
        findings.insert(findings.end(), table.findings().begin(), table.findings().end());
        for (const Change& change : table.changes()) out = out.with_change(change);
    }
    findings.insert(findings.end(), lost_digits.begin(), lost_digits.end());
    return findings.empty() ? out : out.with_findings(std::move(findings));
}

Table rename(const Table& table, std::span<const std::pair<std::string, std::string>> old_and_new) {
    std::vector<std::string> names = table.names();
    std::vector<bool> renamed(names.size());
    for (const auto& [old_name, new_name] : old_and_new) {
        const auto place = static_cast<std::size_t>(table.index_of(old_name));
        if (renamed[place])
            throw Error(Status::argument, "the column \"" + excerpt(old_name) + "\" is named twice",
                        {.argument = old_name});
        renamed[place] = true;
        names[place] = new_name;
    }
    std::vector<Column> columns;
    for (std::int32_t i = 0; i < table.columns(); ++i) columns.push_back(table.column(i));
    Table out(std::move(names), std::move(columns));
    for (const Change& change : table.changes()) out = out.with_change(change);
    return table.findings().empty() ? out : out.with_findings(table.findings());
}

}  // namespace tenon
