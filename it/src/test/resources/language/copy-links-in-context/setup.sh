echo a > a; mkdir -p d/sub; echo f > d/f; ln -s a tofile; ln -s d todir; ln -s ../a d/up; ln -s sub d/tosub; ln -s nowhere d/dangling; echo s > d/sub/s
