mkdir d; echo a > d/a; ln d/a d/b
