package io.unstir.trainer.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * An operator of the engine that DJL's tensors do not offer, as a TorchScript module of one expression. Autograd sees through it to
 * the operator: forward and backward are the engine's own fused ones. Numbers in the expression are attributes, not tensors that DJL
 * could free too early.
 */
final class NativeOperator implements AutoCloseable {
    private static final byte[] NO_CONSTANTS = {(byte) 0x80, 2, ')', '.'};
    private static final String FORMAT_VERSION = "3\n";

    private final PtSymbolBlock module;

    /**
     * @param expression TorchScript over {@code inputs}
     * @param inputs names of the tensors, in the order {@link #apply} gets them
     */
    NativeOperator(NDManager manager, String expression, String... inputs) {
        try {
            module = JniUtils.loadModule(
                    (PtNDManager) manager, new ByteArrayInputStream(archive(expression, inputs)), false, false);
        } catch (IOException e) {
            throw new UncheckedIOException("No operator could be made of " + expression, e);
        }
    }

    /** The result belongs to the manager of the first input. */
    NDArray apply(NDArray... inputs) {
        for (NDArray input : inputs) {
            // DJL takes a dot in a name for a map's key.
            input.setName(null);
        }
        // A single operator has nothing to optimise, and the optimiser would put pieces of its own in the backward
        // pass's place.
        JniUtils.setGraphExecutorOptimize(false);
        return IValueUtils.forward(module, new NDList(inputs), true).singletonOrThrow();
    }

    @Override
    public void close() {
        module.close();
    }

    /** The module as a file: a zip of its source and of an object without attributes but the one each module has. */
    private static byte[] archive(String expression, String... inputs) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            store(zip, "data.pkl", pickledModule());
            store(zip, "code/__torch__.py", source(expression, inputs).getBytes(StandardCharsets.UTF_8));
            store(zip, "constants.pkl", NO_CONSTANTS);
            store(zip, "version", FORMAT_VERSION.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static String source(String expression, String... inputs) {
        String parameters = String.join(
                ", ", Arrays.stream(inputs).map(name -> name + ": Tensor").toList());
        return """
                class Operator(Module):
                  __parameters__ = []
                  __buffers__ = []
                  training : bool
                  def forward(self: __torch__.Operator, %s) -> Tensor:
                    return %s
                """.formatted(parameters, expression);
    }

    /** Pickle, protocol 2: an instance of {@code __torch__.Operator} whose {@code training} is true. */
    private static byte[] pickledModule() throws IOException {
        var pickle = new ByteArrayOutputStream();
        pickle.write(new byte[] {(byte) 0x80, 2, 'c'});
        pickle.write("__torch__\nOperator\n".getBytes(StandardCharsets.UTF_8));
        pickle.write(new byte[] {')', (byte) 0x81, '}', 'X', (byte) "training".length(), 0, 0, 0});
        pickle.write("training".getBytes(StandardCharsets.UTF_8));
        pickle.write(new byte[] {(byte) 0x88, 's', 'b', '.'});
        return pickle.toByteArray();
    }

    /** Uncompressed, as the engine wants it. */
    private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
        var entry = new ZipEntry("operator/" + name);
        var checksum = new CRC32();
        checksum.update(content);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(checksum.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
