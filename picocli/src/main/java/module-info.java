/** picocli, compiled from its sources under the name that its released module has. */
module info.picocli {
    requires static java.sql;

    exports picocli;
}
