// Allocation k of every scenario fails, once, or with all that follow it. Each time: the call says
// that memory is exhausted and changes nothing, the same call with the same handles then succeeds,
// the scenario ends with the result it has without a fault, and after it nothing is left, no file
// beside another one either.
//
//   reliability_memory [SCENARIO [K once|on]]
//
// Without arguments faults are spread over all allocations of all scenarios.
#include <unistd.h>
#include <csignal>
#include <ctime>

#include "counted_malloc.hpp"
#include "counts.hpp"
#include "new_files.hpp"
#include "scenarios_programs.hpp"

using namespace reliability;

namespace {

constexpr std::int64_t never = -1;

const char* running = "";
std::int64_t failing = never;
bool failing_on = false;

// Where a run ended that ends the program: async-signal-safe.
void say_where(int signal_number) {
    char text[200];
    const int length = std::snprintf(
        text, sizeof text, "\nsignal %d: reliability_memory %s %lld %s\n", signal_number, running,
        static_cast<long long>(failing), failing_on ? "on" : "once");
    if (length > 0 && ::write(2, text, static_cast<std::size_t>(length)) < 0) ::_exit(3);
    std::signal(signal_number, SIG_DFL);
    ::raise(signal_number);
}

struct Tried {
    std::int64_t allocations = 0;
    bool failed = false;  // a call said so
    std::uint64_t digest = 0;
};

// Ends with the fault disarmed.
Tried attempt(const Scenario& scenario, const World& world, std::int64_t fault, bool stays) {
    running = scenario.name;
    failing = fault;
    failing_on = stays;
    const std::int64_t before = memory.blocks;
    Tried tried;
    {
        Run run([](tenon_status status) { return status == TENON_E_NO_MEMORY; },
                [] {
                    disarm();
                    return memory.fired > 0;
                },
                [](bool open) { memory.gate = open; });
        if (std::getenv("TENON_TRACE")) run.trace();
        arm(fault, stays);
        scenario.step(world, run);
        tried.allocations = memory.calls;
        disarm();
        tried.failed = run.failures() > 0;
        tried.digest = run.digest();
    }
    const std::int64_t left = memory.blocks - before;
    if (left != 0) throw Finding{std::to_string(left) + " blocks are left"};
    if (const int files = sweep_new_files(world.folder); files != 0)
        throw Finding{std::to_string(files) + " new files are left beside the old ones"};
    return tried;
}

struct Result {
    std::int64_t allocations = 0, faults = 0, refused = 0, findings = 0;
    double seconds = 0;
};

double cpu_seconds() {
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

bool trial(const Scenario& scenario, const World& world, std::uint64_t expected, std::int64_t k,
           bool stays, Result& result) {
    const auto tell = [&](const std::string& what) {
        disarm();
        ++result.findings;
        std::printf("FINDING: %s\n  reliability_memory %s %lld %s\n", what.c_str(), scenario.name,
                    static_cast<long long>(k), stays ? "on" : "once");
        std::fflush(stdout);
    };
    try {
        const Tried tried = attempt(scenario, world, k, stays);
        ++result.faults;
        result.refused += tried.failed;
        if (tried.digest == expected) return true;
        tell("another result");
    } catch (const Finding& finding) {
        tell(finding.what);
    } catch (const std::bad_alloc&) {
        tell("the engine itself met the fault, on the way to a finding");
    }
    return false;
}

// The scenario as it is without a fault; the second time, when whatever is made once has been made.
Tried reference(const Scenario& scenario, const World& world) {
    try {
        attempt(scenario, world, never, false);
    } catch (
        const Finding& finding) {  // what a static of the scenario holds is left, and is no finding
        if (finding.what.find("are left") == std::string::npos) throw;
    }
    const Tried first = attempt(scenario, world, never, false);
    if (attempt(scenario, world, never, false).digest != first.digest)
        throw Finding{"two runs without a fault differ"};
    return first;
}

Result run_scenario(const Scenario& scenario, const World& world, std::int64_t faults,
                    double seconds) {
    const double began = cpu_seconds();
    const Tried expected = reference(scenario, world);
    Result result;
    result.allocations = expected.allocations;
    // Half of them once, half with all that follow; where there are more than allocations, all.
    const std::int64_t each = std::min(result.allocations, std::max<std::int64_t>(1, faults / 2));
    for (std::int64_t i = 0; i < each && result.findings < 20; ++i)
        for (const bool stays : {false, true}) {
            if (cpu_seconds() - began > seconds)
                return result.seconds = cpu_seconds() - began, result;
            // Spread by a stride coprime to their number, so that an early end has seen all parts.
            const std::int64_t k =
                (i * result.allocations / each + (stays ? result.allocations / each / 2 : 0));
            trial(scenario, world, expected.digest, k, stays, result);
        }
    result.seconds = cpu_seconds() - began;
    return result;
}

int run_one(const World& world, int argc, char** argv) {
    for (const Scenario& scenario : scenarios) {
        if (std::string(argv[1]) != scenario.name) continue;
        Result result;
        const Tried expected = reference(scenario, world);
        if (argc > 3)
            trial(scenario, world, expected.digest, std::strtoll(argv[2], nullptr, 10),
                  std::string(argv[3]) == "on", result);
        else
            result = run_scenario(scenario, world,
                                  trials(2 * expected.allocations, 2 * expected.allocations), 1e9);
        std::printf("%s: %lld allocations, %lld faults, %lld refused, %lld findings, %.1f s\n",
                    scenario.name, static_cast<long long>(expected.allocations),
                    static_cast<long long>(result.faults), static_cast<long long>(result.refused),
                    static_cast<long long>(result.findings), result.seconds);
        return result.findings > 0;
    }
    std::printf("no scenario \"%s\"\n", argv[1]);
    return 2;
}

}  // namespace

int main(int argc, char** argv) {
    for (const int signal_number : {SIGABRT, SIGSEGV, SIGFPE, SIGBUS})
        std::signal(signal_number, say_where);
    const World world;
    if (argc > 1) return run_one(world, argc, argv);
    constexpr std::int64_t count = std::size(scenarios);
    const std::int64_t wanted = trials(30'000, 200'000);
    Counts counts("memory");
    Result sum;
    std::int64_t left = count;
    for (const Scenario& scenario : scenarios) {
        // What small scenarios do not need goes to the later ones.
        Result result;
        try {
            result = run_scenario(scenario, world, (wanted - sum.faults) / left, full() ? 1e9 : 12);
        } catch (const Finding& finding) {
            std::printf("FINDING: %s: %s\n", scenario.name, finding.what.c_str());
            ++result.findings;
        }
        --left;
        std::printf("%-24s %7lld allocations %6lld faults %6lld refused %6.2f s\n", scenario.name,
                    static_cast<long long>(result.allocations),
                    static_cast<long long>(result.faults), static_cast<long long>(result.refused),
                    result.seconds);
        std::fflush(stdout);
        sum.allocations += result.allocations;
        sum.faults += result.faults;
        sum.refused += result.refused;
        sum.findings += result.findings;
        sum.seconds += result.seconds;
    }
    counts.set("scenarios", count);
    counts.set("allocations", sum.allocations);
    counts.set("faults", sum.faults);
    counts.set("refused", sum.refused);
    counts.set("findings", sum.findings);
    counts.set("cpu_seconds", sum.seconds);
    return counts.write() && sum.findings == 0 ? 0 : 1;
}
