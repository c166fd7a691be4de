// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.options.Option;
import dev.cooper.cli.options.Options;
import dev.cooper.cli.template.Template;
import dev.cooper.cli.template.TemplateException;
import dev.cooper.cli.template.Value;
import dev.cooper.oci.Json;
import java.util.List;

/// `version`. For scripts, client and server have the same: this very process.
final class VersionVerb implements Verb {
    private final Option.Text format;

    VersionVerb(Options options) {
        format = options.text("-f, --format", "string", FormatHelp.OBJECT);
    }

    @Override
    public Description description() {
        return new Description(
                "version", "[OPTIONS]", "Show the Cooper version information", List.of(), 0, 0);
    }

    @Override
    public int run(Session session, List<String> arguments) throws TemplateException {
        String typed = format.orElse("");
        if (typed.isEmpty()) {
            session.out().print(Version.text());
            return 0;
        }
        Value.Struct data =
                Value.struct("version")
                        .put("Client", side().put("Context", "default").build())
                        .put("Server", side().build())
                        .build();
        StringBuilder out = new StringBuilder();
        if (typed.equals("json")) {
            out.append(data.toJson().toCompactString(Json.Escaping.HTML));
        } else {
            Template.parse(typed).write(data, out);
        }
        session.out().println(out);
        return 0;
    }

    private static Value.Builder side() {
        return Value.struct("version.Side")
                .put("Version", Version.NUMBER)
                .put("JavaVersion", Runtime.version().toString())
                .put("Os", "linux")
                .put("Arch", Version.architecture());
    }
}
