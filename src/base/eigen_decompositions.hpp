// The decompositions of Eigen that are used, behind base/eigen.hpp: they name matrix types as soon
// as they are included.
#pragma once

#include "base/eigen.hpp"

#include <Eigen/Cholesky>
#include <Eigen/Eigenvalues>
#include <Eigen/LU>
#include <Eigen/QR>
#include <Eigen/SVD>
