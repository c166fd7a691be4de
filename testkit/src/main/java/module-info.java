import org.jspecify.annotations.NullMarked;

/** Test helpers. */
@NullMarked
module dev.cooper.testkit {
    requires jdk.httpserver;
    requires static transitive org.jspecify;

    exports dev.cooper.testkit;
    exports dev.cooper.testkit.registry;
}
