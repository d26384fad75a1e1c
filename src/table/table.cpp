#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "base/near_names.hpp"
#include "base/utf8.hpp"
#include "tenon/error.hpp"
#include "tenon/table.hpp"

namespace tenon {

namespace {

std::string quoted(std::string_view name) {
    return '"' + excerpt(name, 80) + '"';
}

// Names are handed to C and written to documents: UTF-8 without NUL.
void check_name(std::string_view name, std::int64_t column) {
    const std::size_t bad = std::min(name.find('\0'), invalid_utf8_at(name));
    if (bad == std::string_view::npos) return;
    throw Error(Status::argument,
                "the column name " + quoted(name) + (name[bad] ? " is not UTF-8" : " holds NUL") +
                    " at byte " + std::to_string(bad),
                {.argument = "names", .column = column});
}

void check_names(const std::vector<std::string>& names) {
    std::unordered_set<std::string_view> seen;
    seen.reserve(names.size());
    for (std::size_t i = 0; i < names.size(); ++i) {
        const auto place = static_cast<std::int64_t>(i);
        if (names[i].empty())
            throw Error(Status::argument, "column " + std::to_string(i) + " has no name",
                        {.argument = "names", .column = place});
        check_name(names[i], place);
        if (!seen.insert(names[i]).second)
            throw Error(Status::argument,
                        "two columns are named " + quoted(names[i]) + "; rename one of them",
                        {.argument = "names", .column = place});
    }
}

[[noreturn]] void throw_unknown(std::string_view name, const std::vector<std::string>& names) {
    std::string message = "there is no column " + quoted(name);
    const std::string near = near_names(name, names);
    if (!near.empty()) {
        message += "; did you mean " + near + "?";
    } else if (names.empty()) {
        message += "; the table has no columns";
    } else {
        constexpr std::size_t listed = 8;
        message += "; the table has ";
        for (std::size_t i = 0; i < names.size() && i < listed; ++i)
            message += (i ? ", " : "") + quoted(names[i]);
        if (names.size() > listed)
            message += " and " + std::to_string(names.size() - listed) + " more";
    }
    // No column has an empty name, and an empty argument says nothing.
    throw Error(Status::not_found, message,
                {.argument = name.empty() ? std::string("column") : std::string(name)});
}

}  // namespace

Table::Table(std::vector<std::string> names, std::vector<Column> columns)
    : names_(std::move(names)), columns_(std::move(columns)) {
    if (names_.size() != columns_.size())
        throw Error(Status::argument,
                    std::to_string(names_.size()) + " names were given for " +
                        std::to_string(columns_.size()) + " columns",
                    {.argument = "names"});
    check_names(names_);
    if (!columns_.empty()) rows_ = columns_.front().size();
    for (std::size_t i = 0; i < columns_.size(); ++i)
        if (columns_[i].size() != rows_)
            throw Error(Status::argument,
                        "column " + quoted(names_[i]) + " has " +
                            std::to_string(columns_[i].size()) + " rows, column " +
                            quoted(names_[0]) + " has " + std::to_string(rows_),
                        {.argument = names_[i], .column = static_cast<std::int64_t>(i)});
}

std::optional<std::int32_t> Table::find(std::string_view name) const noexcept {
    for (std::size_t i = 0; i < names_.size(); ++i)
        if (names_[i] == name) return static_cast<std::int32_t>(i);
    return std::nullopt;
}

std::int32_t Table::index_of(std::string_view name) const {
    const auto found = find(name);
    if (!found) throw_unknown(name, names_);
    return *found;
}

std::vector<std::int32_t> Table::indices_of(std::span<const std::string> names) const {
    std::vector<std::int32_t> out;
    out.reserve(names.size());
    std::unordered_map<std::string_view, std::int32_t> places;
    places.reserve(names_.size());
    for (std::size_t i = 0; i < names_.size(); ++i)
        places.emplace(names_[i], static_cast<std::int32_t>(i));
    for (const std::string& name : names) {
        const auto found = places.find(name);
        if (found == places.end()) throw_unknown(name, names_);
        out.push_back(found->second);
    }
    return out;
}

Table Table::select(std::span<const std::string> names) const {
    std::vector<Column> columns;
    columns.reserve(names.size());
    for (const std::int32_t i : indices_of(names))
        columns.push_back(columns_[static_cast<std::size_t>(i)]);
    Table out({names.begin(), names.end()}, std::move(columns));
    if (names.empty()) out.rows_ = 0;
    out.changes_ = changes_;
    out.findings_ = findings_;
    return out;
}

Table Table::take(std::span<const std::int64_t> rows) const {
    Table out = *this;
    for (Column& column : out.columns_) column = column.take(rows);
    if (!out.columns_.empty()) out.rows_ = static_cast<std::int64_t>(rows.size());
    return out;
}

Table Table::slice(std::int64_t first, std::int64_t count) const {
    Table out = *this;
    for (Column& column : out.columns_) column = column.slice(first, count);
    if (!out.columns_.empty()) out.rows_ = count;
    return out;
}

Table Table::with_column(std::string name, Column column) const {
    if (name.empty())
        throw Error(Status::argument, "the new column has no name", {.argument = "name"});
    check_name(name, -1);
    if (!columns_.empty() && column.size() != rows_)
        throw Error(Status::argument,
                    "the new column " + quoted(name) + " has " + std::to_string(column.size()) +
                        " rows, the table " + std::to_string(rows_),
                    {.argument = name});
    Table out = *this;
    out.rows_ = column.size();
    if (const auto at = find(name)) {
        out.columns_[static_cast<std::size_t>(*at)] = std::move(column);
    } else {
        out.names_.push_back(std::move(name));
        out.columns_.push_back(std::move(column));
    }
    return out;
}

Table Table::without_column(std::string_view name) const {
    const std::int32_t at = index_of(name);
    Table out = *this;
    out.names_.erase(out.names_.begin() + at);
    out.columns_.erase(out.columns_.begin() + at);
    if (out.columns_.empty()) out.rows_ = 0;
    return out;
}

const std::vector<Change>& Table::changes() const noexcept {
    static const std::vector<Change> none;
    return changes_ ? *changes_ : none;
}

Table Table::with_change(Change change) const {
    auto changes = std::make_shared<std::vector<Change>>(this->changes());
    changes->push_back(std::move(change));
    Table out = *this;
    out.changes_ = std::move(changes);
    return out;
}

const std::vector<Finding>& Table::findings() const noexcept {
    static const std::vector<Finding> none;
    return findings_ ? *findings_ : none;
}

Table Table::with_findings(std::vector<Finding> findings) const {
    Table out = *this;
    out.findings_ = std::make_shared<const std::vector<Finding>>(std::move(findings));
    return out;
}

}  // namespace tenon
