package io.unstir.trainer.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.Dropout;
import ai.djl.nn.norm.LayerNorm;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Interprets a network with DJL's tensors, recorded by autograd where parameters require gradients.
 *
 * <p>Constants that enter tracked operations are tensors made once and held as long as this object: autograd keeps pointers to
 * their memory until the backward pass, and DJL frees the tensor behind a {@code Number} operand at once. Results belong to the
 * manager of an operation's first operand; operations therefore put data before parameters, so a step's tensors go with the
 * step's manager.
 */
public final class DjlOps implements Ops<NDArray>, AutoCloseable {
    private static final float EPSILON = 1e-5f;

    private final NDManager constants;
    private final Map<String, NDArray> parameters;
    private final boolean training;
    private final Map<String, NDArray> held = new HashMap<>();

    private DjlOps(NDManager manager, Map<String, NDArray> parameters, boolean training) {
        this.constants = manager.newSubManager();
        this.parameters = parameters;
        this.training = training;
    }

    /**
     * The network as it is used: without dropout.
     *
     * @param manager parent of the constants' memory
     * @param parameters by name; not owned
     */
    public DjlOps(NDManager manager, Map<String, NDArray> parameters) {
        this(manager, parameters, false);
    }

    /** The network as it is trained: dropout draws from the engine's generator. */
    public static DjlOps training(NDManager manager, Map<String, NDArray> parameters) {
        return new DjlOps(manager, parameters, true);
    }

    @Override
    public NDArray parameter(ParameterSpec spec) {
        NDArray parameter = parameters.get(spec.name());
        if (parameter == null) {
            throw new IllegalArgumentException("No parameter named " + spec.name());
        }
        return parameter;
    }

    @Override
    public NDArray add(NDArray a, NDArray b) {
        return a.add(b);
    }

    @Override
    public NDArray concat(NDArray a, NDArray b) {
        return a.concat(b, 1);
    }

    @Override
    public NDArray silu(NDArray x) {
        return x.mul(Activation.sigmoid(x));
    }

    @Override
    public NDArray linear(NDArray x, NDArray weight, NDArray bias) {
        return Linear.linear(x, weight, bias).singletonOrThrow();
    }

    @Override
    public NDArray conv2d(NDArray x, NDArray weight, NDArray bias, int stride) {
        long padding = weight.getShape().get(2) / 2;
        return Conv2d.conv2d(x, weight, bias, new Shape(stride, stride), new Shape(padding, padding))
                .singletonOrThrow();
    }

    @Override
    public NDArray upsampleNearest(NDArray x) {
        Shape s = x.getShape();
        long b = s.get(0);
        long c = s.get(1);
        long h = s.get(2);
        long w = s.get(3);
        return x.reshape(b, c, h, 1, w, 1)
                .broadcast(new Shape(b, c, h, 2, w, 2))
                .reshape(b, c, 2 * h, 2 * w);
    }

    @Override
    public NDArray groupNorm(NDArray x, int groups, NDArray gamma, NDArray beta) {
        Shape s = x.getShape();
        long perGroup = s.get(1) / groups * s.get(2) * s.get(3);
        // One fused native operator for statistics and normalisation; the affine part is per channel, not per element.
        NDArray normal =
                normalise(x.reshape(s.get(0), groups, perGroup), perGroup).reshape(s);
        return normal.mul(gamma.reshape(1, s.get(1), 1, 1)).add(beta.reshape(1, s.get(1), 1, 1));
    }

    @Override
    public NDArray layerNorm(NDArray x, NDArray gamma, NDArray beta) {
        return LayerNorm.layerNorm(x, gamma.getShape(), gamma, beta, EPSILON).singletonOrThrow();
    }

    @Override
    public NDArray modulate(NDArray x, NDArray scaleAndShift) {
        long b = x.getShape().get(0);
        long c = x.getShape().get(1);
        NDArray scale =
                scaleAndShift.get(new NDIndex().addAllDim().addSliceDim(0, c)).reshape(b, c, 1, 1);
        NDArray shift = scaleAndShift
                .get(new NDIndex().addAllDim().addSliceDim(c, 2 * c))
                .reshape(b, c, 1, 1);
        return x.add(x.mul(scale)).add(shift);
    }

    @Override
    public NDArray addPerChannel(NDArray x, NDArray perChannel) {
        return x.add(perChannel.reshape(x.getShape().get(0), x.getShape().get(1), 1, 1));
    }

    @Override
    public NDArray embedding(NDArray labels, NDArray table) {
        return labels.getNDArrayInternal()
                .embedding(labels.toType(DataType.INT64, false), table, SparseFormat.DENSE)
                .singletonOrThrow();
    }

    @Override
    public NDArray dropout(NDArray x, float rate) {
        return training && rate > 0 ? Dropout.dropout(x, rate, true).singletonOrThrow() : x;
    }

    @Override
    public NDArray vector(NDArray pixel) {
        return pixel.reshape(pixel.getShape().get(0), pixel.getShape().get(1));
    }

    @Override
    public NDArray pixel(NDArray vector) {
        return vector.reshape(vector.getShape().get(0), vector.getShape().get(1), 1, 1);
    }

    @Override
    public NDArray tokens(NDArray image) {
        Shape s = image.getShape();
        return image.reshape(s.get(0), s.get(1), s.get(2) * s.get(3)).transpose(0, 2, 1);
    }

    @Override
    public NDArray image(NDArray tokens, NDArray like) {
        Shape s = like.getShape();
        return tokens.transpose(0, 2, 1).reshape(s.get(0), tokens.getShape().get(2), s.get(2), s.get(3));
    }

    @Override
    public NDArray sumTokens(NDArray tokens) {
        return tokens.sum(new int[] {1});
    }

    @Override
    public NDArray attention(NDArray query, NDArray key, NDArray value, int heads) {
        long b = query.getShape().get(0);
        long n = query.getShape().get(1);
        long c = query.getShape().get(2);
        NDArray scale = held("scale" + c / heads, () -> constants.create((float) (1 / Math.sqrt((double) c / heads))));
        NDArray q = splitHeads(query.mul(scale), heads);
        NDArray k = splitHeads(key, heads);
        NDArray v = splitHeads(value, heads);
        NDArray weights = q.matMul(k.transpose(0, 1, 3, 2)).softmax(-1);
        return weights.matMul(v).transpose(0, 2, 1, 3).reshape(b, n, c);
    }

    @Override
    public NDArray sinusoids(NDArray timestep, int width) {
        NDArray frequencies = held("frequencies" + width, () -> constants.create(Sinusoids.frequencies(width)));
        NDArray angles = timestep.reshape(timestep.getShape().get(0), 1).mul(frequencies.reshape(1, width / 2));
        return angles.cos().concat(angles.sin(), 1);
    }

    @Override
    public void close() {
        constants.close();
    }

    private NDArray normalise(NDArray x, long width) {
        NDArray ones = held("ones" + width, () -> constants.ones(new Shape(width)));
        NDArray zeros = held("zeros" + width, () -> constants.zeros(new Shape(width)));
        return LayerNorm.layerNorm(x, new Shape(width), ones, zeros, EPSILON).singletonOrThrow();
    }

    private static NDArray splitHeads(NDArray x, int heads) {
        Shape s = x.getShape();
        return x.reshape(s.get(0), s.get(1), heads, s.get(2) / heads).transpose(0, 2, 1, 3);
    }

    private NDArray held(String name, Supplier<NDArray> make) {
        return held.computeIfAbsent(name, _ -> make.get());
    }
}
