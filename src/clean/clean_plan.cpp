#include "tenon/clean_plan.hpp"

#include <algorithm>
#include <numeric>

#include "base/file.hpp"
#include "base/held_bytes.hpp"
#include "base/json.hpp"
#include "base/near_names.hpp"
#include "base/saved_formats.hpp"
#include "clean/field_json.hpp"
#include "clean/plan_state.hpp"
#include "clean/step_stream.hpp"
#include "tenon/error.hpp"
#include "tenon/rows.hpp"
#include "tenon/table_bytes.hpp"

namespace tenon {

using namespace clean;

namespace {

// A person writes tens; the bound keeps a hostile document from being a long computation.
constexpr std::size_t most_steps = 1000;

// What a fitted plan may hold: values of many groups, rows kept for neighbours.
constexpr std::int64_t largest_document_bytes = std::int64_t{256} << 20;
constexpr std::int64_t most_values = 10'000'000;

// Takes the checksum out of the document. A plan written by hand has none.
void check_checksum(Json& document) {
    const Json* said = document.find("checksum");
    if (!said) return;
    const std::string stored = said->if_text() ? *said->if_text() : std::string();
    document.remove("checksum");
    const std::string is = json_checksum_text(document);
    if (stored != is)
        throw Error(Status::corrupt,
                    "the cleaning plan was changed after it was saved: its checksum says \"" +
                        stored + "\" and its content gives \"" + is +
                        "\"; take the copy that was saved, or leave the member \"checksum\" out",
                    {.argument = "checksum"});
}

NamedStep read_step(PlanReader& reader) {
    const std::string kind = reader.needed_text("step");
    std::vector<std::string> known;
    for (const PlanStepKind& candidate : plan_step_kinds()) {
        known.emplace_back(candidate.name);
        if (candidate.name != kind) continue;
        NamedStep out{kind, candidate.read(reader)};
        reader.finish();
        return out;
    }
    const std::string near = near_names(kind, known);
    std::string list;
    for (const std::string& name : known) list += (list.empty() ? "" : ", ") + name;
    reader.refuse("step", "\"" + kind + "\" is not a cleaning step; " +
                              (near.empty() ? "there are " + list : "did you mean " + near));
}

// Whether the steps add such a column to the table.
bool add_column(const Context& context, std::span<const NamedStep> steps, Table table,
                std::string_view column) {
    for (const NamedStep& step : steps) {
        if (table.find(column)) return true;
        table = step.step->apply(context, table).table;
    }
    return table.find(column).has_value();
}

// The rows of the first table that remain, after another step.
void follow(std::optional<std::vector<std::int64_t>>& rows, const Cleaned& cleaned) {
    if (!cleaned.kept) return;
    if (!rows) {
        rows = cleaned.kept;
        return;
    }
    std::vector<std::int64_t> next;
    next.reserve(cleaned.kept->size());
    for (const std::int64_t row : *cleaned.kept)
        next.push_back((*rows)[static_cast<std::size_t>(row)]);
    rows = std::move(next);
}

// What the table between two steps takes beside the one that was given, for the budget.
class Intermediate {
  public:
    Intermediate(const Context& context, const Table& given) : given_(given), held_(context) {}
    void is(const Table& table) {
        const std::int64_t bytes = own_bytes(table, given_);
        if (bytes > bytes_)
            held_.add(bytes - bytes_);
        else
            held_.give_back(bytes_ - bytes);
        bytes_ = bytes;
    }

