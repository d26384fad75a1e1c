#include <algorithm>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/file.hpp"
#include "base/utf8.hpp"
#include "table/jsonl_columns.hpp"
#include "table/jsonl_lines.hpp"
#include "table/jsonl_plain.hpp"
#include "table/jsonl_record.hpp"
#include "tenon/error.hpp"
#include "tenon/jsonl.hpp"

namespace tenon {

namespace {

constexpr std::int64_t most_bad_lines = 1000;  // told one by one
// A file in which every line has names of its own would make a table of rows times columns. Up to
// this many cells for each byte read, or in all, are made; what sensors send needs less than one.
constexpr std::int64_t cells_a_byte = 4, cells_always = 1'000'000;
constexpr std::int64_t polled_lines = 1024;

class JsonLinesReader {
  public:
    JsonLinesReader(const Context& context, JsonLinesText& text, const JsonLinesOptions& options)
        : context_(context), text_(text), options_(options) {
        limits_.members = limits_.values;
        limits_.bytes = std::numeric_limits<std::int64_t>::max();
        for (const std::string& name : options.columns) {
            if (places_.contains(name))
                throw Error(Status::argument, "the column \"" + excerpt(name) + "\" is named twice",
                            {.argument = "columns"});
            add_column(name);
        }
    }

    Table read() {
        std::string_view line;
        std::int64_t at = 0;
        while (text_.next(line, at)) {
            ++line_;
            if (line_ % polled_lines == 0) report();
            if (line.find_first_not_of(" \t") != std::string_view::npos) read_line(line, at);
        }
        if (rows_ == 0 && bad_lines_ == 0)
            throw Error(Status::data,
                        "there is no line with a JSON object; is this the right file?",
                        {.argument = "path"});
        return finish();
    }

  private:
    struct Entry {
        std::string name;
        JsonColumn column;
        std::int64_t last_row = -1;  // a cell of it was seen in that row
        std::size_t cell = 0;        // which of the record
        bool repeated = false;       // that was told
    };

    void report() const {
        constexpr std::int64_t reported_lines = 64 * polled_lines;
        context_.check_cancelled();
        if (line_ % reported_lines != 0) return;
        Progress progress;
        progress.phase = "read json lines";
        if (text_.whole_bytes() > 0)
            progress.share =
                static_cast<double>(text_.bytes_read()) / static_cast<double>(text_.whole_bytes());
        progress.rows = rows_;
        context_.report(progress);
    }

    void read_line(std::string_view text, std::int64_t at) {
        const auto expected = [this](std::size_t k) -> std::string_view {
            if (k >= next_places_.size() || next_places_[k] < 0) return {};
            return entries_[static_cast<std::size_t>(next_places_[k])].name;
        };
        if (read_plain(text, plain_, expected) && invalid_utf8_at(text) == text.npos) {
            take_record(
                plain_.size(), at, [this](std::size_t i) { return plain_[i].name; },
                [this](std::size_t i, JsonColumn& column) { column.add(plain_[i], rows_, line_); });
            return;
        }
        record_.begin();
        try {
            read_json(text, limits_, record_);
            if (const std::size_t bad = invalid_utf8_at(text); bad != std::string_view::npos)
                throw Error(Status::parse, "a byte that is not UTF-8",
                            {.argument = "path", .byte = static_cast<std::int64_t>(bad)});
        } catch (const Error& fault) {
            if (fault.status() != Status::parse) throw;
            bad_line(text, at, fault);
            return;
        }
        const std::vector<JsonCell>& cells = record_.cells();
        take_record(
            cells.size(), at, [&](std::size_t i) { return std::string_view(cells[i].name); },
            [&](std::size_t i, JsonColumn& column) {
                column.add(cells[i].value, cells[i].written, rows_, line_);
            });
    }

