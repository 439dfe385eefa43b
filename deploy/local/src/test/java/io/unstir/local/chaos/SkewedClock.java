package io.unstir.local.chaos;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.constantpool.Utf8Entry;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Inside a service's JVM: puts its clock wrong, by adding to what each call answers that asks for the time of day. What counts how long
 * something takes is left alone, as it is by a machine whose clock is wrong.
 */
public final class SkewedClock {
    private static final List<String> ASKED = List.of("currentTimeMillis", "getNanoTimeAdjustment");

    private SkewedClock() {}

    /** The flag that a JVM takes, with the agent's jar in {@code folder}. */
    static String agent(Path folder, Duration skew) throws IOException {
        Path jar = Files.createDirectories(folder).resolve("clock.jar");
        var manifest = new Manifest();
        var attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Premain-Class", SkewedClock.class.getName());
        attributes.putValue("Can-Retransform-Classes", "true");
        Path classes = Path.of(
                        SkewedClock.class.getResource("SkewedClock.class").getPath())
                .getParent();
        try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest);
                Stream<Path> files = Files.list(classes)) {
            for (Path file : files.filter(each -> each.getFileName().toString().startsWith("SkewedClock"))
                    .toList()) {
                out.putNextEntry(new JarEntry("io/unstir/local/chaos/" + file.getFileName()));
                Files.copy(file, out);
            }
        }
        return "-javaagent:" + jar + "=" + skew.toMillis();
    }

    /** @param arguments how many milliseconds it is ahead */
    public static void premain(String arguments, Instrumentation instrumentation)
            throws UnmodifiableClassException, ClassNotFoundException {
        long millis = Long.parseLong(arguments);
        instrumentation.addTransformer(
                new ClassFileTransformer() {
                    @Override
                    public byte[] transform(
                            ClassLoader loader,
                            String name,
                            Class<?> redefined,
                            ProtectionDomain domain,
                            byte[] bytes) {
                        // The JDK's own classes are left alone, but for those through which everybody asks.
                        return loader == null && redefined == null ? null : skew(loader, bytes, millis);
                    }
                },
                true);
        instrumentation.retransformClasses(Clock.class, Class.forName("java.time.Clock$SystemClock"), Date.class);
    }

    private static byte[] skew(ClassLoader loader, byte[] bytes, long millis) {
        var classFile = ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(
                loader == null
                        ? ClassHierarchyResolver.defaultResolver()
                        : ClassHierarchyResolver.ofResourceParsing(loader)
                                .orElse(ClassHierarchyResolver.defaultResolver())));
        var model = classFile.parse(bytes);
        boolean asks = StreamSupport.stream(model.constantPool().spliterator(), false)
                .anyMatch(entry -> entry instanceof Utf8Entry text && ASKED.contains(text.stringValue()));
        return asks
                ? classFile.transformClass(
                        model,
                        ClassTransform.transformingMethodBodies((builder, element) -> add(builder, element, millis)))
                : null;
    }

    private static void add(CodeBuilder builder, CodeElement element, long millis) {
        builder.with(element);
        if (element instanceof InvokeInstruction call
                && ASKED.contains(call.name().stringValue())) {
            long added = call.name().equalsString("currentTimeMillis") ? millis : millis * 1_000_000;
            builder.loadConstant(added).ladd();
        }
    }
}
