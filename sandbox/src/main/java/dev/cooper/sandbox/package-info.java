/// One process in a root file system of its own. Start reading at [Sandbox], then [SandboxSpec].
///
/// A run, with either driver:
///
/// 1. [Blueprint] settles everything while nothing of the sandbox exists. It looks at the merged
///    tree ([RootView]), resolves every place inside it, makes those that are missing and notes
///    them down ([Stubs]), finds the program ([Program]), and writes the mounts as text
///    ([MountScript]).
/// 2. [BoxProcess] starts the child: `lifeline.sh`, which becomes `unshare`, and in the new
///    namespaces `inside.sh` with `unshare.sh` or `oci.sh`, which read that text. This JVM's own
///    namespaces, root and ids never change.
/// 3. When the child has ended, or was killed, everything in its pid namespace is gone and with it
///    its mounts; the stubs are taken away.
///
/// What the host's tools may not do once `/` is the image, [HostTools] explains.
package dev.cooper.sandbox;
