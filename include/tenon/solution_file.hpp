// Solutions as text files, and starts read from them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tenon/context.hpp"
#include "tenon/problem.hpp"
#include "tenon/solve.hpp"

namespace tenon {

// Lines of name and value, all columns in the problem's order, in the layout of HiGHS:
//
//    # outcome optimal
//    # objective 12.5
//    # Primal solution values
//    # Columns 2
//    x 1
//    y 2.5
//
// and for a linear program with prices also "# Rows" (activity of each row), and under "# Dual
// solution values" "# Columns" (reduced costs) and "# Rows" (shadow prices). Without a plan there
// are the comments only ("# objective none"). Numbers are the shortest text that reads back equal.
// A name that could be misread (with a quote or # at its front, blanks at an end, control
// characters) is written as a JSON text in quotes. Errors: argument (a solution of another size),
// io.
std::string write_solution_text(const Problem& problem, const Solution& solution);
void write_solution(const Problem& problem, const Solution& solution, const std::string& path);

// Solution::certificate as it is. Errors: argument (a solution without one), io.
void write_certificate(const Solution& solution, const std::string& path);

// The values of the columns for SolveOptions::start, one each. Reads what write_solution writes,
// the solution files of HiGHS ("# Columns" of the primal part), SCIP and MIPLIB (name and value,
// "(obj:" at the end read over), or plain lines of name and value. A column that is not there is
// NaN (unknown), or 0 in files that say they are SCIP's or MIPLIB's, which leave zeros out. Names
// that are no columns (orders come and go) are passed over, with a warning in the context's log, as
// long as there is a column that is one. Errors: io, parse (line, byte): no name is a column, a
// value that is no finite number, two values for one column.
std::vector<double> read_start(const Context& context, const Problem& problem,
                               const std::string& path);
std::vector<double> read_start_text(const Context& context, const Problem& problem,
                                    std::string_view text);

}  // namespace tenon
