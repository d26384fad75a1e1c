// Threads that stay for the length of one call whose work is many short loops: a thread that waits
// is woken sooner than one is started.
#pragma once

#include <memory>

#include "tenon/context.hpp"

namespace tenon {

// Loops with context() run as those with the context it was made of, of whose threads they start
// none. With one thread, or an executor of the host, context() is a plain copy. The threads end
// with this; a call makes it before it begins its loops, and uses it on its own thread only.
class CallThreads {
  public:
    explicit CallThreads(const Context& context);
    ~CallThreads();
    CallThreads(const CallThreads&) = delete;
    CallThreads& operator=(const CallThreads&) = delete;
    const Context& context() const noexcept { return context_; }
    // For the tasks of such a loop: one more loop within each, of which threads that find no task
    // any more take a share. Context() itself runs loops within loops on the thread they are in.
    // With an executor of the host, a context of one thread.
    const Context& inner() const noexcept { return inner_; }

  private:
    class Team;
    std::unique_ptr<Team> team_;
    Context context_, inner_;
};

}  // namespace tenon
