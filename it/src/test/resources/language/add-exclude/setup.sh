mkdir -p d/sub; for f in one b.md sub/two; do echo $f > d/$f; done
