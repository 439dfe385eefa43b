package io.unstir.trainer.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.Dropout;
import ai.djl.nn.norm.LayerNorm;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Interprets a network with DJL's tensors, recorded by autograd where parameters require gradients. Operators that the engine has as
 * one, and DJL does not offer, are {@link NativeOperator}s.
 *
 * <p>Constants that enter tracked operations are tensors made once and held as long as this object: autograd keeps pointers to
 * their memory until the backward pass, and DJL frees the tensor behind a {@code Number} operand at once. Results belong to the
 * manager of an operation's first operand; operations therefore put data before parameters, so a step's tensors go with the
 * step's manager.
 */
public final class DjlOps implements Ops<NDArray>, AutoCloseable {
    private static final double EPSILON = 1e-5;
    private static final int VECTOR = 16;

    private final NDManager constants;
    private final Map<String, NDArray> parameters;
    private final boolean training;
    private final Map<String, NDArray> held = new HashMap<>();
    private final Map<String, NativeOperator> operators = new HashMap<>();

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
        return operator("torch.silu(x)", "x").apply(x);
    }

    @Override
    public NDArray linear(NDArray x, NDArray weight, NDArray bias) {
        if (x.getShape().dimension() < 3) {
            return Linear.linear(x, weight, bias).singletonOrThrow();
        }
        // As a convolution of one pixel, whose matrix product is nearly twice as fast on processors that aren't
        // Intel's.
        return operator(
                        "torch.squeeze(torch.permute(torch.conv2d(torch.permute(torch.unsqueeze(x, 2), [0, 3, 1, 2]), "
                                + "torch.unsqueeze(torch.unsqueeze(w, 2), 3), b), [0, 2, 3, 1]), 2)",
                        "x",
                        "w",
                        "b")
                .apply(x, weight, bias);
    }

    @Override
    public NDArray conv2d(NDArray x, NDArray weight, NDArray bias, int stride) {
        long padding = weight.getShape().get(2) / 2;
        // Channels last, which every other operator then keeps: no copies into the convolution's blocks of channels and
        // back.
        return operator(
                        "torch.conv2d(torch.contiguous(x, memory_format=2), w, b, [%1$d, %1$d], [%2$d, %2$d])"
                                .formatted(stride, padding),
                        "x",
                        "w",
                        "b")
                .apply(x, weight, bias);
    }

    @Override
    public NDArray upsampleNearest(NDArray x) {
        return operator("torch.upsample_nearest2d(x, None, [2.0, 2.0])", "x").apply(x);
    }

    @Override
    public NDArray groupNorm(NDArray x, int groups, NDArray gamma, NDArray beta) {
        return operator("torch.group_norm(x, %d, gamma, beta, %s)".formatted(groups, EPSILON), "x", "gamma", "beta")
                .apply(x, gamma, beta);
    }

    @Override
    public NDArray layerNorm(NDArray x, NDArray gamma, NDArray beta) {
        return LayerNorm.layerNorm(x, gamma.getShape(), gamma, beta, (float) EPSILON)
                .singletonOrThrow();
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
        NDArray q = splitHeads(query, heads);
        NDArray k = splitHeads(key, heads);
        NDArray v = splitHeads(value, heads);
        return operator(attention((int) (c / heads)), "q", "k", "v")
                .apply(q, k, v)
                .transpose(0, 2, 1, 3)
                .reshape(b, n, c);
    }

    /** Narrow heads are filled up with zeros, which change no product: the engine is a quarter faster with whole vectors. */
    private static String attention(int width) {
        if (width >= VECTOR) {
            return "torch.scaled_dot_product_attention(q, k, v)";
        }
        String wide = "torch.constant_pad_nd(%s, [0, " + (VECTOR - width) + "])";
        return "torch.slice(torch.scaled_dot_product_attention(%s, %s, %s, scale=%s), 3, 0, %d)"
                .formatted(wide.formatted("q"), wide.formatted("k"), wide.formatted("v"), 1 / Math.sqrt(width), width);
    }

    @Override
    public NDArray sinusoids(NDArray timestep, int width) {
        NDArray frequencies = held(
                "frequencies" + width, () -> constants.create(Sinusoids.frequencies(width), new Shape(1, width / 2)));
        NDArray angles = timestep.reshape(timestep.getShape().get(0), 1).mul(frequencies);
        return angles.cos().concat(angles.sin(), 1);
    }

    @Override
    public void close() {
        operators.values().forEach(NativeOperator::close);
        constants.close();
    }

    private static NDArray splitHeads(NDArray x, int heads) {
        Shape s = x.getShape();
        return x.reshape(s.get(0), s.get(1), heads, s.get(2) / heads).transpose(0, 2, 1, 3);
    }

    private NativeOperator operator(String expression, String... inputs) {
        return operators.computeIfAbsent(expression, _ -> new NativeOperator(constants, expression, inputs));
    }

    private NDArray held(String name, Supplier<NDArray> make) {
        return held.computeIfAbsent(name, _ -> make.get());
    }
}
