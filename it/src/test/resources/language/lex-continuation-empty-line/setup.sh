printf 'FROM busybox\nRUN echo a \\\n\n\n   b > /out\n' > Dockerfile
