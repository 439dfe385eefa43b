package io.unstir.trainer.export;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.unstir.trainer.optimizer.Parameters;
import io.unstir.trainer.tensor.ParameterSpec;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The way back from {@link OnnxExport}: the weights inside a graph that it recorded. */
public record OnnxWeights(Map<String, TensorProto> tensors) {

    public static OnnxWeights of(ModelProto model) {
        return new OnnxWeights(
                model.getGraph().getInitializerList().stream().collect(Collectors.toMap(TensorProto::getName, t -> t)));
    }

    /**
     * The weights of a network with these parameters, as tensors of {@code manager}.
     *
     * @throws IllegalArgumentException when the graph is of another network, naming the first parameter that differs
     */
    public Parameters of(List<ParameterSpec> specs, NDManager manager) {
        var weights = new LinkedHashMap<String, NDArray>();
        specs.forEach(spec -> weights.put(spec.name(), tensor(spec, manager)));
        return new Parameters(weights);
    }

    private NDArray tensor(ParameterSpec spec, NDManager manager) {
        TensorProto tensor = tensors.get(spec.name());
        if (tensor == null || !tensor.getDimsList().equals(spec.shape()) || !isComplete(tensor, spec)) {
            throw new IllegalArgumentException("%s must have the shape %s (got %s)"
                    .formatted(spec.name(), spec.shape(), tensor == null ? "none" : tensor.getDimsList()));
        }
        var elements = new float[(int) spec.size()];
        tensor.getRawData()
                .asReadOnlyByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(elements);
        return manager.create(elements, new Shape(tensor.getDimsList()));
    }

    private static boolean isComplete(TensorProto tensor, ParameterSpec spec) {
        return tensor.getDataType() == TensorProto.DataType.FLOAT.getNumber()
                && tensor.getRawData().size() == Float.BYTES * spec.size();
    }
}
