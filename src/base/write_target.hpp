// Where the bytes go that are written to a path.
#pragma once

#include <string>

namespace tenon {

struct WriteTarget {
    std::string path;       // what is written, symbolic links followed
    bool in_place = false;  // a pipe, device, socket or descriptor: written, never replaced
    bool exists = false;    // a file is replaced: the new one gets its mode and owner
    int descriptor = -1;  // the path names an open descriptor of this process, as /dev/stdout does
};

// Throws Error(io): a folder, links that go round in a circle, a path that may not be looked at.
WriteTarget write_target(const std::string& path);

// Makes the empty file `fresh` with the mode of `old`, and its owner and group as far as this
// process may give them away: where it may not give the group, the group gets what all others have.
// Returns 0 or the number of the system's error (EEXIST: the name is taken).
int create_like(const std::string& old, const std::string& fresh) noexcept;

}  // namespace tenon