    void bad_line(std::string_view text, std::int64_t at, const Error& fault) {
        const std::int64_t within = std::max<std::int64_t>(0, fault.where().byte);
        const std::int64_t byte = at + within;
        // "not a valid JSON document: line 1, byte 7: what" of the line alone
        std::string what = fault.message();
        if (const std::string mark = "byte " + std::to_string(within) + ": ";
            what.find(mark) != std::string::npos)
            what.erase(0, what.find(mark) + mark.size());
        if (!options_.lenient)
            throw Error(Status::parse,
                        "line " + std::to_string(line_) + ", byte " + std::to_string(byte) + ": " +
                            what + "; correct the line, or read leniently to leave it out",
                        {.argument = "path", .line = line_, .byte = byte});
        if (++bad_lines_ <= most_bad_lines)
            add_finding("bad line", -1, byte, what + ": " + excerpt(text, 200));
    }

    void add_finding(const char* kind, std::int64_t column, std::int64_t byte, std::string text) {
        Finding finding;
        finding.kind = kind;
        finding.line = line_;
        finding.column = column;
        finding.byte = byte;
        finding.text = std::move(text);
        findings_.push_back(std::move(finding));
    }

    std::int32_t add_column(const std::string& name) {
        const bool text = options_.all_text ||
                          std::find(options_.text_columns.begin(), options_.text_columns.end(),
                                    name) != options_.text_columns.end();
        const auto place = static_cast<std::int32_t>(entries_.size());
        entries_.push_back({name, JsonColumn(!text)});
        places_.emplace(name, place);
        return place;
    }

    // The column of a name, or -1 where it is not wanted. Names mostly come in the order of the
    // record before.
    std::int32_t place_of(std::string_view name) {
        if (next_ < next_places_.size()) {
            const std::int32_t guess = next_places_[next_];
            if (guess >= 0 && entries_[static_cast<std::size_t>(guess)].name == name) {
                ++next_;
                return guess;
            }
        }
        std::string known(name);
        const auto found = places_.find(known);
        std::int32_t place = found != places_.end() ? found->second : -1;
        if (place < 0 && options_.columns.empty()) place = add_column(known);
        next_places_.resize(next_);
        next_places_.push_back(place);
        ++next_;
        return place;
    }

    // `name(i)` of each of the members, and `add(i, column)`, which puts it into its column.
    template <class Name, class Add>
    void take_record(std::size_t members, std::int64_t at, Name name, Add add) {
        chosen_.clear();
        next_ = 0;
        for (std::size_t i = 0; i < members; ++i) {
            const std::int32_t place = place_of(name(i));
            if (place < 0) continue;
            Entry& entry = entries_[static_cast<std::size_t>(place)];
            if (entry.last_row == rows_) {
                if (!std::exchange(entry.repeated, true))
                    add_finding("repeated name", place, at,
                                "\"" + excerpt(entry.name) +
                                    "\" is there twice in one object; the last one counts");
            } else {
                chosen_.push_back(place);
            }
            entry.last_row = rows_;
            entry.cell = i;
        }
        for (const std::int32_t place : chosen_) {
            Entry& entry = entries_[static_cast<std::size_t>(place)];
            add(entry.cell, entry.column);
        }
        ++rows_;
        check_size();
    }

    void check_size() const {
        const auto columns = static_cast<std::int64_t>(entries_.size());
        const std::int64_t most = std::max(cells_always, cells_a_byte * text_.bytes_read());
        if (rows_ <= most / std::max<std::int64_t>(1, columns)) return;
        throw Error(Status::data,
                    std::to_string(columns) + " names in the first " + std::to_string(rows_) +
                        " records: they have too little in common for one table; choose the names "
                        "with columns",
                    {.argument = "columns", .line = line_});
    }

    // "" cannot name a column of a table.
    void name_unnamed() {
        const auto found = places_.find("");
        if (found == places_.end()) return;
        const auto place = static_cast<std::size_t>(found->second);
        std::string name = "c" + std::to_string(place + 1);
        while (places_.contains(name)) name += "_2";
        line_ = -1;
        add_finding("unnamed column", found->second, -1,
                    "a member is named \"\"; its column is " + name);
        entries_[place].name = name;
    }

