for f in a1 a2 b1 '[x]' 'q?' qq '!bang'; do echo x > "$f"; done
printf '%s\n' 'a[12]' '\[x]' 'q\?' '\!bang' Dockerfile .dockerignore > .dockerignore
