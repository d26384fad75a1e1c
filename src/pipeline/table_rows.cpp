#include "tenon/table_rows.hpp"

#include <algorithm>
#include <memory>
#include <utility>

#include "pipeline/label.hpp"
#include "pipeline/training.hpp"

namespace tenon {

namespace {

class TableRows {
  public:
    TableRows(const Context& context, TableSource tables, std::vector<std::string> columns,
              bool weighted, std::int64_t* left_out)
        : context_(context),
          tables_(std::move(tables)),
          names_(std::move(columns)),
          weighted_(weighted),
          left_out_(left_out) {
        if (left_out_) *left_out_ = 0;
    }

    bool next(RowBlock& block) {
        const std::optional<Table> table = tables_.next ? tables_.next() : std::nullopt;
        if (!table) return false;
        context_.check_cancelled();
        std::vector<const Column*> columns;
        for (const std::string& name : names_) {
            columns.push_back(&table->column(name));
            insist_on_number(name, *columns.back());
        }
        take(*table, columns);
        const std::size_t others = weighted_ ? 2 : 1;
        block.features =
            MatrixView::row_major(features_.data(), static_cast<std::int64_t>(target_.size()),
                                  static_cast<std::int64_t>(names_.size() - others));
        block.target = target_;
        block.weights = weights_;
        return true;
    }

    bool rewind() {
        if (left_out_) *left_out_ = 0;
        return tables_.rewind && tables_.rewind();
    }

  private:
    void take(const Table& table, const std::vector<const Column*>& columns) {
        const std::size_t others = weighted_ ? 2 : 1, p = columns.size() - others;
        features_.clear();
        target_.clear();
        weights_.clear();
        features_.reserve(static_cast<std::size_t>(table.rows()) * p);
        for (std::int64_t row = 0; row < table.rows(); ++row) {
            const bool complete = std::all_of(columns.begin(), columns.end(),
                                              [row](const Column* c) { return present(*c, row); });
            if (!complete) {
                if (left_out_) ++*left_out_;
                continue;
            }
            for (std::size_t j = 0; j < p; ++j) features_.push_back(columns[j]->number(row));
            target_.push_back(columns[p]->number(row));
            if (weighted_) weights_.push_back(columns[p + 1]->number(row));
        }
    }

    const Context& context_;
    TableSource tables_;
    std::vector<std::string> names_;  // features, target, weights
    bool weighted_;
    std::int64_t* left_out_;
    std::vector<double> features_, target_, weights_;
};

}  // namespace

RowSource table_rows(const Context& context, TableSource tables, std::vector<std::string> features,
                     std::string target, std::string weights, std::int64_t* left_out) {
    const bool weighted = !weights.empty();
    features.push_back(std::move(target));
    if (weighted) features.push_back(std::move(weights));
    const auto rows = std::make_shared<TableRows>(context, std::move(tables), std::move(features),
                                                  weighted, left_out);
    return {[rows](RowBlock& block) { return rows->next(block); },
            [rows] { return rows->rewind(); }};
}

}  // namespace tenon
