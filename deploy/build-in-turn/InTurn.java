import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/**
 * An agent for Maven that lets Quarkus build in one thread: what its steps hand to the threads that run them, and then wait for, is
 * done on the spot. docs/decisions/0029 says why.
 */
public final class InTurn {
    private static final ClassDesc HERE = ClassDesc.of("InTurn");
    private static final ClassDesc EXECUTOR = ExecutorService.class.describeConstable().orElseThrow();
    private static final MethodTypeDesc SUBMIT = MethodTypeDesc.of(
            Future.class.describeConstable().orElseThrow(), Callable.class.describeConstable().orElseThrow());

    private InTurn() {}

    public static void premain(String none, Instrumentation instrumentation) {
        instrumentation.addTransformer(new ClassFileTransformer() {
            @Override
            public byte[] transform(
                    ClassLoader loader, String name, Class<?> old, ProtectionDomain domain, byte[] bytes) {
                return name != null && (name.startsWith("io/quarkus/") || name.startsWith("org/apache/commons/compress/"))
                        ? inTurn(bytes)
                        : null;
            }
        });
    }

    private static byte[] inTurn(byte[] bytes) {
        var format = ClassFile.of();
        return format.transformClass(
                format.parse(bytes),
                ClassTransform.transformingMethodBodies((code, element) -> {
                    if (element instanceof InvokeInstruction call
                            && call.owner().asSymbol().equals(EXECUTOR)
                            && call.name().equalsString("submit")
                            && call.typeSymbol().equals(SUBMIT)) {
                        code.invokestatic(HERE, "submit", SUBMIT.insertParameterTypes(0, EXECUTOR));
                    } else {
                        code.with(element);
                    }
                }));
    }

    /** In the place of the executor's own. */
    public static <T> Future<T> submit(ExecutorService executor, Callable<T> task) {
        var done = new FutureTask<>(task);
        done.run();
        return done;
    }
}
