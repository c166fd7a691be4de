// SPDX-License-Identifier: Apache-2.0
package dev.cooper.testkit.registry;

import java.io.IOException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// One misbehavior of a server.
public interface Fault {
    /// What to say in place of doing what was asked; null to do it.
    default @Nullable Answer instead(Request request) throws IOException {
        return null;
    }

    /// What to say after it was done.
    default Answer afterwards(Request request, Answer answer) {
        return answer;
    }

    /// Nothing is done, and this is said.
    static Fault instead(Answer answer) {
        return new Fault() {
            @Override
            public Answer instead(Request request) throws IOException {
                request.body().readAllBytes();
                return answer;
            }
        };
    }

    /// It is done, and something else is said.
    static Fault changed(UnaryOperator<Answer> change) {
        return new Fault() {
            @Override
            public Answer afterwards(Request request, Answer answer) {
                return change.apply(answer);
            }
        };
    }

    /// The connection ends after so many bytes of what is sent; they are lost.
    static Fault dropped(int bytes) {
        return new Fault() {
            @Override
            public Answer instead(Request request) throws IOException {
                request.body().readNBytes(bytes);
                return Answer.none();
            }
        };
    }
}
