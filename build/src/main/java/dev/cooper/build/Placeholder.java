// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build;

final class Placeholder {}
