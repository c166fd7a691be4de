// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

/// What help says about `--format`.
final class FormatHelp {
    static final String LIST =
            "Format output: 'table', 'table TEMPLATE', 'json', or a Go template for each line";

    static final String OBJECT = "Format output: 'json', or a Go template";

    private FormatHelp() {}
}
