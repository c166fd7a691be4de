// SPDX-License-Identifier: Apache-2.0
package dev.cooper.testkit;

final class Placeholder {}
