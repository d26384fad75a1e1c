#include "report/body.hpp"

#include "report/visible_text.hpp"

namespace tenon::report {

namespace {

constexpr std::int64_t longest_cell = 160;  // characters; a cell is not a page

// The text up to the next blank line, taken off its front.
std::string_view take_paragraph(std::string_view& text) {
    const std::size_t end = text.find("\n\n");
    const std::string_view first = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 2);
    return first;
}

}  // namespace

std::string Body::next_id() {
    return id_ + "-c" + std::to_string(++charts_);
}

void Body::paragraph(std::string_view text) {
    while (!text.empty()) {
        const std::string_view part = take_paragraph(text);
        if (part.find_first_not_of(" \r\n\t") == std::string_view::npos) continue;
        append({"<p>", escaped(part), "</p>\n"});
    }
}

void Body::note(std::string_view text) {
    if (!text.empty()) append({"<p class=\"note\">", escaped(text), "</p>\n"});
}

void Body::english(std::string_view text) {
    if (text.empty()) return;
    if (words_.language() == Language::english) return paragraph(text);
    append({"<p class=\"note\" lang=\"en\">", escaped(text), "</p>\n"});
}

void Body::warning(std::string_view text) {
    append({"<p class=\"warning\"><strong>", escaped(words_(Word::warning)), "</strong> ",
            escaped(text), "</p>\n"});
}

void Body::heading(std::string_view text) {
    append({"<h3>", escaped(text), "</h3>\n"});
}

void Body::figures(std::span<const std::pair<std::string, std::string>> label_value) {
    if (label_value.empty()) return;
    html_ += "<dl class=\"figures\">\n";
    for (const auto& [label, value] : label_value)
        append({"<div><dt>", escaped(clipped(label, longest_cell)), "</dt><dd>",
                escaped(clipped(value, longest_cell)), "</dd></div>\n"});
    html_ += "</dl>\n";
}

void Body::chart(const Figure& figure) {
    if (figure.svg.empty()) {
        append({"<p class=\"empty\">", escaped(figure.title), "</p>\n"});
        return;
    }
    append({"<figure>\n<h3>", escaped(figure.title), "</h3>\n<div class=\"drawing\">", figure.svg,
            "</div>\n"});
    if (!figure.caption.empty())
        append({"<figcaption>", escaped(figure.caption), "</figcaption>\n"});
    html_ += "</figure>\n";
}

void Body::begin_pair() {
    html_ += "<div class=\"pair\">\n";
}

void Body::end_pair() {
    html_ += "</div>\n";
}

HtmlTable::HtmlTable(Body& body, std::span<const Header> headers, std::string_view caption)
    : body_(body) {
    body_.append("<div class=\"scroll\"><table>\n");
    if (!caption.empty()) body_.append({"<caption>", escaped(caption), "</caption>\n"});
    body_.append("<thead><tr>");
    for (const Header& header : headers) {
        body_.append(header.kind == Kind::number ? "<th scope=\"col\" class=\"n\">"
                                                 : "<th scope=\"col\">");
        body_.append({escaped(clipped(header.text, longest_cell)), "</th>"});
    }
    body_.append("</tr></thead>\n<tbody>\n");
}

HtmlTable& HtmlTable::row() {
    body_.append(in_row_ ? "</tr>\n<tr>" : "<tr>");
    in_row_ = true;
    return *this;
}

void HtmlTable::cell(std::string_view tag, std::string_view text) {
    body_.append({"<", std::string(tag), ">", escaped(clipped(text, longest_cell))});
    body_.append({"</", std::string(tag.substr(0, 2)), ">"});
}

HtmlTable& HtmlTable::name(std::string_view text) {
    cell("th scope=\"row\"", text);
    return *this;
}

HtmlTable& HtmlTable::text(std::string_view text) {
    cell("td", text);
    return *this;
}

HtmlTable& HtmlTable::english(std::string_view text) {
    // Sentences are the content here and may be longer than a cell of data.
    const bool marked = body_.words().language() != Language::english;
    body_.append({(marked ? "<td lang=\"en\">" : "<td>"), escaped(clipped(text, 1000)), "</td>"});
    return *this;
}

HtmlTable& HtmlTable::number(std::string_view text) {
    cell("td class=\"n\"", text);
    return *this;
}

HtmlTable& HtmlTable::wrapped_number(std::string_view text) {
    cell("td class=\"n wrapped\"", text);
    return *this;
}

HtmlTable& HtmlTable::markup(std::string_view html) {
    body_.append({"<td>", std::string(html), "</td>"});
    return *this;
}

void HtmlTable::finish() {
    body_.append(in_row_ ? "</tr>\n</tbody></table></div>\n" : "</tbody></table></div>\n");
    in_row_ = false;
}

}  // namespace tenon::report
