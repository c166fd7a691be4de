echo a > a; mkdir d; echo 6 > d/6
