# SPDX-License-Identifier: Apache-2.0
"""Programs, timed: a whole process from its start to its end, with its peak memory."""
import dataclasses
import os
import statistics
import subprocess
import sys
import threading
import time


def say(text):
    print(text, file=sys.stderr, flush=True)


def must(words, **more):
    """Runs what isn't measured; ends everything with its output if it fails."""
    more.setdefault("stdin", subprocess.DEVNULL)
    more.setdefault("stderr", subprocess.STDOUT)
    result = subprocess.run(words, stdout=subprocess.PIPE, **more)
    if result.returncode:
        sys.exit("failed: %s\n%s" % (" ".join(map(str, words)), result.stdout.decode(errors="replace")[-4000:]))
    return result.stdout.decode(errors="replace")


@dataclasses.dataclass
class Sample:
    """seconds of wall time, of processor time (of the process and all that it waited for), and the peak of resident
    memory in MB: of the process itself and of the daemons that work for it, not of what runs in a sandbox."""
    seconds: float
    processor: float
    memory: float


def peak(pid):
    """VmHWM in kilobytes; 0 for a process that is no more."""
    try:
        with open("/proc/%d/status" % pid, encoding="ascii", errors="replace") as status:
            for line in status:
                if line.startswith("VmHWM:"):
                    return int(line.split()[1])
    except OSError:
        pass
    return 0


def forget_peak(pid):
    try:
        with open("/proc/%d/clear_refs" % pid, "w", encoding="ascii") as file:
            file.write("5")
    except OSError:
        pass


class Peak(threading.Thread):
    """Reads the peak of a process while it lives: the kernel keeps it, so the last reading counts."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.pid, self.kilobytes, self.over = pid, 0, threading.Event()
        self.start()

    def run(self):
        while True:
            self.kilobytes = max(self.kilobytes, peak(self.pid))
            if self.over.wait(0.02):
                return

    def end(self):
        self.over.set()
        self.join()
        return self.kilobytes


def measure(words, daemons=(), quiet=False, **more):
    """Runs and measures; ends everything if it fails. `daemons` are processes whose memory counts too."""
    if not quiet:
        os.sync()  # what another one wrote is not to be written while this one is measured
    for pid in daemons:
        forget_peak(pid)
    with open(os.path.join(os.environ["BENCH_WORK"], "last.log"), "w+b") as log:
        begun = time.perf_counter()
        process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=log, stderr=log, **more)
        memory = Peak(process.pid)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        kilobytes = memory.end() + sum(peak(pid) for pid in daemons)
        if process.returncode:
            log.seek(0)
            sys.exit("failed (%d): %s\n%s" % (process.returncode, " ".join(words), log.read().decode(errors="replace")[-4000:]))
    return Sample(seconds, usage.ru_utime + usage.ru_stime, kilobytes / 1024)


def median(samples, field="seconds"):
    return statistics.median(getattr(each, field) for each in samples)
