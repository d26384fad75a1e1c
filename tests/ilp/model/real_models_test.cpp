// Real models in both layouts, packed by gzip: sizes and constants as HiGHS 1.x reads them.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "base/file.hpp"
#include "tenon/error.hpp"
#include "tenon/problem.hpp"
#include "test_data.hpp"

using namespace tenon;

namespace {

struct Expected {
    const char* path;
    std::int32_t rows, columns;
    std::int64_t nonzeros, integers;
    double offset;
};

constexpr Expected expected[] = {
    {"ilp/miplib3/flugpl.mps.gz", 18, 18, 46, 11, 0},
    {"ilp/miplib3/p0033.mps.gz", 16, 33, 98, 33, 0},
    {"ilp/miplib3/egout.mps.gz", 98, 141, 282, 55, 0},
    {"ilp/miplib3/dcmulti.mps.gz", 290, 548, 1315, 75, 0},
    {"ilp/miplib3/gt2.mps.gz", 29, 188, 376, 188, 0},
    {"ilp/miplib3/air03.mps.gz", 124, 10757, 91028, 10757, 0},
    {"ilp/miplib3/noswot.mps.gz", 182, 128, 735, 100, 0},
    {"ilp/miplib3/blend2.mps.gz", 274, 353, 1409, 264, 0},
    {"ilp/miplib3/dano3mip.mps.gz", 3202, 13873, 79655, 552, 0},
    {"ilp/netlib/agg.mps.gz", 488, 163, 2410, 0, 0},
    {"ilp/netlib/perold.mps.gz", 625, 1376, 6018, 0, 0},
    {"ilp/lp2/pds-02.mps.gz", 2953, 7535, 16390, 0, 0},
    {"ilp/infeas/klein1.mps.gz", 54, 54, 696, 0, 0},
    {"ilp/infeas/forest6.mps.gz", 66, 95, 210, 0, 0},
    {"ilp/mip2/bk4x3.mps.gz", 19, 24, 48, 12, 0},
    {"ilp/industrial/orders_s.mps.gz", 95, 44, 352, 44, 0},
};

}  // namespace

#if defined(TENON_HAVE_ZLIB)

TEST_CASE("real models have the sizes other solvers see") {
    for (const Expected& model : expected) {
        const std::string path = test::data_path(model.path);
        if (path.empty()) return;
        CAPTURE(model.path);
        const Problem problem = read_problem({}, path);
        CHECK(problem.rows() == model.rows);
        CHECK(problem.columns() == model.columns);
        CHECK(problem.nonzeros() == model.nonzeros);
        CHECK(std::count_if(problem.type().begin(), problem.type().end(), [](ColumnType type) {
                  return type != ColumnType::continuous;
              }) == model.integers);
        CHECK(problem.offset() == model.offset);
    }
}

TEST_CASE("a damaged or cut gzip file is refused with its path and a byte") {
    const std::string path = test::data_path("ilp/miplib3/flugpl.mps.gz");
    if (path.empty()) return;
    const std::string bytes = read_file({}, path);
    int refused = 0;
    for (std::size_t at = 0; at < bytes.size(); at += 1 + at / 50) try {
            read_problem_text({}, bytes.substr(0, at), ProblemFormat::mps);
        } catch (const Error& error) {
            CHECK(error.status() == Status::parse);
            ++refused;
        }
    CHECK(refused > 100);
    std::string damaged = bytes;
    damaged[damaged.size() / 2] = static_cast<char>(damaged[damaged.size() / 2] ^ 0x10);
    CHECK_THROWS_AS(read_problem_text({}, damaged, ProblemFormat::mps), Error);
}

TEST_CASE("members of a gzip file follow one another") {
    const std::string path = test::data_path("ilp/miplib3/flugpl.mps.gz");
    if (path.empty()) return;
    const std::string bytes = read_file({}, path);
    // After ENDATA anything may follow, here the model once more.
    CHECK(read_problem_text({}, bytes + bytes, ProblemFormat::mps).rows() == 18);
}

#endif
