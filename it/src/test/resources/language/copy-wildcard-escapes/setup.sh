echo br > '[x].txt'; echo x > x.txt; echo star > 'a*'; echo ab > ab
