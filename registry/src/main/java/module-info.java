import org.jspecify.annotations.NullMarked;

/** What is on the wire: the client of image registries. */
@NullMarked
module dev.cooper.registry {
    requires transitive dev.cooper.oci;
    requires java.net.http;
    requires org.tomlj;
    requires static transitive org.jspecify;

    exports dev.cooper.registry;
}
