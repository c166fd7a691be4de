// SPDX-License-Identifier: Apache-2.0
package dev.cooper.posix;

final class Placeholder {}
