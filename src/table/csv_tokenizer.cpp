#include "table/csv_tokenizer.hpp"

namespace tenon {

namespace {

bool is_blank(char c) noexcept {
    return c == ' ' || c == '\t';
}

}  // namespace

std::size_t CsvTokenizer::skip_blanks(std::size_t at) const noexcept {
    while (at < size_ && is_blank(data_[at])) ++at;
    return at;
}

void CsvTokenizer::skip_line() noexcept {
    std::size_t end = at_;
    while (!at_line_end(end)) end = dialect_.blank_runs() ? end + 1 : find(end + 1);
    if (end < size_ && data_[end] == '\r' && end + 1 < size_ && data_[end + 1] == '\n') ++end;
    at_ = end < size_ ? end + 1 : size_;
}

bool CsvTokenizer::begin_row(bool skip_blank) noexcept {
    skip_blank = skip_blank || dialect_.blank_runs();
    while (at_ < size_) {
        const char c = data_[at_];
        if (dialect_.comment != 0 && c == dialect_.comment) {
            skip_line();
        } else if (skip_blank && (c == '\n' || c == '\r')) {
            ++at_;
        } else if (skip_blank && is_blank(c) && c != dialect_.delimiter &&
                   at_line_end(skip_blanks(at_)) && dialect_.delimiter != '\t') {
            skip_line();
        } else if (dialect_.blank_runs() && is_blank(c)) {
            at_ = skip_blanks(at_);
        } else {
            row_begin_ = at_;
            return true;
        }
    }
    return false;
}

bool CsvTokenizer::stop(CsvFault::Kind kind, std::size_t at) noexcept {
    fault_ = {kind, at};
    at_ = size_;
    return false;
}

bool CsvTokenizer::leave_blanks(std::size_t end) noexcept {
    const std::size_t after = skip_blanks(end);
    if (at_line_end(after)) return leave(after);
    at_ = after;
    return true;
}

bool CsvTokenizer::next_slow(CsvField& field) noexcept {
    if (dialect_.quote != 0 && at_ < size_ && data_[at_] == dialect_.quote)
        return next_quoted(field);
    std::size_t end = at_;
    while (!at_line_end(end) && !is_blank(data_[end])) ++end;
    field = {at_, end, false, false};
    return leave_blanks(end);
}

bool CsvTokenizer::next_quoted(CsvField& field) noexcept {
    const std::size_t opened = at_;
    field = {opened + 1, opened + 1, true, false};
    std::size_t from = opened + 1;
    for (;;) {
        const void* hit =
            from < size_ ? std::memchr(data_ + from, dialect_.quote, size_ - from) : nullptr;
        if (!hit) return stop(CsvFault::Kind::open_quote, opened);
        const auto at = static_cast<std::size_t>(static_cast<const char*>(hit) - data_);
        if (at + 1 < size_ && data_[at + 1] == dialect_.quote) {
            field.doubled = true;
            from = at + 2;
            continue;
        }
        field.end = at;
        const std::size_t after = at + 1;
        if (at_line_end(after)) return leave(after);
        if (dialect_.blank_runs()) {
            if (is_blank(data_[after])) return leave_blanks(after);
        } else if (data_[after] == dialect_.delimiter) {
            return leave(after);
        }
        return stop(CsvFault::Kind::after_quote, after);
    }
}

std::size_t after_line(std::string_view text, std::size_t at) noexcept {
    const auto end = text.find_first_of("\r\n", at);
    if (end == std::string_view::npos) return text.size();
    const bool both = text[end] == '\r' && end + 1 < text.size() && text[end + 1] == '\n';
    return end + (both ? 2 : 1);
}

std::string_view csv_content(std::string_view text, const CsvField& field, char quote,
                             std::string& scratch) {
    const std::string_view content = text.substr(field.begin, field.end - field.begin);
    if (!field.doubled) return content;
    scratch.clear();
    for (std::size_t i = 0; i < content.size(); ++i) {
        scratch.push_back(content[i]);
        if (content[i] == quote) ++i;  // the second of the pair
    }
    return scratch;
}

}  // namespace tenon
