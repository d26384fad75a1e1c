#include <string>

#include "base/file.hpp"
#include "ilp/model/gzip.hpp"
#include "ilp/model/problem_document.hpp"
#include "ilp/model/problem_format.hpp"
#include "tenon/problem.hpp"

namespace tenon {

std::string write_problem_text(const Problem& problem, ProblemFormat format) {
    ilp::check_format(format);
    switch (format) {
        case ProblemFormat::lp:
            return write_lp_text(problem);
        case ProblemFormat::json:
            return ilp::write_problem_document(problem);
        default:
            return write_mps_text(problem);
    }
}

void write_problem(const Problem& problem, const std::string& path, ProblemFormat format) {
    ilp::check_format(format);
    if (format == ProblemFormat::by_name) format = ilp::format_by_name(path);
    std::string text = write_problem_text(problem, format);
    if (ilp::is_gzip_name(path)) text = ilp::gzip(text);
    write_file(path, text);
}

void write_mps(const Problem& problem, const std::string& path) {
    write_problem(problem, path, ProblemFormat::mps);
}

void write_lp(const Problem& problem, const std::string& path) {
    write_problem(problem, path, ProblemFormat::lp);
}

}  // namespace tenon