  private:
    const Table& given_;
    HeldBytes held_;
    std::int64_t bytes_ = 0;
};

// With the rows that remain, which are all where no step removed any; without a name as it is.
Table with_rows_or_all(const Table& table, const std::string& name,
                       std::optional<std::vector<std::int64_t>> rows) {
    if (name.empty()) return table;
    if (!rows) {
        rows.emplace(static_cast<std::size_t>(table.rows()));
        std::iota(rows->begin(), rows->end(), std::int64_t{0});
    }
    return with_row_ids(table, name, *std::move(rows));
}

std::optional<std::string> cell_of(const Table& table, std::string_view column, std::int64_t row) {
    const auto at = table.find(column);
    if (!at || !table.column(*at).valid(row)) return std::nullopt;
    return table.column(*at).cell_text(row);
}

// The reason among the changes that a step appended: its own column's, else that of whole rows.
std::string reason_among(const Table& table, std::size_t first, std::string_view column) {
    const auto& changes = table.changes();
    std::string of_rows;
    for (std::size_t i = first; i < changes.size(); ++i) {
        if (changes[i].column == column) return changes[i].reason;
        // A column that a step adds bears the name of its source and a word.
        const bool made_of = !changes[i].column.empty() && column.starts_with(changes[i].column);
        if (made_of || changes[i].column.empty()) of_rows = changes[i].reason;
    }
    return of_rows;
}

// The changes of a step that removed a row of the table.
std::string reason_of_removal(const Table& table, std::size_t first) {
    std::string out;
    const auto& changes = table.changes();
    for (std::size_t i = first; i < changes.size(); ++i) {
        if (changes[i].rows == 0) continue;
        out += out.empty() ? "" : "; ";
        if (!changes[i].column.empty()) out += changes[i].column + ": ";
        out += changes[i].reason;
    }
    return out;
}

}  // namespace

std::string clean::reader_words(const Table& table, const std::string& column) {
    const auto at = table.find(column);
    for (const Finding& finding : table.findings())
        if (at && finding.column == *at) return finding.text;
    return "";
}

Table clean::with_types_of_fit(const Table& table, const std::vector<Field>& schema) {
    Table out = table;
    for (const Field& field : schema) {
        const auto at = table.find(field.name);
        if (!at) continue;
        const Column& column = table.column(*at);
        const bool tells = column.missing() < column.size() || column.type() != Type::float64;
        // Whole numbers among fractions are told by the part of a file that holds them.
        if (tells || field.type == Type::float64 || field.type == Type::int64) continue;
        out = cast({}, out, field.name, field.type);
    }
    return out;
}

Table clean::with_row_ids(const Table& table, const std::string& name,
                          std::vector<std::int64_t> rows) {
    if (name.empty()) return table;
    if (table.find(name))
        throw Error(Status::argument,
                    "row_id \"" + name + "\" is the name of a column of the table; choose another",
                    {.argument = name});
    return table.with_column(name, Column::from_int64(std::move(rows)));
}

CleanPlan CleanPlan::parse(std::string_view json) {
    return parse(json, nullptr);
}

CleanPlan CleanPlan::parse(std::string_view json, Budget* budget) {
    Json document = parse_json_object(
        json, {.bytes = largest_document_bytes, .values = most_values, .budget = budget});
    check_envelope(document, clean_plan_format);
    check_checksum(document);
    for (const char* told : {"format", "format_version", "library_version"}) document.remove(told);
    PlanReader reader(document, "");
    auto state = std::make_shared<State>();
    state->row_id = reader.text("row_id", "");
    for (PlanReader& entry : reader.objects("schema")) state->schema.push_back(field_of(entry));
    if (!reader.has("steps")) reader.refuse("steps", "is needed: a list of steps");
    auto entries = reader.objects("steps");
    if (entries.size() > most_steps)
        reader.refuse("steps", "there are more than " + std::to_string(most_steps) + " steps");
    for (PlanReader& entry : entries) state->steps.push_back(read_step(entry));
    reader.finish();
    return CleanPlan(std::move(state));
}

CleanPlan CleanPlan::fit(const Context& context, const Table& table, Table* cleaned) const {
    auto state = std::make_shared<State>();
    state->row_id = state_->row_id;
    for (std::int32_t c = 0; c < table.columns(); ++c)
        state->schema.push_back(
            {table.name(c), table.column(c).type(), table.column(c).notation()});
    Table current = table;
    Intermediate held(context, table);
    std::optional<std::vector<std::int64_t>> rows;
    for (std::size_t i = 0; i < state_->steps.size(); ++i) {
        const NamedStep& step = state_->steps[i];
        const bool last = i + 1 == state_->steps.size();
        in_step(i, step, [&] {
            if (last && !cleaned) {
                state->steps.push_back({step.kind, step.step->fit(context, current)});
                return;
            }
            Cleaned result;
            state->steps.push_back({step.kind, step.step->fit_and_apply(context, current, result)});
            if (!state->row_id.empty()) follow(rows, result);
            current = std::move(result.table);
            held.is(current);
        });
    }
    if (cleaned) *cleaned = with_rows_or_all(current, state->row_id, std::move(rows));
    return CleanPlan(std::move(state));
}

bool CleanPlan::fitted() const noexcept {
    return std::all_of(state_->steps.begin(), state_->steps.end(),
                       [](const NamedStep& step) { return step.step->fitted(); });
}

Table CleanPlan::apply(const Context& context, const Table& table) const {
    if (!fitted())
        throw Error(Status::argument, "the cleaning plan is not fitted; fit it on a table first",
                    {.argument = "plan"});
    const auto clean = [&] {
        Table current = with_types_of_fit(table, state_->schema);
        Intermediate held(context, table);
        std::optional<std::vector<std::int64_t>> rows;
        for (std::size_t i = 0; i < state_->steps.size(); ++i)
            in_step(i, state_->steps[i], [&] {
                Cleaned result = state_->steps[i].step->apply(context, current);
                if (!state_->row_id.empty()) follow(rows, result);
                current = std::move(result.table);
                held.is(current);
            });
        return with_rows_or_all(current, state_->row_id, std::move(rows));
    };
    return with_reader_words(clean, [&] { return table; });
}

std::int64_t CleanPlan::step_across_rows() const noexcept {
    for (std::size_t i = 0; i < state_->steps.size(); ++i)
        if (!state_->steps[i].step->row_by_row()) return static_cast<std::int64_t>(i) + 1;
    return 0;
}

std::int64_t CleanPlan::step_of_whole() const {
    for (std::size_t i = 0; i < state_->steps.size(); ++i)
        if (!stream_of(state_->steps[i].step) && !survey_of(state_->steps[i].step))
            return static_cast<std::int64_t>(i) + 1;
    return 0;
}

std::vector<CellChange> CleanPlan::why(const Context& context, const Table& table, std::int64_t row,
                                       std::string_view column) const {
    if (!fitted())
        throw Error(Status::argument, "the cleaning plan is not fitted; fit it on a table first",
                    {.argument = "plan"});
    if (row < 0 || row >= table.rows())
        throw Error(Status::argument,
                    "row " + std::to_string(row) + " is not one of the table's " +
                        std::to_string(table.rows()) + " rows",
                    {.argument = "row", .row = row});
    std::vector<CellChange> out;
    Table current = with_types_of_fit(table, state_->schema);
    bool seen = table.find(column).has_value();
    for (std::size_t i = 0; i < state_->steps.size(); ++i) {
        const NamedStep& step = state_->steps[i];
        const std::size_t told = current.changes().size();
        Cleaned result = in_step(i, step, [&] { return step.step->apply(context, current); });
        CellChange change{static_cast<std::int64_t>(i) + 1, step.kind,    std::string(column),
                          cell_of(current, column, row),    std::nullopt, ""};
        const std::int64_t in_current = row;
        if (result.kept) {
            const auto& kept = *result.kept;
            const auto at = std::find(kept.begin(), kept.end(), row);  // a sort's do not ascend
            if (at == kept.end()) {
                change.column.clear();
                change.reason = reason_of_removal(result.table, told);
                out.push_back(std::move(change));
                if (!seen && !add_column(context, std::span(state_->steps).subspan(i + 1),
                                         result.table, column))
                    table.index_of(column);  // throws with near names
                return out;
            }
            row = at - kept.begin();
        }
        change.after = cell_of(result.table, column, row);
        const bool now = result.table.find(column).has_value();
        if (change.after != change.before || (now && !seen)) {
            change.reason = step.step->reason_of_cell(current, in_current, column);
            if (change.reason.empty()) change.reason = reason_among(result.table, told, column);
            out.push_back(std::move(change));
        }
        seen |= now;
        current = std::move(result.table);
    }
    if (!seen) table.index_of(column);  // throws with near names
    return out;
}

std::vector<std::pair<std::string, Type>> CleanPlan::columns() const {
    std::vector<std::pair<std::string, Type>> out;
    for (const Field& field : state_->schema) out.emplace_back(field.name, field.type);
    return out;
}

std::vector<Notation> CleanPlan::notations() const {
    std::vector<Notation> out;
    for (const Field& field : state_->schema) out.push_back(field.notation);
    return out;
}

void CleanPlan::save(const std::string& path) const {
    write_file(path, to_json());
}

CleanPlan CleanPlan::load(const Context& context, const std::string& path) {
    return parse(read_file(context, path, largest_document_bytes), context.budget);
}

std::string CleanPlan::to_json() const {
    Json document = new_document(clean_plan_format);
    if (!state_->row_id.empty()) document.set("row_id", state_->row_id);
    if (!state_->schema.empty()) {
        Json schema = Json::array();
        for (const Field& field : state_->schema) schema.push(json_of(field));
        document.set("schema", std::move(schema));
    }
    Json steps = Json::array();
    for (const NamedStep& step : state_->steps) {
        Json entry = Json::object();
        entry.set("step", step.kind);
        step.step->write(entry);
        steps.push(std::move(entry));
    }
    document.set("steps", std::move(steps));
    return seal_document(std::move(document));
}

std::int64_t CleanPlan::steps() const noexcept {
    return static_cast<std::int64_t>(state_->steps.size());
}

std::string clean_step_help() {
    std::string out;
    for (const PlanStepKind& kind : plan_step_kinds())
        out += std::string(kind.name) + ": " + kind.help + "\n";
    return out;
}

}  // namespace tenon
