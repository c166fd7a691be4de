printf '\357\273\277# escape=`\nFROM busybox\nLABEL a=x`\ny b=c\\d\n' > Dockerfile
