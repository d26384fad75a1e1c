#include "base/place_apart.hpp"

#if defined(__linux__)
#include <pthread.h>
#include <sched.h>
#endif

namespace tenon {

void place_apart(std::thread& thread) noexcept {
#if defined(__linux__)
    cpu_set_t allowed;  // fails where there are more processors than it has places for
    if (pthread_getaffinity_np(pthread_self(), sizeof allowed, &allowed) != 0) return;
    const int here = sched_getcpu();
    if (here < 0 || !CPU_ISSET(here, &allowed)) return;
    cpu_set_t others = allowed;
    CPU_CLR(here, &others);
    if (CPU_COUNT(&others) == 0) return;
    const pthread_t handle = thread.native_handle();
    if (pthread_setaffinity_np(handle, sizeof others, &others) == 0)
        pthread_setaffinity_np(handle, sizeof allowed, &allowed);
#else
    static_cast<void>(thread);
#endif
}

}  // namespace tenon
