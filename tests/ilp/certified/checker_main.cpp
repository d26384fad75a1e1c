// certificate_checker MODEL CERTIFICATE: what a certificate proves of a model. Status 0 if it is
// accepted, 1 if it is refused, 2 if the files cannot be read.
#include <cstdio>
#include <exception>
#include <fstream>
#include <iterator>

#include "model_of.hpp"

int main(int count, char** arguments) {
    if (count != 3) {
        std::fprintf(stderr, "usage: certificate_checker MODEL CERTIFICATE\n");
        return 2;
    }
    using namespace certificate_checker;
    try {
        const Model model = model_of(tenon::read_problem({}, arguments[1]));
        std::ifstream file(arguments[2], std::ios::binary);
        if (!file) throw std::runtime_error("cannot read the certificate");
        const std::string text{std::istreambuf_iterator<char>(file), {}};
        const Finding found = check(model, text);
        if (!found.accepted) {
            std::printf("refused: %s\n", found.reason.c_str());
            return 1;
        }
        if (found.has_plan)
            std::printf("plan: objective %.17g, worst violation %.3g\n", found.objective,
                        found.violation);
        if (found.claim == Claim::bound) std::printf("bound: %.17g\n", found.bound);
        if (found.claim == Claim::infeasible) std::printf("infeasible\n");
        if (found.claim == Claim::unbounded) std::printf("unbounded\n");
        std::printf("accepted: %ld leaves, %ld cuts\n", found.leaves, found.cuts);
        return 0;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 2;
    }
}
