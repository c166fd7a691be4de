#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The builder pattern, as it was done before multi-stage builds: one image compiles, a container of it hands over the
# binary, a second image takes that. Dockerfile.multi does the same in one file.
set -e
image=alexellis2/href-counter
cd "$(dirname "$0")"

echo "Building $image:build"
docker build -t $image:build . -f Dockerfile.build

docker create --name extract $image:build
trap 'docker rm -f extract; rm -f app' EXIT
docker cp extract:/go/src/href-counter/app ./app

echo "Building $image:latest"
docker build -t $image:latest .
