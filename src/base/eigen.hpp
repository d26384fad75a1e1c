// Eigen, with matrices that stay sound when memory runs out. Include this wherever Eigen is used.
//
// Up to version 3.4 a matrix that is given another size frees its block and then asks for the new
// one; where that throws, the matrix still points to the block it has freed, and its destructor
// frees it a second time. Here a matrix is empty in between. Elsewhere it is as Eigen's own.
#pragma once

#include <Eigen/Core>
#include <type_traits>
#include <utility>

#include "base/eigen_kernels.hpp"

#if !EIGEN_VERSION_AT_LEAST(3, 4, 90)

namespace tenon::base {

// How many rows or columns: a number of the type, or a member.
template <int Fixed>
struct Extent {
    Extent() = default;
    explicit Extent(Eigen::Index) {}
    static constexpr Eigen::Index count() noexcept { return Fixed; }
};
template <>
struct Extent<Eigen::Dynamic> {
    Extent() = default;
    explicit Extent(Eigen::Index count) : value(count) {}
    Eigen::Index count() const noexcept { return value; }

    Eigen::Index value = 0;
};

// As large as Eigen's own and with the same members, for hosts that link Eigen as well.
template <class T, int Rows, int Columns, int Options>
class MatrixBlock {
    static constexpr bool aligned = (Options & Eigen::DontAlign) == 0;
    using Index = Eigen::Index;

  public:
    MatrixBlock() = default;
    explicit MatrixBlock(Eigen::internal::constructor_without_unaligned_array_assert) {}
    MatrixBlock(Index size, Index rows, Index columns)
        : data_(Eigen::internal::conditional_aligned_new_auto<T, aligned>(
              static_cast<std::size_t>(size))),
          rows_(rows),
          columns_(columns) {}
    MatrixBlock(const MatrixBlock& other) : MatrixBlock(other.size(), other.rows(), other.cols()) {
        Eigen::internal::smart_copy(other.data_, other.data_ + size(), data_);
    }
    MatrixBlock(MatrixBlock&& other) noexcept { swap(other); }
    MatrixBlock& operator=(const MatrixBlock& other) {
        if (this != &other) {
            MatrixBlock copy(other);
            swap(copy);
        }
        return *this;
    }
    MatrixBlock& operator=(MatrixBlock&& other) noexcept {
        swap(other);
        return *this;
    }
    ~MatrixBlock() { release(); }

    void swap(MatrixBlock& other) noexcept {
        std::swap(data_, other.data_);
        std::swap(rows_, other.rows_);
        std::swap(columns_, other.columns_);
    }
    Index rows() const noexcept { return rows_.count(); }
    Index cols() const noexcept { return columns_.count(); }
    void conservativeResize(Index wanted, Index rows, Index columns) {
        data_ = Eigen::internal::conditional_aligned_realloc_new_auto<T, aligned>(
            data_, static_cast<std::size_t>(wanted), static_cast<std::size_t>(size()));
        set(rows, columns);
    }
    void resize(Index wanted, Index rows, Index columns) {
        if (wanted != size()) {
            release();
            data_ = nullptr;
            set(0, 0);
            if (wanted > 0)
                data_ = Eigen::internal::conditional_aligned_new_auto<T, aligned>(
                    static_cast<std::size_t>(wanted));
        }
        set(rows, columns);
    }
    const T* data() const noexcept { return data_; }
    T* data() noexcept { return data_; }

  private:
    Index size() const noexcept { return rows() * cols(); }
    void set(Index rows, Index columns) noexcept {
        rows_ = Extent<Rows>(rows);
        columns_ = Extent<Columns>(columns);
    }
    void release() noexcept {
        Eigen::internal::conditional_aligned_delete_auto<T, aligned>(
            data_, static_cast<std::size_t>(size()));
    }

    T* data_ = nullptr;
    [[no_unique_address]] Extent<Rows> rows_;
    [[no_unique_address]] Extent<Columns> columns_;
};

}  // namespace tenon::base

namespace Eigen {

template <class T, int Options>
requires std::is_trivially_copyable_v<T>
class DenseStorage<T, Dynamic, Dynamic, Dynamic, Options>
    : public tenon::base::MatrixBlock<T, Dynamic, Dynamic, Options> {
    using tenon::base::MatrixBlock<T, Dynamic, Dynamic, Options>::MatrixBlock;
};

template <class T, int Columns, int Options>
requires std::is_trivially_copyable_v<T>
class DenseStorage<T, Dynamic, Dynamic, Columns, Options>
    : public tenon::base::MatrixBlock<T, Dynamic, Columns, Options> {
    using tenon::base::MatrixBlock<T, Dynamic, Columns, Options>::MatrixBlock;
};

template <class T, int Rows, int Options>
requires std::is_trivially_copyable_v<T>
class DenseStorage<T, Dynamic, Rows, Dynamic, Options>
    : public tenon::base::MatrixBlock<T, Rows, Dynamic, Options> {
    using tenon::base::MatrixBlock<T, Rows, Dynamic, Options>::MatrixBlock;
};

}  // namespace Eigen

#if !defined(_MSC_VER)  // which leaves empty members their room
static_assert(sizeof(Eigen::VectorXd) == 2 * sizeof(void*));
static_assert(sizeof(Eigen::MatrixXd) == 3 * sizeof(void*));
#endif

#endif
