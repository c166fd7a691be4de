mkdir sub; echo a > a; printf 'FROM busybox\nCOPY a /t/\n' > sub/Dockerfile