    Table finish() {
        if (bad_lines_ > most_bad_lines) {
            line_ = -1;
            add_finding("bad line", -1, -1,
                        std::to_string(bad_lines_) + " bad lines in all; the first " +
                            std::to_string(most_bad_lines) + " are listed");
        }
        name_unnamed();
        const auto zeros = std::make_shared<const std::vector<double>>(
            static_cast<std::size_t>(std::max<std::int64_t>(1, rows_)));
        std::vector<std::string> names;
        std::vector<Column> columns;
        for (std::size_t i = 0; i < entries_.size(); ++i) {
            Entry& entry = entries_[i];
            context_.check_cancelled();
            columns.push_back(entry.column.finish(rows_, zeros));
            if (columns.back().type() == Type::timestamp && entry.column.other_zone_line() >= 0) {
                line_ = entry.column.other_zone_line();
                add_finding("mixed time zones", static_cast<std::int64_t>(i), -1,
                            "column \"" + excerpt(entry.name) +
                                "\": some times name a zone and others do not, as in line " +
                                std::to_string(line_) +
                                "; those that do are in UTC, the others are as they were written");
            }
            if (entry.column.fallback_line() >= 0) {
                line_ = entry.column.fallback_line();
                add_finding("type fallback", static_cast<std::int64_t>(i), -1,
                            "column \"" + excerpt(entry.name) + "\" is text: line " +
                                std::to_string(line_) +
                                (entry.column.fell_back_for_digits()
                                     ? std::string(" holds a whole number that no int64 does")
                                     : std::string(" holds another kind of value after ") +
                                           entry.column.values_before()));
            }
            names.push_back(std::move(entry.name));
        }
        return Table(std::move(names), std::move(columns)).with_findings(std::move(findings_));
    }

    const Context& context_;
    JsonLinesText& text_;
    const JsonLinesOptions& options_;
    JsonLimits limits_;
    JsonRecord record_;
    std::vector<PlainMember> plain_;
    std::vector<Entry> entries_;
    std::unordered_map<std::string, std::int32_t> places_;
    std::vector<std::int32_t> next_places_;  // of the names of the record before, in its order
    std::size_t next_ = 0;
    std::vector<std::int32_t> chosen_;
    std::int64_t rows_ = 0, line_ = 0, bad_lines_ = 0;
    std::vector<Finding> findings_;
};

}  // namespace

Table read_jsonl_buffer(const Context& context, std::string_view bytes,
                        const JsonLinesOptions& options) {
    if (options.max_bytes < 0)
        throw Error(Status::argument, "max_bytes must not be negative", {.argument = "max_bytes"});
    if (options.max_bytes > 0 && bytes.size() > static_cast<std::size_t>(options.max_bytes))
        throw Error(Status::data, "the text is larger than max_bytes", {.argument = "max_bytes"});
    const Charge held(context, static_cast<std::int64_t>(bytes.size()));  // about what is built
    JsonLinesText text(context, bytes);
    return JsonLinesReader(context, text, options).read();
}

Table read_jsonl(const Context& context, const std::string& path, const JsonLinesOptions& options) {
    const Charge held(context, std::max<std::int64_t>(0, file_size_bytes(path)));
    if (options.max_bytes < 0)
        throw Error(Status::argument, "max_bytes must not be negative", {.argument = "max_bytes"});
    JsonLinesText text = JsonLinesText::of_file(context, path, options.max_bytes);
    return JsonLinesReader(context, text, options).read();
}

bool is_jsonl_file(const std::string& path) noexcept {
    try {
        std::string ending = path.substr(path.find_last_of('.') + 1);
        for (char& c : ending)
            if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        if (ending == "jsonl" || ending == "ndjson") return true;
        constexpr std::size_t looked_at = 4096;
        std::string head = read_file_head(path, looked_at);
        if (head.starts_with("\xEF\xBB\xBF")) head.erase(0, 3);
        const std::size_t first = head.find_first_not_of(" \t\r\n");
        return first != std::string::npos && head[first] == '{';
    } catch (...) {  // what the reader itself will tell
        return false;
    }
}

}  // namespace tenon
