package io.unstir.trainer.data;

import ai.onnxruntime.OrtEnvironment;
import io.unstir.trainer.text.TextEncoder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.IntConsumer;

/**
 * Encoded captions, one block of {@code [tokens, WIDTH]} for every different one, without the zero rows behind its last token.
 *
 * @param texts the captions, in the order of the blocks
 */
record Captions(BlockFile blocks, List<String> texts, Map<String, Integer> places, int maxTokens) {
    /** The caption that says nothing; it is always there. */
    static final String NONE = "";

    /**
     * SHA-256 of the encoder's graph and tokenizer. Written down, because to compute it takes as long as all else of a second
     * start; a test compares.
     */
    static final String ENCODER = "afdb6f1a0e45b715d0bb9b11772f032c399babd23bfc31fed1c170afc848bdb1"
            + " da0e79933b9ed51798a3ae27893d3c5fa4a201126cef75586296df9b4d2c62a0";

    private static final int VERSION = 1;

    /** All that load encodes: the captions of these items, each once, and {@link #NONE}. */
    static List<String> different(List<Item> items) {
        var captions = new TreeSet<String>(List.of(NONE));
        items.forEach(item -> item.caption().ifPresent(captions::add));
        return List.copyOf(captions);
    }

    /** @param done told how many more captions are there */
    static Captions load(List<String> different, int maxTokens, DataCache cache, IntConsumer done) {
        var places = new HashMap<String, Integer>();
        different.forEach(caption -> places.put(caption, places.size()));
        try (var encoder = new LazyEncoder(maxTokens)) {
            BlockFile blocks = cache.blocks(
                    key(different, maxTokens),
                    different.size(),
                    place -> new BlockFileWriter.Block.Values(encoder.get().rows(different.get(place))),
                    done);
            return new Captions(blocks, different, Map.copyOf(places), maxTokens);
        }
    }

    String text(int place) {
        return texts.get(place);
    }

    int place(String caption) {
        return places.get(caption);
    }

    /** Writes {@code [maxTokens, WIDTH]} to {@code target} at {@code offset}, zero behind the last token. */
    void copy(int place, float[] target, int offset) {
        blocks.copy(place, target, offset);
        Arrays.fill(target, offset + blocks.length(place), offset + maxTokens * TextEncoder.WIDTH, 0);
    }

    /** ONNX Runtime chooses its kernels, and with them the last bits, by the processor. */
    private static String key(List<String> different, int maxTokens) {
        var key = new Digest()
                .add("captions " + VERSION)
                .add(ENCODER)
                .add(runtime())
                .add(Processor.instructionSets())
                .add(Integer.toString(maxTokens));
        different.forEach(key::add);
        return key.hex();
    }

    /** ONNX Runtime's version, if possible without loading its library. */
    private static String runtime() {
        return Optional.ofNullable(OrtEnvironment.class.getPackage().getImplementationVersion())
                .orElseGet(() -> OrtEnvironment.getEnvironment().getVersion());
    }

    /** Opened by who first needs it: where the cache has everything, nobody does. */
    private static final class LazyEncoder implements AutoCloseable {
        private final int maxTokens;
        private TextEncoder encoder;

        LazyEncoder(int maxTokens) {
            this.maxTokens = maxTokens;
        }

        synchronized TextEncoder get() {
            if (encoder == null) {
                encoder = new TextEncoder(maxTokens);
            }
            return encoder;
        }

        @Override
        public synchronized void close() {
            if (encoder != null) {
                encoder.close();
            }
        }
    }
}
