#include "base/xml_text.hpp"

#include <doctest/doctest.h>

#include "tenon/error.hpp"

using namespace tenon;

TEST_CASE("text for XML has no character that XML reads as its own, or has not") {
    CHECK(xml_text("plain: 20 \xc2\xb0"
                   "C, \xe6\xb8\xa9\xe5\xba\xa6") ==
          "plain: 20 \xc2\xb0"
          "C, \xe6\xb8\xa9\xe5\xba\xa6");
    CHECK(xml_text("a<b & \"c\" > 'd'") == "a&lt;b &amp; &quot;c&quot; &gt; &#39;d&#39;");
    CHECK(xml_text("\t\n\r") == "&#9;&#10;&#13;");
    CHECK(xml_text(std::string_view("\0\x1f", 2)) == "\xef\xbf\xbd\xef\xbf\xbd");
    CHECK(xml_text("\xef\xbf\xbf\xef\xbf\xbd") == "\xef\xbf\xbd\xef\xbf\xbd");
    CHECK_THROWS_AS(xml_text("\xff"), Error);
}
