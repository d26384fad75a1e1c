// A small strict reader of the markup tests look at: every element closed in order, every attribute
// quoted and unique, only known entities, only characters that XML allows.
#pragma once

#include <cctype>
#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace tenon::test {

struct Element {
    std::string name;
    std::map<std::string, std::string> attributes;
    std::string text;  // of this element alone, entities resolved
    std::string parent;
    const std::string& operator[](const std::string& attribute) const {
        static const std::string none;
        const auto found = attributes.find(attribute);
        return found == attributes.end() ? none : found->second;
    }
};

class MarkupReader {
  public:
    explicit MarkupReader(std::string_view text) : text_(text) {}

    std::vector<Element> read() {
        if (text_.substr(0, 15) == "<!DOCTYPE html>") at_ = 15;
        std::vector<std::size_t> open;
        while (at_ < text_.size()) {
            if (text_[at_] != '<') {
                const std::string piece = characters('<');
                if (open.empty() && piece.find_first_not_of("\n ") != std::string::npos)
                    fail("text outside the document");
                if (!open.empty()) elements_[open.back()].text += piece;
            } else if (text_.substr(at_, 2) == "</") {
                at_ += 2;
                const std::string name = word();
                if (open.empty() || elements_[open.back()].name != name) fail("stray </" + name);
                open.pop_back();
                expect('>');
            } else {
                open_element(open);
            }
        }
        if (!open.empty()) fail("unclosed <" + elements_[open.back()].name);
        return std::move(elements_);
    }

  private:
    [[noreturn]] void fail(const std::string& what) const {
        throw std::runtime_error(
            what + " near: " + std::string(text_.substr(at_ > 40 ? at_ - 40 : 0, 80)));
    }
    void expect(char c) {
        if (at_ >= text_.size() || text_[at_] != c) fail(std::string("expected ") + c);
        ++at_;
    }
    std::string word() {
        const std::size_t first = at_;
        while (at_ < text_.size() && (std::isalnum(static_cast<unsigned char>(text_[at_])) ||
                                      text_[at_] == '-' || text_[at_] == ':'))
            ++at_;
        if (at_ == first) fail("expected a name");
        return std::string(text_.substr(first, at_ - first));
    }
    void blanks() {
        while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n')) ++at_;
    }
    std::string characters(char end) {
        std::string out;
        while (at_ < text_.size() && text_[at_] != end) {
            const unsigned char c = static_cast<unsigned char>(text_[at_]);
            if (c == '<') fail("a bare <");
            if (c < 0x20 && c != '\n' && c != '\t' && c != '\r') fail("a control character");
            if (c == '&') {
                const std::size_t semicolon = text_.find(';', at_);
                const std::string_view entity = text_.substr(at_, semicolon - at_ + 1);
                if (entity == "&amp;")
                    out += '&';
                else if (entity == "&lt;")
                    out += '<';
                else if (entity == "&gt;")
                    out += '>';
                else if (entity == "&quot;")
                    out += '"';
                else if (entity == "&#39;")
                    out += '\'';
                else
                    fail("unknown entity");
                at_ = semicolon + 1;
            } else {
                out += text_[at_++];
            }
        }
        return out;
    }
    void open_element(std::vector<std::size_t>& open) {
        expect('<');
        Element element;
        element.name = word();
        element.parent = open.empty() ? "" : elements_[open.back()].name;
        for (blanks(); at_ < text_.size() && text_[at_] != '>' && text_[at_] != '/'; blanks()) {
            const std::string name = word();
            expect('=');
            expect('"');
            if (!element.attributes.emplace(name, characters('"')).second) fail("repeated " + name);
            expect('"');
        }
        const bool closed = at_ < text_.size() && text_[at_] == '/';
        if (closed) ++at_;
        expect('>');
        elements_.push_back(std::move(element));
        if (elements_.back().name == "style") {  // raw text
            const std::size_t end = text_.find("</style>", at_);
            elements_.back().text = text_.substr(at_, end - at_);
            at_ = end;
        }
        if (!closed) open.push_back(elements_.size() - 1);
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::vector<Element> elements_;
};

// Throws std::runtime_error that names the first fault.
inline std::vector<Element> read_markup(std::string_view text) {
    return MarkupReader(text).read();
}

inline std::size_t count_of(std::string_view text, std::string_view part) {
    std::size_t n = 0;
    for (std::size_t at = text.find(part); at != std::string_view::npos;
         at = text.find(part, at + 1))
        ++n;
    return n;
}

}  // namespace tenon::test
