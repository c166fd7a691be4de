#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Builds the same Dockerfiles by Cooper and by buildah, and compares what comes of them.

The Dockerfiles are the cases of it/src/test/resources/language, and more that are put together at
random from a seed. Compared are the configuration, the history's instructions, and the whole tree:
path, type, mode, owner, content, target, device. Differences that known.txt gives a reason for are
listed with it; any other makes the run fail.

    python3 bench/differential/differential.py [--only PREFIX] [--generated N] [--seed N] [--keep] [--report FILE]
"""
import argparse
import collections
import hashlib
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
CASES = os.path.join(ROOT, "it/src/test/resources/language")
PATH = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


# Where buildah's chroot isolation mounts things in a RUN; the empty places stay in its image.
STUBS = ("/etc/hostname", "/etc/hosts", "/etc/resolv.conf", "/run", "/run/.containerenv", "/run/secrets", "/proc", "/sys", "/dev")


def run(words, **more):
    try:
        return subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
                              text=True, errors="replace", timeout=60, **more)
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(words, 124, "hangs: killed after a minute")


def must(words, **more):
    result = run(words, **more)
    if result.returncode:
        sys.exit("%s failed:\n%s" % (" ".join(words), result.stdout))
    return result.stdout


class Cooper:
    name = "cooper"

    def __init__(self, temp, base):
        self.words = [os.path.join(ROOT, "cooper"), "--root", os.path.join(temp, "cooper")]
        must(self.words + ["import", "--change", 'CMD ["sh"]', "--change", "ENV " + PATH, base, "busybox"])

    def build(self, context, tag, arguments):
        return run(self.words + ["build", "--no-cache", "-t", tag] + arguments + [context])

    def save(self, tag, path):
        must(self.words + ["save", "-o", path, tag])


class Buildah:
    name = "buildah"

    def __init__(self, temp, base):
        self.words = ["buildah", "--root", os.path.join(temp, "buildah"), "--runroot", os.path.join(temp, "buildah-run"),
                      "--storage-driver", "overlay"]
        container = must(self.words + ["from", "scratch"]).strip()
        must(self.words + ["add", "-q", container, base, "/"])
        must(self.words + ["config", "--cmd", '["sh"]', "--env", PATH, container])
        must(self.words + ["commit", "-q", "--format", "docker", container, "busybox"])
        must(self.words + ["rm", container])

    def build(self, context, tag, arguments):
        return run(self.words + ["bud", "--isolation", "chroot", "--layers=false", "--ulimit", "nofile=1024:4096",
                                 "--pull-never", "--format", "docker", "-t", tag] + arguments + [context])

    def save(self, tag, path):
        must(self.words + ["push", "-q", tag, "docker-archive:" + path + ":" + tag])


def tree(archive, layers, known):
    """The files of an image, by path."""
    files = {}
    for name in layers:
        member = archive.getmember(name)
        while member.issym():
            member = archive.getmember(os.path.normpath(os.path.join(os.path.dirname(member.name), member.linkname)))
        data = archive.extractfile(member)
        for entry in entries(data, known):
            put(files, *entry)
    return files


def entries(data, known):
    digest = hashlib.sha256(data.read()).hexdigest()
    if digest not in known:
        data.seek(0)
        known[digest] = list(read(data))
    return known[digest]


def read(data):
    with tarfile.open(fileobj=data, errors="surrogateescape", encoding="utf-8") as layer:
        for each in layer:
            path = os.path.normpath("/" + each.name).replace("//", "/")
            kind, more = "f", ""
            if each.isdir():
                kind = "d"
            elif each.issym():
                kind, more = "l", each.linkname
            elif each.islnk():
                kind, more = "h", os.path.normpath("/" + each.linkname).replace("//", "/")
            elif each.isfifo():
                kind = "p"
            elif each.isdev():
                kind, more = "cb"[each.isblk()], "%d:%d" % (each.devmajor, each.devminor)
            else:
                more = hashlib.sha256(layer.extractfile(each).read()).hexdigest()[:12]
            mode = "" if kind == "l" else "%04o" % (each.mode & 0o7777)
            yield path, kind, "%s %s %d:%d %s" % (kind, mode, each.uid, each.gid, more)


def put(files, path, kind, line):
    folder, name = os.path.split(path)
    if name == ".wh..wh..opq":
        drop(files, folder, keep=True)
    elif name.startswith(".wh."):
        drop(files, os.path.join(folder, name[4:]))
    else:
        if kind != "d":
            drop(files, path)
        files[path] = files.get(line.split(" ", 3)[3], line) if kind == "h" else line


def drop(files, path, keep=False):
    below = path.rstrip("/") + "/"
    for each in [p for p in files if p.startswith(below)]:
        del files[each]
    if not keep:
        files.pop(path, None)


def image(path, known):
    with tarfile.open(path) as archive:
        manifest = json.load(archive.extractfile("manifest.json"))[0]
        config = json.load(archive.extractfile(manifest["Config"]))
        return config, tree(archive, manifest["Layers"], known)


def settings(config):
    """What both mean alike, spelled alike."""
    found = {}
    for key in ("Env", "Cmd", "Entrypoint", "Labels", "ExposedPorts", "Volumes", "WorkingDir", "User", "StopSignal",
                "Shell", "Healthcheck", "OnBuild"):
        value = config["config"].get(key)
        if key == "Labels" and value:
            value = {k: v for k, v in value.items() if k != "io.buildah.version"}
        if key == "WorkingDir" and value == "/":
            value = None
        if value:
            found[key] = value
    if config.get("author"):
        found["author"] = config["author"]
    return found


def history(config, based):
    """The instructions that the history tells of; ONBUILD is none to the reference builder."""
    words = []
    own = config["history"][1 if based else 0:]
    for entry in own:
        text = entry.get("created_by", "")
        text = text.replace("/bin/sh -c #(nop) ", "").replace("|", "RUN |", 1) if text.startswith("|") else \
            text.replace("/bin/sh -c #(nop) ", "")
        word = text.split(" ", 1)[0].upper()
        words.append(word if re.fullmatch("ADD|ARG|CMD|COPY|ENTRYPOINT|ENV|EXPOSE|FROM|HEALTHCHECK|LABEL|MAINTAINER|"
                                          "ONBUILD|SHELL|STOPSIGNAL|USER|VOLUME|WORKDIR", word) else "RUN")
    return [word for word in words if word != "ONBUILD"]


def differences(one, other, bases):
    found = []
    a, b = settings(one[0]), settings(other[0])
    for key in sorted(set(a) | set(b)):
        if a.get(key) != b.get(key):
            found.append("config %s: cooper %s, buildah %s" % (key, json.dumps(a.get(key)), json.dumps(b.get(key))))
    told = [" ".join(history(each[0], each[0]["rootfs"]["diff_ids"][:1] == [base])) for each, base in ((one, bases[0]), (other, bases[1]))]
    if told[0] != told[1]:
        found.append("history: cooper %s, buildah %s" % tuple(told))
    for path in sorted(set(one[1]) | set(other[1])):
        stub = path in STUBS and path not in one[1]
        if one[1].get(path) != other[1].get(path) and path != "/" and not stub:
            found.append("tree %s: cooper %s, buildah %s" % (path, one[1].get(path), other[1].get(path)))
    return found


def prepare(case, context):
    """Puts the context of a case together; what is in a case's folder says LanguageCase."""
    if os.path.isdir(os.path.join(case, "context")):
        shutil.copytree(os.path.join(case, "context"), context, symlinks=True)
    else:
        os.makedirs(context)
    os.chmod(context, 0o755)
    if os.path.exists(os.path.join(case, "Dockerfile")):
        shutil.copy(os.path.join(case, "Dockerfile"), context)
    if os.path.exists(os.path.join(case, "setup.sh")):
        with open(os.path.join(case, "setup.sh")) as script:
            must(["sh", "-euc", "umask 022\n" + script.read()], cwd=context)


