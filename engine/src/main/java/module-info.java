import org.jspecify.annotations.NullMarked;

/** The public API. */
@NullMarked
module dev.cooper.engine {
    requires dev.cooper.build;
    requires dev.cooper.registry;
    requires transitive dev.cooper.oci;
    requires static org.jspecify;

    exports dev.cooper.engine;
}
