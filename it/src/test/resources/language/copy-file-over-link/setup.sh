mkdir d; echo new > d/x
