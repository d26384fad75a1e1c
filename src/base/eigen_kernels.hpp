// The kernels of Eigen's products and triangular solves over doubles, compiled once in
// base/eigen_kernels.cpp instead of in every source that multiplies matrices: each copy takes some
// ten kilobytes. Included by base/eigen.hpp.
#pragma once

#include <Eigen/Core>

#if !EIGEN_VERSION_AT_LEAST(3, 4, 90)  // the parameters of these templates are Eigen's own affair

namespace tenon::base::kernels {

using Eigen::ColMajor;
using Eigen::Index;
using Eigen::Lower;
using Eigen::OnTheLeft;
using Eigen::OnTheRight;
using Eigen::RowMajor;
using Eigen::UnitDiag;
using Eigen::Upper;
using Traits = Eigen::internal::gebp_traits<double, double>;
using Packet = Traits::LhsPacket4Packing;
using Out = Eigen::internal::blas_data_mapper<double, Index, ColMajor>;
template <int Order>
using In = Eigen::internal::const_blas_data_mapper<double, Index, Order>;

}  // namespace tenon::base::kernels

// What the sources have in common, by KERNEL(type).
#define TENON_EIGEN_PACKING(KERNEL, OF, ORDER, PANEL)                                              \
    KERNEL(gemm_pack_lhs<double, Index, OF, Traits::mr, Traits::LhsProgress, Packet, ORDER, false, \
                         PANEL>)                                                                   \
    KERNEL(gemm_pack_rhs<double, Index, OF, Traits::nr, ORDER, false, PANEL>)
#define TENON_EIGEN_PRODUCT(KERNEL, LEFT, RIGHT)                                               \
    KERNEL(general_matrix_matrix_product<Index, double, LEFT, false, double, RIGHT, false,     \
                                         ColMajor, 1>)                                         \
    KERNEL(general_matrix_matrix_triangular_product<Index, double, LEFT, false, double, RIGHT, \
                                                    false, ColMajor, 1, Lower>)                \
    KERNEL(general_matrix_matrix_triangular_product<Index, double, LEFT, false, double, RIGHT, \
                                                    false, ColMajor, 1, Upper>)
#define TENON_EIGEN_TRIANGULAR(KERNEL, MODE, ORDER)                                             \
    KERNEL(triangular_solve_matrix<double, Index, OnTheLeft, MODE, false, ORDER, ColMajor, 1>)  \
    KERNEL(triangular_solve_matrix<double, Index, OnTheRight, MODE, false, ORDER, ColMajor, 1>) \
    KERNEL(product_triangular_matrix_matrix<double, Index, MODE, true, ORDER, false, ColMajor,  \
                                            false, ColMajor, 1, Eigen::Specialized>)
#define TENON_EIGEN_KERNELS(KERNEL)                                                            \
    KERNEL(gebp_kernel<double, double, Index, Out, Traits::mr, Traits::nr, false, false>)      \
    TENON_EIGEN_PACKING(KERNEL, In<ColMajor>, ColMajor, false)                                 \
    TENON_EIGEN_PACKING(KERNEL, In<RowMajor>, RowMajor, false)                                 \
    TENON_EIGEN_PACKING(KERNEL, In<ColMajor>, ColMajor, true)                                  \
    TENON_EIGEN_PACKING(KERNEL, In<RowMajor>, RowMajor, true)                                  \
    TENON_EIGEN_PACKING(KERNEL, Out, ColMajor, true)                                           \
    KERNEL(general_matrix_vector_product<Index, double, In<ColMajor>, ColMajor, false, double, \
                                         In<ColMajor>, false, 0>)                              \
    KERNEL(general_matrix_vector_product<Index, double, In<ColMajor>, ColMajor, false, double, \
                                         In<RowMajor>, false, 0>)                              \
    KERNEL(general_matrix_vector_product<Index, double, In<ColMajor>, ColMajor, false, double, \
                                         In<RowMajor>, false, 1>)                              \
    KERNEL(general_matrix_vector_product<Index, double, In<RowMajor>, RowMajor, false, double, \
                                         In<ColMajor>, false, 0>)                              \
    KERNEL(general_matrix_vector_product<Index, double, In<RowMajor>, RowMajor, false, double, \
                                         In<RowMajor>, false, 0>)                              \
    KERNEL(general_matrix_vector_product<Index, double, In<RowMajor>, RowMajor, false, double, \
                                         In<RowMajor>, false, 1>)                              \
    TENON_EIGEN_PRODUCT(KERNEL, ColMajor, ColMajor)                                            \
    TENON_EIGEN_PRODUCT(KERNEL, ColMajor, RowMajor)                                            \
    TENON_EIGEN_PRODUCT(KERNEL, RowMajor, ColMajor)                                            \
    TENON_EIGEN_PRODUCT(KERNEL, RowMajor, RowMajor)                                            \
    TENON_EIGEN_TRIANGULAR(KERNEL, Lower, ColMajor)                                            \
    TENON_EIGEN_TRIANGULAR(KERNEL, Lower, RowMajor)                                            \
    TENON_EIGEN_TRIANGULAR(KERNEL, Upper, ColMajor)                                            \
    TENON_EIGEN_TRIANGULAR(KERNEL, Upper, RowMajor)                                            \
    TENON_EIGEN_TRIANGULAR(KERNEL, Lower | UnitDiag, ColMajor)                                 \
    TENON_EIGEN_TRIANGULAR(KERNEL, Lower | UnitDiag, RowMajor)                                 \
    TENON_EIGEN_TRIANGULAR(KERNEL, Upper | UnitDiag, ColMajor)                                 \
    TENON_EIGEN_TRIANGULAR(KERNEL, Upper | UnitDiag, RowMajor)

namespace Eigen::internal {

using namespace tenon::base::kernels;

#define TENON_EIGEN_KERNEL(...) extern template struct __VA_ARGS__;
TENON_EIGEN_KERNELS(TENON_EIGEN_KERNEL)
#undef TENON_EIGEN_KERNEL

}  // namespace Eigen::internal

#endif
