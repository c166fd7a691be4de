mkdir o; echo other > o/a
