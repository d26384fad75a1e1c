// K. A. Brownlee, Statistical Theory and Methodology in Science and Engineering, 1965: 21 days of a
// plant that oxidises ammonia; air flow, water temperature, acid concentration, stack loss.
#pragma once

#include "models/made_data.hpp"

namespace tenon::test {

inline MadeData stackloss() {
    return {21,
            {{80, 80, 75, 62, 62, 62, 62, 62, 58, 58, 58, 58, 58, 58, 50, 50, 50, 50, 50, 56, 70},
             {27, 27, 25, 24, 22, 23, 24, 24, 23, 18, 18, 17, 18, 19, 18, 18, 19, 19, 20, 20, 20},
             {89, 88, 90, 87, 87, 87, 93, 93, 87, 80, 89, 88, 82, 93, 89, 86, 72, 79, 80, 82, 91}},
            {42, 37, 37, 28, 18, 18, 19, 20, 15, 14, 14, 13, 11, 12, 8, 7, 8, 8, 9, 15, 15}};
}

}  // namespace tenon::test
