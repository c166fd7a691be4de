echo a > a; printf 'FROM busybox\nCOPY a /t/\n' > ../outside.Dockerfile
