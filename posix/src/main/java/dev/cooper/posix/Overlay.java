// SPDX-License-Identifier: Apache-2.0
package dev.cooper.posix;

import dev.cooper.posix.LibC.Scratch;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The merged view of a chain of layers, for this process alone: an overlay file system that is
/// mounted nowhere. It is reached through its descriptor and is gone with it; no namespace is
/// touched.
public final class Overlay {
    private static final int CLOEXEC = 1;
    private static final int SET_FLAG = 0;
    private static final int SET_STRING = 1;
    private static final int CREATE = 6;

    /// Only root of the machine may set the attributes that an overlay keeps its own notes in; all
    /// others have it use those of users.
    private static final boolean TRUSTED =
            !Rights.own().inUserNamespace() && Rights.own().mayMount();

    /// The attribute that hides what the folders below hold, where its value is `y`.
    public static final String OPAQUE = TRUSTED ? "trusted.overlay.opaque" : "user.overlay.opaque";

    /// What every overlay is mounted with: no marks in an upper folder that other readers don't
    /// know.
    public static final List<String> OPTIONS =
            TRUSTED
                    ? List.of("redirect_dir=off", "metacopy=off", "index=off")
                    : List.of("userxattr", "redirect_dir=nofollow", "metacopy=off", "index=off");

    private Overlay() {}

    /// To be called where trees are kept in overlay form and no overlay can be mounted: from then
    /// on, in this process, what the file system refuses of that form is kept on record.
    public static void doWithout() {
        Records.onOverlay = true;
    }

    /// Mounts `upper` over `lowersNewestFirst`; without an upper the view can't be written. Needs
    /// root and, for paths of any length and number, Linux 6.5 (`lowerdir+`).
    ///
    /// @throws PosixException with what the kernel's overlay said
    public static Dir mount(List<Path> lowersNewestFirst, @Nullable Path upper, @Nullable Path work)
            throws PosixException {
        return mount(lowersNewestFirst, upper, work, false);
    }

    /// As [#mount], for what nobody needs on the disk yet: the end of an overlay that can be
    /// written brings all that is unwritten on its file system to the disk, whoever wrote it, and
    /// that of a volatile one doesn't. The kernel marks the work folder so that no mount ever takes
    /// it again: give each its own ([#work]).
    public static Dir mountVolatile(List<Path> lowersNewestFirst, Path upper, Path work)
            throws PosixException {
        return mount(lowersNewestFirst, upper, work, true);
    }

    /// A new folder in `works`, for the work of one volatile overlay.
    public static Path work(Path works) throws PosixException {
        try (Dir folder = Dir.open(works)) {
            for (int i = 0; ; i++) {
                Name name = Name.of("v" + i);
                try {
                    folder.mkdir(name, 0700);
                    return works.resolve(name.text());
                } catch (PosixException e) {
                    if (!e.is(Errno.EEXIST)) {
                        throw e;
                    }
                }
            }
        }
    }

    private static Dir mount(
            List<Path> lowersNewestFirst,
            @Nullable Path upper,
            @Nullable Path work,
            boolean isVolatile)
            throws PosixException {
        if (upper == null && lowersNewestFirst.size() == 1) {
            return Dir.open(lowersNewestFirst.getFirst());
        }
        int context =
                (int)
                        LibC.check(
                                "fsopen",
                                LibC.call(LibC.FSOPEN, LibC.scratch().text("overlay"), CLOEXEC),
                                "overlay");
        try {
            for (Path lower : lowersNewestFirst) {
                set(context, "lowerdir+", lower.toString());
            }
            if (upper != null && work != null) {
                set(context, "upperdir", upper.toString());
                set(context, "workdir", work.toString());
            }
            if (isVolatile) {
                check(context, "fsconfig volatile", flag(context, "volatile"));
            }
            for (String each : OPTIONS) {
                String[] pair = each.split("=", 2);
                if (pair.length == 1) {
                    check(context, "fsconfig " + each, flag(context, each));
                } else {
                    set(context, pair[0], pair[1]);
                }
            }
            check(context, "fsconfig", LibC.call(LibC.FSCONFIG, context, CREATE, 0, 0, 0));
            // fsmount(2) gives a descriptor that only leads somewhere (O_PATH): the root's own
            // times,
            // mode and owner could not be set through it.
            try (Dir mount =
                    new Dir(
                            (int)
                                    check(
                                            context,
                                            "fsmount",
                                            LibC.call(LibC.FSMOUNT, context, CLOEXEC, 0)))) {
                return mount.duplicate();
            }
        } finally {
            Calls.close(context);
        }
    }

    private static long flag(int context, String key) throws PosixException {
        return LibC.call(LibC.FSCONFIG, context, SET_FLAG, LibC.scratch().text(key), 0, 0);
    }

    private static void set(int context, String key, String value) throws PosixException {
        Scratch scratch = LibC.scratch();
        long result =
                LibC.call(
                        LibC.FSCONFIG,
                        context,
                        SET_STRING,
                        scratch.text(key),
                        scratch.name(Name.of(value)),
                        0);
        check(context, "fsconfig " + key, result);
    }

    private static long check(int context, String call, long result) throws PosixException {
        if (result < 0) {
            String said = said(context);
            throw new PosixException(
                    call,
                    (int) -result,
                    "overlay",
                    Errno.describe((int) -result) + (said.isEmpty() ? "" : ": " + said));
        }
        return result;
    }

    /// The kernel's log of this mount, one message per read, `e overlay: …`.
    private static String said(int context) {
        StringBuilder all = new StringBuilder();
        Scratch scratch = LibC.scratch();
        for (long n = read(context, scratch); n > 0; n = read(context, scratch)) {
            all.append(all.isEmpty() ? "" : "; ")
                    .append(new String(scratch.copy(0, (int) n), StandardCharsets.UTF_8).strip());
        }
        return all.toString();
    }

    private static long read(int context, Scratch scratch) {
        return LibC.call(LibC.READ, context, scratch.buffer.address(), Scratch.BUFFER);
    }
}
