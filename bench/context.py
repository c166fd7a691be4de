#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes a build context: FILES of 200 to 20,000 random bytes each over 200 folders, from a seed.

    bench/context.py DIR [FILES] [SEED]

The same files from the same seed everywhere; 20,000 files, the usual number, are some 200 MB.
"""

import os
import random
import sys

FOLDERS = 200


def main():
    if not 2 <= len(sys.argv) <= 4:
        sys.exit(__doc__.strip())
    root = sys.argv[1]
    files = int(sys.argv[2]) if len(sys.argv) > 2 else 20_000
    rng = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    for folder in range(FOLDERS):
        os.makedirs(os.path.join(root, "files", f"d{folder:03}"), exist_ok=True)
    total = 0
    for i in range(files):
        data = rng.randbytes(rng.randint(200, 20_000))
        total += len(data)
        with open(os.path.join(root, "files", f"d{i % FOLDERS:03}", f"f{i:05}.bin"), "wb") as out:
            out.write(data)
    print(f"{files} files, {total / 1e6:.0f} MB")


main()
