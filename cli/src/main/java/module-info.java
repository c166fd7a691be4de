import org.jspecify.annotations.NullMarked;

/** The command line. */
@NullMarked
module dev.cooper.cli {
    requires dev.cooper.engine;
    requires dev.cooper.oci;
    requires info.picocli;
    requires jdk.unsupported;
    requires static org.jspecify;

    exports dev.cooper.cli;
}
