mkdir d; mkfifo -m 640 d/pipe; mknod -m 600 d/null c 1 3; mknod -m 600 d/disk b 7 99
