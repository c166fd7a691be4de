mkdir d; echo 1 > d/x
