echo a > a; mkdir d; echo e > d/e
