import org.jspecify.annotations.NullMarked;

/** Linux calls by FFM: names as bytes, directory descriptors, one resolver. */
@NullMarked
module dev.cooper.posix {
    requires static transitive org.jspecify;

    exports dev.cooper.posix;
}
