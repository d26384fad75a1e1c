// Documents bear that memory is short.
#include <doctest/doctest.h>

#include <string>

#include "base/json.hpp"
#include "survives.hpp"

using namespace tenon;

// A hostile text has a value every two bytes.
static_assert(sizeof(Json) <= 16);

TEST_CASE("a document is copied and given up while memory is short") {
    Json list = Json::array();
    for (int i = 0; i < 3; ++i) list.push(Json(std::string(100, 'x')));
    Json document = Json::object();
    document.set("text", std::string(100, 'x'));
    document.set("list", list);
    test::survives([&] { const Json copy = document; });
    test::survives([&] {
        Json holder = Json::object();
        holder.set("inside", document);
    });
    test::survives([&] {
        Json other = Json(1);
        other = document;
    });
}
