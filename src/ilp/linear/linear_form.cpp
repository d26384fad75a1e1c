#include "ilp/linear/linear_form.hpp"

namespace tenon::ilp {

SparseColumns columns_of_rows(const Problem& problem) {
    const auto n = static_cast<std::size_t>(problem.columns());
    SparseColumns out;
    out.start.assign(n + 1, 0);
    for (const std::int32_t j : problem.index()) ++out.start[j + 1];
    for (std::size_t j = 0; j < n; ++j) out.start[j + 1] += out.start[j];
    out.index.resize(problem.index().size());
    out.value.resize(problem.index().size());
    std::vector<std::int64_t> next(out.start.begin(), out.start.end() - 1);
    for (std::int32_t i = 0; i < problem.rows(); ++i)
        for (std::int64_t k = problem.row_start()[i]; k < problem.row_start()[i + 1]; ++k) {
            const std::int64_t place = next[problem.index()[k]]++;
            out.index[place] = i;
            out.value[place] = problem.value()[k];
        }
    return out;
}

LinearProgram linear_form(const Problem& problem) {
    const double sign = sign_of(problem.sense());
    const auto copy = [](std::span<const double> from) {
        return std::vector<double>(from.begin(), from.end());
    };
    LinearProgram lp;
    lp.columns = problem.columns();
    lp.rows = problem.rows();
    lp.offset = signed_value(sign, problem.offset());
    lp.cost = copy(problem.cost());
    for (double& c : lp.cost) c = signed_value(sign, c);
    lp.lower = copy(problem.lower());
    lp.upper = copy(problem.upper());
    lp.row_lower = copy(problem.row_lower());
    lp.row_upper = copy(problem.row_upper());
    lp.matrix = columns_of_rows(problem);
    return lp;
}

}  // namespace tenon::ilp
