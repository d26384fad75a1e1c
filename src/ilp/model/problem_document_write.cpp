#include <cmath>
#include <cstddef>
#include <string>

#include "base/json.hpp"
#include "base/number_text.hpp"
#include "ilp/model/problem_document.hpp"
#include "tenon/version.hpp"

namespace tenon::ilp {

namespace {

const char* type_word(ColumnType type) noexcept {
    return type == ColumnType::continuous ? "continuous"
           : type == ColumnType::integer  ? "integer"
                                          : "binary";
}

// One column and one row a line, so that a change is seen by tools that compare lines.
class DocumentWriter {
  public:
    explicit DocumentWriter(const Problem& problem) : problem_(problem) {}

    std::string write() {
        out_ += "{\n \"format\": \"tenon.problem\",\n \"format_version\": ";
        append_int64(out_, problem_format.newest_version);
        out_ += ",\n \"library_version\": ";
        append_json_text(out_, version());
        out_ += ",\n \"name\": ";
        append_json_text(out_, problem_.name());
        out_ += ",\n \"sense\": ";
        append_json_text(out_, problem_.sense() == Sense::maximize ? "maximize" : "minimize");
        out_ += ",\n \"offset\": ";
        append_double(out_, problem_.offset());
        out_ += ",\n \"columns\": [";
        for (std::int32_t j = 0; j < problem_.columns(); ++j) write_column(j);
        out_ += problem_.columns() > 0 ? "\n ],\n \"rows\": [" : "],\n \"rows\": [";
        for (std::int32_t i = 0; i < problem_.rows(); ++i) write_row(i);
        out_ += problem_.rows() > 0 ? "\n ]\n}\n" : "]\n}\n";
        return std::move(out_);
    }

  private:
    void begin_item(std::int32_t place, const std::string& name) {
        out_ += place > 0 ? ",\n  {\"name\": " : "\n  {\"name\": ";
        append_json_text(out_, name);
    }

    void bounds(double lower, double upper) {
        for (const auto& [head, bound] :
             {std::pair(", \"lower\": ", lower), std::pair(", \"upper\": ", upper)}) {
            out_ += head;
            if (std::isinf(bound))
                out_ += "null";
            else
                append_double(out_, bound);
        }
    }

    void write_column(std::int32_t j) {
        const auto at = static_cast<std::size_t>(j);
        begin_item(j, problem_.column_name(j));
        ((out_ += ", \"type\": \"") += type_word(problem_.type()[at])) += '"';
        bounds(problem_.lower()[at], problem_.upper()[at]);
        out_ += ", \"cost\": ";
        append_double(out_, problem_.cost()[at]);
        out_ += '}';
    }

    void write_row(std::int32_t i) {
        const auto at = static_cast<std::size_t>(i);
        begin_item(i, problem_.row_name(i));
        bounds(problem_.row_lower()[at], problem_.row_upper()[at]);
        const auto first = static_cast<std::size_t>(problem_.row_start()[at]);
        const auto last = static_cast<std::size_t>(problem_.row_start()[at + 1]);
        out_ += ", \"columns\": [";
        for (std::size_t k = first; k < last; ++k) {
            if (k > first) out_ += ", ";
            append_int64(out_, problem_.index()[k]);
        }
        out_ += "], \"coefficients\": [";
        for (std::size_t k = first; k < last; ++k) {
            if (k > first) out_ += ", ";
            append_double(out_, problem_.value()[k]);
        }
        out_ += "]}";
    }

    const Problem& problem_;
    std::string out_;
};

}  // namespace

std::string write_problem_document(const Problem& problem) {
    return DocumentWriter(problem).write();
}

}  // namespace tenon::ilp
