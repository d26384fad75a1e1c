// Model texts cut at every byte and with bytes changed: refused with a place, or read; never a
// crash, a hang or anything but tenon::Error.
#include <doctest/doctest.h>

#include <array>
#include <string>

#include "ilp/model/gzip.hpp"
#include "random_problem.hpp"
#include "tenon/basis.hpp"
#include "tenon/error.hpp"
#include "tenon/problem.hpp"

using namespace tenon;

namespace {

constexpr const char* fixed_text =
    "NAME          FIXED\n"
    "ROWS\n N  COST\n L  ROW ONE\n G  ROW TWO\n E  R3\n"
    "COLUMNS\n"
    "    M1        'MARKER'                 'INTORG'\n"
    "    COL A     COST               1.0   ROW ONE            2.0\n"
    "    COL A     ROW TWO            3.0\n"
    "    M2        'MARKER'                 'INTEND'\n"
    "    COL B     ROW ONE            4.0   R3               1.5D2\n"
    "RHS\n    RHS       ROW ONE            9.0   COST              -1.0\n"
    "RANGES\n    RNG       ROW ONE            2.5\n"
    "BOUNDS\n UP BND       COL A              6.0\n MI BND       COL B\n"
    "ENDATA\n";

constexpr const char* lp_text =
    "\\ c\nMaximize\n obj: x1 + 2 x2 - 1e3x3 + 10\nSubject To\n c1: - x1 + x2 <= 20\n"
    " -5 <= x1 + x3 <= 8\n x2 >= -inf\nBounds\n 0 <= x1 <= 40\n x3 free\n x2 = 4\nGenerals\n x1\n"
    "Binaries\n x3\nEnd\n";

struct Count {
    int read = 0, refused = 0;
};

void attempt(const std::string& text, ProblemFormat format, Count& count) {
    try {
        const Problem problem = read_problem_text({}, text, format);
        // What was read is sound: it can be written in every format and read again.
        for (const auto other : {ProblemFormat::mps, ProblemFormat::lp, ProblemFormat::json}) {
            const Problem again = read_problem_text({}, write_problem_text(problem, other), other);
            if (again.nonzeros() != problem.nonzeros() || again.columns() != problem.columns() ||
                again.rows() != problem.rows())
                FAIL_CHECK("changed by writing ", static_cast<int>(other), ": ", text);
        }
        ++count.read;
    } catch (const Error& error) {
        if (error.status() != Status::parse && error.status() != Status::unsupported &&
            error.status() != Status::version)
            FAIL_CHECK("status ", static_cast<int>(error.status()), ": ", error.message());
        if (error.where().byte < 0 || error.where().byte > static_cast<std::int64_t>(text.size()))
            FAIL_CHECK("no place: ", error.message());
        if (error.message().empty()) FAIL_CHECK("no words");
        ++count.refused;
    }
}

void cut_and_flip(const std::string& text, ProblemFormat format, Random& random, Count& count) {
    for (std::size_t length = 0; length < text.size(); ++length)
        attempt(text.substr(0, length), format, count);
    constexpr std::array<char, 12> marks{' ', '\n', '\t', '-', '.',  '0',
                                         '9', 'e',  '<',  ':', '\0', '\xC3'};
    for (std::size_t at = 0; at < text.size(); ++at) {
        std::string changed = text;
        changed[at] = static_cast<char>(random.bits());
        attempt(changed, format, count);
        changed[at] = marks[static_cast<std::size_t>(random.below(marks.size()))];
        attempt(changed, format, count);
        changed = text;
        changed.erase(at, 1 + static_cast<std::size_t>(random.below(20)));
        attempt(changed, format, count);
        changed = text;
        changed.insert(at, text.substr(static_cast<std::size_t>(random.below(text.size())),
                                       static_cast<std::size_t>(random.below(30))));
        attempt(changed, format, count);
    }
}

}  // namespace

TEST_CASE("cut and flipped models are refused with a place or read") {
    Random random(41);
    Count count;
    cut_and_flip(fixed_text, ProblemFormat::mps, random, count);
    cut_and_flip(lp_text, ProblemFormat::lp, random, count);
    for (int k = 0; k < 12; ++k)
        cut_and_flip(write_mps_text(test::random_problem(random, k % 2 == 1, 5)),
                     ProblemFormat::mps, random, count);
    for (int k = 0; k < 6; ++k) {
        const Problem problem = test::random_problem(random, k % 2 == 1, 5);
        cut_and_flip(write_lp_text(problem), ProblemFormat::lp, random, count);
        cut_and_flip(write_problem_text(problem, ProblemFormat::json), ProblemFormat::json, random,
                     count);
    }
    MESSAGE(count.read, " read, ", count.refused, " refused");
    CHECK(count.read > 100);
    CHECK(count.refused > 5000);
}

