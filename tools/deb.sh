#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Makes a Debian package of a distribution that tools/dist.sh made. Nothing runs when it is installed: the AOT caches
# come with it, and fit, as dpkg keeps the times of files.
#
#   deb.sh VERSION FOLDER OUTPUT    FOLDER: the distribution; the package is OUTPUT/cooper_VERSION_ARCH.deb
set -eu
umask 022

# A snapshot comes before the release that it leads to.
version=$(printf %s "$1" | sed 's/-SNAPSHOT$/~snapshot/')
from=$(cd "$2" && pwd -P)
output=$(cd "$3" && pwd -P)
arch=${from##*-}
epoch=${SOURCE_DATE_EPOCH:-1767225600}
export SOURCE_DATE_EPOCH="$epoch"

work=$(mktemp -d "$output/.deb.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
root=$work/root
mkdir -p "$root/DEBIAN" "$root/usr/lib/cooper" "$root/usr/bin" "$root/usr/share/doc/cooper"
cp -a "$from/bin" "$from/lib" "$from/runtime" "$root/usr/lib/cooper/"
cp -a "$from/share/." "$root/usr/share/"
gzip -9n "$root"/usr/share/man/man1/*.1
# Debian keeps licences where all of a package's are; those of the run time stay with it.
cp -a "$from/licenses" "$root/usr/share/doc/cooper/licenses"
ln -sfn ../../../../lib/cooper/runtime/legal "$root/usr/share/doc/cooper/licenses/java"
ln -s ../lib/cooper/bin/cooper "$root/usr/bin/cooper"
cat >"$root/usr/share/doc/cooper/copyright" <<'END'
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: Cooper

Files: *
Copyright: the authors of Cooper
License: Apache-2.0
 On Debian systems, the full text of the Apache License, Version 2.0 is in
 /usr/share/common-licenses/Apache-2.0. The licences of the libraries and of
 the Java run time that come along are in /usr/share/doc/cooper/licenses.
END
# The newest symbols of the C library that anything in there asks for.
glibc=$(find "$from/runtime" -type f \( -name '*.so' -o -name java -o -name jspawnhelper \) -exec grep -aoh 'GLIBC_2\.[0-9.]*' {} + |
    sort -Vu | tail -n 1)
cat >"$root/DEBIAN/control" <<END
Package: cooper
Version: $version
Architecture: $arch
Maintainer: the authors of Cooper <cooper@localhost>
Installed-Size: $(du -sk --exclude=DEBIAN "$root" | cut -f1)
Depends: libc6 (>= ${glibc#GLIBC_}), util-linux
Recommends: runc | crun, git, uidmap
Section: utils
Priority: optional
Description: container images from any Dockerfile, without a daemon
 Builds, runs and keeps container images. The command line is docker's;
 images, containers and the build cache are files in one folder, and
 nothing stays running. Brings its own Java run time.
END
find "$root" -exec touch -h -d "@$epoch" {} +
(cd "$root" && find usr -type f -print0 | LC_ALL=C sort -z | xargs -0 md5sum >DEBIAN/md5sums)
touch -d "@$epoch" "$root/DEBIAN/md5sums" "$root/DEBIAN"
deb=cooper_${version}_$arch.deb
dpkg-deb --root-owner-group -Zxz -z2 --build "$root" "$work/$deb" >/dev/null
mv "$work/$deb" "$output/$deb"
