// The only clock of the library: seconds on a monotonic clock with an arbitrary origin.
#pragma once

namespace tenon {

double steady_seconds() noexcept;

// Time passed since it was made.
class Stopwatch {
  public:
    Stopwatch() noexcept : start_(steady_seconds()) {}
    double seconds() const noexcept { return steady_seconds() - start_; }

  private:
    double start_;
};

}  // namespace tenon
