#include "ilp/model/lp_reader.hpp"
#include "tenon/error.hpp"
namespace tenon::ilp {
Problem read_lp(const Context&, std::string_view) {
    throw Error(Status::unsupported, "LP text is not read yet");
}
}  // namespace tenon::ilp
