import org.jspecify.annotations.NullMarked;

/** What is on disk. */
@NullMarked
module dev.cooper.store {
    requires transitive dev.cooper.oci;
    requires transitive dev.cooper.posix;
    requires static org.jspecify;

    exports dev.cooper.store;
}
