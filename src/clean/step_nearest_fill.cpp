// Fill from the k nearest rows: a missing cell becomes the mean of that column over the k rows of
// the fit that are nearest in the columns both rows have,
//     d(a, b)^2 = p / |J| * sum over j in J of ((a_j - b_j) / s_j)^2,
// s_j the standard deviation in the fit, J the features present in both, p their whole number
// (O. Troyanskaya et al., Missing value estimation methods for DNA microarrays, Bioinformatics 17,
// 2001). Of more than `rows` rows of the fit, evenly spaced ones are kept, and they travel with the
// plan. Cost of apply: rows with a missing cell x rows kept x features.
#include <algorithm>
#include <cmath>

#include "base/parallel.hpp"
#include "clean/column_edit.hpp"
#include "clean/fill_steps.hpp"
#include "clean/number_matrix.hpp"
#include "tenon/error.hpp"

namespace tenon::clean {

namespace {

constexpr double unread = std::numeric_limits<double>::quiet_NaN();

struct Options {
    std::vector<std::string> columns, features;
    std::int64_t neighbours = 5, rows = 2000;
    bool indicator = false;
};

// Rows of the fit, scaled; one vector a feature, then one a filled column (in its own units).
struct Learned {
    std::vector<double> means, sds;
    std::vector<std::vector<double>> features, values;
    std::size_t rows() const noexcept { return features.empty() ? 0 : features[0].size(); }
};

class NearestFill final : public PlanStep {
  public:
    NearestFill(Options options, std::shared_ptr<const Learned> learned)
        : options_(std::move(options)), learned_(std::move(learned)) {}

    PlanStepPointer fit(const Context& context, const Table& table) const override {
        Options options = options_;
        options.columns = columns_or_numbers(table, options.columns);
        options.features = columns_or_numbers(table, options.features);
        const auto features = numbers_of(context, table, options.features);
        const auto values = numbers_of(context, table, options.columns);
        auto learned = std::make_shared<Learned>();
        const std::int64_t kept = std::min(options.rows, table.rows());
        for (const auto& feature : features.columns) {
            const Scale scale = scale_of(feature);
            learned->means.push_back(scale.mean);
            learned->sds.push_back(scale.sd);
            auto& to = learned->features.emplace_back();
            for (std::int64_t i = 0; i < kept; ++i)
                to.push_back((feature[at(i, kept, table.rows())] - scale.mean) / scale.sd);
        }
        for (const auto& value : values.columns) {
            auto& to = learned->values.emplace_back();
            for (std::int64_t i = 0; i < kept; ++i) to.push_back(value[at(i, kept, table.rows())]);
        }
        return std::make_shared<NearestFill>(std::move(options), std::move(learned));
    }
    bool fitted() const noexcept override { return learned_ != nullptr; }
    bool row_by_row() const noexcept override { return true; }
    Cleaned apply(const Context& context, const Table& table) const override {
        auto features = numbers_of(context, table, options_.features);
        for (std::size_t j = 0; j < features.columns.size(); ++j)
            for (double& x : features.columns[j]) x = (x - learned_->means[j]) / learned_->sds[j];
        std::vector<std::vector<double>> found(
            options_.columns.size(),
            std::vector<double>(static_cast<std::size_t>(table.rows()), unread));
        const auto holes = rows_with_holes(table);
        parallel_blocks(context, static_cast<std::int64_t>(holes.size()), 64,
                        [&](std::int64_t, std::int64_t first, std::int64_t last) {
                            std::vector<std::pair<double, std::size_t>> near;
                            for (std::int64_t i = first; i < last; ++i)
                                fill_row(table, features, holes[static_cast<std::size_t>(i)], near,
                                         found);
                        });
        return {with_filled(context, table, options_.columns, found,
                            "mean of the " + std::to_string(options_.neighbours) + " nearest of " +
                                std::to_string(learned_->rows()) + " rows kept from the fit",
                            options_.indicator)};
    }
    void write(Json& out) const override {
        out.set("method", "nearest");
        if (!options_.columns.empty()) out.set("columns", options_.columns);
        if (!options_.features.empty()) out.set("features", options_.features);
        out.set("neighbours", options_.neighbours);
        out.set("rows", options_.rows);
        if (options_.indicator) out.set("indicator", true);
        if (!learned_) return;
        Json learned = Json::object();
        learned.set("means", json_of(learned_->means));
        learned.set("sds", json_of(learned_->sds));
        Json features = Json::array(), values = Json::array();
        for (const auto& list : learned_->features) features.push(json_of(list));
        for (const auto& list : learned_->values) values.push(json_of(list));
        learned.set("features", std::move(features));
        learned.set("values", std::move(values));
        out.set("learned", std::move(learned));
    }

