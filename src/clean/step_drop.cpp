// The steps that remove whole rows: drop_duplicates and drop_missing. They learn nothing; fitting
// only fixes the columns to look at.
#include "clean/plan_step.hpp"
#include "clean/step_stream.hpp"
#include "tenon/duplicates.hpp"
#include "tenon/impute.hpp"

namespace tenon::clean {

namespace {

constexpr Word<Keep> keep_words[] = {
    {"first", Keep::first}, {"last", Keep::last}, {"most_complete", Keep::most_complete}};

class DropDuplicates final : public PlanStep {
  public:
    explicit DropDuplicates(PlanReader& reader)
        : keys_(reader.texts("keys")),
          keep_(reader.word<Keep>("keep", keep_words, Keep::first)),
          time_(reader.text("time", "")),
          tolerance_(reader.number_between("tolerance", 1, 0, 1e18)),
          fitted_(reader.boolean("fitted", false)) {
        if (time_.empty() && reader.has("tolerance"))
            reader.refuse("tolerance", "needs the member \"time\": the column it is about");
    }

    PlanStepPointer fit(const Context&, const Table& table) const override {
        auto out = std::make_shared<DropDuplicates>(*this);
        if (keys_.empty()) {
            out->keys_ = table.names();
            std::erase(out->keys_, time_);
        }
        out->fitted_ = true;
        return out;
    }
    bool fitted() const noexcept override { return fitted_; }
    std::unique_ptr<StepStream> stream(const PlanStepPointer&) const override {
        return keep_ == Keep::first && time_.empty() ? duplicates_stream(keys_) : nullptr;
    }
    std::unique_ptr<StepSurvey> survey() const override {
        return duplicates_survey({keys_, time_, tolerance_, keep_});
    }
    Cleaned apply(const Context& context, const Table& table) const override {
        Cleaned out;
        auto* kept = &out.kept.emplace();
        out.table = time_.empty() ? drop_duplicates(context, table, keys_, keep_, kept)
                                  : drop_near_duplicates(context, table,
                                                         {keys_, time_, tolerance_, keep_}, kept);
        return out;
    }
    void write(Json& out) const override {
        if (!keys_.empty()) out.set("keys", keys_);
        out.set("keep", word_of<Keep>(keep_words, keep_));
        if (!time_.empty()) {
            out.set("time", time_);
            out.set("tolerance", tolerance_);
        }
        if (fitted_) out.set("fitted", true);
    }

  private:
    std::vector<std::string> keys_;
    Keep keep_;
    std::string time_;
    double tolerance_;
    bool fitted_;
};

class DropMissing final : public PlanStep {
  public:
    explicit DropMissing(PlanReader& reader)
        : columns_(reader.texts("columns")), fitted_(reader.boolean("fitted", false)) {}

    PlanStepPointer fit(const Context&, const Table& table) const override {
        auto out = std::make_shared<DropMissing>(*this);
        if (columns_.empty()) out->columns_ = table.names();
        out->fitted_ = true;
        return out;
    }
    bool fitted() const noexcept override { return fitted_; }
    bool row_by_row() const noexcept override { return true; }
    Cleaned apply(const Context& context, const Table& table) const override {
        Cleaned out;
        out.table = drop_missing(context, table, columns_, &out.kept.emplace());
        return out;
    }
    void write(Json& out) const override {
        if (!columns_.empty()) out.set("columns", columns_);
        if (fitted_) out.set("fitted", true);
    }

  private:
    std::vector<std::string> columns_;
    bool fitted_;
};

}  // namespace

PlanStepPointer read_drop_duplicates(PlanReader& reader) {
    return std::make_shared<DropDuplicates>(reader);
}

PlanStepPointer read_drop_missing(PlanReader& reader) {
    return std::make_shared<DropMissing>(reader);
}

}  // namespace tenon::clean
