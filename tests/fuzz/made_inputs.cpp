// Runs a fuzz target without a fuzzer: on files and folders named on the command line, and on so
// many inputs made from a seed. The same inputs on every machine, so that a finding can be found
// again.
//
//   replay_NAME [--runs N] [--seed S] [FILE or FOLDER ...]
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "reliability/counts.hpp"
#include "tenon/random.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

using Bytes = std::vector<std::uint8_t>;

Bytes bytes_of(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return Bytes(std::istreambuf_iterator<char>(in), {});
}

void run(const Bytes& input) {
    LLVMFuzzerTestOneInput(input.data(), input.size());
}

// Random bytes of few values, in which structures and their limits come up often.
Bytes made(tenon::Random& random) {
    Bytes input(random.below(400));
    for (auto& byte : input) {
        const auto kind = random.below(4);
        byte = static_cast<std::uint8_t>(kind == 0   ? random.below(256)
                                         : kind == 1 ? random.below(5)
                                         : kind == 2 ? 'a' + random.below(4)
                                                     : 0);
    }
    return input;
}

// An earlier input with some bytes changed, or cut.
void change(tenon::Random& random, Bytes& input) {
    if (input.empty()) return;
    for (auto times = 1 + random.below(4); times > 0; --times)
        input[random.below(input.size())] = static_cast<std::uint8_t>(random.below(256));
    if (random.below(8) == 0) input.resize(random.below(input.size() + 1));
}

}  // namespace

int main(int argc, char** argv) {
    long runs = 0;
    unsigned long seed = 1;
    long files = 0;
    for (int i = 1; i < argc; ++i) {
        if (std::strcmp(argv[i], "--runs") == 0 && i + 1 < argc) {
            runs = std::strtol(argv[++i], nullptr, 10);
        } else if (std::strcmp(argv[i], "--seed") == 0 && i + 1 < argc) {
            seed = std::strtoul(argv[++i], nullptr, 10);
        } else if (std::filesystem::is_directory(argv[i])) {
            for (const auto& entry : std::filesystem::recursive_directory_iterator(argv[i]))
                if (entry.is_regular_file()) run(bytes_of(entry.path())), ++files;
        } else {
            run(bytes_of(argv[i])), ++files;
        }
    }
    if (reliability::full()) runs *= 50;
    reliability::Counts("fuzz_" TENON_FUZZ_TARGET).write();  // what an end in between leaves
    Bytes input;
    tenon::Random random(seed);
    for (long i = 0; i < runs; ++i) {
        if (i % 4 == 0)
            input = made(random);
        else
            change(random, input);
        run(input);
    }
    std::printf("%ld files, %ld made inputs: no finding\n", files, runs);
    reliability::Counts counts("fuzz_" TENON_FUZZ_TARGET);
    counts.set("inputs", static_cast<std::int64_t>(files + runs));
    return counts.write() ? 0 : 1;
}