  private:
    static std::size_t at(std::int64_t i, std::int64_t kept, std::int64_t rows) noexcept {
        return static_cast<std::size_t>(static_cast<std::int64_t>(
            static_cast<double>(i) * static_cast<double>(rows) / static_cast<double>(kept)));
    }
    std::vector<std::int64_t> rows_with_holes(const Table& table) const {
        std::vector<std::int64_t> out;
        for (std::int64_t row = 0; row < table.rows(); ++row)
            for (const std::string& name : options_.columns)
                if (!table.column(name).valid(row)) {
                    out.push_back(row);
                    break;
                }
        return out;
    }
    void fill_row(const Table& table, const NumberMatrix& features, std::int64_t row,
                  std::vector<std::pair<double, std::size_t>>& near,
                  std::vector<std::vector<double>>& found) const {
        near.clear();
        for (std::size_t b = 0; b < learned_->rows(); ++b) {
            double sum = 0;
            int shared = 0;
            for (std::size_t j = 0; j < features.columns.size(); ++j) {
                const double gap =
                    features.columns[j][static_cast<std::size_t>(row)] - learned_->features[j][b];
                if (!std::isfinite(gap)) continue;
                sum += gap * gap;
                ++shared;
            }
            if (shared > 0) near.emplace_back(sum / shared, b);
        }
        // Equal distances go by the order of the fit, so that the answer is one.
        std::sort(near.begin(), near.end());
        for (std::size_t j = 0; j < options_.columns.size(); ++j) {
            if (table.column(options_.columns[j]).valid(row)) continue;
            double sum = 0;
            std::int64_t count = 0;
            for (const auto& [distance, b] : near) {
                if (count == options_.neighbours) break;
                if (!std::isfinite(learned_->values[j][b])) continue;
                sum += learned_->values[j][b];
                ++count;
            }
            if (count > 0)
                found[j][static_cast<std::size_t>(row)] = sum / static_cast<double>(count);
        }
    }

    Options options_;
    std::shared_ptr<const Learned> learned_;  // null: not fitted
};

std::vector<std::vector<double>> read_lists(PlanReader& reader, const char* name,
                                            std::size_t count) {
    std::vector<std::vector<double>> out;
    const Json* lists = reader.raw(name);
    if (!lists || !lists->if_array() || lists->if_array()->size() != count)
        reader.refuse(name, "one list of numbers a column is expected");
    for (const Json& list : *lists->if_array()) {
        Json holder = Json::object();
        holder.set("list", list);
        out.push_back(PlanReader(holder, reader.path() + "/" + name).numbers("list"));
        if (out.back().size() != out.front().size())
            reader.refuse(name, "the lists differ in length");
    }
    return out;
}

}  // namespace

PlanStepPointer read_nearest_fill(PlanReader& reader) {
    Options options;
    options.columns = reader.texts("columns");
    options.features = reader.texts("features");
    options.neighbours = reader.whole("neighbours", 5, 1, 1000);
    options.rows = reader.whole("rows", 2000, 1, 50'000);
    options.indicator = reader.boolean("indicator", false);
    std::shared_ptr<Learned> learned;
    if (const Json* value = reader.raw("learned")) {
        PlanReader entry(*value, reader.path() + "/learned");
        learned = std::make_shared<Learned>();
        learned->means = entry.numbers("means");
        learned->sds = entry.numbers("sds");
        learned->features = read_lists(entry, "features", options.features.size());
        learned->values = read_lists(entry, "values", options.columns.size());
        const bool positive =
            std::all_of(learned->sds.begin(), learned->sds.end(), [](double sd) { return sd > 0; });
        if (learned->means.size() != options.features.size() ||
            learned->sds.size() != options.features.size() || !positive ||
            (!learned->values.empty() && learned->values[0].size() != learned->rows()))
            entry.refuse("sds", "does not fit the columns of the step");
        entry.finish();
    }
    return std::make_shared<NearestFill>(std::move(options), std::move(learned));
}

}  // namespace tenon::clean
