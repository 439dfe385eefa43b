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
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.ProtectionDomain;
import java.util.List;
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
 * <p>A point is armed by a file of its name, whose first word says what happens there. It goes off once, at the time that the second word
 * says; where it shall abort, each time that its subject has the text in it that follows.
 */
public final class CrashAgent {
    static final String POINTS = "points";
    private static final ClassDesc SELF = ClassDesc.of("io.unstir.local.chaos.CrashAgent");
    private static final MethodTypeDesc TAKES_NAME_AND_SUBJECT =
            MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_String, ConstantDescs.CD_Object);
    private static final int AS_KILLED = 137;
    private static final int AS_ABORTED = 134;

    private static final Map<String, AtomicInteger> REACHED = new ConcurrentHashMap<>();
    /** Set before any class asks. */
    private static Path folder;

    private CrashAgent() {}

    /** One line of the file of points: name, class, method and place. */
    private record Point(String name, String method, String place) {}

    /** @param arguments the folder of points */
    public static void premain(String arguments, Instrumentation instrumentation) throws IOException {
        folder = Path.of(arguments);
        Map<String, List<Point>> points = read(folder.resolve(POINTS));
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

    /**
     * Called from where the points are.
     *
     * @param subject what the method was called with first, where the point asks for it
     */
    public static void reached(String point, Object subject) throws Exception {
        Path armed = folder.resolve(point);
        String[] words;
        try {
            words = Files.readString(armed).split(" ", 2);
        } catch (NoSuchFileException e) {
            return;
        }
        switch (words[0]) {
            case "abort" -> {
                if (String.valueOf(subject).contains(words[1])) {
                    goOff(point);
                    Runtime.getRuntime().halt(AS_ABORTED);
                }
            }
            case "die" -> {
                if (isTime(point, armed, words[1])) {
                    goOff(point);
                    Runtime.getRuntime().halt(AS_KILLED);
                }
            }
            case "time-out" -> {
                if (isTime(point, armed, words[1])) {
                    goOff(point);
                    throw timeOut();
                }
            }
            default -> throw new IllegalStateException("what is " + words[0]);
        }
    }

    /** What a driver throws whose connection broke. The boot class path does not reach that module. */
    private static Exception timeOut() throws ReflectiveOperationException {
        return ClassLoader.getPlatformClassLoader()
                .loadClass("java.sql.SQLException")
                .asSubclass(Exception.class)
                .getConstructor(String.class, String.class)
                .newInstance("the answer did not come in time", "08006");
    }

    private static boolean isTime(String point, Path armed, String time) throws IOException {
        return REACHED.computeIfAbsent(point, _ -> new AtomicInteger()).incrementAndGet() >= Integer.parseInt(time)
                && Files.deleteIfExists(armed);
    }

    private static void goOff(String point) throws IOException {
        Files.writeString(
                folder.resolve(point + ".gone-off"),
                ProcessHandle.current().pid() + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    private static Map<String, List<Point>> read(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.map(line -> line.split(" "))
                    .collect(Collectors.groupingBy(
                            words -> words[1],
                            Collectors.mapping(words -> new Point(words[0], words[2], words[3]), Collectors.toList())));
        }
    }

    private static byte[] ask(ClassLoader loader, byte[] bytes, List<Point> points) {
        var classFile = ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(loader).orElse(ClassHierarchyResolver.defaultResolver())));
        var model = classFile.parse(bytes);
        var transform = ClassTransform.ACCEPT_ALL;
        for (Point point : points) {
            transform = transform.andThen(ClassTransform.transformingMethodBodies(
                    method -> method.methodName().equalsString(point.method()),
                    CodeTransform.ofStateful(() -> new Asking(point))));
        }
        return classFile.transformClass(model, transform);
    }

    private static final class Asking implements CodeTransform {
        private final Point point;
        private boolean begun;

        Asking(Point point) {
            this.point = point;
        }

        @Override
        public void accept(CodeBuilder builder, CodeElement element) {
            boolean here =
                    switch (point.place()) {
                        case "begin", "subject" -> !begun;
                        default -> element instanceof ReturnInstruction;
                    };
            if (here) {
                ask(builder);
            }
            begun = true;
            builder.with(element);
        }

        private void ask(CodeBuilder builder) {
            builder.ldc(point.name());
            if (point.place().equals("subject")) {
                builder.aload(1);
            } else {
                builder.aconst_null();
            }
            builder.invokestatic(SELF, "reached", TAKES_NAME_AND_SUBJECT);
        }
    }
}
