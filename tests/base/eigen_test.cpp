#include "base/eigen.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <new>
#include <utility>

TEST_CASE("a matrix that finds no memory for its new size is empty, not freed twice") {
    // As many numbers as an index can count, and more bytes than any machine has.
    constexpr Eigen::Index rows = std::int64_t{1} << 31, columns = std::int64_t{1} << 31;
    Eigen::MatrixXd matrix = Eigen::MatrixXd::Ones(30, 40);
    CHECK_THROWS_AS(matrix.resize(rows, columns), std::bad_alloc);
    CHECK(matrix.size() == 0);
    Eigen::VectorXd vector = Eigen::VectorXd::Ones(50);
    CHECK_THROWS_AS(vector.resize(rows * columns), std::bad_alloc);
    CHECK(vector.size() == 0);
    Eigen::Matrix<double, 3, Eigen::Dynamic> wide =
        Eigen::Matrix<double, 3, Eigen::Dynamic>::Ones(3, 20);
    CHECK_THROWS_AS(wide.resize(3, rows * columns / 2), std::bad_alloc);
    CHECK(wide.size() == 0);
    // And serves again.
    matrix.setOnes(2, 3);
    vector = matrix.rowwise().sum();
    CHECK(vector.sum() == 6);
}

TEST_CASE("matrices are copied, moved and exchanged as Eigen's own") {
    Eigen::MatrixXd a = Eigen::MatrixXd::Random(4, 3);
    const Eigen::MatrixXd copy = a;
    Eigen::MatrixXd b = std::move(a);
    CHECK(b == copy);
    a = Eigen::MatrixXd::Zero(2, 2);
    a.swap(b);
    CHECK(a == copy);
    CHECK(b == Eigen::MatrixXd::Zero(2, 2));
    a.conservativeResize(5, 3);
    CHECK(a.topRows(4) == copy);
    a.resize(0, 7);
    CHECK(a.size() == 0);
    CHECK(a.cols() == 7);
}
