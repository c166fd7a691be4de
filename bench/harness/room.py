# SPDX-License-Identifier: Apache-2.0
"""The work folder: what is dear to make is made once and kept; contexts are made of a seed."""
import os
import random
import shutil
import subprocess
import sys

from .process import must, say

HOME = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SEED = 20260101


def cache():
    return os.environ.get("COOPER_CACHE", os.path.join(os.environ.get("HOME", "/root"), ".cache/cooper"))


def bases():
    return os.environ.get("COOPER_BASES", os.path.join(cache(), "bases"))


def work():
    folder = os.environ.get("COOPER_BENCH", os.path.join(cache(), "bench"))
    os.makedirs(folder, exist_ok=True)
    os.environ["BENCH_WORK"] = folder
    return folder


def apart():
    """Runs the caller again in mount and process namespaces of its own: whatever it mounts and starts is gone when it
    ends, however it ends."""
    if os.geteuid() != 0:
        sys.exit("must run as root: it mounts and makes root file systems (try: sudo %s)" % sys.argv[0])
    if os.environ.get("BENCH_APART") != str(os.getpid()):
        os.execvpe("unshare", ["unshare", "--mount", "--propagation", "private", "--pid", "--fork", "--kill-child",
                               "--mount-proc", "env", "BENCH_APART=1", sys.executable] + sys.argv, os.environ)


def base(image):
    """The tar of a base image, made of Debian's packages where it isn't there."""
    tar = os.path.join(bases(), image.replace(":", "-") + ".tar")
    if not os.path.exists(tar):
        must([os.path.join(HOME, "examples/bases.sh"), "--only-tars", "--quiet", image])
    return tar


def fresh(folder):
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    return folder


def write(folder, name, text):
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, name), "w", encoding="ascii") as file:
        file.write(text)


def many_files(folder, count=20_000, folders=200, least=200, most=20_000):
    """Files of random bytes, the same each time: 20,000 of them are 200 MB."""
    if os.path.exists(os.path.join(folder, "made")):
        return folder
    say("making %d files" % count)
    fresh(folder)
    chance = random.Random(SEED)
    for i in range(count):
        inside = os.path.join(folder, "files", "d%03d" % (i % folders))
        if i < folders:
            os.makedirs(inside)
        with open(os.path.join(inside, "f%05d" % i), "wb") as file:
            file.write(chance.randbytes(chance.randint(least, most)))
    write(folder, "Dockerfile", "FROM busybox\nCOPY files /files\nRUN echo done > /done\n")
    write(folder, ".dockerignore", "made\n")
    write(folder, "made", "")
    return folder


def copy(source, target):
    """New files with the same content: nobody has seen them before."""
    shutil.rmtree(target, ignore_errors=True)
    subprocess.run(["cp", "-r", source, target], check=True)
    return target
