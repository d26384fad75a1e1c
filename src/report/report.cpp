#include "tenon/report.hpp"

#include <cmath>

#include "base/file.hpp"
#include "report/body.hpp"
#include "report/sections.hpp"
#include "report/style_sheet.hpp"
#include "report/visible_text.hpp"
#include "tenon/error.hpp"
#include "tenon/version.hpp"

namespace tenon {

using report::append;
using report::Body;
using report::escaped;
using report::Word;

namespace {

struct Section {
    std::string id, heading, html;
};

// The policy forbids every request and script, so the page stays alone whatever it shows.
constexpr std::string_view head_lines =
    "<meta charset=\"utf-8\"/>\n"
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
    "<meta name=\"color-scheme\" content=\"light dark\"/>\n"
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src &#39;none&#39;; "
    "style-src &#39;unsafe-inline&#39;\"/>\n";

constexpr std::int64_t longest_heading = 200;  // characters

void check_lengths(std::size_t truth, std::size_t predicted, const char* name) {
    if (truth == predicted) return;
    throw Error(Status::argument,
                "truth has " + std::to_string(truth) + " values and " + name + " has " +
                    std::to_string(predicted) + "; give one " + name + " for each row",
                {.argument = name});
}

void check_weights(std::size_t rows, std::span<const double> weights) {
    if (weights.empty()) return;
    check_lengths(rows, weights.size(), "weights");
    for (const double weight : weights)
        if (!(weight >= 0) || std::isinf(weight))
            throw Error(Status::data, "weights must be finite and at least 0",
                        {.argument = "weights"});
}

void check_threshold(double threshold) {
    if (threshold >= 0 && threshold <= 1) return;
    throw Error(Status::argument, "threshold must lie between 0 and 1", {.argument = "threshold"});
}

void check_numeric(const Table& table, std::string_view name) {
    if (table.column(name).type() != Type::text) return;
    throw Error(Status::type,
                "column \"" + std::string(name) +
                    "\" holds text; a scatter chart needs two columns of numbers or times",
                {.argument = std::string(name), .column = table.index_of(name)});
}

}  // namespace

struct Report::Impl {
    ReportOptions options;
    report::Words words;
    std::vector<Section> sections;

    explicit Impl(ReportOptions given) : options(std::move(given)), words(options.language) {
        if (options.title.empty()) options.title = words(Word::default_title);
    }

    std::string next_id() const {
        std::string id(1, 's');
        return id += std::to_string(sections.size() + 1);
    }

