// SPDX-License-Identifier: Apache-2.0
/// The build checks: 22 rules that find what works and yet should be written otherwise, with the
/// ids, texts and addresses of the reference builder, because tools know them. Start reading at
/// [dev.cooper.dockerfile.lint.Linter].
package dev.cooper.dockerfile.lint;
