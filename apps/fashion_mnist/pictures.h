#pragma once
// Pictures of wrong answers, and of what the first layer looks for.

#include <string>

#include "apps/fashion_mnist/network.h"
#include "apps/fashion_mnist/train.h"

namespace fashion_mnist {

/// Draws the test images with wrong answers of which the network was surest, each with its answer
/// and the right one. @throws apps::NothingToDraw if all are right; as draw_with_gnuplot
void draw_wrong_answers(const std::string& path, const glassgrad::data::datasets::MNIST& images,
                        const Score& score);

/// Draws the weights of each unit of the first layer as an image: blue pixels speak for what the
/// unit looks for, red ones against it. @throws apps::NothingToDraw, as draw_with_gnuplot
void draw_weights(const std::string& path, const Network& network);

}  // namespace fashion_mnist
