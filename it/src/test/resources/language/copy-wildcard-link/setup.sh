echo a > a; mkdir d; echo f > d/f; ln -s a link; ln -s d ldir
