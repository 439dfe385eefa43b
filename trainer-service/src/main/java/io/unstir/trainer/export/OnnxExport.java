package io.unstir.trainer.export;

import ai.djl.ndarray.NDArray;
import ai.onnx.proto.OnnxMl.ModelProto;
import io.unstir.trainer.network.Conditioning;
import io.unstir.trainer.network.Network;
import io.unstir.trainer.optimizer.Parameters;
import io.unstir.trainer.tensor.OnnxOps;

/** Records a trained network as the bundle's {@code unet/model.onnx}. */
public record OnnxExport(Network network, int imageSize) {
    public static final String SAMPLE = "sample";
    public static final String TIMESTEP = "timestep";
    public static final String TEXT = "encoder_hidden_states";
    public static final String CLASS = "class_labels";
    public static final String OUTPUT = "out_sample";

    /** The graph with {@code weights} inside; every row of a batch has a timestep of its own. */
    public byte[] export(Parameters weights) {
        var ops = new OnnxOps(name -> elements(weights, name));
        var sample = ops.input(SAMPLE, OnnxOps.BATCH, network.ports().imageChannels(), imageSize, imageSize);
        var timestep = ops.input(TIMESTEP, OnnxOps.BATCH);
        var condition =
                switch (network.ports().conditioning()) {
                    case Conditioning.None() -> null;
                    case Conditioning.Classes _ -> ops.input(CLASS, OnnxOps.BATCH);
                    case Conditioning.Text(int tokens, int width) -> ops.input(TEXT, OnnxOps.BATCH, tokens, width);
                };
        ModelProto model = ops.model(network.apply(ops, sample, timestep, condition), OUTPUT);
        return model.toByteArray();
    }

    private static float[] elements(Parameters weights, String name) {
        NDArray tensor = weights.tensors().get(name);
        return tensor.toFloatArray();
    }
}
