echo a > a; mkdir d; echo 1 > d/1