def arguments(case, context, temp):
    words = []
    path = os.path.join(case, "args")
    for line in open(path).read().splitlines() if os.path.exists(path) else []:
        flag, _, value = line.replace("$CONTEXT", context).partition(" ")
        if flag == "--secret":
            name, _, content = value.partition("=")
            file = os.path.join(temp, "secret-" + name)
            with open(file, "w") as secret:
                secret.write(content)
            words += ["--secret", "id=%s,src=%s" % (name, file)]
        else:
            words += [flag, value]
    return words


def outcome(tool, name, case, temp, known):
    context = os.path.join(temp, "contexts", tool.name, name)
    prepare(case, context)
    for base in sorted(os.listdir(case)):
        if base.endswith(".base"):
            built = tool.build(context, base[:-5], ["-f", os.path.join(case, base)])
            if built.returncode:
                return "refused", "base: " + last_line(built.stdout)
    words = arguments(case, context, temp)
    tag = "case-" + re.sub("[^a-z0-9]+", "-", name)
    built = tool.build(context, tag, words)
    if built.returncode:
        return "refused", last_line(built.stdout)
    path = os.path.join(temp, tool.name + ".tar")
    if os.path.exists(path):
        os.remove(path)
    tool.save(tag, path)
    found = image(path, known)
    return "built", found


