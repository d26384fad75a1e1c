// Steps for words: "text" puts every cell into one form, "categories" merges the spellings of a
// category. Both work on the distinct words of a column, so that a long column of few words is
// quick.
#include <algorithm>
#include <iterator>
#include <map>

#include "base/held_bytes.hpp"
#include "base/reason_text.hpp"
#include "base/utf8.hpp"
#include "clean/column_edit.hpp"
#include "clean/groups.hpp"
#include "clean/plan_step.hpp"
#include "clean/text_forms.hpp"
#include "tenon/error.hpp"
#include "tenon/table_bytes.hpp"

namespace tenon::clean {

namespace {

constexpr Word<Case> case_words[] = {
    {"keep", Case::keep}, {"lower", Case::lower}, {"upper", Case::upper}};

std::vector<std::string> columns_or_texts(const Table& table,
                                          const std::vector<std::string>& named) {
    if (!named.empty()) return named;
    std::vector<std::string> out;
    for (std::int32_t c = 0; c < table.columns(); ++c)
        if (table.column(c).type() == Type::text) out.push_back(table.name(c));
    return out;
}

const Column& text_column(const Table& table, const std::string& name) {
    const Column& column = table.column(name);
    if (column.type() != Type::text)
        throw Error(Status::type,
                    "column \"" + name + "\" is " + type_name(column.type()) +
                        "; this step looks at text only",
                    {.argument = name});
    return column;
}

// The distinct cells of a text column and how often each is there.
struct Words {
    Groups groups;
    std::vector<std::int64_t> counts;
};
Words words_of(const Context& context, const Column& column) {
    Words out;
    out.groups = groups_of(context, column.size(), {&column});
    out.counts.assign(out.groups.count(), 0);
    for (const std::int32_t g : out.groups.of_row) ++out.counts[static_cast<std::size_t>(g)];
    return out;
}

struct Rewritten {
    Column column;
    std::int64_t cells = 0;
};

// Every cell whose word has another spelling in `spelling` (one a distinct word) gets that; a word
// that is empty then, or was before, is missing where `empty_is_missing`.
Rewritten rewritten(const Context& context, const Column& column, const Words& words,
                    const std::vector<std::string>& spelling, bool empty_is_missing) {
    Rewritten out;
    std::vector<bool> changed(spelling.size());
    for (std::size_t g = 0; g < spelling.size(); ++g) {
        const std::int64_t row = words.groups.first_row[g];
        changed[g] = column.valid(row) &&
                     (column.text(row) != spelling[g] || (empty_is_missing && spelling[g].empty()));
        if (changed[g]) out.cells += words.counts[g];
    }
    out.column = column;
    if (out.cells == 0) return out;
    ColumnBuilder builder(Type::text);
    builder.reserve(column.size());
    for (std::int64_t row = 0; row < column.size(); ++row) {
        if (row % rows_between_checks == 0) context.check_cancelled();
        const auto g = static_cast<std::size_t>(words.groups.of_row[static_cast<std::size_t>(row)]);
        if (!column.valid(row) || (changed[g] && empty_is_missing && spelling[g].empty()))
            builder.add_missing();
        else
            builder.add_text(changed[g] ? std::string_view(spelling[g]) : column.text(row));
    }
    out.column = builder.finish();
    return out;
}

// "M-11" for 3 cells " M-11 ": the most frequent changes, to show what was done.
std::string examples_of(const Column& column, const Words& words,
                        const std::vector<std::string>& spelling, bool empty_is_missing) {
    constexpr std::size_t most_shown = 3;
    std::vector<std::size_t> changed;
    for (std::size_t g = 0; g < spelling.size(); ++g) {
        const std::int64_t row = words.groups.first_row[g];
        const bool gone = empty_is_missing && spelling[g].empty();
        if (column.valid(row) && (gone || column.text(row) != spelling[g])) changed.push_back(g);
    }
    std::stable_sort(changed.begin(), changed.end(), [&](std::size_t a, std::size_t b) {
        return words.counts[a] > words.counts[b];
    });
    std::string out =
        count_text(static_cast<std::int64_t>(changed.size()), "spelling", "spellings");
    for (std::size_t i = 0; i < std::min(changed.size(), most_shown); ++i) {
        const std::size_t g = changed[i];
        out += (i == 0 ? ": \"" : ", \"") + excerpt(column.text(words.groups.first_row[g]), 24) +
               "\" became " +
               (empty_is_missing && spelling[g].empty() ? std::string("missing")
                                                        : '"' + excerpt(spelling[g], 24) + '"') +
               " (" + count_text(words.counts[g]) + ")";
    }
    if (changed.size() > most_shown) out += ", ...";
    return out;
}

class TextStep final : public PlanStep {
  public:
    explicit TextStep(PlanReader& reader)
        : columns_(reader.texts("columns")),
          empty_is_missing_(reader.boolean("empty_is_missing", true)),
          fitted_(reader.boolean("fitted", false)) {
        form_.trim = reader.boolean("trim", true);
        form_.single = reader.boolean("single_blanks", true);
        form_.half_width = reader.boolean("half_width", true);
        form_.letter_case = reader.word<Case>("case", case_words, Case::keep);
    }
    PlanStepPointer fit(const Context&, const Table& table) const override {
        auto out = std::make_shared<TextStep>(*this);
        out->columns_ = columns_or_texts(table, columns_);
        for (const std::string& name : out->columns_) text_column(table, name);
        out->fitted_ = true;
        return out;
    }
    bool fitted() const noexcept override { return fitted_; }
    bool row_by_row() const noexcept override { return true; }
    Cleaned apply(const Context& context, const Table& table) const override {
        HeldBytes held(context);
        Cleaned out{table};
        for (const std::string& name : columns_) {
            const Column& column = text_column(table, name);
            const Words words = words_of(context, column);
            std::vector<std::string> spelling;
            for (const std::int64_t row : words.groups.first_row)
                spelling.push_back(column.valid(row) ? in_form(column.text(row), form_) : "");
            const Rewritten done = rewritten(context, column, words, spelling, empty_is_missing_);
            if (done.cells > 0) held.add(cells_bytes(done.column, done.column.size()));
            if (done.cells > 0) out.table = out.table.with_column(name, done.column);
            out.table =
                out.table.with_change({"tidy text", name, 0, done.cells,
                                       examples_of(column, words, spelling, empty_is_missing_)});
        }
        return out;
    }
    void write(Json& out) const override {
        if (!columns_.empty()) out.set("columns", columns_);
        out.set("trim", form_.trim);
        out.set("single_blanks", form_.single);
        out.set("half_width", form_.half_width);
        out.set("case", word_of<Case>(case_words, form_.letter_case));
        out.set("empty_is_missing", empty_is_missing_);
        if (fitted_) out.set("fitted", true);
    }

