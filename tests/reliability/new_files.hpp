// Files that writers make beside the one they are to replace, and that are left only by killed
// ones.
#pragma once

#include <dirent.h>
#include <unistd.h>

#include <string>

namespace reliability {

// Removes them; how many there were.
inline int sweep_new_files(const std::string& folder) {
    int left = 0;
    DIR* directory = ::opendir(folder.c_str());
    while (const dirent* entry = directory ? ::readdir(directory) : nullptr) {
        const std::string name = entry->d_name;
        if (name.find(".tmp") == std::string::npos) continue;
        ::unlink((folder + "/" + name).c_str());
        ++left;
    }
    if (directory) ::closedir(directory);
    return left;
}

}  // namespace reliability
