// SPDX-License-Identifier: Apache-2.0
package dev.cooper.store;

final class Placeholder {}
