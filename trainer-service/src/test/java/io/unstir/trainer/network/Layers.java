package io.unstir.trainer.network;

import ai.djl.ndarray.NDArray;
import io.unstir.trainer.network.UNetConfig.TimeConditioning;
import io.unstir.trainer.tensor.Ops;
import io.unstir.trainer.tensor.ParameterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Every layer and every network in a small size, with the shapes of its inputs, for tests that hold for all of them. */
final class Layers {
    private static final long[] IMAGE = {2, 16, 4, 4};
    private static final long[] SEQUENCE = {2, 6, 16};
    private static final long[] VECTOR = {2, 16};
    private static final long[] TIMES = {2};
    private static final long[] CAPTIONS = {2, 3, 8};
    private static final Conditioning TEXT = new Conditioning.Text(3, 8);
    private static final Conditioning CLASSES = new Conditioning.Classes(List.of("cat", "dog", "fox"));
    private static final Conditioning NONE = new Conditioning.None();

    private Layers() {}

    /** A function written once against {@link Ops}. */
    private interface Body {
        <T> T apply(Ops<T> ops, List<T> inputs);
    }

    /** @param inputs shapes; {@code labels} are the classes given as its last input, empty where that is none of its inputs */
    record Case(String name, List<ParameterSpec> parameters, List<long[]> inputs, float[] labels, Body body) {
        <T> T apply(Ops<T> ops, List<T> values) {
            return body.apply(ops, values);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> all() {
        return Stream.of(
                linear(Linear.of("l", 16, 24), VECTOR),
                linear(Linear.of("l", 16, 24), SEQUENCE),
                conv("convolution", Conv.of("c", 16, 24, 3, 1)),
                conv("strided convolution", Conv.of("c", 16, 24, 3, 2)),
                conv("convolution of one pixel", Conv.of("c", 16, 24, 1, 1)),
                groupNorm(),
                layerNorm(),
                attention(),
                attentionBlock("self-attention block", 0),
                attentionBlock("cross-attention block", 8),
                residualBlock(TimeConditioning.SCALE_SHIFT, 16),
                residualBlock(TimeConditioning.ADD, 24),
                embedding("embedding of time", NONE),
                embedding("embedding of a class", CLASSES),
                embedding("embedding of a caption", TEXT),
                network("U-Net without condition", unet(NONE, 3, TimeConditioning.ADD)),
                network("U-Net of classes", unet(CLASSES, 3, TimeConditioning.SCALE_SHIFT)),
                network("U-Net of captions, with learned variance", unet(TEXT, 6, TimeConditioning.SCALE_SHIFT)),
                network("plain U-Net", new PlainUNet(List.of(8, 16), Ports.of(1, NONE))),
                network("plain U-Net of classes", new PlainUNet(List.of(8, 8), new Ports(3, 6, CLASSES))),
                network("perceptron", new Mlp(16, 2, Ports.of(2, NONE))),
                classifier(8),
                classifier(40));
    }

    private static UNet unet(Conditioning conditioning, int outputs, TimeConditioning timeConditioning) {
        return new UNet(
                new UNetConfig(List.of(8, 16), 1, List.of(1), 2, 0.3, timeConditioning),
                new Ports(3, outputs, conditioning));
    }

    private static Case linear(Linear layer, long[] shape) {
        return layer("linear over " + shape.length + " axes", layer, List.of(shape), new Body() {
            @Override
            public <T> T apply(Ops<T> ops, List<T> inputs) {
                return layer.apply(ops, inputs.get(0));
            }
        });
    }

    private static Case conv(String name, Conv layer) {
        return layer(name, layer, List.of(IMAGE), new Body() {
            @Override
            public <T> T apply(Ops<T> ops, List<T> inputs) {
                return layer.apply(ops, inputs.get(0));
            }
        });
    }

    private static Case groupNorm() {
        Norm layer = Norm.of("n", 16);
        return layer("group norm", layer, List.of(IMAGE), new Body() {
            @Override
            public <T> T apply(Ops<T> ops, List<T> inputs) {
                return layer.group(ops, inputs.get(0));
            }
        });
    }

    private static Case layerNorm() {
        Norm layer = Norm.of("n", 16);
        return layer("layer norm", layer, List.of(VECTOR), new Body() {
            @Override
            public <T> T apply(Ops<T> ops, List<T> inputs) {
                return layer.layer(ops, inputs.get(0));
            }
        });
    }

    private static Case attention() {
        Attention layer = Attention.of("a", 16, 8, 2);
        return layer("attention", layer, List.of(SEQUENCE, CAPTIONS), new Body() {
            @Override
            public <T> T apply(Ops<T> ops, List<T> inputs) {
                return layer.apply(ops, inputs.get(0), inputs.get(1));
            }
        });
    }

    private static Case attentionBlock(String name, int textWidth) {
        AttentionBlock layer = AttentionBlock.of("a", 16, textWidth, 2);
        return layer(name, layer, List.of(IMAGE, CAPTIONS), new Body() {
            @Override
            public <T> T apply(Ops<T> ops, List<T> inputs) {
                return layer.apply(ops, inputs.get(0), inputs.get(1));
            }
        });
    }

    private static Case residualBlock(TimeConditioning conditioning, int out) {
        var config = new UNetConfig(List.of(8), 1, List.of(), 1, 0, conditioning);
        ResidualBlock layer = ResidualBlock.of("r", 16, out, 16, config);
        return layer("residual block, " + conditioning, layer, List.of(IMAGE, VECTOR), new Body() {
            @Override
            public <T> T apply(Ops<T> ops, List<T> inputs) {
                return layer.apply(ops, inputs.get(0), inputs.get(1));
            }
        });
    }

    private static Case embedding(String name, Conditioning conditioning) {
        ConditioningEmbedding layer = ConditioningEmbedding.of("e", 8, conditioning, 16);
        return new Case(
                name, declared(layer), withCondition(List.of(TIMES), conditioning), labels(conditioning), new Body() {
                    @Override
                    public <T> T apply(Ops<T> ops, List<T> inputs) {
                        return layer.apply(ops, inputs.get(0), inputs.size() > 1 ? inputs.get(1) : null);
                    }
                });
    }

    private static Case network(String name, Network network) {
        long side = network instanceof Mlp ? 1 : 8;
        long[] sample = {2, network.ports().imageChannels(), side, side};
        Conditioning conditioning = network.ports().conditioning();
        return new Case(
                name,
                network.parameters(),
                withCondition(List.of(sample, TIMES), conditioning),
                labels(conditioning),
                new Body() {
                    @Override
                    public <T> T apply(Ops<T> ops, List<T> inputs) {
                        T condition = inputs.size() > 2 ? inputs.get(2) : null;
                        return network.apply(ops, inputs.get(0), inputs.get(1), condition);
                    }
                });
    }

    /** Of pictures that it halves first where they are large. */
    private static Case classifier(int size) {
        var classifier = new ImageClassifier(3, size, 4);
        var input = List.of(new long[] {2, 3, size, size});
        return new Case("classifier of " + size + " pixels", classifier.parameters(), input, new float[0], new Body() {
            @Override
            public <T> T apply(Ops<T> ops, List<T> inputs) {
                return classifier.answer(ops, classifier.features(ops, inputs.get(0)));
            }
        });
    }

    private static Case layer(String name, Layer layer, List<long[]> inputs, Body body) {
        return new Case(name, declared(layer), inputs, new float[0], body);
    }

    private static List<ParameterSpec> declared(Layer layer) {
        var parameters = new ArrayList<ParameterSpec>();
        Consumer<ParameterSpec> add = parameters::add;
        layer.declare(add);
        return parameters;
    }

    private static List<long[]> withCondition(List<long[]> inputs, Conditioning conditioning) {
        var all = new ArrayList<>(inputs);
        switch (conditioning) {
            case Conditioning.None() -> {}
            case Conditioning.Classes _ -> all.add(TIMES);
            case Conditioning.Text _ -> all.add(CAPTIONS);
        }
        return all;
    }

    private static float[] labels(Conditioning conditioning) {
        return conditioning instanceof Conditioning.Classes ? new float[] {1, 3} : new float[0];
    }

    /** Sum of the elements times fixed random ones, so that every element counts in its own way. */
    static double mixed(NDArray out, float[] factors) {
        float[] elements = out.toFloatArray();
        double sum = 0;
        for (int i = 0; i < elements.length; i++) {
            sum += (double) elements[i] * factors[i];
        }
        return sum;
    }
}
