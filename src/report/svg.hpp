// A drawing as inline SVG. Colours come from the style sheet by class, so that one drawing serves
// light, dark and paper.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace tenon::report {

enum class Anchor : std::int32_t { start = 0, middle = 1, end = 2 };

// Coordinates with one decimal: a tenth of a screen point is below what anyone sees.
void append_coordinate(std::string& out, double value);

// The outline of a shape: "M1 2L3 4Z".
class Outline {
  public:
    Outline& move(double x, double y) { return step('M', x, y); }
    Outline& line(double x, double y) { return step('L', x, y); }
    Outline& close();
    bool empty() const noexcept { return text_.empty(); }
    const std::string& text() const noexcept { return text_; }

  private:
    Outline& step(char letter, double x, double y);
    std::string text_;
};

class Svg {
  public:
    // `id` is unique in the page; title and description are for readers who do not see.
    Svg(double width, double height, std::string_view id, std::string_view title,
        std::string_view description);

    void rectangle(double x, double y, double width, double height, std::string_view style,
                   double radius = 0, std::string_view tooltip = {});
    void line(double x1, double y1, double x2, double y2, std::string_view style);
    void circle(double x, double y, double radius, std::string_view style);
    void outline(const Outline& outline, std::string_view style);
    void text(double x, double y, std::string_view text, std::string_view style,
              Anchor anchor = Anchor::start);
    void open_group(std::string_view style);
    void close_group();
    std::string finish();  // the whole element; leaves the drawing empty

  private:
    void attribute(std::string_view name, double value);
    void style(std::string_view style);
    std::string out_;
};

}  // namespace tenon::report
