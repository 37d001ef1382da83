#pragma once
// The programs of the book's chapters. Each prints what its chapter shows.

namespace book {

void gradients();    // 01
void scalars();      // 02
void tensors();      // 03
void graph();        // 04
void losses();       // 05
void modules();      // 06
void tutorial();     // 07
void your_own();     // 09
void convolution();  // 10

}  // namespace book
