# SPDX-License-Identifier: Apache-2.0
"""What bench/run, bench/guard and bench/scale share."""
