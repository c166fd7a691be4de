import org.jspecify.annotations.NullMarked;

/** The command line. */
@NullMarked
module dev.cooper.cli {
    requires dev.cooper.engine;
    requires info.picocli;
    requires static org.jspecify;

    exports dev.cooper.cli;
}
