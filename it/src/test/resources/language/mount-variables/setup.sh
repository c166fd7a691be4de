mkdir d; echo a > d/a
