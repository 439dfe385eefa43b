package io.unstir.trainer.tensor;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.LongStream;

/**
 * Records a network as an ONNX graph (opset 17) whose first axis, the batch, is free; every other size is fixed when recorded.
 * Equal networks and weights record equal bytes.
 */
public final class OnnxOps implements Ops<OnnxOps.Value> {
    /** Size of the batch axis, unknown until the graph runs. */
    public static final long BATCH = -1;

    private static final int OPSET = 17;
    private static final int IR_VERSION = 8;
    private static final float EPSILON = 1e-5f;

    private final Function<String, float[]> weights;
    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("unstir");
    private final Set<String> initializers = new HashSet<>();
    private int nextValue;

    /** A tensor of the graph. */
    public record Value(String name, long... shape) {}

    /** @param weights elements of a parameter, by name, in row-major order */
    public OnnxOps(Function<String, float[]> weights) {
        this.weights = weights;
    }

    /** Declares an input; a size of {@link #BATCH} is free. */
    public Value input(String name, long... shape) {
        graph.addInput(valueInfo(name, shape));
        return new Value(name, shape);
    }

    /** The finished model, with {@code result} as its only output. */
    public ModelProto model(Value result, String outputName) {
        graph.addNode(NodeProto.newBuilder()
                .setOpType("Identity")
                .setName(outputName)
                .addInput(result.name())
                .addOutput(outputName));
        graph.addOutput(valueInfo(outputName, result.shape()));
        return ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("unstir")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
                .setGraph(graph)
                .build();
    }

    @Override
    public Value parameter(ParameterSpec spec) {
        long[] shape = spec.shape().stream().mapToLong(Long::longValue).toArray();
        return initializer(spec.name(), weights.apply(spec.name()), shape);
    }

    @Override
    public Value add(Value a, Value b) {
        return node("Add", broadcast(a.shape(), b.shape()), List.of(), a, b);
    }

    @Override
    public Value concat(Value a, Value b) {
        long[] shape = a.shape().clone();
        shape[1] += b.shape()[1];
        return node("Concat", shape, List.of(attribute("axis", 1)), a, b);
    }

    @Override
    public Value silu(Value x) {
        return mul(x, node("Sigmoid", x.shape(), List.of(), x));
    }

    @Override
    public Value linear(Value x, Value weight, Value bias) {
        long[] shape = x.shape().clone();
        shape[shape.length - 1] = weight.shape()[0];
        if (shape.length == 2) {
            return node("Gemm", shape, List.of(attribute("transB", 1)), x, weight, bias);
        }
        // Gemm takes two axes only. ONNX Runtime folds the transposition of a constant when it loads the graph.
        return add(node("MatMul", shape, List.of(), x, transpose(weight, 1, 0)), bias);
    }

    @Override
    public Value conv2d(Value x, Value weight, Value bias, int stride) {
        long kernel = weight.shape()[2];
        long padding = kernel / 2;
        long[] shape = {
            x.shape()[0], weight.shape()[0], (x.shape()[2] - 1) / stride + 1, (x.shape()[3] - 1) / stride + 1
        };
        return node(
                "Conv",
                shape,
                List.of(
                        attribute("kernel_shape", kernel, kernel),
                        attribute("strides", stride, stride),
                        attribute("pads", padding, padding, padding, padding)),
                x,
                weight,
                bias);
    }

    @Override
    public Value upsampleNearest(Value x) {
        long[] s = x.shape();
        Value none = new Value("");
        Value scales = initializer("upsample.scales", new float[] {1, 1, 2, 2}, 4);
        return node(
                "Resize",
                new long[] {s[0], s[1], 2 * s[2], 2 * s[3]},
                List.of(
                        attribute("mode", "nearest"),
                        attribute("coordinate_transformation_mode", "asymmetric"),
                        attribute("nearest_mode", "floor")),
                x,
                none,
                scales);
    }

