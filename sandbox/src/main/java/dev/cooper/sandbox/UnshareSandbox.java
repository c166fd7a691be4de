// SPDX-License-Identifier: Apache-2.0
package dev.cooper.sandbox;

final class UnshareSandbox implements Sandbox {
    @Override
    public String name() {
        throw new UnsupportedOperationException();
    }

    @Override
    public SandboxProcess start(SandboxSpec spec) {
        throw new UnsupportedOperationException();
    }
}
