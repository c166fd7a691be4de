import org.jspecify.annotations.NullMarked;

/** Dockerfile to graph to steps: the solver, and the trees that steps read and write. */
@NullMarked
module dev.cooper.build {
    requires transitive dev.cooper.dockerfile;
    requires transitive dev.cooper.oci;
    requires transitive dev.cooper.posix;
    requires transitive dev.cooper.sandbox;
    requires transitive dev.cooper.store;
    requires java.net.http;
    requires static org.jspecify;

    exports dev.cooper.build;
    exports dev.cooper.build.cache;
    exports dev.cooper.build.context;
    exports dev.cooper.build.output;
    exports dev.cooper.build.plan;
    exports dev.cooper.build.remote;
    exports dev.cooper.build.solver;
    exports dev.cooper.build.step;
    exports dev.cooper.build.tree;
}
