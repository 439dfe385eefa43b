package io.unstir.trainer.export;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import io.unstir.trainer.config.RandomModelConfig;
import io.unstir.trainer.network.UNet;
import io.unstir.trainer.optimizer.Parameters;
import io.unstir.trainer.tensor.ParameterSpec;
import java.util.List;

/** A network that was never trained, to measure how fast one of its shape is. Unlike before a training, no layer starts as zero: work whose result is nothing can be skipped. */
public record RandomModel(RandomModelConfig config) {

    /** The graph and how many values it has. */
    public record Graph(byte[] onnx, long parameters) {}

    public Graph export() {
        var network = new UNet(config.network(), config.ports());
        try (NDManager manager = NDManager.newBaseManager()) {
            Engine.getInstance().setRandomSeed(Long.hashCode(config.seed()));
            var weights = Parameters.initial(manager, withoutZeros(network.parameters()));
            return new Graph(new OnnxExport(network, config.imageSize()).export(weights), weights.count());
        }
    }

    private static List<ParameterSpec> withoutZeros(List<ParameterSpec> specs) {
        return specs.stream().map(RandomModel::withoutZeros).toList();
    }

    private static ParameterSpec withoutZeros(ParameterSpec spec) {
        boolean weight = spec.shape().size() > 1;
        if (!weight || !(spec.init() instanceof ParameterSpec.Init.Zeros)) {
            return spec;
        }
        long[] shape = spec.shape().stream().mapToLong(Long::longValue).toArray();
        return ParameterSpec.uniform(spec.name(), spec.size() / shape[0], shape);
    }
}
