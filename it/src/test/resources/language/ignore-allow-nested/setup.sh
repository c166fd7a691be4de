mkdir -p folder/sub folder2; echo 1 > folder/file1; echo 2 > folder/sub/file2; echo 3 > folder2/file3
printf '*\n!folder/sub\n!folder/none\n' > .dockerignore
