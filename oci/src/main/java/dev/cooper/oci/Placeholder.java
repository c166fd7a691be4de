// SPDX-License-Identifier: Apache-2.0
package dev.cooper.oci;

final class Placeholder {}
