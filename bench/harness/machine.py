# SPDX-License-Identifier: Apache-2.0
"""What must be known of the machine to read the figures."""
import os
import platform

from . import room
from .process import must


def load():
    return round(os.getloadavg()[0], 1)


def facts(versions):
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        model = next((line.split(":", 1)[1].strip() for line in file if line.startswith("model name")), platform.machine())
    return {
        "processor": model,
        "cores": os.cpu_count(),
        "memory": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        "kernel": platform.release(),
        "file system": must(["stat", "-f", "-c", "%T", room.work()]).strip(),
        "java": must([java(), "-version"]).splitlines()[1].strip(),
        "versions": versions,
    }


def java():
    """The java that ./cooper runs."""
    builds = os.path.join(room.HOME, ".build/cooper")
    with open(os.path.join(builds, "current"), encoding="utf-8") as file:
        current = file.read().strip()
    with open(os.path.join(builds, current, "launch"), encoding="utf-8") as file:
        return file.readline().strip()
