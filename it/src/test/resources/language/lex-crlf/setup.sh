printf 'FROM busybox\r\nENV A=1 \\\r\n  B=2\r\n# comment\r\nLABEL l=x\r\n' > Dockerfile
