// SPDX-License-Identifier: Apache-2.0
/// How reports are written: tables and JSON as Go's libraries lay them out. Not exported.
package dev.cooper.dockerfile.text;
