import org.jspecify.annotations.NullMarked;

/** Image model, references, digests, tar and codecs; opens no file or socket. */
@NullMarked
module dev.cooper.oci {
    requires tools.jackson.core;
    requires aircompressor.v3;
    requires org.tukaani.xz;
    requires static transitive org.jspecify;

    exports dev.cooper.oci;
}
