// SPDX-License-Identifier: Apache-2.0
package dev.cooper.posix;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// System calls by libc's `syscall`, linked at run time: they need nothing but the JVM.
@SuppressWarnings("restricted") // this module is the one place that may
final class ForeignCalls {
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final int ERRNO =
            (int) STATE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));

    /// long syscall(long number, …): variadic after the number.
    private static final MethodHandle SYSCALL =
            Linker.nativeLinker()
                    .downcallHandle(
                            Linker.nativeLinker().defaultLookup().find("syscall").orElseThrow(),
                            FunctionDescriptor.of(
                                    JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG,
                                    JAVA_LONG, JAVA_LONG, JAVA_LONG),
                            Linker.Option.firstVariadicArg(1),
                            Linker.Option.captureCallState("errno"));

    /// Where the linker leaves errno: one for each thread, as it is never held across calls.
    private static final ThreadLocal<State> STATES = ThreadLocal.withInitial(State::create);

    private record State(MemorySegment segment, ByteBuffer bytes) {
        static State create() {
            MemorySegment segment = Arena.ofAuto().allocate(STATE);
            return new State(segment, segment.asByteBuffer().order(ByteOrder.nativeOrder()));
        }
    }

    private ForeignCalls() {}

    /// As [NativeCalls#call]: negative errno if the call failed.
    static long call(long number, long a, long b, long c, long d, long e, long f) {
        State state = STATES.get();
        long result;
        try {
            result = (long) SYSCALL.invokeExact(state.segment, number, a, b, c, d, e, f);
        } catch (Throwable t) {
            throw new LinkageError("a system call could not be made", t);
        }
        return result < 0 ? -state.bytes.getInt(ERRNO) : result;
    }
}
