// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli;

final class Placeholder {}