def last_line(text):
    lines = [line for line in text.splitlines() if line.strip()]
    errors = [line for line in lines if "rror" in line]
    return (errors or lines or [""])[-1][:300]


def generate(folder, number, seed):
    """Dockerfiles of what both know, in orders that nobody thought of."""
    pick = random.Random(seed * 1000 + number)
    word = lambda: pick.choice("alpha beta gamma delta".split())
    folders = lambda: pick.choice(["/t", "/t/", "/t/deep/", "/srv/x/y/", "./", "rel/", "/tmp/"])
    sources = lambda: " ".join(pick.sample(["a.txt", "b.txt", "d", "d/sub", "*.txt", "d/*", "l", "x*", "."], pick.randint(1, 2)))
    makers = [
        lambda: "ENV %s=%s" % (word().upper(), pick.choice(["1", "two", '"a b"', "$PATH", "${ALPHA:-none}", "'$x'"])),
        lambda: "ARG %s=%s" % (word().upper(), pick.choice(["1", "${BETA}x", '"q r"', ""])),
        lambda: "LABEL %s=%s" % (word(), pick.choice(["1", "$ALPHA", '"${BETA:-b} c"', "x\\ y"])),
        lambda: "WORKDIR %s" % pick.choice(["/w", "rel", "/w/../v", "$ALPHA", "/srv/x"]),
        lambda: "USER %s" % pick.choice(["root", "daemon", "33", "5:6", "www-data:daemon"]),
        lambda: "EXPOSE %s" % pick.choice(["80", "80/udp", "8000-8002", "81 82"]),
        lambda: "VOLUME %s" % pick.choice(["/v", '["/v1", "/v2"]']),
        lambda: "CMD %s" % pick.choice(["echo hi", '["a", "b c"]', "exec x | y"]),
        lambda: "ENTRYPOINT %s" % pick.choice(["run", '["/e"]']),
        lambda: "STOPSIGNAL %s" % pick.choice(["SIGTERM", "9"]),
        lambda: "COPY %s %s" % (sources(), folders()),
        lambda: "COPY --chown=%s %s %s" % (pick.choice(["5:6", "33", "daemon", "www-data:daemon"]), sources(), folders()),
        lambda: "COPY --chmod=%s a.txt %s" % (pick.choice(["600", "0755", "444"]), folders()),
        lambda: "ADD %s %s" % (pick.choice(["t.tar", "t.tar.gz", "a.txt", "d", "t.tar.xz"]), folders()),
        lambda: "COPY --from=%s /made/%s %s" % (pick.choice(["first", "0"]), pick.choice(["f", "sub", "", "link"]), folders()),
        lambda: "RUN echo %s >> /tmp/log && pwd >> /tmp/log" % word(),
        lambda: "RUN rm -rf /t/deep /tmp/log; mkdir -p /tmp/%s; ln -sf /etc /tmp/%s/link" % (word(), word()),
        lambda: "RUN id -u > /tmp/u-%s; umask >> /tmp/u-%s" % (word(), word()),
        lambda: 'RUN ["/bin/sh", "-c", "echo $0 $ALPHA > /tmp/exec-%s"]' % word(),
    ]
    lines = ["ARG BASE=busybox", "FROM busybox AS first",
             "RUN mkdir -p /made/sub && echo f > /made/f && echo s > /made/sub/s && chown 7:8 /made/f && ln -s f /made/link",
             "FROM ${BASE} AS last"]
    lines += [pick.choice(makers)() for _ in range(pick.randint(4, 9))]
    os.makedirs(folder)
    with open(os.path.join(folder, "Dockerfile"), "w") as out:
        out.write("\n".join(lines) + "\n")
    with open(os.path.join(folder, "setup.sh"), "w") as out:
        out.write("mkdir -p d/sub t/in; for f in a.txt b.txt d/one d/sub/two x1 t/in/t; do echo $f > $f; done; ln -s a.txt l\n"
                  "chmod 640 b.txt; chmod 750 d/sub; tar --owner=3 --group=4 --mtime=@0 -C t -cf t.tar in; gzip -nk t.tar; xz -k t.tar\n"
                  "rm -r t; printf 'Dockerfile\\n.dockerignore\\n' > .dockerignore\n")


