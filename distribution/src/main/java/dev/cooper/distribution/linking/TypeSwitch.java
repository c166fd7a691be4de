// SPDX-License-Identifier: Apache-2.0
package dev.cooper.distribution.linking;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `SwitchBootstraps.typeSwitch`, where all labels are classes: the number of the first that the
/// value is of, from a given one on; that after the last if there is none; -1 for null.
record TypeSwitch(List<ClassDesc> labels) implements EarlyLinking.Body {

    static Optional<EarlyLinking.Body> of(InvokeDynamicInstruction site) {
        if (!site.bootstrapMethod().methodName().equals("typeSwitch")) {
            return Optional.empty();
        }
        List<ClassDesc> labels = new ArrayList<>();
        for (ConstantDesc each : site.bootstrapArgs()) {
            if (!(each instanceof ClassDesc type) || type.isPrimitive()) {
                return Optional.empty();
            }
            labels.add(type);
        }
        return Optional.of(new TypeSwitch(labels));
    }

    @Override
    public void write(CodeBuilder code) {
        Label isThere = code.newLabel();
        code.aload(0).ifnonnull(isThere).iconst_m1().ireturn().labelBinding(isThere);
        for (int i = 0; i < labels.size(); i++) {
            Label next = code.newLabel();
            code.iload(1).loadConstant(i).if_icmpgt(next);
            code.aload(0).instanceOf(labels.get(i)).ifeq(next);
            code.loadConstant(i).ireturn().labelBinding(next);
        }
        code.loadConstant(labels.size()).ireturn();
    }
}