    @Override
    public Value groupNorm(Value x, int groups, Value gamma, Value beta) {
        long[] s = x.shape();
        long perGroup = s[1] / groups * s[2] * s[3];
        Value ones = initializer("ones." + groups, filled(groups, 1), groups);
        Value zeros = initializer("zeros." + groups, filled(groups, 0), groups);
        Value normal = node(
                "InstanceNormalization",
                new long[] {s[0], groups, perGroup},
                List.of(attribute("epsilon", EPSILON)),
                reshape(x, BATCH, groups, perGroup),
                ones,
                zeros);
        Value scaled = mul(reshape(normal, BATCH, s[1], s[2], s[3]), reshape(gamma, s[1], 1, 1));
        return add(scaled, reshape(beta, s[1], 1, 1));
    }

    @Override
    public Value layerNorm(Value x, Value gamma, Value beta) {
        return node(
                "LayerNormalization",
                x.shape(),
                List.of(attribute("axis", -1), attribute("epsilon", EPSILON)),
                x,
                gamma,
                beta);
    }

    @Override
    public Value modulate(Value x, Value scaleAndShift) {
        long c = x.shape()[1];
        Value scale = reshape(slice(scaleAndShift, 0, c), BATCH, c, 1, 1);
        Value shift = reshape(slice(scaleAndShift, c, 2 * c), BATCH, c, 1, 1);
        return add(add(x, mul(x, scale)), shift);
    }

    @Override
    public Value addPerChannel(Value x, Value perChannel) {
        return add(x, reshape(perChannel, BATCH, x.shape()[1], 1, 1));
    }

    @Override
    public Value embedding(Value labels, Value table) {
        Value whole =
                node("Cast", labels.shape(), List.of(attribute("to", TensorProto.DataType.INT64.getNumber())), labels);
        return node("Gather", new long[] {labels.shape()[0], table.shape()[1]}, List.of(), table, whole);
    }

    @Override
    public Value dropout(Value x, float rate) {
        return x;
    }

    @Override
    public Value vector(Value pixel) {
        return reshape(pixel, BATCH, pixel.shape()[1]);
    }

    @Override
    public Value pixel(Value vector) {
        return reshape(vector, BATCH, vector.shape()[1], 1, 1);
    }

    @Override
    public Value tokens(Value image) {
        long[] s = image.shape();
        return transpose(reshape(image, BATCH, s[1], s[2] * s[3]), 0, 2, 1);
    }

    @Override
    public Value image(Value tokens, Value like) {
        return reshape(transpose(tokens, 0, 2, 1), BATCH, tokens.shape()[2], like.shape()[2], like.shape()[3]);
    }

    @Override
    public Value sumTokens(Value tokens) {
        Value axis = initializer("axis.1", new long[] {1});
        return node(
                "ReduceSum",
                new long[] {tokens.shape()[0], tokens.shape()[2]},
                List.of(attribute("keepdims", 0)),
                tokens,
                axis);
    }

    @Override
    public Value attention(Value query, Value key, Value value, int heads) {
        long n = query.shape()[1];
        long m = key.shape()[1];
        long c = query.shape()[2];
        Value scale = initializer("scale." + c / heads, new float[] {(float) (1 / Math.sqrt((double) c / heads))}, 1);
        Value q = transpose(reshape(mul(query, scale), BATCH, n, heads, c / heads), 0, 2, 1, 3);
        Value k = transpose(reshape(key, BATCH, m, heads, c / heads), 0, 2, 3, 1);
        Value v = transpose(reshape(value, BATCH, m, heads, c / heads), 0, 2, 1, 3);
        Value scores = node("MatMul", new long[] {BATCH, heads, n, m}, List.of(), q, k);
        Value weights = node("Softmax", scores.shape(), List.of(attribute("axis", -1)), scores);
        Value mixed = node("MatMul", new long[] {BATCH, heads, n, c / heads}, List.of(), weights, v);
        return reshape(transpose(mixed, 0, 2, 1, 3), BATCH, n, c);
    }

    @Override
    public Value sinusoids(Value timestep, int width) {
        Value frequencies = initializer("frequencies." + width, Sinusoids.frequencies(width), 1, width / 2);
        Value angles = mul(reshape(timestep, BATCH, 1), frequencies);
        Value cosines = node("Cos", angles.shape(), List.of(), angles);
        Value sines = node("Sin", angles.shape(), List.of(), angles);
        return concat(cosines, sines);
    }

