// The text of one section: paragraphs, tables, figures and large numbers as HTML. Everything that
// comes from outside is escaped here.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "report/charts.hpp"
#include "report/messages.hpp"
#include "report/visible_text.hpp"

namespace tenon::report {

class Body {
  public:
    Body(const Words& words, std::string section_id) : words_(words), id_(std::move(section_id)) {}

    const Words& words() const noexcept { return words_; }
    std::string next_id();  // for a figure; unique in the page

    void paragraph(std::string_view text);  // blank lines divide paragraphs
    void note(std::string_view text);       // small
    void english(std::string_view text);    // a sentence of the library, marked as English
    void warning(std::string_view text);
    void heading(std::string_view text);
    void figures(std::span<const std::pair<std::string, std::string>> label_value);
    void chart(const Figure& figure);
    void begin_pair();  // two charts side by side where the page is wide enough
    void end_pair();
    void append(std::string_view html) { html_ += html; }
    void append(std::initializer_list<std::string_view> parts) { report::append(html_, parts); }
    const std::string& html() const noexcept { return html_; }

  private:
    const Words& words_;
    std::string id_;
    std::string html_;
    int charts_ = 0;
};

// A table written row by row. Headers are scoped, numbers stand right.
class HtmlTable {
  public:
    enum class Kind : std::int32_t { text = 0, number = 1 };
    struct Header {
        std::string text;
        Kind kind = Kind::text;
    };
    HtmlTable(Body& body, std::span<const Header> headers, std::string_view caption = {});
    HtmlTable(Body& body, std::initializer_list<Header> headers, std::string_view caption = {})
        : HtmlTable(body, std::span<const Header>(headers.begin(), headers.size()), caption) {}

    HtmlTable& row();                        // ends the row before
    HtmlTable& name(std::string_view text);  // the cell that names the row
    HtmlTable& text(std::string_view text);
    HtmlTable& english(std::string_view text);
    HtmlTable& number(std::string_view text);
    HtmlTable& wrapped_number(std::string_view text);  // may take two lines, as a date and time
    HtmlTable& markup(std::string_view html);
    void finish();

  private:
    void cell(std::string_view tag, std::string_view text);
    Body& body_;
    bool in_row_ = false;
};

}  // namespace tenon::report
