// A selection as a feature step: it drops the columns that were not kept.
#include <cmath>
#include <utility>

#include "base/number_text.hpp"
#include "base/reason_text.hpp"
#include "features/columns.hpp"
#include "features/feature_kinds.hpp"
#include "tenon/select.hpp"

namespace tenon {

using namespace features;

namespace {

class SelectStep final : public FeatureStep {
  public:
    SelectStep(std::string rule, std::vector<ScoredColumn> columns)
        : rule_(std::move(rule)), columns_(std::move(columns)) {
        check_distinct(column_names(columns_));
        for (const ScoredColumn& one : columns_)
            if (one.kept) return;
        throw Error(Status::data, "no column would be kept; loosen the rule",
                    {.argument = "threshold"});
    }

    const char* kind() const noexcept override { return "select"; }
    std::vector<std::string> inputs() const override { return column_names(columns_); }
    std::vector<std::string> outputs() const override {
        std::vector<std::string> names;
        for (const ScoredColumn& one : columns_)
            if (one.kept) names.push_back(one.column);
        return names;
    }

    // A dropped column need not be there; a kept one must.
    Table apply(const Context&, const Table& table) const override {
        Table out = table;
        for (const ScoredColumn& one : columns_) {
            if (one.kept)
                table.index_of(one.column);
            else if (table.find(one.column))
                out = out.without_column(one.column)
                          .with_change(
                              {"select", one.column, 0, 0,
                               "left out by " + rule_ + ", score " + reading_text(one.score)});
        }
        return out;
    }

    void write(Json& document) const override {
        document.set("rule", rule_);
        Json columns = Json::array();
        for (const ScoredColumn& one : columns_) {
            Json entry;
            entry.set("column", one.column);
            entry.set("score", json_real(one.score));
            entry.set("p_value", json_real(one.p_value));
            entry.set("kept", one.kept);
            entry.set("cluster", one.cluster);
            columns.push(std::move(entry));
        }
        document.set("columns", std::move(columns));
    }

  private:
    std::string rule_;
    std::vector<ScoredColumn> columns_;
};

}  // namespace

Feature selection_feature(std::string rule, std::vector<ScoredColumn> columns) {
    return Feature(std::make_shared<SelectStep>(std::move(rule), std::move(columns)));
}

namespace features {

StepPointer read_select(const JsonMember& document) {
    std::vector<ScoredColumn> columns;
    bool any = false;
    for (const JsonMember& entry : document["columns"].items()) {
        columns.push_back({.column = entry["column"].text(),
                           .score = entry["score"].real(),
                           .p_value = entry["p_value"].real(),
                           .kept = entry["kept"].boolean(),
                           .cluster = entry["cluster"].count()});
        any = any || columns.back().kept;
    }
    if (!any) document["columns"].refuse("no column is kept");
    return std::make_shared<SelectStep>(document["rule"].text(), std::move(columns));
}

}  // namespace features
}  // namespace tenon
