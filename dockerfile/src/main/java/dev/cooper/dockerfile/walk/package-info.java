// SPDX-License-Identifier: Apache-2.0
/// Goes through a Dockerfile as a build would, without building: which stages a target needs, what
/// each stage starts from, and what every word stands for where it stands. The checks and the
/// outline listen. Start reading at [dev.cooper.dockerfile.walk.Walker].
package dev.cooper.dockerfile.walk;
