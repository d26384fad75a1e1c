// Models of several classes: what drives each class, and how well each is told.
#include <algorithm>
#include <cmath>

#include "report/number_words.hpp"
#include "report/sections.hpp"

namespace tenon::report {

namespace {

constexpr std::size_t most_classes_shown = 20, most_features_shown = 100;
// Beyond, the fields of the matrix are too small for their counts.
constexpr std::size_t most_drawn = 12;

std::string joined(const Words& words, std::span<const std::string> names) {
    std::string text;
    for (std::size_t i = 0; i < names.size() && i < most_classes_shown; ++i)
        text.append(i > 0 ? words(Word::list_separator) : std::string_view()).append(names[i]);
    return names.size() > most_classes_shown ? text + " …" : text;
}

// A list of coefficients, the first of which has this place among all; `slopes`: of features, with
// ratios of odds, else cuts.
void write_list(Body& body, const ModelView& view, const std::vector<Coefficient>& list,
                std::size_t place, bool slopes, std::string_view caption) {
    const Words& words = body.words();
    const double confidence = view.model.summary.confidence;
    const bool scaled = slopes && view.is_scaled();
    using Kind = HtmlTable::Kind;
    std::vector<HtmlTable::Header> headers = {
        {std::string(words(slopes ? Word::feature : Word::class_cut))},
        {std::string(words(Word::estimate)), Kind::number},
        {std::string(words(Word::standard_error)), Kind::number},
        {words(Word::interval, {number_text(100 * confidence) + "%"}), Kind::number},
        {std::string(words(Word::statistic_z)), Kind::number},
        {std::string(words(Word::p_value)), Kind::number}};
    if (slopes) headers.push_back({std::string(words(Word::odds_ratio)), Kind::number});
    if (scaled)
        for (const Word word : {Word::one_unit, Word::own_unit})
            headers.push_back({std::string(words(word)), Kind::number});
    HtmlTable table(body, headers, caption);
    const std::size_t shown = std::min(list.size(), most_features_shown);
    for (std::size_t j = 0; j < shown; ++j) {
        const Coefficient& c = list[j];
        const bool intercept = c.name == "(intercept)";
        table.row().name(intercept ? words(Word::intercept) : std::string_view(c.name));
        if (c.dropped) {
            table.number(words(Word::dropped));
            for (std::size_t k = 2; k < headers.size(); ++k) table.number("");
            continue;
        }
        table.number(number_text(c.estimate, 5)).number(number_text(c.standard_error, 4));
        table.number(
            std::isfinite(c.low) && std::isfinite(c.high)
                ? words(Word::interval_from_to, {number_text(c.low, 4), number_text(c.high, 4)})
                : std::string("–"));
        table.number(fixed_text(c.statistic, 2)).number(p_value_text(c.p_value));
        if (slopes) table.number(intercept ? std::string() : number_text(std::exp(c.estimate), 4));
        if (!scaled) continue;
        const double unit = view.unit_of(place + j).unit;
        table.number(intercept ? std::string() : number_text(unit, 4))
            .number(intercept ? std::string() : number_text(c.estimate / unit, 4));
    }
    table.finish();
    if (shown < list.size())
        body.note(words(Word::more_rows, {count_text(static_cast<std::int64_t>(shown)),
                                          count_text(static_cast<std::int64_t>(list.size()))}));
}

std::string whole_per_hundred(double share) {
    return std::isfinite(share) ? fixed_text(100 * share, 0) : std::string("–");
}

void write_each(Body& body, const MultiClassMeasures& m, std::span<const std::string> classes) {
    const Words& words = body.words();
    using Kind = HtmlTable::Kind;
    const auto number = [&](Word word) {
        return HtmlTable::Header{std::string(words(word)), Kind::number};
    };
    HtmlTable table(body,
                    {{std::string(words(Word::class_name))},
                     number(Word::class_records),
                     number(Word::class_said),
                     number(Word::recall),
                     number(Word::precision),
                     number(Word::f1)},
                    words(Word::class_each));
    const std::size_t k = classes.size();
    for (std::size_t c = 0; c < k && c < most_features_shown; ++c) {
        double there = 0, said = 0;
        for (std::size_t other = 0; other < k; ++other) {
            there += m.confusion[c * k + other];
            said += m.confusion[other * k + c];
        }
        table.row().name(classes[c]).number(number_text(there, 6)).number(number_text(said, 6));
        for (const double value : {m.recall[c], m.precision[c], m.f1[c]})
            table.number(fixed_text(value, 3));
    }
    table.row().name(words(Word::class_mean)).number("").number("");
    for (const double value : {m.macro_recall, m.macro_precision, m.macro_f1})
        table.number(fixed_text(value, 3));
    table.finish();
}

}  // namespace

void write_class_coefficients(Body& body, const ModelView& view) {
    const Words& words = body.words();
    const ClassModel& model = view.pipeline->class_model();
    const std::vector<std::string>& classes = view.pipeline->classes();
    const std::string_view title =
        words(view.is_scaled() ? Word::coefficients_scaled : Word::coefficients);
    if (model.summary.kind == ModelKind::ordinal) {
        body.paragraph(words(Word::class_order, {joined(words, classes)}));
        write_list(body, view, model.coefficients.front(), 0, true, title);
        std::vector<Coefficient> cuts = model.cuts;
        for (std::size_t i = 0; i < cuts.size(); ++i)
            cuts[i].name = classes[i] + " | " + classes[i + 1];
        write_list(body, view, cuts, model.coefficients.front().size(), false,
                   words(Word::class_cuts));
    } else {
        body.paragraph(words(Word::class_reference, {classes.front()}));
        const std::size_t shown = std::min(model.coefficients.size(), most_classes_shown);
        for (std::size_t c = 0; c < shown; ++c)
            write_list(body, view, model.coefficients[c], c * model.coefficients[c].size(), true,
                       words(Word::class_against, {classes[c + 1], classes.front()}));
        if (shown < model.coefficients.size())
            body.note(words(Word::class_more,
                            {count_text(static_cast<std::int64_t>(shown)),
                             count_text(static_cast<std::int64_t>(model.coefficients.size()))}));
    }
    if (view.is_scaled())
        body.note(
            words(Word::coefficients_note, {unit_word(words, view.pipeline->options().scaling)}));
}

void write_classes(Body& body, const MultiClassMeasures& m, std::span<const std::string> classes,
                   bool weighted) {
    const Words& words = body.words();
    const bool any =
        std::any_of(m.confusion.begin(), m.confusion.end(), [](double count) { return count > 0; });
    if (!any) {
        body.chart({std::string(words(Word::classification_none)), {}, {}});
        return;
    }
    std::size_t best = 0, worst = 0;
    for (std::size_t c = 0; c < classes.size(); ++c) {
        if (!(m.recall[best] >= m.recall[c])) best = c;
        if (!(m.recall[worst] <= m.recall[c])) worst = c;
    }
    std::string story =
        words(Word::recall_words, {classes[best], whole_per_hundred(m.recall[best])});
    if (worst != best)
        story += words(Word::class_least, {classes[worst], whole_per_hundred(m.recall[worst])});
    body.paragraph(story);
    if (weighted) body.note(words(Word::class_weighted));
    if (classes.size() <= most_drawn)
        body.chart(draw_class_confusion(words, body.next_id(), m, classes));
    write_each(body, m, classes);
    HtmlTable table(body, {{std::string(words(Word::metric))},
                           {std::string(words(Word::value)), HtmlTable::Kind::number},
                           {std::string(words(Word::meaning))}});
    table.row().name(words(Word::accuracy)).number(fixed_text(m.accuracy, 3));
    table.text(words(Word::mean_accuracy));
    table.row().name(words(Word::log_loss)).number(fixed_text(m.log_loss, 3));
    table.text(words(Word::mean_log_loss));
    table.finish();
}

}  // namespace tenon::report
