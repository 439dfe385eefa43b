package io.unstir.trainer.export;

import ai.djl.ndarray.NDArray;
import ai.onnx.proto.OnnxMl.ModelProto;
import io.unstir.trainer.network.UNet;
import io.unstir.trainer.optimizer.Parameters;
import io.unstir.trainer.tensor.OnnxOps;

/** Records a trained U-Net as the bundle's {@code unet/model.onnx}. */
public record OnnxExport(UNet network, int imageSize, int maxTokens) {
    public static final String SAMPLE = "sample";
    public static final String TIMESTEP = "timestep";
    public static final String TEXT = "encoder_hidden_states";
    public static final String OUTPUT = "out_sample";

    /** The graph with {@code weights} inside; every row of a batch has a timestep of its own. */
    public byte[] export(Parameters weights) {
        var ops = new OnnxOps(name -> elements(weights, name));
        int channels = network.config().imageChannels();
        var sample = ops.input(SAMPLE, OnnxOps.BATCH, channels, imageSize, imageSize);
        var timestep = ops.input(TIMESTEP, OnnxOps.BATCH);
        var text = network.config().hasText()
                ? ops.input(TEXT, OnnxOps.BATCH, maxTokens, network.config().textWidth())
                : null;
        ModelProto model = ops.model(network.apply(ops, sample, timestep, text), OUTPUT);
        return model.toByteArray();
    }

    private static float[] elements(Parameters weights, String name) {
        NDArray tensor = weights.tensors().get(name);
        return tensor.toFloatArray();
    }
}
