// Runs a fuzz target without a fuzzer: over the files that are given, then over mutations of them,
// a bounded number from a fixed seed.
//
//   replay_<target> COUNT [FILE or FOLDER]...
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "reliability/counts.hpp"
#include "tenon/random.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

namespace fs = std::filesystem;
using Bytes = std::vector<std::uint8_t>;

constexpr std::size_t most_bytes = 8192;

void add_file(const fs::path& path, std::vector<Bytes>& inputs) {
    std::ifstream file(path, std::ios::binary);
    Bytes bytes(2);  // the target's options
    bytes.insert(bytes.end(), std::istreambuf_iterator<char>(file), {});
    if (bytes.size() <= most_bytes) inputs.push_back(std::move(bytes));
}

// A few bytes changed, put in, taken out, repeated, or joined from another input.
Bytes mutated(tenon::Random& random, const std::vector<Bytes>& inputs) {
    constexpr char likely[] = "\0\"{}[]\\,;\t| \n\r#0179.-+eE:/TZ\x80\xC3\xA9\xFF\xFE";
    Bytes bytes = inputs[random.below(inputs.size())];
    bytes[0] = static_cast<std::uint8_t>(random.below(256));
    bytes[1] = static_cast<std::uint8_t>(random.below(256));
    for (auto changes = random.below(6); changes > 0; --changes) {
        const auto at = static_cast<std::ptrdiff_t>(2 + random.below(bytes.size() - 1));
        const auto byte = random.below(3) == 0
                              ? static_cast<std::uint8_t>(random.below(256))
                              : static_cast<std::uint8_t>(likely[random.below(sizeof likely - 1)]);
        const auto end = static_cast<std::ptrdiff_t>(bytes.size());
        switch (random.below(5)) {
            case 0:
                bytes.insert(bytes.begin() + at, byte);
                break;
            case 1:
                if (at < end) bytes.erase(bytes.begin() + at);
                break;
            case 2:
                bytes.resize(static_cast<std::size_t>(at));
                break;
            case 3: {
                const Bytes& other = inputs[random.below(inputs.size())];
                const auto from = static_cast<std::ptrdiff_t>(2 + random.below(other.size() - 1));
                bytes.insert(bytes.begin() + at, other.begin() + from, other.end());
                break;
            }
            default:
                if (at < end) bytes[static_cast<std::size_t>(at)] = byte;
        }
        if (bytes.size() > most_bytes) bytes.resize(most_bytes);
    }
    return bytes;
}

}  // namespace

int main(int argc, char** argv) {
    const std::uint64_t in_full = reliability::full() ? 50 : 1;
    const std::uint64_t count =
        in_full * (argc > 1 ? std::strtoull(argv[1], nullptr, 10) : std::uint64_t{1000});
    std::vector<Bytes> inputs;
    for (const char* text : {"a,b\n1,2\n3,x\n", "t;x\n03/04/2024 10:00;1,5\n13/04/2024;2\n",
                             "a\tb\r\n\"x \"\"y\"\"\"\t1e5\r\nNA\t-0.5\r\n"}) {
        Bytes bytes(2);
        bytes.insert(bytes.end(), text, text + std::char_traits<char>::length(text));
        inputs.push_back(std::move(bytes));
    }
    for (int i = 2; i < argc; ++i) {
        if (!fs::is_directory(argv[i])) {
            if (fs::exists(argv[i])) add_file(argv[i], inputs);
            continue;
        }
        for (const auto& entry : fs::recursive_directory_iterator(argv[i]))
            if (entry.is_regular_file()) add_file(entry.path(), inputs);
    }
    reliability::Counts("fuzz_" TENON_FUZZ_TARGET).write();  // what an end in between leaves
    for (const Bytes& bytes : inputs) LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
    tenon::Random random(2026);
    for (std::uint64_t i = 0; i < count; ++i) {
        const Bytes bytes = mutated(random, inputs);
        // Kept while it is tried, so that what ends the program is left behind.
        if (const char* kept = std::getenv("TENON_FUZZ_LAST")) {
            std::ofstream(kept, std::ios::binary)
                .write(reinterpret_cast<const char*>(bytes.data()),
                       static_cast<std::streamsize>(bytes.size()));
        }
        LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
    }
    std::printf("%zu inputs and %llu mutations\n", inputs.size(),
                static_cast<unsigned long long>(count));
    reliability::Counts counts("fuzz_" TENON_FUZZ_TARGET);
    counts.set("inputs", static_cast<std::int64_t>(inputs.size() + count));
    return counts.write() ? 0 : 1;
}