    private Value mul(Value a, Value b) {
        return node("Mul", broadcast(a.shape(), b.shape()), List.of(), a, b);
    }

    private Value reshape(Value x, long... shape) {
        return node("Reshape", shape, List.of(), x, initializer("shape." + dashed(shape), shape));
    }

    private Value transpose(Value x, int... axes) {
        long[] shape = Arrays.stream(axes).mapToLong(a -> x.shape()[a]).toArray();
        long[] permutation = Arrays.stream(axes).asLongStream().toArray();
        return node("Transpose", shape, List.of(attribute("perm", permutation)), x);
    }

    private Value slice(Value x, long from, long to) {
        return node(
                "Slice",
                new long[] {x.shape()[0], to - from},
                List.of(),
                x,
                initializer("at." + from, new long[] {from}),
                initializer("at." + to, new long[] {to}),
                initializer("axis.1", new long[] {1}));
    }

    private Value node(String type, long[] shape, List<AttributeProto> attributes, Value... inputs) {
        String name = "v" + nextValue++;
        var node = NodeProto.newBuilder()
                .setOpType(type)
                .setName(type + "." + name)
                .addOutput(name);
        for (Value input : inputs) {
            node.addInput(input.name());
        }
        graph.addNode(node.addAllAttribute(attributes));
        return new Value(name, shape);
    }

    private Value initializer(String name, float[] elements, long... shape) {
        if (initializers.add(name)) {
            ByteBuffer bytes =
                    ByteBuffer.allocate(elements.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(elements);
            graph.addInitializer(tensor(name, TensorProto.DataType.FLOAT, bytes, shape));
        }
        return new Value(name, shape);
    }

    private Value initializer(String name, long[] elements) {
        if (initializers.add(name)) {
            ByteBuffer bytes = ByteBuffer.allocate(elements.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asLongBuffer().put(elements);
            graph.addInitializer(tensor(name, TensorProto.DataType.INT64, bytes, elements.length));
        }
        return new Value(name, elements.length);
    }

    private static TensorProto tensor(String name, TensorProto.DataType type, ByteBuffer bytes, long... shape) {
        return TensorProto.newBuilder()
                .setName(name)
                .setDataType(type.getNumber())
                .addAllDims(LongStream.of(shape).boxed().toList())
                .setRawData(ByteString.copyFrom(bytes.rewind()))
                .build();
    }

    private static ValueInfoProto valueInfo(String name, long... shape) {
        var dims = TensorShapeProto.newBuilder();
        for (long size : shape) {
            var dim = TensorShapeProto.Dimension.newBuilder();
            dims.addDim(size == BATCH ? dim.setDimParam("batch") : dim.setDimValue(size));
        }
        var tensor = TypeProto.Tensor.newBuilder()
                .setElemType(TensorProto.DataType.FLOAT.getNumber())
                .setShape(dims);
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }

    private static AttributeProto attribute(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    private static AttributeProto attribute(String name, long first, long... more) {
        return attribute(
                name,
                LongStream.concat(LongStream.of(first), LongStream.of(more)).toArray());
    }

    private static AttributeProto attribute(String name, long[] values) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INTS)
                .addAllInts(LongStream.of(values).boxed().toList())
                .build();
    }

    private static AttributeProto attribute(String name, float value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.FLOAT)
                .setF(value)
                .build();
    }

    private static AttributeProto attribute(String name, String value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.STRING)
                .setS(ByteString.copyFromUtf8(value))
                .build();
    }

    /** Right-aligned broadcasting, where the free batch wins over 1. */
    private static long[] broadcast(long[] a, long[] b) {
        long[] longer = a.length >= b.length ? a : b;
        long[] shorter = longer == a ? b : a;
        long[] shape = longer.clone();
        for (int i = 1; i <= shorter.length; i++) {
            long other = shorter[shorter.length - i];
            if (shape[shape.length - i] == 1) {
                shape[shape.length - i] = other;
            }
        }
        return shape;
    }

    private static float[] filled(int size, float value) {
        float[] elements = new float[size];
        Arrays.fill(elements, value);
        return elements;
    }

    private static String dashed(long[] shape) {
        return Arrays.toString(shape).replaceAll("[\\[\\], ]+", "_");
    }
}
