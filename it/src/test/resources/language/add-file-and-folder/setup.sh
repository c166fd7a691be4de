echo a > a; mkdir -p d/sub; echo f > d/sub/f; echo 1 > 1.x; echo 2 > 2.x
