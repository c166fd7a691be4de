mkdir sub; printf 'FROM busybox\nLABEL a=1\n' > sub/real; ln -s sub/real Dockerfile