  private:
    std::vector<std::string> columns_;
    TextForm form_;
    bool empty_is_missing_;
    bool fitted_;
};

std::string compared(std::string_view word, bool punctuation_counts) {
    return punctuation_counts ? in_form(word, {.letter_case = Case::lower}) : category_form(word);
}

// Spellings with equal compared forms are one category, and it is written as the most frequent of
// them; among equals one that the step "text" leaves as it is, and of those the first in byte
// order. With a distance, a form that is at most that many edits from one `times` as frequent, both
// of at least `shortest` characters, joins the most frequent such one: a slip of the hand. Digits,
// and marks beside them or of a sign or comparison, are never a slip: M-11 is not M-12, and <5 h is
// not >5 h.
class Categories final : public PlanStep {
  public:
    explicit Categories(PlanReader& reader)
        : columns_(reader.texts("columns")),
          punctuation_counts_(reader.boolean("punctuation_counts", false)),
          distance_(reader.whole("distance", 0, 0, 3)),
          fitted_(reader.has("learned")) {
        for (PlanReader& entry : reader.objects("learned")) {
            entry.text("column", "");
            auto& spellings = learned_.emplace_back();
            for (PlanReader& word : entry.objects("spellings")) {
                const std::string form = word.text("form", "");
                spellings[form] = word.text("spelling", "");
                word.finish();
            }
            entry.finish();
        }
        if (fitted_ && learned_.size() != columns_.size())
            reader.refuse("learned", "there must be one a column");
    }
    PlanStepPointer fit(const Context& context, const Table& table) const override {
        auto out = std::make_shared<Categories>(*this);
        out->columns_ = columns_or_texts(table, columns_);
        if (columns_.empty())  // a column of very many words is free text, not a category
            std::erase_if(out->columns_, [&](const std::string& name) {
                return words_of(context, table.column(name)).counts.size() > most_compared;
            });
        out->learned_.clear();
        for (const std::string& name : out->columns_)
            out->learned_.push_back(learn(context, text_column(table, name)));
        out->fitted_ = true;
        return out;
    }
    bool fitted() const noexcept override { return fitted_; }
    bool row_by_row() const noexcept override { return true; }
    Cleaned apply(const Context& context, const Table& table) const override {
        HeldBytes held(context);
        Cleaned out{table};
        for (std::size_t j = 0; j < columns_.size(); ++j) {
            const Column& column = text_column(table, columns_[j]);
            const Words words = words_of(context, column);
            std::vector<std::string> spelling;
            for (const std::int64_t row : words.groups.first_row) {
                const std::string_view word = column.text(row);
                const auto known = learned_[j].find(compared(word, punctuation_counts_));
                spelling.push_back(known == learned_[j].end() ? std::string(word) : known->second);
            }
            const Rewritten done = rewritten(context, column, words, spelling, false);
            if (done.cells > 0) held.add(cells_bytes(done.column, done.column.size()));
            if (done.cells > 0) out.table = out.table.with_column(columns_[j], done.column);
            out.table = out.table.with_change({"merge spellings", columns_[j], 0, done.cells,
                                               examples_of(column, words, spelling, false)});
        }
        return out;
    }
    void write(Json& out) const override {
        if (!columns_.empty()) out.set("columns", columns_);
        out.set("punctuation_counts", punctuation_counts_);
        out.set("distance", distance_);
        if (!fitted_) return;
        Json learned = Json::array();
        for (std::size_t j = 0; j < columns_.size(); ++j) {
            Json entry = Json::object();
            entry.set("column", columns_[j]);
            Json spellings = Json::array();
            for (const auto& [form, spelling] : learned_[j]) {
                Json word = Json::object();
                word.set("form", form);
                word.set("spelling", spelling);
                spellings.push(std::move(word));
            }
            entry.set("spellings", std::move(spellings));
            learned.push(std::move(entry));
        }
        out.set("learned", std::move(learned));
    }

