/// Image model, references, digests, tar and codecs: streams and bytes in, bytes out.
package dev.cooper.oci;
