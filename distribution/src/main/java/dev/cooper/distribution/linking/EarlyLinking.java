// SPDX-License-Identifier: Apache-2.0
package dev.cooper.distribution.linking;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Rewrites classes: every `invokedynamic` that is understood becomes a call of a private static
/// method that is added to the class. Whatever isn't stays as it is.
public final class EarlyLinking {
    private static final int HELPER =
            ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC;

    private final ClassFile format;

    /// @param library where the classes come from, and all that they refer to
    public EarlyLinking(ClassLoader library) {
        format =
                ClassFile.of(
                        ClassFile.ClassHierarchyResolverOption.of(
                                ClassHierarchyResolver.ofResourceParsing(library)
                                        .orElse(ClassHierarchyResolver.defaultResolver())));
    }

    /// A method to add, and how to call it.
    private record Helper(String name, MethodTypeDesc type, Body body) {}

    /// What a helper does.
    @FunctionalInterface
    interface Body {
        void write(CodeBuilder code);
    }

    /// @return the class rewritten, or the same bytes if there is nothing to do
    public byte[] rewrite(byte[] bytes) {
        ClassModel type = format.parse(bytes);
        if (type.methods().stream().noneMatch(EarlyLinking::isConcerned)) {
            return bytes;
        }
        List<Helper> helpers = new ArrayList<>();
        ClassDesc owner = type.thisClass().asSymbol();
        boolean isInterface = type.flags().has(AccessFlag.INTERFACE);
        return format.build(
                owner,
                builder -> {
                    for (ClassElement element : type) {
                        if (element instanceof MethodModel method && isConcerned(method)) {
                            rewrite(builder, method, owner, isInterface, helpers);
                        } else {
                            builder.with(element);
                        }
                    }
                    for (Helper each : helpers) {
                        builder.withMethodBody(
                                each.name(), each.type(), HELPER, each.body()::write);
                    }
                });
    }

    private static boolean isConcerned(MethodModel method) {
        return method.code()
                .map(code ->
                        code.elementStream()
                                .anyMatch(each ->
                                        each instanceof InvokeDynamicInstruction site
                                                && body(site).isPresent()))
                .orElse(false);
    }

    private static void rewrite(
            ClassBuilder builder,
            MethodModel method,
            ClassDesc owner,
            boolean isInterface,
            List<Helper> helpers) {
        builder.transformMethod(
                method,
                MethodTransform.transformingCode(
                        (code, element) -> rewrite(code, element, owner, isInterface, helpers)));
    }

    private static void rewrite(
            CodeBuilder code,
            CodeElement element,
            ClassDesc owner,
            boolean isInterface,
            List<Helper> helpers) {
        Optional<Body> body =
                element instanceof InvokeDynamicInstruction site ? body(site) : Optional.empty();
        if (body.isEmpty()) {
            code.with(element);
            return;
        }
        InvokeDynamicInstruction site = (InvokeDynamicInstruction) element;
        String name = "linked$" + site.name().stringValue() + "$" + helpers.size();
        helpers.add(new Helper(name, site.typeSymbol(), body.get()));
        code.invokestatic(owner, name, site.typeSymbol(), isInterface);
    }

    private static Optional<Body> body(InvokeDynamicInstruction site) {
        String bootstrap = site.bootstrapMethod().owner().descriptorString();
        return switch (bootstrap) {
            case "Ljava/lang/runtime/SwitchBootstraps;" -> TypeSwitch.of(site);
            case "Ljava/lang/runtime/ObjectMethods;" -> RecordMethod.of(site);
            default -> Optional.empty();
        };
    }
}
