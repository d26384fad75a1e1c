// What the model said against what happened, a field for every pair of classes.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "report/axis.hpp"
#include "report/charts.hpp"
#include "report/number_words.hpp"
#include "report/visible_text.hpp"

namespace tenon::report {

namespace {

// From so many classes on the picture takes the whole page.
constexpr std::size_t most_beside = 4;
constexpr double tallest_field = 74;

// Counts are whole, sums of weights may not be.
std::string amount_text(double amount) {
    return amount == std::floor(amount) && amount < 1e15
               ? count_text(static_cast<std::int64_t>(amount))
               : number_text(amount, 4);
}

}  // namespace

Figure draw_class_confusion(const Words& words, std::string_view id, const MultiClassMeasures& m,
                            std::span<const std::string> classes) {
    const std::size_t k = classes.size();
    double all = 0, right = 0;
    for (std::size_t i = 0; i < k * k; ++i) {
        all += m.confusion[i];
        if (i % (k + 1) == 0) right += m.confusion[i];
    }
    Figure figure;
    figure.title = words(Word::class_confusion_title, {amount_text(right), amount_text(all)});
    figure.caption = words(Word::class_confusion_caption);

    const double whole = k <= most_beside ? half_width : wide_width;
    const double left = 128, top = 62, gap = 3;
    const double width = (whole - left - 4) / static_cast<double>(k) - gap;
    const double tall = std::min(tallest_field, 340 / static_cast<double>(k));
    Svg svg(whole, top + static_cast<double>(k) * (tall + gap) + 8, id, figure.title,
            words(Word::class_confusion_description, {count_text(static_cast<std::int64_t>(k))}));
    svg.text(left + (whole - left) / 2, 20, words(Word::predicted), "label", Anchor::middle);
    svg.text(left - 12, top - 12, words(Word::actual), "label", Anchor::end);
    for (std::size_t truth = 0; truth < k; ++truth) {
        const double y = top + static_cast<double>(truth) * (tall + gap);
        const double x_of_truth = left + static_cast<double>(truth) * (width + gap);
        const double* row = m.confusion.data() + truth * k;
        const double there = std::accumulate(row, row + k, 0.0);
        svg.text(x_of_truth + width / 2, top - 12,
                 shortened(classes[truth], width - 6, tick_size + 1), "strong", Anchor::middle);
        svg.text(left - 12, y + tall / 2 - 2, shortened(classes[truth], left - 16, tick_size + 1),
                 "strong", Anchor::end);
        svg.text(left - 12, y + tall / 2 + 13, amount_text(there), "tick", Anchor::end);
        for (std::size_t said = 0; said < k; ++said) {
            const double x = left + static_cast<double>(said) * (width + gap);
            const bool empty = row[said] == 0;
            svg.rectangle(x, y, width, tall,
                          empty           ? "field-empty"
                          : truth == said ? "field-right"
                                          : "field-wrong",
                          3);
            const double middle = x + width / 2;
            svg.text(middle, y + tall / 2 + (empty ? 5 : 0), amount_text(row[said]),
                     empty ? "tick" : "strong", Anchor::middle);
            if (!empty)
                svg.text(middle, y + tall / 2 + 15, share_text(row[said] / there), "tick",
                         Anchor::middle);
        }
    }
    figure.svg = svg.finish();
    return figure;
}

}  // namespace tenon::report
