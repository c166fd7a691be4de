mkdir -p d/sub; echo a > a.md; for f in one b.md keep.md sub/two sub/c.md; do echo $f > d/$f; done
printf 'Dockerfile\n.dockerignore\n' > .dockerignore
