// SPDX-License-Identifier: Apache-2.0
package dev.cooper.distribution.linking;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `ObjectMethods.bootstrap` for `equals` and `hashCode`: as `java.lang.Record` describes them, and
/// with the same hash as the JDK's own.
///
/// @param owner the record
/// @param components its fields, in order
record RecordMethod(ClassDesc owner, List<Field> components, boolean isEquals)
        implements EarlyLinking.Body {
    private static final ClassDesc OBJECTS = ClassDesc.of("java.util.Objects");

    private record Field(String name, ClassDesc type) {
        /// The class whose static methods compare such values.
        ClassDesc box() {
            return switch (type.descriptorString()) {
                case "Z" -> ConstantDescs.CD_Boolean;
                case "B" -> ConstantDescs.CD_Byte;
                case "S" -> ConstantDescs.CD_Short;
                case "C" -> ConstantDescs.CD_Character;
                case "I" -> ConstantDescs.CD_Integer;
                case "J" -> ConstantDescs.CD_Long;
                case "F" -> ConstantDescs.CD_Float;
                case "D" -> ConstantDescs.CD_Double;
                default -> throw new IllegalArgumentException(type.descriptorString());
            };
        }
    }

    static Optional<EarlyLinking.Body> of(InvokeDynamicInstruction site) {
        String method = site.name().stringValue();
        List<ConstantDesc> words = site.bootstrapArgs();
        if ((!method.equals("equals") && !method.equals("hashCode"))
                || !(words.getFirst() instanceof ClassDesc owner)) {
            return Optional.empty();
        }
        List<Field> components = new ArrayList<>();
        for (ConstantDesc each : words.subList(2, words.size())) {
            if (!(each instanceof DirectMethodHandleDesc getter)
                    || getter.kind() != DirectMethodHandleDesc.Kind.GETTER) {
                return Optional.empty();
            }
            components.add(new Field(getter.methodName(), getter.invocationType().returnType()));
        }
        return Optional.of(new RecordMethod(owner, components, method.equals("equals")));
    }

    @Override
    public void write(CodeBuilder code) {
        if (isEquals) {
            writeEquals(code);
        } else {
            writeHash(code);
        }
    }

    private void writeEquals(CodeBuilder code) {
        Label differs = code.newLabel();
        Label other = code.newLabel();
        code.aload(0).aload(1).if_acmpne(other).iconst_1().ireturn().labelBinding(other);
        code.aload(1).instanceOf(owner).ifeq(differs);
        for (Field each : components) {
            code.aload(0).getfield(owner, each.name(), each.type());
            code.aload(1).checkcast(owner).getfield(owner, each.name(), each.type());
            if (each.type().isPrimitive()) {
                MethodTypeDesc compare =
                        MethodTypeDesc.of(ConstantDescs.CD_int, each.type(), each.type());
                code.invokestatic(each.box(), "compare", compare).ifne(differs);
            } else {
                MethodTypeDesc equals =
                        MethodTypeDesc.of(
                                ConstantDescs.CD_boolean,
                                ConstantDescs.CD_Object,
                                ConstantDescs.CD_Object);
                code.invokestatic(OBJECTS, "equals", equals).ifeq(differs);
            }
        }
        code.iconst_1().ireturn().labelBinding(differs).iconst_0().ireturn();
    }

    private void writeHash(CodeBuilder code) {
        code.iconst_0();
        for (Field each : components) {
            boolean isPrimitive = each.type().isPrimitive();
            code.bipush(31).imul();
            code.aload(0).getfield(owner, each.name(), each.type());
            code.invokestatic(
                    isPrimitive ? each.box() : OBJECTS,
                    "hashCode",
                    MethodTypeDesc.of(
                            ConstantDescs.CD_int,
                            isPrimitive ? each.type() : ConstantDescs.CD_Object));
            code.iadd();
        }
        code.ireturn();
    }
}
