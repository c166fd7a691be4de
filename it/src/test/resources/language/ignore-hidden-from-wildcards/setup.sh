echo a > a.txt; echo b > b.txt; echo b.txt > .dockerignore
