// The words and signs of an expression, one after another.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace tenon {

enum class TokenKind : std::uint8_t { number, text, name, quoted_name, symbol, end };

struct Token {
    TokenKind kind = TokenKind::end;
    std::size_t byte = 0;
    std::string text;  // without quotes; symbols and numbers as they stand
};

class Scanner {
  public:
    explicit Scanner(std::string_view text) : text_(text) {}
    Token next();  // throws Error(parse) where the text has no meaning

  private:
    bool at_digit() const;
    void scan_number(Token& token);
    void scan_name(Token& token);
    void scan_quoted(Token& token, char quote);
    void scan_symbol(Token& token);

    std::string_view text_;
    std::size_t at_ = 0;
};

}  // namespace tenon
