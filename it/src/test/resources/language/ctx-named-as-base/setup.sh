mkdir o; echo o > o/a; echo a > a
