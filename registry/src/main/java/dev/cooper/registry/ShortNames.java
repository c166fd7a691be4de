// SPDX-License-Identifier: Apache-2.0
package dev.cooper.registry;

import dev.cooper.oci.InvalidReferenceException;
import dev.cooper.oci.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What a name without a registry may stand for, by the machine's configuration.
final class ShortNames {
    private ShortNames() {}

    /// Candidates in order; never empty. A name with a registry stands for itself. Else an alias
    /// decides, then the registries to search, then docker's rule, which is the hub.
    static List<Reference> candidates(RegistriesConf conf, String text)
            throws InvalidReferenceException {
        Reference docker = Reference.parse(text);
        int end = end(text);
        String name = text.substring(0, end);
        String rest = text.substring(end);
        int slash = name.indexOf('/');
        String first = slash < 0 ? "" : name.substring(0, slash);
        boolean named =
                first.contains(".")
                        || first.contains(":")
                        || first.equals("localhost")
                        || !first.equals(first.toLowerCase(Locale.ROOT));
        if (named) {
            return List.of(docker);
        }
        String alias = conf.aliases().get(name);
        if (alias != null) {
            return List.of(Reference.parse(alias + rest));
        }
        List<String> search = conf.search();
        if (search == null || search.isEmpty()) {
            return List.of(docker);
        }
        List<Reference> all = new ArrayList<>();
        for (String each : search) {
            all.add(Reference.parse(each + "/" + text));
        }
        return all;
    }

    /// Where tag or digest begin.
    private static int end(String text) {
        int at = text.indexOf('@');
        int stop = at < 0 ? text.length() : at;
        int colon = text.lastIndexOf(':', stop - 1);
        return colon > text.lastIndexOf('/', stop - 1) ? colon : stop;
    }
}
