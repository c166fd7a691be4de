import org.jspecify.annotations.NullMarked;

/** One process in a root file system. */
@NullMarked
module dev.cooper.sandbox {
    requires transitive dev.cooper.posix;
    requires static org.jspecify;

    exports dev.cooper.sandbox;
}
