package io.unstir.trainer.network;

import io.unstir.trainer.tensor.Ops;
import io.unstir.trainer.tensor.ParameterSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A residual perceptron for points, kept as images of one pixel: two coordinates are two channels. Small enough to be trained in a
 * minute on distributions whose truth is known.
 */
public final class Mlp implements Network {
    private final Ports ports;
    private final int width;
    private final ConditioningEmbedding embedding;
    private final Linear input;
    private final List<Block> blocks;
    private final Norm outputNorm;
    private final Linear output;

    /** Two layers around a shortcut, with the time added in between. */
    private record Block(Norm norm, Linear linear1, Linear time, Linear linear2) implements Layer {
        static Block of(String name, int width) {
            return new Block(
                    Norm.of(name + ".norm", width),
                    Linear.of(name + ".linear1", width, width),
                    Linear.of(name + ".time", width, width),
                    Linear.zero(name + ".linear2", width, width));
        }

        <T> T apply(Ops<T> ops, T x, T embedding) {
            T h = ops.add(linear1.apply(ops, norm.layer(ops, x)), time.apply(ops, embedding));
            return ops.add(x, linear2.apply(ops, ops.silu(h)));
        }

        @Override
        public void declare(Consumer<ParameterSpec> parameters) {
            norm.declare(parameters);
            linear1.declare(parameters);
            time.declare(parameters);
            linear2.declare(parameters);
        }
    }

    /**
     * @param width of every hidden layer; even
     * @param blocks residual blocks
     * @param ports whose image channels are the coordinates of a point
     */
    public Mlp(int width, int blocks, Ports ports) {
        this.ports = ports;
        this.width = width;
        embedding = ConditioningEmbedding.of("embedding", width, ports.conditioning(), width);
        input = Linear.of("input", ports.imageChannels(), width);
        var residual = new ArrayList<Block>();
        for (int i = 0; i < blocks; i++) {
            residual.add(Block.of("block." + i, width));
        }
        this.blocks = List.copyOf(residual);
        outputNorm = Norm.of("output.norm", width);
        output = Linear.zero("output", width, ports.outputChannels());
    }

    @Override
    public <T> T apply(Ops<T> ops, T sample, T timestep, T condition) {
        T e = embedding.apply(ops, timestep, condition);
        T h = input.apply(ops, ops.vector(sample));
        for (Block block : blocks) {
            h = block.apply(ops, h, e);
        }
        return ops.pixel(output.apply(ops, ops.silu(outputNorm.layer(ops, h))));
    }

    @Override
    public List<ParameterSpec> parameters() {
        var parameters = new ArrayList<ParameterSpec>();
        Consumer<ParameterSpec> add = parameters::add;
        embedding.declare(add);
        input.declare(add);
        blocks.forEach(block -> block.declare(add));
        outputNorm.declare(add);
        output.declare(add);
        return List.copyOf(parameters);
    }

    @Override
    public Ports ports() {
        return ports;
    }

    @Override
    public Map<String, Object> description() {
        var description = new LinkedHashMap<String, Object>();
        description.put("_class_name", "Mlp");
        description.put("in_channels", ports.imageChannels());
        description.put("out_channels", ports.outputChannels());
        description.put("width", width);
        description.put("blocks", blocks.size());
        return description;
    }
}
