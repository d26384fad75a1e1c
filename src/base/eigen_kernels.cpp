#include "base/eigen.hpp"

#if !EIGEN_VERSION_AT_LEAST(3, 4, 90)

namespace Eigen::internal {

#define TENON_EIGEN_KERNEL(...) template struct __VA_ARGS__;
TENON_EIGEN_KERNELS(TENON_EIGEN_KERNEL)
#undef TENON_EIGEN_KERNEL

}  // namespace Eigen::internal

#endif
