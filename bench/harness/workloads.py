# SPDX-License-Identifier: Apache-2.0
"""The ten workloads. Each has a key, a title and rivals' goal, what must be there (`prepare`), what is undone before
each measurement (`before`), and the words that are measured."""
import os
import shutil
import sys

from . import room
from .process import must, say

GO = "golang:1.7.3"
IMAGES = {
    "busybox": ["--change", 'CMD ["/bin/sh"]'],
    GO: ["--change", "ENV GOPATH=/go:/usr/share/gocode", "--change", "ENV GO111MODULE=off",
         "--change", "ENV PATH=/go/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
         "--change", "WORKDIR /go"],
}
STEPS = 40
SOURCE, TARGET = 5801, 5802  # the ports of the registries


class Workload:
    """A build of one context, as most are. `cold` ones are told to use no cache."""
    isolated = True  # whether it runs programs, so that the driver matters

    def __init__(self, key, title, context, cold, goal, jobs=None):
        self.key, self.title, self.context, self.cold, self.goal, self.jobs = key, title, context, cold, goal, jobs

    def folder(self, who):
        return os.path.join("contexts", self.context)

    def prepare(self, bench, who):
        """Once for each contestant; what a workload that isn't cold builds on."""
        if not self.cold:
            must(self.words(bench, who))

    def before(self, bench, who, turn):
        pass

    def words(self, bench, who):
        return who.build(self.folder(who), self.context, cache=not self.cold, jobs=self.jobs)

    def after(self, bench, who):
        pass


class Edited(Workload):
    """One source file is another one each time."""

    def before(self, bench, who, turn):
        bench.edits += 1
        with open(os.path.join(room.HOME, "examples/hello/app.go"), encoding="utf-8") as file:
            text = file.read()
        room.write(os.path.join(bench.work, self.folder(who)), "app.go", text.replace("Hello", "Hello %d" % bench.edits))


class Fresh(Workload):
    """Files that nobody has seen, each with its own copy of the context."""

    def folder(self, who):
        return os.path.join("contexts", self.context + "-" + who.name)

    def prepare(self, bench, who):
        pass

    def before(self, bench, who, turn):
        who.forget()
        room.copy(os.path.join(bench.work, "contexts", self.context), os.path.join(bench.work, self.folder(who)))


class Seen(Fresh):
    def prepare(self, bench, who):
        if not os.path.exists(os.path.join(bench.work, self.folder(who))):
            room.copy(os.path.join(bench.work, "contexts", self.context), os.path.join(bench.work, self.folder(who)))
        must(self.words(bench, who))

    def before(self, bench, who, turn):
        pass


class Pull(Workload):
    isolated = False
    reference = "127.0.0.1:%d/go:1" % SOURCE

    def __init__(self, key, title, goal):
        super().__init__(key, title, None, True, goal)

    def prepare(self, bench, who):
        bench.source()

    def before(self, bench, who, turn):
        who.before_pull(self.reference)

    def words(self, bench, who):
        return who.pull(self.reference)


class Push(Workload):
    """To a registry that has nothing."""
    isolated = False
    reference = "127.0.0.1:%d/go:1" % TARGET

    def __init__(self, key, title, goal, pulled):
        super().__init__(key, title, None, True, goal)
        self.pulled = pulled

    def prepare(self, bench, who):
        if self.pulled:
            bench.source()
            who.before_pull(Pull.reference)
            must(who.pull(Pull.reference))

    def before(self, bench, who, turn):
        image = Pull.reference if self.pulled else GO
        who.before_push(image, self.reference, self.pulled)
        self.registry = bench.target()

    def words(self, bench, who):
        return who.push(self.reference)

    def after(self, bench, who):
        self.registry.terminate()
        self.registry.wait()
        if not self.pulled:
            who.after_push(self.reference)


ALL = [
    Workload("W1", "lab hello: a 750 MB base, go build, FROM scratch", "hello", True, 0.70),
    Workload("W2", "the same, nothing changed", "hello", False, 0.10),
    Edited("W3", "the same, app.go edited", "hello", False, 0.40),
    Workload("W4", "four independent stages of sleep 2, COPY from each", "stages", True, 2.15, jobs=4),
    Workload("W5", "forty RUN echo", "steps", True, 0.75),
    Workload("W6", "the same, nothing changed", "steps", False, 0.10),
    Fresh("W7", "COPY of 20,000 files, then a RUN", "files", True, 1.5),
    Seen("W8", "the same, nothing changed", "files", False, 0.25),
    Pull("W9", "pull and unpack 750 MB, one gzip layer", 5.0),
    Push("W10", "push of it to an empty registry, as pulled", 1.0, True),
    Push("W10c", "push of it, never compressed before", 6.0, False),
]


class Bench:
    """The work folder with the contexts in it, and the registries."""

    def __init__(self, work, peers):
        self.work, self.peers, self.edits, self.has_source = work, peers, os.getpid() % 7 * 1000, False
        contexts = os.path.join(work, "contexts")
        hello = os.path.join(contexts, "hello")
        shutil.rmtree(hello, ignore_errors=True)
        shutil.copytree(os.path.join(room.HOME, "examples/hello"), hello)
        room.write(os.path.join(contexts, "steps"), "Dockerfile",
                   "FROM busybox\n" + "".join("RUN echo %d > /f%d\n" % (i, i) for i in range(1, STEPS + 1)))
        room.write(os.path.join(contexts, "stages"), "Dockerfile",
                   "".join("FROM busybox AS s%d\nRUN sleep 2 && echo %d > /f%d\n" % (i, i, i) for i in range(4)) +
                   "FROM busybox\n" + "".join("COPY --from=s%d /f%d /\n" % (i, i) for i in range(4)))
        room.many_files(os.path.join(contexts, "files"))

    def source(self):
        """The registry that images are pulled from. What is in it was packed by skopeo, as most images were by Go's
        gzip; it holds one file more than the base image that the builds use, so that nobody has the layer."""
        if self.has_source:
            return
        if self.peers is None:
            sys.exit("pulls and pushes need the registry of Debian's that is among the peers")
        self.has_source = True
        new = not os.path.exists(os.path.join(self.work, "source", "data"))
        self.peers.registry("source", SOURCE)
        if new:
            say("packing an image for the registry")
            folder = room.fresh(os.path.join(self.work, "packing"))
            tar = os.path.join(folder, "root.tar")
            shutil.copyfile(room.base(GO), tar)
            room.write(folder, "only-here", "another layer than the base image's\n")
            must(["tar", "--owner=0", "--group=0", "-C", folder, "-rf", tar, "./only-here"])
            cooper = [os.path.join(room.HOME, "cooper"), "--root", os.path.join(folder, "store")]
            must(cooper + ["import", tar, "go:1"])
            must(cooper + ["save", "-o", os.path.join(folder, "go.tar"), "go:1"])
            must(self.peers.words("skopeo", "copy", "--insecure-policy", "--dest-tls-verify=false",
                                  "docker-archive:/bench/packing/go.tar", "docker://" + Pull.reference))
            shutil.rmtree(folder)

    def target(self):
        room.fresh(os.path.join(self.work, "target"))
        return self.peers.registry("target", TARGET)
