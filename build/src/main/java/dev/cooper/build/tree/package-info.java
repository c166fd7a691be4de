/// File trees as steps see them: what a `COPY` selects, the digest of what it reads, and the
/// copying itself.
///
/// Everything here works on [dev.cooper.posix.Dir]s with names as bytes; every path out of a
/// Dockerfile, an image or a context is resolved inside its root by the kernel. Start reading at
/// [Selection], then [Copier].
package dev.cooper.build.tree;
