// SPDX-License-Identifier: Apache-2.0
package dev.cooper.engine;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;

/// The containers of a store. Safe for any number of threads and processes.
///
/// A *name* is a container's name, its id, or a unique prefix of that.
public interface Containers {
    /// Makes a container from an image. It runs nothing yet.
    ///
    /// The volumes of the image's configuration are folders of the container's own tree: they are
    /// made when it starts, and go with it.
    ///
    /// @throws CooperException.InvalidInput if there is nothing to run, or the spec holds what
    ///   can't be
    /// @throws CooperException.NotFound if the image isn't in the store
    /// @throws CooperException.Conflict if the name is taken
    ContainerView create(ContainerSpec spec);

    /// Runs a created or exited container and waits for its end. Its output goes to its log and to
    /// `streams`; if either can't take it, the program is killed. Interrupting the calling thread
    /// kills the program too. A container of a spec with `autoRemove` is gone afterwards.
    ///
    /// The caller's input is read by a thread that can't be called off: it may take one more piece
    /// of it after the program's end.
    ///
    /// @return the program's exit code; 128+n if signal n ended it
    /// @throws CooperException.StartFailed if the program could not be started
    /// @throws CooperException.Conflict if it runs already
    int start(String name, ContainerStreams streams) throws InterruptedException;

    /// Sends a signal (its number) to a container that this process runs; false if it runs none of
    /// that name.
    boolean signal(String name, int signal);

    /// All of them, newest first.
    List<ContainerView> list();

    /// @throws CooperException.NotFound `No such container: …`
    ContainerView find(String name);

    /// Writes what the container printed so far to the two streams, in order.
    void logs(String name, OutputStream out, OutputStream err);

    /// With `force`, one that runs is killed first, also if another process runs it.
    ///
    /// @throws CooperException.Conflict if it runs and `force` is off
    void remove(String name, boolean force);

    /// `docker cp NAME:SOURCE TARGET`, with docker's rules for what exists and trailing slashes. As
    /// a `Path` has none, a target that must be a directory is spelt with a dot at its end
    /// (`dir/.`).
    ///
    /// For this and the other three, the container must not run; and it can't be started meanwhile.
    /// Its volumes are not seen, only its own files.
    ///
    /// @throws CooperException.NotFound `Could not find the file …`
    /// @throws CooperException.Conflict if the container runs
    void copyOut(String name, String source, Path target, boolean followLink);

    /// `docker cp NAME:SOURCE -`: a tar whose first entry is the source's last name.
    void copyOut(String name, String source, OutputStream tar, boolean followLink);

    /// `docker export NAME`: a tar of the whole root file system, which [Images#importTar] makes an
    /// image of. The container must not run. The stream is not closed.
    ///
    /// @throws CooperException.Conflict if the container runs
    void export(String name, OutputStream tar);

    /// `docker cp SOURCE NAME:TARGET`.
    void copyIn(Path source, String name, String target, boolean followLink);

    /// `docker cp - NAME:TARGET`: unpacks a tar into a folder of the container.
    void copyIn(InputStream tar, String name, String target);
}
