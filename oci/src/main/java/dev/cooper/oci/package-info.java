/// TODO(package doc)
package dev.cooper.oci;
