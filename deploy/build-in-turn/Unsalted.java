import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.instruction.InvokeInstruction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Writes, into the folder named, the class of the JDK behind {@code Set.of} and {@code Map.of} with an order that is the same in every
 * process; the JDK's own takes its salt from the clock. docs/decisions/0029 says why.
 */
final class Unsalted {
    private static final String NAME = "java/util/ImmutableCollections.class";
    private static final long SEED = 1;

    private Unsalted() {}

    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[0], NAME);
        Files.createDirectories(file.getParent());
        try (var own = Object.class.getResourceAsStream("/" + NAME)) {
            Files.write(file, unsalted(own.readAllBytes()));
        }
    }

    private static byte[] unsalted(byte[] bytes) {
        var format = ClassFile.of();
        var found = new AtomicInteger();
        byte[] changed = format.transformClass(
                format.parse(bytes),
                ClassTransform.transformingMethodBodies((code, element) -> {
                    if (element instanceof InvokeInstruction call && call.name().equalsString("nanoTime")) {
                        found.incrementAndGet();
                        code.loadConstant(SEED);
                    } else {
                        code.with(element);
                    }
                }));
        if (found.get() != 1) {
            throw new IllegalStateException("this JDK takes its salt from elsewhere than System.nanoTime");
        }
        return changed;
    }
}
