// Two tables side by side: by equal keys, or by the nearest time.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tenon/context.hpp"
#include "tenon/table.hpp"

namespace tenon {

enum class JoinKind : std::int32_t {
    inner = 0,  // rows of the left table that have a partner
    left = 1,   // all rows of the left table, those without a partner with missing cells
};

struct JoinOptions {
    std::vector<std::string> keys = {};        // columns of the left table
    std::vector<std::string> right_keys = {};  // theirs in the right one, empty: the same names
    JoinKind kind = JoinKind::inner;
    std::string suffix = "_right";  // for names that are in both tables and are no keys
};

// Every pair of a left and a right row that are equal in all keys, in the order of the left table
// and, for one left row, of the right. Columns: those of the left table, then those of the right
// that are no keys. Keys must be of the same type; a missing key is equal to nothing; NaN is equal
// to NaN, -0 to 0. O(rows of both and of the result). Throws Error: argument, not_found, type,
// budget, cancelled.
Table join(const Context& context, const Table& left, const Table& right,
           const JoinOptions& options);

enum class AsofDirection : std::int32_t {
    previous = 0,  // the last right row that is not later
    next = 1,      // the first right row that is not earlier
    nearest = 2,   // whichever of these is nearer, the previous one if they are as near
};

struct AsofOptions {
    std::string time = {};                     // a timestamp or number column of the left table
    std::string right_time = {};               // and of the right one, empty: the same name
    std::vector<std::string> keys = {};        // rows match only if equal in these
    std::vector<std::string> right_keys = {};  // theirs in the right table, empty: the same names
    AsofDirection direction = AsofDirection::previous;
    double tolerance =
        -1;  // farthest apart: seconds for timestamps, else the column's unit; -1: any
    bool keep_time = false;  // the right table's time becomes a column, too
    std::string suffix = "_right";
};

// Every row of the left table, in its order, with the row of the right one that is nearest in time;
// missing cells where there is none within the tolerance, or the time or a key is missing (a NaN
// time counts as missing). Neither table need be in order. Of right rows of the same time the last
// one is previous and the first one next. O(rows log rows). Throws as join does.
Table join_asof(const Context& context, const Table& left, const Table& right,
                const AsofOptions& options);

}  // namespace tenon
