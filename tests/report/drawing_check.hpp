// What holds for every drawing: nothing outside its frame, no text over another text.
#pragma once

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "base/number_text.hpp"
#include "markup.hpp"
#include "report/visible_text.hpp"

namespace tenon::test {

struct Box {
    double left, top, right, bottom;
    std::string text;
};

inline double number(const std::string& text) {
    const auto value = tenon::parse_double(text);
    REQUIRE_MESSAGE(value.has_value(), "not a number: ", text);
    return *value;
}

// Font sizes of the style sheet by class.
inline double font_size(const std::string& style) {
    if (style == "tick") return 12;
    if (style == "tiny" || style == "bar-small") return 10.5;
    if (style == "big") return 30;
    if (style == "bar-label") return 11.5;
    return 13;
}

inline Box text_box(const Element& element) {
    const double size = font_size(element["class"]);
    const double width = report::text_width(element.text, size);
    const double x = number(element["x"]), y = number(element["y"]);
    const std::string& anchor = element["text-anchor"];
    const double left = anchor == "middle" ? x - width / 2 : anchor == "end" ? x - width : x;
    return {left, y - 0.75 * size, left + width, y + 0.2 * size, element.text};
}

inline void check_drawing(const std::string& svg) {
    const std::vector<Element> elements = read_markup(svg);
    REQUIRE(!elements.empty());
    REQUIRE(elements[0].name == "svg");
    CHECK(elements[0]["role"] == "img");
    const double width = number(elements[0]["width"]), height = number(elements[0]["height"]);
    const auto inside = [&](double x, double y) {
        return x >= -0.5 && x <= width + 0.5 && y >= -0.5 && y <= height + 0.5;
    };
    std::vector<Box> texts;
    int titles = 0, descriptions = 0;
    for (const Element& element : elements) {
        titles += element.name == "title" && element.parent == "svg";
        descriptions += element.name == "desc";
        if (element.name == "title" || element.name == "desc") CHECK(!element.text.empty());
        if (element.name == "rect") {
            const double x = number(element["x"]), y = number(element["y"]);
            INFO("rect at ", x, " ", y);
            CHECK(inside(x, y));
            CHECK(inside(x + number(element["width"]), y + number(element["height"])));
        } else if (element.name == "line") {
            CHECK(inside(number(element["x1"]), number(element["y1"])));
            CHECK(inside(number(element["x2"]), number(element["y2"])));
        } else if (element.name == "circle") {
            CHECK(inside(number(element["cx"]), number(element["cy"])));
        } else if (element.name == "text") {
            texts.push_back(text_box(element));
            const Box& box = texts.back();
            INFO("text: ", box.text, " from ", box.left, " to ", box.right, " of ", width);
            CHECK(inside(box.left, box.top));
            CHECK(inside(box.right, box.bottom));
        }
    }
    CHECK(titles == 1);
    CHECK(descriptions == 1);
    for (std::size_t i = 0; i < texts.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            const Box &a = texts[i], &b = texts[j];
            const bool apart =
                a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
            INFO("\"", a.text, "\" at ", a.left, ",", a.top, " and \"", b.text, "\" at ", b.left,
                 ",", b.top);
            CHECK(apart);
        }
    }
}

}  // namespace tenon::test
