// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import java.util.Collection;
import java.util.TreeSet;

/// What a token is to allow, as token servers read it: `repository:library/busybox:pull`.
///
/// @param actions sorted, separated by commas
record Scope(String repository, String actions) {
    static Scope pull(String repository) {
        return new Scope(repository, "pull");
    }

    static Scope push(String repository) {
        return new Scope(repository, "pull,push");
    }

    static Scope delete(String repository) {
        return new Scope(repository, "delete,pull");
    }

    /// In an order of its own, so that equal sets are equal texts.
    static Collection<String> texts(Collection<Scope> scopes) {
        TreeSet<String> all = new TreeSet<>();
        scopes.forEach(each -> all.add(each.toString()));
        return all;
    }

    @Override
    public String toString() {
        return "repository:" + repository + ":" + actions;
    }
}
