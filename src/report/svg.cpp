#include "report/svg.hpp"

#include <algorithm>
#include <cmath>

#include "report/visible_text.hpp"

namespace tenon::report {

void append_coordinate(std::string& out, double value) {
    constexpr double edge = 1e6;  // far outside any drawing
    if (!(value > -edge)) value = -edge;
    if (value > edge) value = edge;
    long long tenths = std::llround(value * 10);
    if (tenths < 0) {
        out.push_back('-');
        tenths = -tenths;
    }
    out += std::to_string(tenths / 10);
    if (tenths % 10) {
        out.push_back('.');
        out.push_back(static_cast<char>('0' + tenths % 10));
    }
}

Outline& Outline::step(char letter, double x, double y) {
    text_.push_back(letter);
    append_coordinate(text_, x);
    text_.push_back(' ');
    append_coordinate(text_, y);
    return *this;
}

Outline& Outline::close() {
    text_.push_back('Z');
    return *this;
}

Svg::Svg(double width, double height, std::string_view id, std::string_view title,
         std::string_view description) {
    const std::string name = escaped(id);
    out_ = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ";
    append_coordinate(out_, width);
    out_.push_back(' ');
    append_coordinate(out_, height);
    out_ += "\"";
    attribute("width", width);
    attribute("height", height);
    append(out_, {" role=\"img\" aria-labelledby=\"", name, "-t ", name, "-d\"><title id=\"", name,
                  "-t\">", escaped(title), "</title><desc id=\"", name, "-d\">",
                  escaped(description), "</desc>\n"});
}

void Svg::attribute(std::string_view name, double value) {
    out_.push_back(' ');
    out_ += name;
    out_ += "=\"";
    append_coordinate(out_, value);
    out_.push_back('"');
}

void Svg::style(std::string_view style) {
    if (style.empty()) return;
    out_ += " class=\"";
    out_ += style;
    out_.push_back('"');
}

void Svg::rectangle(double x, double y, double width, double height, std::string_view look,
                    double radius, std::string_view tooltip) {
    out_ += "<rect";
    style(look);
    attribute("x", x);
    attribute("y", y);
    attribute("width", std::max(0.0, width));
    attribute("height", std::max(0.0, height));
    if (radius > 0) attribute("rx", radius);
    if (tooltip.empty()) {
        out_ += "/>\n";
    } else {
        append(out_, {"><title>", escaped(tooltip), "</title></rect>\n"});
    }
}

void Svg::line(double x1, double y1, double x2, double y2, std::string_view look) {
    out_ += "<line";
    style(look);
    attribute("x1", x1);
    attribute("y1", y1);
    attribute("x2", x2);
    attribute("y2", y2);
    out_ += "/>\n";
}

void Svg::circle(double x, double y, double radius, std::string_view look) {
    out_ += "<circle";
    style(look);
    attribute("cx", x);
    attribute("cy", y);
    attribute("r", radius);
    out_ += "/>\n";
}

void Svg::outline(const Outline& shape, std::string_view look) {
    if (shape.empty()) return;
    out_ += "<path";
    style(look);
    append(out_, {" d=\"", shape.text(), "\"/>\n"});
}

void Svg::text(double x, double y, std::string_view words, std::string_view look, Anchor anchor) {
    if (words.empty()) return;
    out_ += "<text";
    style(look);
    attribute("x", x);
    attribute("y", y);
    if (anchor == Anchor::middle) out_ += " text-anchor=\"middle\"";
    if (anchor == Anchor::end) out_ += " text-anchor=\"end\"";
    out_.push_back('>');
    append_escaped(out_, words);
    out_ += "</text>\n";
}

void Svg::open_group(std::string_view look) {
    out_ += "<g";
    style(look);
    out_ += ">\n";
}

void Svg::close_group() {
    out_ += "</g>\n";
}

std::string Svg::finish() {
    out_ += "</svg>\n";
    std::string whole;
    whole.swap(out_);
    return whole;
}

}  // namespace tenon::report
