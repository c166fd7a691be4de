import org.jspecify.annotations.NullMarked;

/** Test helpers. */
@NullMarked
module dev.cooper.testkit {
    requires static org.jspecify;

    exports dev.cooper.testkit;
}
