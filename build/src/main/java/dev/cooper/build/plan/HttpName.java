// SPDX-License-Identifier: Apache-2.0
package dev.cooper.build.plan;

/// What a file from a URL is called: the last name of the URL's path.
final class HttpName {
    private static final String UNNAMED = "__unnamed__";

    private HttpName() {}

    static String of(String url) {
        String path = url.replaceFirst("[?#].*", "").replaceFirst("^[a-zA-Z]+://[^/]*", "");
        String clean = path.replaceFirst("/+$", "");
        String last = clean.substring(clean.lastIndexOf('/') + 1);
        boolean usable = !last.isEmpty() && !last.equals(".") && !last.equals("..");
        return usable && last.length() <= 255 ? last : UNNAMED;
    }
}
