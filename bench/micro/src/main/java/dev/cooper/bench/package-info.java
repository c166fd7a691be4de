// SPDX-License-Identifier: Apache-2.0

/// What the parts take by themselves; `bench/micro/run` has the references beside them.
@NullMarked
package dev.cooper.bench;

import org.jspecify.annotations.NullMarked;
