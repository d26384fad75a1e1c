#include "report/visible_text.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace tenon::report;

TEST_CASE("characters of markup are escaped") {
    CHECK(escaped("<b a=\"1\" & 'c'>") == "&lt;b a=&quot;1&quot; &amp; &#39;c&#39;&gt;");
}

TEST_CASE("valid UTF-8 passes unchanged") {
    const std::string text = "Größe 振动 \U0001F527 °C";
    CHECK(escaped(text) == text);
}

TEST_CASE("bytes that are not UTF-8 become the replacement character") {
    CHECK(escaped("a\xFFz") == "a\uFFFDz");
    CHECK(escaped("\xC3") == "\uFFFD");            // cut off
    CHECK(escaped("\xC0\xAF") == "\uFFFD\uFFFD");  // overlong slash
    CHECK(escaped("\xE0\x80\xBC") == "\uFFFD");    // overlong <
    CHECK(escaped("\xED\xA0\x80") == "\uFFFD");    // surrogate
    CHECK(escaped("\xF5\x80\x80\x80") == "\uFFFD\uFFFD\uFFFD\uFFFD");
    CHECK(escaped("\xE6<") == "\uFFFD&lt;");  // a cut character swallows nothing
}

TEST_CASE("control characters do not reach the page") {
    CHECK(escaped(std::string_view("a\0b\x1B\x7F", 5)) == "a\uFFFDb\uFFFD\uFFFD");
    CHECK(escaped("\xC2\x85") == "\uFFFD");      // C1
    CHECK(escaped("\xEF\xBF\xBF") == "\uFFFD");  // U+FFFF
    CHECK(escaped("tab\tline\n") == "tab\tline\n");
}

TEST_CASE("every byte pair escapes to something that escapes to itself") {
    for (int a = 0; a < 256; ++a) {
        for (int b = 0; b < 256; ++b) {
            const std::string raw = {static_cast<char>(a), static_cast<char>(b)};
            const std::string once = clipped(raw, 10);
            REQUIRE(clipped(once, 10) == once);
        }
    }
}

TEST_CASE("a text that fits is not shortened") {
    CHECK(shortened("M-12", 100, 12) == "M-12");
    CHECK(shortened_front("M-12", 100, 12) == "M-12");
}

TEST_CASE("a shortened text fits and keeps the end that was asked for") {
    const std::string name = "a very long name of a machine in the third hall 第三车间";
    for (double width = 5; width < 300; width += 7) {
        const std::string head = shortened(name, width, 12),
                          tail = shortened_front(name, width, 12);
        CHECK(text_width(head, 12) <= width);
        CHECK(text_width(tail, 12) <= width);
        if (!head.empty()) CHECK(name.rfind(head.substr(0, head.find("…")), 0) == 0);
        if (tail.size() > 3) CHECK(name.substr(name.size() - (tail.size() - 3)) == tail.substr(3));
    }
}

TEST_CASE("Chinese characters are a full width each") {
    CHECK(text_width("温度", 10) == doctest::Approx(20));
    CHECK(text_width("ab", 10) < 20);
}

TEST_CASE("clipping counts characters, not bytes") {
    CHECK(clipped("温度传感器", 5) == "温度传感器");
    CHECK(clipped("温度传感器", 2) == "温度…");
}

TEST_CASE("signs that Chinese fonts draw as wide as an ideograph are given its room") {
    for (const char* sign : {"℃", "‰", "Ⅲ", "①", "→", "≥", "■", "“", "…"})
        CHECK(text_width(sign, 13) == 13);
    CHECK(text_width("温度", 13) == 26);
}
