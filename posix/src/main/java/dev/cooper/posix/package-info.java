// SPDX-License-Identifier: Apache-2.0

/// Linux as a container builder needs it: file names that are bytes, directories held by
/// descriptor, one resolver that no symbolic link leads out of, overlay views that are mounted
/// nowhere, and locks that end with their process.
///
/// `java.nio.file.Path` cannot carry every name that an image, an archive or a build context may
/// hold (a locale decides what it can spell), and it resolves links where the host would. So
/// whatever comes from outside goes through [Name] and [Dir] instead. `Path` appears in this
/// package only for places that the *caller* chose: a store's folder, a lock, a layer.
///
/// Start reading at [Dir]: it is what the other rooms use. [OpenFile] is a file opened through it,
/// [Overlay] gives a merged chain of layers as a [Dir], [LockFile] and [Kernel] are small and stand
/// alone. Below them, `Linux` makes the one foreign call that all of this comes down to, and
/// `Syscall` has its numbers; nothing outside this module touches `java.lang.foreign`.
///
/// Every failed call is a [PosixException], which says what was tried on what and carries the
/// kernel's [Errno]. Calls block, and a blocked call pins a virtual thread's carrier: walk and
/// unpack on platform threads.
package dev.cooper.posix;
