# SPDX-License-Identifier: Apache-2.0
"""Those who are measured. Each says in words how it does a thing; what is measured is those words, run."""
import os
import re
import shutil
import subprocess
import sys
import time

from . import room
from .process import must, say

PACKAGES = "docker.io,docker-cli,docker-buildx,docker-registry,buildah,netavark,crun,runc,skopeo,ca-certificates"
RELEASE = "trixie"


class Cooper:
    name = "cooper"
    title = "Cooper"
    daemons = ()

    def __init__(self, work, program, isolation="auto", name="cooper", title="Cooper"):
        self.work, self.program, self.isolation, self.name, self.title = work, program, isolation, name, title
        self.root = os.path.join(work, "cooper")

    def words(self, *words, root=None):
        return [self.program, "--root", root or self.root, "--isolation", self.isolation] + list(words)

    def version(self):
        text = must(self.words("version"))
        return "%s %s" % (self.title, re.search(r"Version:\s*(\S+)", text).group(1))

    def prepare(self, images):
        for image, options in images.items():
            if not must(self.words("images", "-q", image)).strip():
                must(self.words("import", *options, room.base(image), image))

    def build(self, context, tag, cache=True, jobs=None):
        return self.words("build", *([] if cache else ["--no-cache"]), "-t", tag, os.path.join(self.work, context))

    def forget(self):
        must(self.words("builder", "prune", "-af"))

    def before_pull(self, reference):
        room.fresh(os.path.join(self.work, "pulled"))

    def pull(self, reference):
        return self.words("pull", reference, root=os.path.join(self.work, "pulled"))

    def before_push(self, image, reference, pulled):
        """`pulled`: the image that came from the registry; else one that was imported and that nobody has packed."""
        self.pushed = os.path.join(self.work, "pulled" if pulled else "imported")
        if not pulled:
            room.fresh(self.pushed)
            must(self.words("import", room.base(image), image, root=self.pushed))
        must(self.words("tag", image, reference, root=self.pushed))

    def push(self, reference):
        return self.words("push", reference, root=self.pushed)

    def after_push(self, reference):
        shutil.rmtree(self.pushed)


class Peers:
    """A Debian root with the peers in it; the work folder is seen in it as /bench."""

    def __init__(self, work):
        self.work, self.root = work, os.path.join(work, "peers")
        self.started = []
        if not os.path.exists(os.path.join(self.root, "usr/bin/buildah")):
            self.make()
        # dockerd changes the flags of its root, which must be a mount for that.
        must(["mount", "--bind", self.root, self.root])
        for source, target, kind in (("/proc", "proc", "--rbind"), ("/sys", "sys", "--rbind"),
                                     ("/dev", "dev", "--rbind"), (work, "bench", "--bind")):
            os.makedirs(os.path.join(self.root, target), exist_ok=True)
            must(["mount", kind, source, os.path.join(self.root, target)])
        must(["mount", "-t", "tmpfs", "-o", "mode=755", "run", os.path.join(self.root, "run")])

    def make(self):
        say("making a root with Docker and buildah of Debian %s (670 MB, once)" % RELEASE)
        new = self.root + ".new"
        shutil.rmtree(new, ignore_errors=True)
        mirror = subprocess.run(
            "apt-get indextargets --format '$(ORIGIN) $(LABEL) $(COMPONENT) $(REPO_URI)' | "
            "sed -n 's/^Debian Debian main \\([a-z+]*:.*\\)/\\1/p' | head -n 1",
            shell=True, stdout=subprocess.PIPE, check=True, text=True).stdout.split()
        must(["mmdebstrap", "--variant=minbase", "--include=" + PACKAGES, RELEASE, new] + mirror)
        os.rename(new, self.root)

    def words(self, *words):
        return ["chroot", self.root] + list(words)

    def start(self, *words, log):
        with open(os.path.join(self.work, log), "wb") as file:
            process = subprocess.Popen(self.words(*words), stdin=subprocess.DEVNULL, stdout=file, stderr=file)
        self.started.append(process)
        return process

    def registry(self, folder, port):
        """A registry of Debian's over a folder of the work folder."""
        room.write(os.path.join(self.work, folder), "config.yml", "version: 0.1\nlog: {level: error}\nstorage:\n"
                   "  filesystem: {rootdirectory: /bench/%s/data}\nhttp: {addr: '127.0.0.1:%d'}\n" % (folder, port))
        process = self.start("docker-registry", "serve", "/bench/%s/config.yml" % folder, log="registry.log")
        wait("the registry", lambda: answers(port), process, os.path.join(self.work, "registry.log"))
        return process

    def end(self):
        for process in reversed(self.started):
            process.terminate()
        for process in self.started:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()


