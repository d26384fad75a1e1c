// Fills by group and by season as a step of a cleaning plan.
#include <algorithm>

#include "clean/fill_carry.hpp"
#include "clean/fill_json.hpp"
#include "clean/fill_steps.hpp"
#include "clean/fill_value.hpp"
#include "clean/group_fill.hpp"
#include "clean/group_numbers.hpp"
#include "clean/step_stream.hpp"

namespace tenon::clean {

namespace {

constexpr Word<Season> season_words[] = {{"minute", Season::minute},
                                         {"hour", Season::hour},
                                         {"weekday", Season::weekday},
                                         {"month", Season::month}};

// What a group is filled by of which the fit had no cell.
constexpr Word<bool> other_words[] = {{"all", false}, {"none", true}};

GroupFillOptions read_options(PlanReader& reader) {
    GroupFillOptions options;
    if (reader.text("method", "") == "seasonal_mean") {
        options.fill = read_impute_options(reader, Fill::mean);
        options.season = reader.word<Season>("season", season_words, Season::hour);
        options.season_time = reader.needed_text("time");
    } else {
        options.fill =
            read_impute_options(reader, reader.word<Fill>("method", fill_words, Fill::median));
    }
    options.group = reader.texts("group");
    if (reader.has("other") &&
        (!learns_value(options.fill.fill) || options.fill.fill == Fill::constant))
        reader.refuse("other", "is of mean, median, mode and seasonal_mean only");
    options.own_only = reader.word<bool>("other", other_words, false);
    if (options.group.empty() && options.season == Season::none)
        reader.refuse("group", "must name at least one column");
    return options;
}

GroupFillLearned::OfColumn read_column(PlanReader& reader, std::size_t groups) {
    GroupFillLearned::OfColumn out;
    out.overall = read_fitted_fill(reader);
    const auto values = reader.numbers("group_values");
    const auto cells = reader.wholes("group_cells");
    std::vector<std::string> texts;
    if (const Json* list = reader.raw("group_texts")) {
        if (!list->if_array()) reader.refuse("group_texts", "a list of texts is expected");
        for (const Json& text : *list->if_array())
            texts.push_back(text.if_text() ? *text.if_text() : "");
    }
    if (values.size() != groups || cells.size() != groups ||
        (!texts.empty() && texts.size() != groups))
        reader.refuse("group_values", "there must be one for each of the keys");
    for (std::size_t g = 0; g < groups; ++g) {
        FittedFill fill = out.overall;
        fill.value = values[g];
        fill.cells = cells[g];
        fill.text = texts.empty() ? "" : texts[g];
        out.groups.push_back(std::move(fill));
    }
    reader.finish();
    return out;
}

GroupFillLearned read_learned(PlanReader& reader) {
    GroupFillLearned out;
    const Json* value = reader.raw("learned");
    PlanReader learned(*value, reader.path() + "/learned");
    if (learned.has("keys")) out.keys = read_keys(learned, "keys");
    for (PlanReader& entry : learned.objects("columns"))
        out.columns.push_back(read_column(entry, out.keys.size()));
    learned.finish();
    return out;
}

Json json_of_learned(const GroupFillLearned& learned) {
    Json out = Json::object();
    out.set("keys", json_of(learned.keys));
    Json columns = Json::array();
    for (const auto& column : learned.columns) {
        Json entry = json_of(column.overall);
        std::vector<double> values;
        std::vector<std::int64_t> cells;
        Json texts = Json::array();
        bool any_text = false;
        for (const FittedFill& fill : column.groups) {
            values.push_back(fill.value);
            cells.push_back(fill.cells);
            texts.push(Json(fill.text));
            any_text |= !fill.text.empty();
        }
        entry.set("group_values", json_of(values));
        entry.set("group_cells", json_of(cells));
        if (any_text) entry.set("group_texts", std::move(texts));
        columns.push(std::move(entry));
    }
    out.set("columns", std::move(columns));
    return out;
}

class GroupFillStep final : public PlanStep {
  public:
    GroupFillStep(std::vector<std::string> columns, GroupFillOptions options,
                  std::shared_ptr<const GroupFillLearned> learned)
        : columns_(std::move(columns)),
          options_(std::move(options)),
          learned_(std::move(learned)) {}

    PlanStepPointer fit(const Context& context, const Table& table) const override {
        auto columns = columns_or_numbers(table, columns_, options_.fill.fill == Fill::mode);
        if (columns_.empty())
            std::erase_if(columns, [this](const std::string& name) {
                return name == options_.fill.time_column || name == options_.season_time ||
                       std::find(options_.group.begin(), options_.group.end(), name) !=
                           options_.group.end();
            });
        auto learned = std::make_shared<const GroupFillLearned>(
            learn_group_fill(context, table, columns, options_));
        return std::make_shared<GroupFillStep>(std::move(columns), options_, std::move(learned));
    }
    bool fitted() const noexcept override { return learned_ != nullptr; }
    bool row_by_row() const noexcept override {
        return learns_value(options_.fill.fill) && options_.fill.limit == 0;
    }
    std::unique_ptr<StepStream> stream(const PlanStepPointer& self) const override {
        return carries(options_.fill) ? history_stream(self) : nullptr;
    }
    Carry carry(const Context& context, const Table& table, std::int64_t history) const override {
        return carry_of_fill(context, table, columns_, groups_to_fill(context, table, options_),
                             options_.fill, history);
    }
    Cleaned apply_within(const Context& context, const Table& table, Run range) const override {
        return filled_within(table, apply_group_fill(context, table, options_, *learned_), range);
    }
    Cleaned apply(const Context& context, const Table& table) const override {
        return {apply_group_fill(context, table, options_, *learned_)};
    }
    std::string reason_of_cell(const Table& table, std::int64_t row,
                               std::string_view column) const override {
        return clean::reason_of_cell(table, options_, *learned_, row, column);
    }
    void write(Json& out) const override {
        if (!columns_.empty()) out.set("columns", columns_);
        if (options_.season != Season::none) {
            out.set("method", "seasonal_mean");
            out.set("season", word_of<Season>(season_words, options_.season));
            out.set("time", options_.season_time);
        } else {
            out.set("method", word_of<Fill>(fill_words, options_.fill.fill));
        }
        if (!options_.group.empty()) out.set("group", options_.group);
        if (options_.own_only) out.set("other", "none");
        write_impute_options(out, options_.fill);
        if (learned_) out.set("learned", json_of_learned(*learned_));
    }

  private:
    std::vector<std::string> columns_;
    GroupFillOptions options_;
    std::shared_ptr<const GroupFillLearned> learned_;  // null: not fitted
};

}  // namespace

PlanStepPointer read_group_fill(PlanReader& reader) {
    GroupFillOptions options = read_options(reader);
    auto columns = reader.texts("columns");
    std::shared_ptr<const GroupFillLearned> learned;
    if (reader.has("learned"))
        learned = std::make_shared<const GroupFillLearned>(read_learned(reader));
    return std::make_shared<GroupFillStep>(std::move(columns), std::move(options),
                                           std::move(learned));
}

}  // namespace tenon::clean
