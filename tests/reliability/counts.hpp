// What an engine counted, as one JSON object in a file of its own: engines that run at once do not
// meet, and cmake/reliability.cmake joins the files.
#pragma once

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace reliability {

// The full sizes of quality.md instead of the quick ones.
inline bool full() {
    const char* value = std::getenv("TENON_FULL");
    return value && *value && *value != '0';
}

// TENON_TRIALS, where it is set, overrides the size.
inline std::int64_t trials(std::int64_t quick, std::int64_t in_full) {
    if (const char* value = std::getenv("TENON_TRIALS")) return std::strtoll(value, nullptr, 10);
    return full() ? in_full : quick;
}

inline std::string quoted(const std::string& text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        if (static_cast<unsigned char>(c) < 0x20) {
            char code[8];
            std::snprintf(code, sizeof code, "\\u%04x", static_cast<unsigned>(c));
            out += code;
        } else {
            out += c;
        }
    }
    return out + '"';
}

class Counts {
  public:
    explicit Counts(std::string engine) : engine_(std::move(engine)) {
        set("full", full() ? 1 : 0);
    }

    void set(const std::string& name, std::int64_t value) {
        members_.emplace_back(name, std::to_string(value));
    }
    void set(const std::string& name, double value) {
        char text[40];
        std::snprintf(text, sizeof text, "%.6g", value);
        members_.emplace_back(name, std::isfinite(value) ? text : "null");
    }
    void set(const std::string& name, const Counts& part) {
        members_.emplace_back(name, part.json());
    }
    void set(const std::string& name, int value) { set(name, static_cast<std::int64_t>(value)); }

    std::string json() const {
        std::string out = "{";
        for (const auto& [name, value] : members_)
            out += (out.size() > 1 ? ", " : "") + quoted(name) + ": " + value;
        return out + "}";
    }

    // Into TENON_RELIABILITY, the folder; nowhere without it.
    bool write() const {
        const char* folder = std::getenv("TENON_RELIABILITY");
        std::printf("%s %s\n", engine_.c_str(), json().c_str());
        if (!folder) return true;
        std::error_code there;
        std::filesystem::create_directories(folder, there);
        const std::string path = std::string(folder) + "/" + engine_ + ".json";
        std::FILE* file = std::fopen(path.c_str(), "w");
        if (!file) return false;
        const bool written = std::fprintf(file, "%s\n", json().c_str()) > 0;
        return std::fclose(file) == 0 && written;
    }

  private:
    std::string engine_;
    std::vector<std::pair<std::string, std::string>> members_;
};

}  // namespace reliability
