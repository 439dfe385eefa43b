package io.unstir.trainer.evaluation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.unstir.trainer.bundle.Sha256;
import io.unstir.trainer.network.ImageClassifier;
import io.unstir.trainer.optimizer.Parameters;
import io.unstir.trainer.tensor.ParameterSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;

/**
 * A trained classifier's numbers.
 *
 * @param bytes every parameter's elements in declared order, as little-endian floats; not to be changed
 */
record ClassifierWeights(ImageClassifier network, byte[] bytes) {
    ClassifierWeights {
        long expected = Float.BYTES
                * network.parameters().stream().mapToLong(ParameterSpec::size).sum();
        if (bytes.length != expected) {
            throw new IllegalArgumentException(
                    "the weights must have " + expected + " bytes (got " + bytes.length + ")");
        }
    }

    static ClassifierWeights of(ImageClassifier network, Parameters parameters) {
        var bytes =
                ByteBuffer.allocate((int) (Float.BYTES * parameters.count())).order(ByteOrder.LITTLE_ENDIAN);
        for (ParameterSpec spec : network.parameters()) {
            for (float element : parameters.tensors().get(spec.name()).toFloatArray()) {
                bytes.putFloat(element);
            }
        }
        return new ClassifierWeights(network, bytes.array());
    }

    /** SHA-256 (hex) of the bytes: two classifiers with the same digest see the same. */
    String digest() {
        return Sha256.of(bytes);
    }

    Parameters parameters(NDManager manager) {
        var floats = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        var tensors = new LinkedHashMap<String, NDArray>();
        for (ParameterSpec spec : network.parameters()) {
            float[] elements = new float[(int) spec.size()];
            floats.get(elements);
            long[] shape = spec.shape().stream().mapToLong(Long::longValue).toArray();
            tensors.put(spec.name(), manager.create(elements, new Shape(shape)));
        }
        return new Parameters(tensors);
    }
}
