printf '   FROM busybox\n\tlabel a=1\n  # comment\n \t LaBeL b=2\n' > Dockerfile
