import org.jspecify.annotations.NullMarked;

/** Dockerfile to graph to steps. */
@NullMarked
module dev.cooper.build {
    requires transitive dev.cooper.dockerfile;
    requires transitive dev.cooper.sandbox;
    requires transitive dev.cooper.store;
    requires static org.jspecify;

    exports dev.cooper.build;
}
