echo a > a; echo e > '<<EOF'
