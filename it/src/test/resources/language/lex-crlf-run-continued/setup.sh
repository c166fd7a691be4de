printf 'FROM busybox\r\nRUN echo a \\\r\n  b > /out\r\nRUN <<E\r\necho c >> /out\r\nE\r\n' > Dockerfile
