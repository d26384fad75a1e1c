// What the model said against what happened, as counts in four fields.
#include <cmath>

#include "report/axis.hpp"
#include "report/charts.hpp"
#include "report/number_words.hpp"
#include "report/visible_text.hpp"

namespace tenon::report {

namespace {

constexpr double height = 410;
constexpr double big_size = 30;  // of the style sheet

std::string per_hundred(std::int64_t part, std::int64_t whole) {
    return whole > 0 ? share_text(static_cast<double>(part) / static_cast<double>(whole)) : "–";
}

// A count as large as the room allows; astronomical ones as powers of ten.
void draw_count(Svg& svg, double x, double y, std::int64_t count, double room, double size,
                std::string_view style, Anchor anchor) {
    std::string text = count_text(count);
    if (text_width(text, size) > room) text = number_text(static_cast<double>(count), 3);
    const bool fits = text_width(text, size) <= room;
    svg.text(x, y, text, fits ? style : "strong", anchor);
}

}  // namespace

Figure draw_confusion(const Words& words, std::string_view id, const Metrics& m,
                      std::string_view positive_label) {
    const std::int64_t positives = m.true_positive + m.false_negative;
    const std::int64_t negatives = m.true_negative + m.false_positive;
    Figure figure;
    figure.title =
        positives > 0
            ? words(Word::confusion_title, {count_text(m.true_positive), count_text(positives),
                                            positive_label, count_text(m.false_positive)})
            : words(Word::confusion_title_none, {positive_label, count_text(m.false_positive)});
    figure.caption = words(Word::confusion_caption, {positive_label, number_text(m.threshold, 3)});

    const double left = 108, top = 62, gap = 4;
    const double width = (half_width - left - 8 - gap) / 2, tall = (height - top - 24 - gap) / 2;
    const std::string negative_label = words(Word::not_label, {positive_label});
    Svg svg(half_width, height, id, figure.title,
            words(Word::confusion_description,
                  {count_text(m.true_positive), count_text(m.false_negative),
                   count_text(m.false_positive), count_text(m.true_negative)}));

    svg.text(left + width + gap / 2, 20, words(Word::predicted), "label", Anchor::middle);
    svg.text(left - 12, top - 12, words(Word::actual), "label", Anchor::end);
    for (int side = 0; side < 2; ++side) {
        const std::string_view name = side == 0 ? positive_label : std::string_view(negative_label);
        svg.text(left + side * (width + gap) + width / 2, top - 12,
                 shortened(name, width - 6, tick_size + 1), "strong", Anchor::middle);
        svg.text(left - 12, top + side * (tall + gap) + tall / 2 - 2,
                 shortened(name, left - 16, tick_size + 1), "strong", Anchor::end);
        draw_count(svg, left - 12, top + side * (tall + gap) + tall / 2 + 16,
                   side == 0 ? positives : negatives, left - 16, tick_size, "tick", Anchor::end);
    }
    struct Field {
        int row, column;
        std::int64_t count, of;
        Word meaning;
        bool right;
    };
    const Field fields[] = {
        {0, 0, m.true_positive, positives, Word::caught, true},
        {0, 1, m.false_negative, positives, Word::missed, false},
        {1, 0, m.false_positive, negatives, Word::false_alarm, false},
        {1, 1, m.true_negative, negatives, Word::quiet, true},
    };
    for (const Field& field : fields) {
        const double x = left + field.column * (width + gap), y = top + field.row * (tall + gap);
        svg.rectangle(x, y, width, tall, field.right ? "field-right" : "field-wrong", 4);
        const double middle = x + width / 2;
        svg.text(middle, y + tall / 2 - 14, words(field.meaning), "label", Anchor::middle);
        draw_count(svg, middle, y + tall / 2 + 18, field.count, width - 12, big_size, "big",
                   Anchor::middle);
        svg.text(middle, y + tall / 2 + 40, per_hundred(field.count, field.of), "tick",
                 Anchor::middle);
    }
    figure.svg = svg.finish();
    return figure;
}

}  // namespace tenon::report
