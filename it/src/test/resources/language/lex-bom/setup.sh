printf '\357\273\277# escape=`\nFROM busybox\nLABEL a=x`\n  y\n' > Dockerfile
