// SPDX-License-Identifier: Apache-2.0
/// What can be said of a file without building it: what a target takes (arguments, secrets, SSH
/// agents), and which targets there are. Start reading at [dev.cooper.dockerfile.outline.Outline].
package dev.cooper.dockerfile.outline;
