/// What becomes of a build's result besides the image in the store: folders, archives, OCI layouts.
package dev.cooper.build.output;
