for f in a.txt b.txt .hidden.txt a.log b.log z.log zz.log; do echo $f > $f; done
mkdir -p d1/sub d2/sub; echo f1 > d1/f; echo f2 > d2/f; echo s1 > d1/sub/1; echo s2 > d2/sub/2
printf 'Dockerfile\n.dockerignore\n' > .dockerignore
