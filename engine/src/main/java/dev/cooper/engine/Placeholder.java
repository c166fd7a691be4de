// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

final class Placeholder {}
