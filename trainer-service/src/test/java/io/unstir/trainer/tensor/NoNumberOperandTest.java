package io.unstir.trainer.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeInstruction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What autograd records is written in these packages, and none of their compiled methods calls an operation of DJL's that wraps a
 * {@code Number} in a tensor (which is freed before the backward pass reads it), nor an activation that does so inside.
 */
class NoNumberOperandTest {
    private static final Path CLASSES = Path.of("target/classes/io/unstir/trainer");
    private static final List<String> TRACKED = List.of("tensor", "network", "diffusion", "run", "evaluation");
    private static final Set<String> WRAPPING = Set.of("swish", "mish", "softPlus", "softSign", "swishBlock");

    @Test
    void noOperationThatAutogradRecordsTakesANumber() throws IOException {
        var found = new ArrayList<String>();
        int classes = 0;
        for (String folder : TRACKED) {
            try (var files = Files.walk(CLASSES.resolve(folder))) {
                for (Path file :
                        files.filter(f -> f.toString().endsWith(".class")).toList()) {
                    classes++;
                    find(ClassFile.of().parse(file), found);
                }
            }
        }

        assertThat(classes).isGreaterThan(20);
        assertThat(found).isEmpty();
    }

    /** Shows that the search finds what it looks for. */
    @Test
    void anOptimizersNumbersAreFound() throws IOException {
        var found = new ArrayList<String>();

        find(ClassFile.of().parse(CLASSES.resolve("optimizer/AdamW.class")), found);

        assertThat(found).isNotEmpty();
    }

    private static void find(ClassModel type, List<String> found) {
        for (MethodModel method : type.methods()) {
            method.code().ifPresent(code -> {
                for (CodeElement element : code) {
                    if (element instanceof InvokeInstruction call && isWrapping(call)) {
                        found.add("%s.%s calls %s.%s%s"
                                .formatted(
                                        type.thisClass().asInternalName(),
                                        method.methodName().stringValue(),
                                        call.owner().asInternalName(),
                                        call.name().stringValue(),
                                        call.type().stringValue()));
                    }
                }
            });
        }
    }

    private static boolean isWrapping(InvokeInstruction call) {
        String owner = call.owner().asInternalName();
        return owner.startsWith("ai/djl/")
                && (call.type().stringValue().contains("Ljava/lang/Number;")
                        || WRAPPING.contains(call.name().stringValue()));
    }
}
