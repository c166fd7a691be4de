// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile;

final class Placeholder {}
