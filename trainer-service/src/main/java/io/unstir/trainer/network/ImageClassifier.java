package io.unstir.trainer.network;

import io.unstir.trainer.tensor.Ops;
import io.unstir.trainer.tensor.ParameterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A small convolutional classifier. What it is for is the layer before its answer: features in which pictures of a kind lie near each
 * other. Immutable, since its weights are kept elsewhere by name.
 */
public final class ImageClassifier {
    /** Features of a picture. Few, because a covariance of d features wants many more than d pictures. */
    public static final int FEATURES = 64;

    private static final int STEM_CHANNELS = 32;
    private static final List<Integer> STAGE_CHANNELS = List.of(64, 128);

    /** Larger pictures are halved until they are no larger than this. */
    private static final int STEM_SIZE = 16;

    private static final float DROPOUT = 0.1f;

    private final List<Conv> stem;
    private final List<Stage> stages;
    private final Norm bodyNorm;
    private final Norm pooledNorm;
    private final Linear features;
    private final Linear answer;

    /** Halves height and width, then adds what a second convolution sees. */
    private record Stage(Norm norm1, Conv down, Norm norm2, Conv conv) implements Layer {
        static Stage of(String name, int in, int out) {
            return new Stage(
                    Norm.of(name + ".norm1", in),
                    Conv.of(name + ".down", in, out, 3, 2),
                    Norm.of(name + ".norm2", out),
                    Conv.of(name + ".conv", out, out, 3, 1));
        }

        <T> T apply(Ops<T> ops, T x) {
            T h = down.apply(ops, ops.silu(norm1.group(ops, x)));
            return ops.add(h, conv.apply(ops, ops.silu(norm2.group(ops, h))));
        }

        @Override
        public void declare(Consumer<ParameterSpec> parameters) {
            norm1.declare(parameters);
            down.declare(parameters);
            norm2.declare(parameters);
            conv.declare(parameters);
        }
    }

    /**
     * @param channels of a picture
     * @param size height and width of a picture
     * @param classes it tells apart, at least 2
     */
    public ImageClassifier(int channels, int size, int classes) {
        if (classes < 2) {
            throw new IllegalArgumentException("classes must be at least 2 (got " + classes + ")");
        }
        stem = stem(channels, size);
        var declared = new ArrayList<Stage>();
        int in = STEM_CHANNELS;
        for (int out : STAGE_CHANNELS) {
            declared.add(Stage.of("stage." + declared.size(), in, out));
            in = out;
        }
        stages = List.copyOf(declared);
        bodyNorm = Norm.of("body.norm", in);
        pooledNorm = Norm.of("pooled.norm", in);
        features = Linear.of("features", in, FEATURES);
        answer = Linear.of("answer", FEATURES, classes);
    }

    private static List<Conv> stem(int channels, int size) {
        var stem = new ArrayList<Conv>();
        int left = size;
        stem.add(Conv.of("stem.0", channels, STEM_CHANNELS, 3, left > STEM_SIZE ? 2 : 1));
        while (left > 2 * STEM_SIZE) {
            left = left / 2;
            stem.add(Conv.of("stem." + stem.size(), STEM_CHANNELS, STEM_CHANNELS, 3, 2));
        }
        return List.copyOf(stem);
    }

    /**
     * @param pictures {@code [batch, channels, size, size]} in [-1, 1]
     * @return {@code [batch, FEATURES]}, before any non-linearity
     */
    public <T> T features(Ops<T> ops, T pictures) {
        T h = pictures;
        for (Conv conv : stem) {
            h = conv.apply(ops, h == pictures ? h : ops.silu(h));
        }
        for (Stage stage : stages) {
            h = stage.apply(ops, h);
        }
        // The sum over the picture: the norm behind it takes out how many pixels there were.
        T pooled = ops.sumTokens(ops.tokens(ops.silu(bodyNorm.group(ops, h))));
        return features.apply(ops, pooledNorm.layer(ops, pooled));
    }

    /**
     * @param features {@code [batch, FEATURES]}
     * @return {@code [batch, classes]}: logits
     */
    public <T> T answer(Ops<T> ops, T features) {
        return answer.apply(ops, ops.dropout(ops.silu(features), DROPOUT));
    }

    /** Every parameter, always in the same order. */
    public List<ParameterSpec> parameters() {
        var parameters = new ArrayList<ParameterSpec>();
        Consumer<ParameterSpec> add = parameters::add;
        stem.forEach(conv -> conv.declare(add));
        stages.forEach(stage -> stage.declare(add));
        bodyNorm.declare(add);
        pooledNorm.declare(add);
        features.declare(add);
        answer.declare(add);
        return List.copyOf(parameters);
    }
}
