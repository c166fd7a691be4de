echo s > src1
