// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.template;

/// A template that can't be read, or that asks of a value what it doesn't have; the message is in
/// Go's words.
public final class TemplateException extends Exception {
    private static final long serialVersionUID = 1;

    TemplateException(String message) {
        super(message);
    }
}
