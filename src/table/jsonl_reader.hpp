// A reading of JSON Lines: the whole at once, or once for what the columns turn out to be and once
// more batch by batch.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "table/jsonl_columns.hpp"
#include "table/jsonl_lines.hpp"
#include "table/jsonl_plain.hpp"
#include "table/jsonl_record.hpp"
#include "table/jsonl_rule.hpp"
#include "tenon/error.hpp"
#include "tenon/jsonl.hpp"

namespace tenon {

// What a first reading has found.
struct JsonLinesSurvey {
    struct Known {
        std::string member, column;  // the names in the text and in the table
        JsonColumn::Form form;
    };
    std::vector<Known> columns;
    std::vector<Finding> findings;
    std::int64_t rows = 0;
};

class JsonLinesReader {
  public:
    JsonLinesReader(const Context& context, JsonLinesText& text, const JsonLinesOptions& options);
    // The same text once more, as `known`, which outlives the reader.
    JsonLinesReader(const Context& context, JsonLinesText& text, const JsonLinesOptions& options,
                    const JsonLinesSurvey& known);

    Table read();
    JsonLinesSurvey survey();
    // Of a text that was surveyed: the next rows, some `most_bytes` of cells or `most_rows` (0: no
    // limit) of them; none at the end. Throws Error(data) where it is not the text of the survey.
    std::optional<Table> next(std::int64_t most_rows, std::int64_t most_bytes);

  private:
    struct Entry {
        std::string name;
        JsonColumn column;
        std::int64_t last_row = -1;  // a cell of it was seen in that row
        std::size_t cell = 0;        // which of the record
        bool repeated = false;       // that was told
        std::optional<JsonRule> rule = {};
    };

    void start();
    void report() const;
    void read_line(std::string_view text, std::int64_t at);
    void bad_line(std::string_view text, std::int64_t at, const Error& fault);
    void add_finding(const char* kind, std::int64_t column, std::int64_t byte, std::string text,
                     std::string original = {});
    std::int32_t add_column(const std::string& name);
    std::int32_t place_of(std::string_view name);
    template <class Name, class Add>
    void take_record(std::size_t members, std::int64_t at, Name name, Add add);
    std::optional<JsonRule> rule_of(const std::string& name) const;
    // The value as the rule of its column asks for, where there is one and it is another value.
    bool take_by_rule(Entry& entry, const PlainMember& value, std::string_view written,
                      std::int64_t at);
    void bad_cell(const Entry& entry, const PlainMember& value, std::string_view written,
                  std::int64_t at);
    void require_ruled() const;
    void check_size() const;
    void require_lines() const;
    void add_absent();
    void name_unnamed();
    void tell_bad_lines();
    void tell_end_mark();
    void tell_of_column(std::size_t place, Type type);
    Table finish();
    bool batch_is_full(std::int64_t most_rows, std::int64_t most_bytes) const noexcept;
    Table finish_batch();

    const Context& context_;
    JsonLinesText& text_;
    const JsonLinesOptions& options_;
    const JsonLinesSurvey* known_ = nullptr;  // null: columns and types are found
    JsonLimits limits_;
    JsonRecord record_;
    std::vector<PlainMember> plain_;
    std::vector<Entry> entries_;
    std::unordered_map<std::string, std::int32_t> places_;
    std::vector<std::int32_t> next_places_;  // of the names of the record before, in its order
    std::size_t next_ = 0;
    std::vector<std::int32_t> chosen_;
    std::int64_t rows_ = 0, line_ = 0, bad_lines_ = 0, bad_cells_ = 0;
    std::int64_t rows_given_ = 0;  // in batches before
    bool gave_any_ = false;
    std::vector<Finding> findings_;
};

}  // namespace tenon
