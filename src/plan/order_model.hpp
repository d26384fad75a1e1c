// The integer program of an order book.
//
//   min  sum_{o,m,d} c_omd x_omd + sum_{f,m,d} s_m y_fmd + sum_o k_o z_o
//   s.t. sum_{m,d} x_omd + z_o = 1                          every order once, or skipped
//        sum_o h_o x_omd + S sum_f y_fmd <= H_m             hours of each machine and day
//        x_omd <= y_fmd                                     a family is set up where it runs
//        sum_{o in f} h_o x_omd <= (H_m - S) y_fmd          (the same, summed: a tighter
//        relaxation) x, y, z binary
//
// x exists only where the order fits. Where a family has one candidate on a machine and day, its
// set-up is part of that x and there is no y. One x <= y a candidate instead of one sum a family is
// the tight form (L. A. Wolsey, Integer Programming, 1998, on facility location).
//
// Machines with the same hours, cost and families are the same machine on every single day, so
// their days may be exchanged freely. Numbering the fitting orders from the longest, some optimal
// plan has the k-th order on one of the first k machines of such a group (sort the machines of a
// day by the least number they hold); the other x are left out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "plan/order_data.hpp"
#include "tenon/context.hpp"
#include "tenon/problem.hpp"

namespace tenon::plan {

struct Candidate {
    std::int32_t order, machine, day;  // day from 1
    std::int32_t column;               // x
    std::int32_t setup = -1;           // column of y; -1: no set-ups, or part of x
    bool alone = false;                // carries the set-up itself
};

struct OrderModel {
    Problem problem;
    std::vector<Candidate> candidates;         // by order, day, machine
    std::vector<std::size_t> first_candidate;  // orders + 1 entries
    std::vector<std::int32_t> skip_column;     // by order; -1: must be made
};

OrderModel build_order_model(const Context& context, const OrderBook& book);

}  // namespace tenon::plan
