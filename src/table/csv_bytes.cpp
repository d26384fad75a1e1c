#include "table/csv_bytes.hpp"

#include <algorithm>
#include <cstring>

#include "base/file.hpp"
#include "tenon/error.hpp"

namespace tenon {

namespace {

class MemoryBytes : public CsvBytes {
  public:
    explicit MemoryBytes(std::string_view bytes) : bytes_(bytes) {}
    std::size_t read(char* to, std::size_t capacity) override {
        const std::size_t count = std::min(capacity, bytes_.size() - at_);
        if (count > 0) std::memcpy(to, bytes_.data() + at_, count);
        at_ += count;
        return count;
    }
    bool rewind() override {
        at_ = 0;
        return true;
    }
    std::int64_t size() const noexcept override { return static_cast<std::int64_t>(bytes_.size()); }
    std::string_view memory() const noexcept override { return bytes_; }

  private:
    std::string_view bytes_;
    std::size_t at_ = 0;
};

class OwnedBytes : public MemoryBytes {
  public:
    explicit OwnedBytes(std::unique_ptr<std::string> bytes)
        : MemoryBytes(*bytes), kept_(std::move(bytes)) {}

  private:
    std::unique_ptr<std::string> kept_;
};

class FileBytes : public CsvBytes {
  public:
    FileBytes(const std::string& path, std::int64_t size) : file_(path), size_(size) {}
    std::size_t read(char* to, std::size_t capacity) override { return file_.read(to, capacity); }
    bool rewind() override { return file_.rewind(); }
    bool comes_again() const noexcept override { return size_ >= 0; }
    std::int64_t size() const noexcept override { return size_; }

  private:
    InputFile file_;
    std::int64_t size_;
};

class SourceBytes : public CsvBytes {
  public:
    explicit SourceBytes(const CsvSource& source) : source_(source) {
        if (!source_.read)
            throw Error(Status::argument, "the source has no function that reads",
                        {.argument = "read"});
    }
    std::size_t read(char* to, std::size_t capacity) override {
        std::size_t got = 0;
        while (got < capacity && !ended_) {
            const std::size_t count = source_.read(to + got, capacity - got);
            if (count > capacity - got)
                throw Error(Status::argument,
                            "the source gave " + std::to_string(count) + " bytes where " +
                                std::to_string(capacity - got) + " were asked for",
                            {.argument = "read"});
            ended_ = count == 0;
            got += count;
        }
        return got;
    }
    bool rewind() override {
        if (!source_.rewind || !source_.rewind()) return false;
        ended_ = false;
        return true;
    }
    bool comes_again() const noexcept override { return static_cast<bool>(source_.rewind); }
    std::int64_t size() const noexcept override { return source_.size; }
    bool any_thread() const noexcept override { return false; }

  private:
    CsvSource source_;
    bool ended_ = false;  // it is not asked again behind its end
};

}  // namespace

std::unique_ptr<CsvBytes> csv_bytes_of_memory(std::string_view bytes) {
    return std::make_unique<MemoryBytes>(bytes);
}

std::unique_ptr<CsvBytes> csv_bytes_of_file(const Context& context, const std::string& path,
                                            bool again) {
    auto file = std::make_unique<FileBytes>(path, file_size_bytes(path));
    if (!again || file->rewind()) return file;
    return csv_bytes_kept(context, *file);  // of a pipe, which opened anew would be another
}

std::unique_ptr<CsvBytes> csv_bytes_of_source(const CsvSource& source) {
    return std::make_unique<SourceBytes>(source);
}

std::unique_ptr<CsvBytes> csv_bytes_kept(const Context& context, CsvBytes& bytes) {
    constexpr std::size_t part = std::size_t{1} << 20;
    auto all = std::make_unique<std::string>();
    for (std::size_t got = part; got == part;) {
        context.check_cancelled();
        const std::size_t front = all->size();
        all->resize(front + part);
        got = bytes.read(all->data() + front, part);
        all->resize(front + got);
    }
    return std::make_unique<OwnedBytes>(std::move(all));
}

std::size_t CsvFrontBytes::read(char* to, std::size_t capacity) {
    const std::size_t again = std::min(capacity, kept_.size() - at_);
    if (again > 0) std::memcpy(to, kept_.data() + at_, again);
    at_ += again;
    if (again == capacity) return capacity;
    const std::size_t got = bytes_->read(to + again, capacity - again);
    if (keeping_) {
        kept_.append(to + again, got);
        at_ = kept_.size();
    } else {
        std::string().swap(kept_);
        at_ = 0;
    }
    return again + got;
}

bool CsvFrontBytes::rewind() {
    if (!keeping_) return false;
    at_ = 0;
    return true;
}

}  // namespace tenon