def answers(port):
    import urllib.request
    try:
        with urllib.request.urlopen("http://127.0.0.1:%d/v2/" % port, timeout=1) as answer:
            return answer.status == 200
    except OSError:
        return False


def wait(what, ready, process, log):
    for _ in range(300):
        if ready():
            return
        if process.poll() is not None:
            break
        time.sleep(0.1)
    with open(log, encoding="utf-8", errors="replace") as file:
        sys.exit("%s did not start:\n%s" % (what, file.read()[-3000:]))


class Docker:
    name = "docker"
    title = "Docker"

    def __init__(self, peers):
        self.peers = peers
        # Networks are not what is measured, and would change the machine's. Everything it starts is in this namespace.
        daemon = peers.start("dockerd", "--data-root", "/bench/docker", "--exec-root", "/run/docker", "--pidfile",
                             "/run/docker.pid", "--iptables=false", "--ip6tables=false", "--ip-masq=false",
                             "--bridge=none", "-H", "unix:///run/docker.sock", log="dockerd.log")
        ready = lambda: not subprocess.run(self.words("version"), stdout=subprocess.DEVNULL,
                                           stderr=subprocess.DEVNULL, check=False).returncode
        wait("dockerd", ready, daemon, os.path.join(peers.work, "dockerd.log"))
        children = must(["pgrep", "-x", "containerd"]).split()
        self.daemons = (daemon.pid, *map(int, children))

    def words(self, *words):
        return self.peers.words("docker", *words)

    def version(self):
        return "Docker " + must(self.words("version", "--format", "{{.Server.Version}}")).strip()

    def prepare(self, images):
        for image, options in images.items():
            if not must(self.words("images", "-q", image)).strip():
                with open(room.base(image), "rb") as tar:
                    must(self.words("import", *options, "-", image), stdin=tar)

    def build(self, context, tag, cache=True, jobs=None):
        return self.words("build", "--network", "host", *([] if cache else ["--no-cache"]), "-t", tag, "/bench/" + context)

    def forget(self):
        must(self.words("builder", "prune", "-af"))

    def before_pull(self, reference):
        if must(self.words("images", "-q", reference)).strip():
            must(self.words("rmi", "-f", reference))
        must(self.words("builder", "prune", "-af"))

    def pull(self, reference):
        return self.words("pull", reference)

    def before_push(self, image, reference, pulled):
        must(self.words("tag", image, reference))

    def push(self, reference):
        return self.words("push", reference)

    def after_push(self, reference):
        must(self.words("rmi", reference))


class Buildah:
    daemons = ()

    def __init__(self, peers, isolation="chroot"):
        self.peers, self.isolation = peers, isolation
        self.name = "buildah" if isolation == "chroot" else "buildah-" + isolation
        self.title = "buildah (%s)" % isolation

    def words(self, *words):
        return self.peers.words("buildah", "--root", "/bench/buildah", "--runroot", "/run/buildah", "--storage-driver",
                                "overlay", *words)

    def version(self):
        return "buildah " + must(self.words("version")).split("Version:", 1)[1].split()[0]

    def prepare(self, images):
        for image, options in images.items():
            if not must(self.words("images", "-q", "--filter", "reference=" + image)).strip():
                made = must(self.words("from", "scratch")).strip().splitlines()[-1]
                tar = os.path.join(self.peers.work, "base.tar")
                shutil.copyfile(room.base(image), tar)
                must(self.words("add", made, "/bench/base.tar", "/"))
                os.remove(tar)
                for change in options[1::2]:
                    key, value = change.split(" ", 1)
                    if key == "ENV":
                        must(self.words("config", "--env", value, made))
                    elif key == "WORKDIR":
                        must(self.words("config", "--workingdir", value, made))
                must(self.words("commit", "--rm", made, "docker.io/library/" + image))

    def build(self, context, tag, cache=True, jobs=1):
        isolation = ["--isolation", "chroot"] if self.isolation == "chroot" else ["--runtime", "runc"]
        return self.words("build", "--layers", "--pull=never", "--network", "host", *isolation, "--jobs", str(jobs or 1),
                          # It asks for more than a process without CAP_SYS_RESOURCE may give.
                          "--ulimit", "nofile=1024:4096", "--ulimit", "nproc=90000:90000",
                          *([] if cache else ["--no-cache"]), "-t", tag, "/bench/" + context)

    def forget(self):
        must(self.words("prune", "-f"))

    def before_pull(self, reference):
        subprocess.run(self.words("rmi", "-f", reference), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                       check=False)  # it may not be there

    def pull(self, reference):
        return self.words("pull", "--tls-verify=false", reference)

    def before_push(self, image, reference, pulled):
        self.pushed = image

    def push(self, reference):
        return self.words("push", "--tls-verify=false", self.pushed, "docker://" + reference)

    def after_push(self, reference):
        pass