def reasons():
    known = collections.OrderedDict()
    for line in open(os.path.join(HERE, "known.txt")):
        if line.strip() and not line.startswith("#"):
            reason, _, pattern = line.strip().partition(" <- ")
            known[re.compile(pattern)] = reason
    return known


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", default="")
    parser.add_argument("--generated", type=int, default=80)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("--report")
    options = parser.parse_args()
    temp = tempfile.mkdtemp(prefix="cooper-differential-")
    base = os.path.expanduser("~/.cache/cooper/bases/busybox.tar")
    cases = [(name, os.path.join(CASES, name)) for name in sorted(os.listdir(CASES))]
    for number in range(options.generated):
        name = "generated-%03d" % number
        generate(os.path.join(temp, "generated", name), number, options.seed)
        cases.append((name, os.path.join(temp, "generated", name)))
    cases = [case for case in cases if case[0].startswith(options.only)]
    tools = [Cooper(temp, base), Buildah(temp, base)]
    bases = []
    for tool in tools:
        tool.save("busybox", os.path.join(temp, "base.tar"))
        bases.append(image(os.path.join(temp, "base.tar"), {})[0]["rootfs"]["diff_ids"][0])
        os.remove(os.path.join(temp, "base.tar"))
    known, explained, figures, lines = {}, reasons(), collections.Counter(), []
    counted = collections.defaultdict(set)
    begun = time.time()
    for name, case in cases:
        one, other = [outcome(tool, name, case, temp, known) for tool in tools]
        if one[0] != other[0]:
            found = ["cooper %s, buildah %s: %s" % (one[0], other[0], one[1] if one[0] == "refused" else other[1])]
        elif one[0] == "refused":
            found = []
            figures["both refuse"] += 1
        else:
            found = differences(one[1], other[1], bases)
            figures["both build"] += 1
        figures["cases"] += 1
        if not found:
            figures["alike"] += 1
            continue
        why = [next((reason for pattern, reason in explained.items() if pattern.fullmatch(name + ": " + each)), None)
               for each in found]
        figures["UNEXPLAINED" if None in why else "explained"] += 1
        for reason in why:
            counted[reason or "UNEXPLAINED"].add(name)
        lines += ["%s: %s" % (name, each) for each, reason in zip(found, why) if reason is None]
    lines += ["%3d cases: %s" % (len(names), reason) for reason, names in sorted(counted.items(), key=lambda i: -len(i[1]))]
    report = "\n".join(lines + ["", ", ".join("%d %s" % (n, what) for what, n in figures.items())
                                + ", %.0f s" % (time.time() - begun), must(["buildah", "--version"]).strip()])
    print(report)
    if options.report:
        with open(options.report, "w") as out:
            out.write(report + "\n")
    if not options.keep:
        run(tools[1].words + ["rm", "--all"])
        run(tools[1].words + ["rmi", "--all", "--force"])
        subprocess.run(["umount", "-q", os.path.join(temp, "buildah", "overlay")])
        shutil.rmtree(temp, ignore_errors=True)
    return 1 if figures["UNEXPLAINED"] else 0


if __name__ == "__main__":
    sys.exit(main())