TEST_CASE("a model text without its last line is always refused") {
    Random random(42);
    for (int k = 0; k < 50; ++k) {
        const std::string text = write_mps_text(test::random_problem(random, false));
        for (std::size_t cut = 2; cut < 60 && cut < text.size(); ++cut)
            CHECK_THROWS_AS(
                read_problem_text({}, text.substr(0, text.size() - cut), ProblemFormat::mps),
                Error);
    }
}

TEST_CASE("random bytes are refused") {
    Random random(43);
    for (int k = 0; k < 2000; ++k) {
        std::string text(static_cast<std::size_t>(random.below(200)), ' ');
        for (char& c : text) c = static_cast<char>(random.bits());
        CHECK_THROWS_AS(read_problem_text({}, text, ProblemFormat::mps), Error);
        CHECK_THROWS_AS(read_problem_text({}, text, ProblemFormat::lp), Error);
        CHECK_THROWS_AS(read_problem_text({}, text, ProblemFormat::json), Error);
    }
}

TEST_CASE("cut and flipped basis files are refused with a place or read") {
    Random random(44);
    Problem problem;
    for (const char* name : {"x", "y 1", "zeta"})
        problem.add_column(name, ColumnType::continuous, 0, 5, 1);
    for (const char* name : {"r1", "row two", "r3"}) problem.add_row(name, 1, 4, {}, {});
    const std::string text =
        "NAME  b  VALUES\n XU x  r1  3.5\n XL y_1    row_two\n UL zeta  _dummy_ 5.\nENDATA\n";
    const auto attempt_basis = [&](const std::string& damaged) {
        try {
            const Basis basis = read_basis_text({}, problem, damaged);
            write_basis_text(problem, basis);  // refuses what is no basis
        } catch (const Error& error) {
            if (error.status() != Status::parse || error.where().byte < 0 ||
                error.where().byte > static_cast<std::int64_t>(damaged.size()))
                FAIL_CHECK(error.message(), ": ", damaged);
        }
    };
    for (std::size_t at = 0; at < text.size(); ++at) {
        attempt_basis(text.substr(0, at));
        for (int k = 0; k < 20; ++k) {
            std::string damaged = text;
            damaged[at] = static_cast<char>(random.bits());
            attempt_basis(damaged);
            damaged = text;
            damaged.insert(at, text.substr(static_cast<std::size_t>(random.below(text.size())),
                                           static_cast<std::size_t>(random.below(30))));
            attempt_basis(damaged);
        }
    }
}

TEST_CASE("numbers out of range and out of sense, in every place of every format") {
    Random random(45);
    Count count;
    const Problem problem = test::random_problem(random, false, 6);
    for (const auto format : {ProblemFormat::mps, ProblemFormat::lp, ProblemFormat::json}) {
        const std::string text = write_problem_text(problem, format);
        for (std::size_t at = 0; at < text.size(); ++at) {
            if (text[at] < '0' || text[at] > '9') continue;
            const std::size_t end = text.find_first_not_of("0123456789.e", at);
            for (const char* number :
                 {"1e400",  "-1e400", "1e-400", "NaN",
                  "nan",    "inf",    "-inf",   "Infinity",
                  "1e30",   "-1e30",  "1e20",   "1e308",
                  "1e-308", "0x1p3",  "1,5",    "",
                  "--1",    "1e",     "1_000",  "9999999999999999999999999999999999999999"})
                attempt(std::string(text).replace(at, end - at, number), format, count);
            at = end;
        }
    }
    CHECK(count.read > 100);
    CHECK(count.refused > 100);
}

#if defined(TENON_HAVE_ZLIB)
TEST_CASE("a small file that unpacks to a large one is refused before it fills memory") {
    const std::string packed = ilp::gzip(std::string(std::size_t{80} << 20, ' '));
    CHECK(packed.size() < 100'000);
    try {
        read_problem_text({}, packed, ProblemFormat::mps);
        FAIL("read");
    } catch (const Error& error) {
        CHECK(error.status() == Status::data);
        CHECK(error.message().find("gunzip") != std::string::npos);
    }
}
#endif
