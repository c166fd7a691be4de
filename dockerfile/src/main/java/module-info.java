import org.jspecify.annotations.NullMarked;

/** The Dockerfile language. */
@NullMarked
module dev.cooper.dockerfile {
    requires static transitive org.jspecify;

    exports dev.cooper.dockerfile;
    exports dev.cooper.dockerfile.lint;
    exports dev.cooper.dockerfile.outline;
    exports dev.cooper.dockerfile.walk;
}
