package io.unstir.trainer.network;

import io.unstir.trainer.tensor.Ops;
import io.unstir.trainer.tensor.ParameterSpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The U-Net of tutorials, to be read before {@link UNet}: at every level two convolutions with the time added in between, a strided
 * convolution down, nearest upsampling back up, and the skip connections of Ronneberger et al. 2015. No attention, no residual
 * branches; it is told the time and, at most, a class.
 */
public final class PlainUNet implements Network {
    private final Ports ports;
    private final List<Integer> channels;
    private final ConditioningEmbedding embedding;
    private final Conv input;
    private final List<Block> down;
    private final List<Conv> shrink;
    private final Block middle;
    private final List<Conv> grow;
    private final List<Block> up;
    private final Conv output;

    /** Convolution, time, convolution, each with its normalisation. */
    private record Block(Conv conv1, Norm norm1, Linear time, Conv conv2, Norm norm2) implements Layer {
        static Block of(String name, int in, int out, int embedding) {
            return new Block(
                    Conv.of(name + ".conv1", in, out, 3, 1),
                    Norm.of(name + ".norm1", out),
                    Linear.of(name + ".time", embedding, out),
                    Conv.of(name + ".conv2", out, out, 3, 1),
                    Norm.of(name + ".norm2", out));
        }

        <T> T apply(Ops<T> ops, T x, T embedding) {
            T h = ops.silu(norm1.group(ops, conv1.apply(ops, x)));
            h = ops.addPerChannel(h, time.apply(ops, embedding));
            return ops.silu(norm2.group(ops, conv2.apply(ops, h)));
        }

        @Override
        public void declare(Consumer<ParameterSpec> parameters) {
            conv1.declare(parameters);
            norm1.declare(parameters);
            time.declare(parameters);
            conv2.declare(parameters);
            norm2.declare(parameters);
        }
    }

    /**
     * @param channels of each level, from full resolution down; multiples of 8
     * @param ports whose conditioning is nothing or classes
     */
    public PlainUNet(List<Integer> channels, Ports ports) {
        if (ports.conditioning() instanceof Conditioning.Text) {
            throw new IllegalArgumentException("network.kind: plain_unet can't be told captions; unet can");
        }
        this.ports = ports;
        this.channels = List.copyOf(channels);
        int first = channels.getFirst();
        int width = 4 * first;
        embedding = ConditioningEmbedding.of("embedding", first, ports.conditioning(), width);
        input = Conv.of("input", ports.imageChannels(), first, 3, 1);
        var downBlocks = new ArrayList<Block>();
        var shrinks = new ArrayList<Conv>();
        var grows = new ArrayList<Conv>();
        var upBlocks = new ArrayList<Block>();
        int above = first;
        for (int l = 0; l < channels.size(); l++) {
            int here = channels.get(l);
            downBlocks.add(Block.of("down." + l, above, here, width));
            shrinks.add(Conv.of("shrink." + l, here, here, 3, 2));
            // Listed from full resolution down, walked the other way.
            grows.add(Conv.of("grow." + l, l == channels.size() - 1 ? here : channels.get(l + 1), here, 3, 1));
            upBlocks.add(Block.of("up." + l, 2 * here, here, width));
            above = here;
        }
        down = List.copyOf(downBlocks);
        shrink = List.copyOf(shrinks);
        middle = Block.of("middle", above, above, width);
        grow = List.copyOf(grows);
        up = List.copyOf(upBlocks);
        output = Conv.of("output", first, ports.outputChannels(), 1, 1);
    }

    @Override
    public <T> T apply(Ops<T> ops, T sample, T timestep, T condition) {
        T e = embedding.apply(ops, timestep, condition);
        T h = input.apply(ops, sample);
        var skips = new ArrayDeque<T>();
        for (int l = 0; l < down.size(); l++) {
            h = down.get(l).apply(ops, h, e);
            skips.push(h);
            h = shrink.get(l).apply(ops, h);
        }
        h = middle.apply(ops, h, e);
        for (int l = up.size() - 1; l >= 0; l--) {
            h = grow.get(l).apply(ops, ops.upsampleNearest(h));
            h = up.get(l).apply(ops, ops.concat(h, skips.pop()), e);
        }
        return output.apply(ops, h);
    }

    @Override
    public List<ParameterSpec> parameters() {
        var parameters = new ArrayList<ParameterSpec>();
        Consumer<ParameterSpec> add = parameters::add;
        embedding.declare(add);
        input.declare(add);
        for (int l = 0; l < down.size(); l++) {
            down.get(l).declare(add);
            shrink.get(l).declare(add);
        }
        middle.declare(add);
        for (int l = up.size() - 1; l >= 0; l--) {
            grow.get(l).declare(add);
            up.get(l).declare(add);
        }
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
        description.put("_class_name", "PlainUNet");
        description.put("in_channels", ports.imageChannels());
        description.put("out_channels", ports.outputChannels());
        description.put("block_out_channels", channels);
        if (ports.conditioning() instanceof Conditioning.Classes(var names)) {
            description.put("num_class_embeds", names.size() + 1);
        }
        return description;
    }
}
