#include "table/expression_scan.hpp"

#include <array>

#include "base/utf8.hpp"
#include "table/expression_tree.hpp"

namespace tenon {

namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool begins_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

}  // namespace

Token Scanner::next() {
    while (at_ < text_.size() &&
           (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r'))
        ++at_;
    Token token;
    token.byte = at_;
    if (at_ == text_.size()) return token;
    const char c = text_[at_];
    if (is_digit(c) || (c == '.' && at_ + 1 < text_.size() && is_digit(text_[at_ + 1])))
        scan_number(token);
    else if (begins_name(c))
        scan_name(token);
    else if (c == '\'' || c == '"')
        scan_quoted(token, c);
    else
        scan_symbol(token);
    return token;
}

bool Scanner::at_digit() const {
    return at_ < text_.size() && is_digit(text_[at_]);
}

void Scanner::scan_number(Token& token) {
    const std::size_t begin = at_;
    while (at_digit()) ++at_;
    if (at_ < text_.size() && text_[at_] == '.') ++at_;
    while (at_digit()) ++at_;
    if (at_ < text_.size() && (text_[at_] == 'e' || text_[at_] == 'E')) {
        const std::size_t mark = at_++;
        if (at_ < text_.size() && (text_[at_] == '+' || text_[at_] == '-')) ++at_;
        if (!at_digit()) at_ = mark;
        while (at_digit()) ++at_;
    }
    token.kind = TokenKind::number;
    token.text = text_.substr(begin, at_ - begin);
    if (at_ < text_.size() && begins_name(text_[at_]))
        refuse_expression(Status::parse, at_,
                          "a name follows a number without an operator between them");
}

void Scanner::scan_name(Token& token) {
    const std::size_t begin = at_;
    while (at_ < text_.size() &&
           (begins_name(text_[at_]) || is_digit(text_[at_]) || text_[at_] == '.'))
        ++at_;
    token.kind = TokenKind::name;
    token.text = text_.substr(begin, at_ - begin);
}

void Scanner::scan_quoted(Token& token, char quote) {
    token.kind = quote == '"' ? TokenKind::quoted_name : TokenKind::text;
    for (++at_; at_ < text_.size(); ++at_) {
        if (text_[at_] == quote) {
            if (at_ + 1 == text_.size() || text_[at_ + 1] != quote) {
                ++at_;
                return;
            }
            ++at_;
        }
        token.text.push_back(text_[at_]);
    }
    refuse_expression(Status::parse, token.byte, "this quote is not closed");
}

void Scanner::scan_symbol(Token& token) {
    static constexpr std::array<std::string_view, 17> symbols = {
        "==", "!=", "<>", "<=", ">=", "<", ">", "=", "+", "-", "*", "/", "%", "^", "(", ")", ","};
    token.kind = TokenKind::symbol;
    for (const std::string_view symbol : symbols)
        if (text_.substr(at_).starts_with(symbol)) {
            token.text = symbol;
            at_ += symbol.size();
            return;
        }
    refuse_expression(Status::parse, at_,
                      "\"" + excerpt(text_.substr(at_, 1)) + "\" has no meaning here");
}

}  // namespace tenon
