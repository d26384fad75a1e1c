// The sums of single records: what a score is made of.
#include <cmath>

#include "pipeline/program.hpp"

namespace tenon {

double power_contribution(const NumericInstruction& i, const PowerTerms& powers, bool intercept,
                          double x) noexcept {
    const double v = prepared(i, x);
    const std::vector<double>& c = powers.terms;
    if (powers.plain) {
        double sum = 0;
        for (std::size_t k = c.size(); k-- > 0;) sum = (sum + c[k]) * v;
        return sum;
    }
    // sum_k c_k T_k(t): y_k = c_k + 2 t y_(k+1) - y_(k+2), the sum is t y_1 - y_2.
    const double t = (v - powers.centre) / powers.half;
    double now = 0, before = 0;
    const std::size_t lowest = intercept ? 0 : 1;  // c[0] stands at T_0 without an intercept
    for (std::size_t k = c.size(); k-- > lowest;) {
        const double next = c[k] + 2 * t * now - before;
        before = now;
        now = next;
    }
    const double sum = t * now - before;
    return intercept ? sum : v * (c[0] + sum);
}

double linear_sum(const Program& program, std::span<const double> record) noexcept {
    double t = program.intercept;
    const double* x = record.data();
    if (!program.powers.empty()) {
        for (std::size_t i = 0; i < program.numeric.size(); ++i)
            t += program.numeric_share(i, *x++);
        for (const CategoryInstruction& instruction : program.categorical)
            t += contribution(instruction, *x++);
        return t;
    }
    for (const NumericInstruction& instruction : program.numeric)
        t += contribution(instruction, *x++);
    for (const CategoryInstruction& instruction : program.categorical)
        t += contribution(instruction, *x++);
    return t;
}

std::int32_t first_fault(const Program& program, std::span<const double> record) noexcept {
    double t = program.intercept;
    for (std::size_t i = 0; i < program.inputs(); ++i) {
        t += i < program.numeric.size()
                 ? program.numeric_share(i, record[i])
                 : contribution(program.categorical[i - program.numeric.size()], record[i]);
        if (!std::isfinite(t)) return static_cast<std::int32_t>(i);
    }
    return -1;
}

}  // namespace tenon
