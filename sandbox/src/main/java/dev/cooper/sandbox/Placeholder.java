// SPDX-License-Identifier: Apache-2.0
package dev.cooper.sandbox;

final class Placeholder {}
