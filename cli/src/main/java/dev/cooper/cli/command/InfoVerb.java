// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.command;

import dev.cooper.cli.format.HumanSize;
import dev.cooper.cli.options.Option;
import dev.cooper.cli.options.Options;
import dev.cooper.cli.template.Template;
import dev.cooper.cli.template.TemplateException;
import dev.cooper.cli.template.Value;
import dev.cooper.engine.Isolation;
import dev.cooper.engine.SystemInfo;
import dev.cooper.oci.Json;
import java.util.List;
import java.util.Locale;

/// `info`, in docker's layout.
final class InfoVerb implements Verb {
    private final Option.Text format;

    InfoVerb(Options options) {
        format = options.text("-f, --format", "string", FormatHelp.OBJECT);
    }

    @Override
    public Description description() {
        return new Description(
                "info",
                "[OPTIONS]",
                "Display system-wide information",
                List.of("system info", "info"),
                0,
                0);
    }

    @Override
    public int run(Session session, List<String> arguments)
            throws CommandFailure, TemplateException {
        Isolation asked = session.isolation();
        SystemInfo info = session.engine().info();
        String isolation = isolation(asked, info);
        String typed = format.orElse("");
        StringBuilder out = new StringBuilder();
        if (typed.isEmpty()) {
            out.append(text(info, isolation, session.globals().debug()));
        } else if (typed.equals("json")) {
            out.append(data(info).toJson().toCompactString(Json.Escaping.HTML)).append('\n');
        } else {
            Template.parse(typed).write(data(info), out);
            out.append('\n');
        }
        session.out().print(out);
        return 0;
    }

    /// What a step run with these options would be kept apart by.
    private static String isolation(Isolation asked, SystemInfo info) {
        String name = asked.name().toLowerCase(Locale.ROOT);
        return asked == Isolation.AUTO
                ? info.isolation()
                : info.runtimes().stream()
                        .filter(each -> each.equals(name) || each.startsWith(name + " "))
                        .findFirst()
                        .orElse(name + ", which doesn't work here");
    }

    private static String text(SystemInfo info, String isolation, boolean debug) {
        int all = info.containersRunning() + info.containersStopped();
        return """
        Client: Cooper
         Version:    %s
         Context:    default
         Debug Mode: %s

        Server:
         Containers: %d
          Running: %d
          Paused: 0
          Stopped: %d
         Images: %d
         Server Version: %s
         Storage Driver: %s
          Backing Filesystem: %s
         Plugins:
          Network: host none
         Isolation: %s
         Runtimes: %s
         Default Runtime: %s
         Kernel Version: %s
         Operating System: %s
         OSType: linux
         Architecture: %s
         CPUs: %d
         Total Memory: %s
         Name: %s
         Docker Root Dir: %s
         Runs As: %s
        """
                .formatted(
                        info.version(),
                        debug,
                        all,
                        info.containersRunning(),
                        info.containersStopped(),
                        info.images(),
                        info.version(),
                        info.snapshotter(),
                        info.backingFilesystem(),
                        isolation,
                        String.join(" ", info.runtimes()),
                        info.isolation(),
                        info.kernelVersion(),
                        info.operatingSystem(),
                        info.architecture(),
                        info.cpus(),
                        HumanSize.binary(info.memoryBytes()),
                        info.hostname(),
                        info.root(),
                        String.join("\n  ", info.rights()));
    }

    private static Value.Struct data(SystemInfo info) {
        return Value.struct("info")
                .put("Containers", info.containersRunning() + info.containersStopped())
                .put("ContainersRunning", info.containersRunning())
                .put("ContainersPaused", 0)
                .put("ContainersStopped", info.containersStopped())
                .put("Images", info.images())
                .put("Driver", info.snapshotter())
                .put("KernelVersion", info.kernelVersion())
                .put("OperatingSystem", info.operatingSystem())
                .put("OSType", "linux")
                .put("Architecture", info.architecture())
                .put("NCPU", info.cpus())
                .put("MemTotal", info.memoryBytes())
                .put("DockerRootDir", info.root().toString())
                .put("Name", info.hostname())
                .put("ServerVersion", info.version())
                .put("DefaultRuntime", info.isolation())
                .put("Runtimes", Value.strings(info.runtimes()))
                .build();
    }
}
