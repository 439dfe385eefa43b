package io.unstir.storage.mutation;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.instruction.ConstantInstruction.LoadConstantInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.util.function.UnaryOperator;

/** A class with other code in it. */
final class Bytecode {
    private static final String SYNC = "force";

    private Bytecode() {}

    /** Nothing is brought to the disk. */
    static byte[] withoutSyncs(byte[] type) {
        return transform(type, (builder, element) -> {
            if (element instanceof InvokeInstruction call
                    && call.owner().asInternalName().equals("java/nio/channels/FileChannel")
                    && call.name().equalsString(SYNC)) {
                // The channel, and whether it is about more than the bytes.
                builder.pop2();
            } else {
                builder.with(element);
            }
        });
    }

    /** Every text constant with something else in the place of what is found. */
    static UnaryOperator<byte[]> withText(String regex, String replacement) {
        return type -> transform(type, (builder, element) -> {
            if (element instanceof LoadConstantInstruction load && load.constantValue() instanceof String text) {
                builder.ldc(text.replaceAll(regex, replacement));
            } else {
                builder.with(element);
            }
        });
    }

    private static byte[] transform(byte[] type, CodeTransform transform) {
        var classFile = ClassFile.of();
        return classFile.transformClass(classFile.parse(type), ClassTransform.transformingMethodBodies(transform));
    }
}