  private:
    // A slip is rarer by this much than what was meant, and not of a short word.
    static constexpr std::int64_t times = 10;
    static constexpr std::size_t shortest = 4;
    // Past this many categories a column is free text, where near words are different words.
    static constexpr std::size_t most_compared = 2000;

    struct Form {
        std::int64_t cells = 0, most = 0;
        bool tidy = false;
        std::string spelling;
    };

    std::map<std::string, std::string> learn(const Context& context, const Column& column) const {
        const Words words = words_of(context, column);
        std::map<std::string, Form> forms;
        for (std::size_t g = 0; g < words.groups.count(); ++g) {
            const std::int64_t row = words.groups.first_row[g];
            if (!column.valid(row)) continue;
            const std::string word(column.text(row));
            Form& form = forms[compared(word, punctuation_counts_)];
            form.cells += words.counts[g];
            const bool tidy = word == in_form(word, {});
            const auto own = std::pair(words.counts[g], tidy);
            const auto best = std::pair(form.most, form.tidy);
            if (own > best || (own == best && word < form.spelling)) {
                form.tidy = tidy;
                form.most = words.counts[g];
                form.spelling = word;
            }
        }
        std::map<std::string, std::string> out;
        for (const auto& [name, form] : forms) {
            context.check_cancelled();
            out[name] = meant_by(forms, name, form).spelling;
        }
        return out;
    }
    const Form& meant_by(const std::map<std::string, Form>& forms, const std::string& name,
                         const Form& form) const {
        const Form* best = &form;
        if (distance_ == 0 || name.size() < shortest || forms.size() > most_compared) return form;
        for (const auto& [other, candidate] : forms) {
            if (candidate.cells < times * form.cells || candidate.cells <= best->cells ||
                other.size() < shortest || steady_part(other) != steady_part(name))
                continue;
            if (edit_distance(name, other, distance_) <= distance_) best = &candidate;
        }
        return *best;
    }
    // What a slip leaves as it is.
    static std::string steady_part(const std::string& text) {
        const std::string_view digits = "0123456789";
        const bool marks_count = text.find_first_of(digits) != std::string::npos;
        const std::string_view steady = marks_count ? "0123456789+-<>=#.,/_:;%()" : "+<>=#";
        std::string out;
        std::copy_if(text.begin(), text.end(), std::back_inserter(out),
                     [steady](char c) { return steady.find(c) != std::string_view::npos; });
        return out;
    }

    std::vector<std::string> columns_;
    bool punctuation_counts_;
    std::int64_t distance_;
    bool fitted_;
    std::vector<std::map<std::string, std::string>> learned_;  // compared form to spelling
};

}  // namespace

PlanStepPointer read_text(PlanReader& reader) {
    return std::make_shared<TextStep>(reader);
}
PlanStepPointer read_categories(PlanReader& reader) {
    return std::make_shared<Categories>(reader);
}

}  // namespace tenon::clean
