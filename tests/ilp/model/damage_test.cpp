// Model texts cut at every byte and with bytes changed: refused with a place, or read; never a
// crash, a hang or anything but tenon::Error.
#include <doctest/doctest.h>

#include <array>
#include <string>

#include "random_problem.hpp"
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
        // What was read is sound: it can be written and read again.
        const Problem again = read_problem_text({}, write_mps_text(problem), ProblemFormat::mps);
        if (again.nonzeros() != problem.nonzeros() || again.columns() != problem.columns())
            FAIL_CHECK("changed by writing: ", text);
        ++count.read;
    } catch (const Error& error) {
        if (error.status() != Status::parse && error.status() != Status::unsupported)
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
    }
}
