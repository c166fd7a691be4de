// SPDX-License-Identifier: Apache-2.0
package dev.cooper.distribution.linking;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.reflect.Constructor;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EarlyLinkingTests {
    private static final EarlyLinking LINKING =
            new EarlyLinking(EarlyLinkingTests.class.getClassLoader());
    private static final String PREFIX = "dev.cooper.distribution.linking.Sample";

    /// Loads the sample's classes rewritten, and everything else as it is.
    private static final class Rewritten extends ClassLoader {
        Rewritten() {
            super(EarlyLinkingTests.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(PREFIX)) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            byte[] bytes = LINKING.rewrite(bytes(name));
            return defineClass(name, bytes, 0, bytes.length);
        }
    }

    private static byte[] bytes(String name) {
        String file = "/" + name.replace('.', '/') + ".class";
        try (InputStream in = EarlyLinkingTests.class.getResourceAsStream(file)) {
            assertThat(in).as(file).isNotNull();
            return in.readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(file, e);
        }
    }

    private final Rewritten rewritten = new Rewritten();

    private Object make(String type, @Nullable Object... values)
            throws ReflectiveOperationException {
        Constructor<?> constructor =
                rewritten.loadClass(PREFIX + type).getDeclaredConstructors()[0];
        return constructor.newInstance(values);
    }

    private Object square(int side, @Nullable String name) throws ReflectiveOperationException {
        return make("$Square", side, 5L, true, (byte) 1, (short) 2, 'c', name);
    }

    @Test
    void noCallSiteOfTheseKindsIsLeft() {
        for (String type : List.of("", "$Circle", "$Square", "$Nothing")) {
            List<String> sites =
                    ClassFile.of().parse(LINKING.rewrite(bytes(PREFIX + type))).methods().stream()
                            .flatMap(method -> method.code().stream())
                            .flatMap(code -> code.elementStream())
                            .filter(InvokeDynamicInstruction.class::isInstance)
                            .map(InvokeDynamicInstruction.class::cast)
                            .map(site -> site.name().stringValue())
                            .toList();
            assertThat(sites).as(type).doesNotContain("typeSwitch", "equals", "hashCode");
        }
    }

    @Test
    void switchesChooseAsBefore() throws ReflectiveOperationException {
        @SuppressWarnings("unchecked")
        Function<@Nullable Object, String> sample = (Function<@Nullable Object, String>) make("");
        assertThat(sample.apply(null)).isEqualTo("null");
        assertThat(sample.apply(make("$Circle", 11.0, 1f))).isEqualTo("large circle");
        assertThat(sample.apply(make("$Circle", 1.0, 1f))).isEqualTo("circle");
        assertThat(sample.apply(square(4, null))).isEqualTo("square of 4");
        assertThat(sample.apply(square(4, "a"))).isEqualTo("shape 2");
        assertThat(sample.apply(make("$Nothing"))).isEqualTo("shape 3");
        assertThat(sample.apply(List.of(1, 2))).isEqualTo("list of 2");
        assertThat(sample.apply(7)).isEqualTo("7");
    }

    @Test
    void recordsAreEqualAsBefore() throws ReflectiveOperationException {
        assertThat(square(1, "a")).isEqualTo(square(1, "a")).isNotEqualTo(square(2, "a"));
        assertThat(square(1, null)).isEqualTo(square(1, null)).isNotEqualTo(square(1, "a"));
        assertThat(square(1, "a")).isNotEqualTo(null).isNotEqualTo("a");
        // As Double.compare has it: NaN equals itself, and the zeros differ.
        assertThat(make("$Circle", Double.NaN, 1f)).isEqualTo(make("$Circle", Double.NaN, 1f));
        assertThat(make("$Circle", 0.0, 1f)).isNotEqualTo(make("$Circle", -0.0, 1f));
        assertThat(make("$Nothing")).isEqualTo(make("$Nothing"));
    }

    @Test
    void hashesAreTheJdksOwn() throws ReflectiveOperationException {
        assertThat(square(1, "a"))
                .hasSameHashCodeAs(new Sample.Square(1, 5, true, (byte) 1, (short) 2, 'c', "a"));
        assertThat(make("$Circle", 2.5, 1f)).hasSameHashCodeAs(new Sample.Circle(2.5, 1));
        assertThat(make("$Nothing")).hasSameHashCodeAs(new Sample.Nothing());
    }

    @Test
    void whatHasNothingOfTheKindStaysAsItIs() {
        byte[] plain = bytes(EarlyLinking.Body.class.getName());
        assertThat(LINKING.rewrite(plain)).isSameAs(plain);
    }
}