    void add(std::string_view heading, const Body& body) {
        sections.push_back({next_id(), report::clipped(heading, longest_heading), body.html()});
    }
};

Report::Report(ReportOptions options) : impl_(std::make_unique<Impl>(std::move(options))) {}
Report::~Report() = default;
Report::Report(Report&&) noexcept = default;
Report& Report::operator=(Report&&) noexcept = default;

void Report::add_text(std::string_view heading, std::string_view paragraph) {
    Body body(impl_->words, impl_->next_id());
    body.paragraph(paragraph);
    impl_->add(heading, body);
}

void Report::add_figures(std::string_view heading,
                         std::span<const std::pair<std::string, std::string>> label_value) {
    Body body(impl_->words, impl_->next_id());
    body.figures(label_value);
    impl_->add(heading, body);
}

void Report::add_table(std::string_view heading, const Table& table, std::int64_t max_rows) {
    Body body(impl_->words, impl_->next_id());
    report::write_table(body, table, max_rows);
    impl_->add(heading, body);
}

void Report::add_profile(const std::vector<ColumnProfile>& profile) {
    Body body(impl_->words, impl_->next_id());
    report::write_profile(body, profile);
    impl_->add(impl_->words(Word::profile_heading), body);
}

void Report::add_data_profile(const DataProfile& profile) {
    Body body(impl_->words, impl_->next_id());
    report::write_data_profile(body, profile);
    impl_->add(impl_->words(Word::detail_heading), body);
}

void Report::add_changes(const std::vector<Change>& changes) {
    Body body(impl_->words, impl_->next_id());
    report::write_changes(body, changes);
    impl_->add(impl_->words(Word::changes_heading), body);
}

void Report::add_missing_map(const Table& table) {
    Body body(impl_->words, impl_->next_id());
    body.chart(report::draw_missing_map(impl_->words, body.next_id(), table));
    impl_->add(impl_->words(Word::missing_heading), body);
}

void Report::add_model(const LinearModel& model, std::string_view target) {
    Body body(impl_->words, impl_->next_id());
    report::write_model(body, {model, std::string(target)});
    impl_->add(impl_->words(Word::model_heading, {target}), body);
}

void Report::add_model(const Pipeline& pipeline) {
    std::string target = pipeline.target();
    if (!pipeline.positive_label().empty()) target += " = " + pipeline.positive_label();
    const report::ModelView view{pipeline.model(), target, &pipeline};
    Body body(impl_->words, impl_->next_id());
    report::write_model(body, view);
    impl_->add(impl_->words(Word::model_heading, {report::subject_of(impl_->words, view)}), body);
}

void Report::add_classification(std::span<const double> truth, std::span<const double> probability,
                                double threshold, std::string_view positive_label,
                                const MetricIntervals* intervals, std::span<const double> weights) {
    check_lengths(truth.size(), probability.size(), "probability");
    check_weights(truth.size(), weights);
    check_threshold(threshold);
    Body body(impl_->words, impl_->next_id());
    report::write_classification(body, truth, probability, threshold, positive_label, intervals,
                                 weights);
    impl_->add(impl_->words(Word::classification_heading, {positive_label}), body);
}

void Report::add_classes(const MultiClassMeasures& measures, std::span<const std::string> classes,
                         std::string_view target, bool weighted) {
    const std::size_t k = classes.size();
    if (k == 0 || measures.classes != static_cast<std::int64_t>(k) ||
        measures.confusion.size() != k * k || measures.recall.size() != k ||
        measures.precision.size() != k || measures.f1.size() != k)
        throw Error(Status::argument, "the measures are of another number of classes",
                    {.argument = "classes"});
    Body body(impl_->words, impl_->next_id());
    report::write_classes(body, measures, classes, weighted);
    impl_->add(impl_->words(Word::classification_heading, {target}), body);
}

void Report::add_regression(std::span<const double> truth, std::span<const double> prediction,
                            std::string_view target, std::span<const double> weights,
                            double quantile) {
    check_lengths(truth.size(), prediction.size(), "prediction");
    check_weights(truth.size(), weights);
    Body body(impl_->words, impl_->next_id());
    report::write_regression(body, truth, prediction, target, weights, quantile);
    impl_->add(impl_->words(Word::regression_heading, {target}), body);
}

void Report::add_scatter(const Table& table, std::string_view x, std::string_view y,
                         std::span<const double> probability, double threshold,
                         std::string_view positive_label) {
    check_numeric(table, x);
    check_numeric(table, y);
    if (!probability.empty()) {
        if (static_cast<std::int64_t>(probability.size()) != table.rows())
            throw Error(Status::argument,
                        "the table has " + std::to_string(table.rows()) + " rows and probability " +
                            std::to_string(probability.size()) +
                            " values; give one for each row, or none",
                        {.argument = "probability"});
        check_threshold(threshold);
    }
    Body body(impl_->words, impl_->next_id());
    report::write_scatter(body, table, x, y, probability, threshold, positive_label);
    impl_->add(impl_->words(Word::scatter_heading, {y, x}), body);
}

void Report::add_plan(const OrderPlan& plan) {
    Body body(impl_->words, impl_->next_id());
    report::write_plan(body, plan);
    impl_->add(impl_->words(Word::plan_heading), body);
}

void Report::add_solution(const Problem& problem, const Solution& solution) {
    Body body(impl_->words, impl_->next_id());
    report::write_solution(body, problem, solution);
    impl_->add(impl_->words(Word::solution_heading), body);
}

std::string Report::html() const {
    const ReportOptions& options = impl_->options;
    const report::Words& words = impl_->words;
    const std::string title = escaped(options.title);
    std::string page = "<!DOCTYPE html>\n";
    append(page, {"<html lang=\"", words(Word::language_tag), "\">\n<head>\n", head_lines,
                  "<title>", title, "</title>\n<style>\n"});
    page += report::style_sheet();
    append(page, {"</style>\n</head>\n<body>\n<header>\n<h1>", title, "</h1>\n"});
    if (!options.subtitle.empty())
        append(page, {"<p class=\"subtitle\">", escaped(options.subtitle), "</p>\n"});
    page += "</header>\n";

    std::string contents;
    for (const Section& section : impl_->sections)
        if (!section.heading.empty())
            append(contents,
                   {"<li><a href=\"#", section.id, "\">", escaped(section.heading), "</a></li>\n"});
    if (impl_->sections.size() > 1 && !contents.empty())
        append(page,
               {"<nav aria-label=\"", escaped(words(Word::contents)), "\">\n<h2>",
                escaped(words(Word::contents)), "</h2>\n<ol>\n", contents, "</ol>\n</nav>\n"});

    page += "<main>\n";
    for (const Section& section : impl_->sections) {
        const bool plain = section.heading.empty();  // goes on with the section before it
        append(page, {"<section id=\"", section.id, plain ? "\" class=\"plain\">\n" : "\">\n"});
        if (!plain) append(page, {"<h2>", escaped(section.heading), "</h2>\n"});
        append(page, {section.html, "</section>\n"});
    }
    append(page, {"</main>\n<footer><p>", escaped(words(Word::made_by, {version()}))});
    if (words.language() != Language::english)
        append(page, {" ", escaped(words(Word::english_note))});
    page += "</p></footer>\n</body>\n</html>\n";
    return page;
}

void Report::write(const std::string& path) const {
    write_file(path, html());
}

}  // namespace tenon
