/* SPDX-License-Identifier: Apache-2.0
 *
 * The door to the kernel that dev.cooper.posix.NativeCalls declares: one system call, with nothing of any C library.
 * The result is the kernel's own, so that a failure is the negative errno. docs/decisions/0030 says why it is here.
 *
 *   cc -O2 -shared -fPIC -nostdlib -o libcooper.so calls.c
 */
__attribute__((visibility("default")))
long long Java_dev_cooper_posix_NativeCalls_call(void *env, void *type, long long number, long long a, long long b,
                                                 long long c, long long d, long long e, long long f) {
    (void)env;
    (void)type;
#if defined(__x86_64__)
    long long result;
    register long long r10 __asm__("r10") = d;
    register long long r8 __asm__("r8") = e;
    register long long r9 __asm__("r9") = f;
    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                     : "rcx", "r11", "memory");
    return result;
#elif defined(__aarch64__)
    register long long x8 __asm__("x8") = number;
    register long long x0 __asm__("x0") = a;
    register long long x1 __asm__("x1") = b;
    register long long x2 __asm__("x2") = c;
    register long long x3 __asm__("x3") = d;
    register long long x4 __asm__("x4") = e;
    register long long x5 __asm__("x5") = f;
    __asm__ volatile("svc #0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5) : "memory");
    return x0;
#else
#error "made for x86-64 and aarch64"
#endif
}
