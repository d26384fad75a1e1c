#include "table/jsonl_lines.hpp"

#include <algorithm>
#include <cstring>

#include "tenon/error.hpp"

namespace tenon {

namespace {

constexpr std::size_t block_bytes = std::size_t{1} << 20;

}  // namespace

JsonLinesText::JsonLinesText(const Context& context, CsvBytes& bytes, std::int64_t max_bytes)
    : context_(&context),
      bytes_(&bytes),
      left_(bytes.memory()),
      ended_(left_.data() != nullptr),
      whole_(bytes.size()),
      max_bytes_(max_bytes) {
    if (max_bytes < 0)
        throw Error(Status::argument, "max_bytes must not be negative", {.argument = "max_bytes"});
    if (max_bytes > 0 && whole_ > max_bytes)
        throw Error(Status::data,
                    "the text has " + std::to_string(whole_) + " bytes, more than max_bytes",
                    {.argument = "max_bytes"});
}

// The part of a line that is left goes to the front, and what is read behind it.
void JsonLinesText::refill() {
    context_->check_cancelled();
    const std::size_t kept = left_.size();
    // At least half of the block is read anew, so that long lines are not looked at for ever.
    const std::size_t size = std::max({block_.size(), block_bytes, 2 * kept});
    if (size > block_.size()) {
        // While a line is moved into a larger block there are both.
        charge_.reset();
        charge_ =
            std::make_unique<Charge>(*context_, static_cast<std::int64_t>(size + block_.size()));
        std::string larger(size, '\0');
        if (kept > 0) std::memcpy(larger.data(), left_.data(), kept);
        block_ = std::move(larger);
    } else if (kept > 0) {
        std::memmove(block_.data(), left_.data(), kept);
    }
    const std::size_t got = bytes_->read(block_.data() + kept, block_.size() - kept);
    ended_ = got < block_.size() - kept;
    left_ = {block_.data(), kept + got};
    const std::int64_t seen = taken_ + static_cast<std::int64_t>(left_.size());
    if (max_bytes_ > 0 && seen > max_bytes_)
        throw Error(Status::data, "the text is larger than max_bytes", {.argument = "max_bytes"});
}

bool JsonLinesText::next(std::string_view& line, std::int64_t& at) {
    std::size_t end = left_.find('\n');
    while (end == left_.npos && !ended_) {
        const std::size_t looked_at = left_.size();
        refill();
        end = left_.find('\n', looked_at);
    }
    if (left_.empty()) return false;
    if (taken_ == 0 && (left_.starts_with("\xFF\xFE") || left_.starts_with("\xFE\xFF")))
        throw Error(Status::parse,
                    "line 1, byte 0: the text is UTF-16 by its byte-order mark, and JSON Lines are "
                    "read as UTF-8; convert it first",
                    {.argument = "path", .line = 1, .byte = 0});
    constexpr std::string_view mark = "\xEF\xBB\xBF";
    if (taken_ == 0 && left_.starts_with(mark)) {
        left_.remove_prefix(mark.size());
        taken_ = static_cast<std::int64_t>(mark.size());
        if (end != left_.npos) end -= mark.size();
    }
    at = taken_;
    line = left_.substr(0, end);
    const std::size_t whole = end == left_.npos ? left_.size() : end + 1;
    left_.remove_prefix(whole);
    taken_ += static_cast<std::int64_t>(whole);
    constexpr char end_of_file = 0x1A;
    if (end == left_.npos && line.ends_with(end_of_file)) {
        line.remove_suffix(1);
        end_mark_ = at + static_cast<std::int64_t>(line.size());
    }
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    return true;
}

}  // namespace tenon
