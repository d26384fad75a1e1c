// A problem as one JSON document, and back.
//
// Format version 1, written with these members in this order:
//
//   format           "tenon.problem"
//   format_version   1
//   library_version  of the writer
//   name             of the problem, may be empty
//   sense            "minimize" or "maximize"
//   offset           a number: the constant of the objective
//   columns          [{name, type, lower, upper, cost}]
//                    type "continuous", "integer" or "binary"
//   rows             [{name, lower, upper, columns, coefficients}]
//                    columns: places in the list of columns, from 0; coefficients: as many numbers
//
// So a document is the calls of Problem that make the problem, and any program can write one by
// that. A bound is a number, or null where there is none: null as lower is -infinity and as upper
// +infinity. (JSON has no infinite number. Null is in every language's reader what is not there,
// and keeps the member's kind "number or nothing"; a text "inf" would make it three kinds.) Numbers
// are the shortest text that reads back to the same double, so a problem comes back bit by bit;
// numbers of infinite_bound and more are no bounds either.
//
// A reader takes members in any order and ignores those it does not know, so that they can be added
// within a version. All members but name of the problem and library_version must be there: a
// misspelt one is not taken for an absent one. Names may be empty ("x0", "r0" and so on then) and
// must be unique; a column may come twice in a row and counts with the sum. There is no checksum,
// as the document is meant to be written by others too.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/saved_formats.hpp"
#include "tenon/context.hpp"
#include "tenon/problem.hpp"

namespace tenon::ilp {

// Throws Error(data) for a problem name that is not UTF-8.
std::string write_problem_document(const Problem& problem);

// Throws Error: parse (line, byte and JSON pointer of the value at fault), version.
Problem read_problem_document(const Context& context, std::string_view text);

}  // namespace tenon::ilp
