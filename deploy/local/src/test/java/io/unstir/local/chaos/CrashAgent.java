package io.unstir.local.chaos;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Inside a service's JVM: has methods ask, where they begin or return, whether this is where the process shall die. The services know
 * nothing of it. It stands on the boot class path, so that every class loader finds it, and must not need any other class of ours.
 *
 * <p>A point is armed by a file of its name, which says what happens and at which time the point is reached; it goes off once.
 */
public final class CrashAgent {
    static final String POINTS = "points";
    private static final ClassDesc SELF = ClassDesc.of("io.unstir.local.chaos.CrashAgent");
    private static final MethodTypeDesc TAKES_NAME = MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_String);
    private static final int AS_KILLED = 137;

    private static final Map<String, AtomicInteger> REACHED = new ConcurrentHashMap<>();
    /** Set before any class asks. */
    private static Path folder;

    private CrashAgent() {}

    /** One line of the file of points: name, class, method, and whether where it begins. */
    private record Point(String name, String method, boolean atBegin) {}

    /** @param arguments the folder of points */
    public static void premain(String arguments, Instrumentation instrumentation) throws IOException {
        folder = Path.of(arguments);
        Map<String, Map<String, Point>> points = read(folder.resolve(POINTS));
        instrumentation.addTransformer(new ClassFileTransformer() {
            @Override
            public byte[] transform(
                    ClassLoader loader, String name, Class<?> redefined, ProtectionDomain domain, byte[] bytes) {
                return Optional.ofNullable(points.get(name))
                        .map(of -> ask(loader, bytes, of))
                        .orElse(null);
            }
        });
    }

    /** Called from where the points are. */
    public static void reached(String point) throws Exception {
        Path armed = folder.resolve(point);
        if (!Files.exists(armed)) {
            return;
        }
        String[] words = Files.readString(armed).split(" ");
        int time = Integer.parseInt(words[1]);
        if (REACHED.computeIfAbsent(point, _ -> new AtomicInteger()).incrementAndGet() < time
                || !Files.deleteIfExists(armed)) {
            return;
        }
        Files.writeString(
                folder.resolve(point + ".gone-off"),
                Long.toString(ProcessHandle.current().pid()));
        switch (words[0]) {
            case "die" -> Runtime.getRuntime().halt(AS_KILLED);
            case "time-out" -> throw new SQLException("the answer did not come in time", "08006");
            default -> throw new IllegalStateException("what is " + words[0]);
        }
    }

    private static Map<String, Map<String, Point>> read(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.map(line -> line.split(" "))
                    .collect(Collectors.groupingBy(
                            words -> words[1],
                            Collectors.toMap(
                                    words -> words[2] + " " + words[3],
                                    words -> new Point(words[0], words[2], words[3].equals("begin")))));
        }
    }

    private static byte[] ask(ClassLoader loader, byte[] bytes, Map<String, Point> points) {
        var classFile = ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(loader).orElse(ClassHierarchyResolver.defaultResolver())));
        var model = classFile.parse(bytes);
        var transform = ClassTransform.ACCEPT_ALL;
        for (Point point : points.values()) {
            transform = transform.andThen(ClassTransform.transformingMethodBodies(
                    method -> method.methodName().equalsString(point.method()),
                    CodeTransform.ofStateful(() -> new Asking(point.name(), point.atBegin()))));
        }
        return classFile.transformClass(model, transform);
    }

    private static final class Asking implements CodeTransform {
        private final String point;
        private final boolean atBegin;
        private boolean begun;

        Asking(String point, boolean atBegin) {
            this.point = point;
            this.atBegin = atBegin;
        }

        @Override
        public void accept(CodeBuilder builder, CodeElement element) {
            if (atBegin ? !begun : element instanceof ReturnInstruction) {
                builder.ldc(point).invokestatic(SELF, "reached", TAKES_NAME);
            }
            begun = true;
            builder.with(element);
        }
    }
}
