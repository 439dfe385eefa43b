package io.unstir.trainer.text;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.LongBuffer;
import java.util.Map;

/**
 * all-MiniLM-L6-v2 (quantised): a text becomes one row for each token, special tokens included. The text is tokenised, cut to
 * {@code maxTokens} and run alone and without padding, because the graph's dynamic quantisation makes a row depend on what else
 * is in the batch. Safe for many threads.
 */
public final class TextEncoder implements AutoCloseable {
    /** Columns of an encoded text. */
    public static final int WIDTH = 384;

    private static final String MODEL = "/all-minilm-l6-v2-q.onnx";
    private static final String TOKENIZER = "/all-minilm-l6-v2-q-tokenizer.json";
    private static final String OUTPUT = "last_hidden_state";

    private final int maxTokens;
    private final HuggingFaceTokenizer tokenizer;
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;

    /** @param maxTokens most rows of an encoded text, at least 3: the two special tokens and one of the text */
    public TextEncoder(int maxTokens) {
        if (maxTokens < 3) {
            throw new IllegalArgumentException("maxTokens must be at least 3 (got " + maxTokens + ")");
        }
        this.maxTokens = maxTokens;
        try (var options = new OrtSession.SessionOptions()) {
            // The file itself asks for padding to 128 tokens; the graph would then see the padding.
            tokenizer = HuggingFaceTokenizer.newInstance(
                    new ByteArrayInputStream(tokenizerJson()),
                    Map.of(
                            "addSpecialTokens", "true",
                            "padding", "false",
                            "truncation", "true",
                            "maxLength", Integer.toString(maxTokens)));
            // A text is too short to share out; whoever has many encodes several at a time.
            options.setIntraOpNumThreads(1);
            session = environment.createSession(model(), options);
        } catch (IOException e) {
            throw new UncheckedIOException("The text encoder's tokenizer could not be loaded", e);
        } catch (OrtException e) {
            throw new IllegalStateException("The text encoder could not be loaded: " + e.getMessage(), e);
        }
    }

    public int maxTokens() {
        return maxTokens;
    }

    /** The rows of {@code text}'s tokens, {@code [tokens, WIDTH]} with at most {@code maxTokens} tokens. */
    public float[] rows(String text) {
        Encoding encoding = tokenizer.encode(text);
        long[] ids = encoding.getIds();
        try (var idTensor = tensor(ids);
                var mask = tensor(encoding.getAttentionMask());
                var types = tensor(encoding.getTypeIds());
                var result =
                        session.run(Map.of("input_ids", idTensor, "attention_mask", mask, "token_type_ids", types))) {
            var hidden = (OnnxTensor) result.get(OUTPUT).orElseThrow();
            float[] rows = new float[ids.length * WIDTH];
            hidden.getFloatBuffer().get(rows);
            return rows;
        } catch (OrtException e) {
            throw new IllegalStateException("A text could not be encoded: " + e.getMessage(), e);
        }
    }

    /** As a network sees it: {@code [maxTokens, WIDTH]}, the rows after the text's last token zero. */
    public float[] encode(String text) {
        float[] rows = rows(text);
        float[] encoded = new float[maxTokens * WIDTH];
        System.arraycopy(rows, 0, encoded, 0, rows.length);
        return encoded;
    }

    /** The graph's file, for a bundle. */
    public static byte[] model() {
        return resource(MODEL);
    }

    /** The tokenizer's file, for a bundle. */
    public static byte[] tokenizerJson() {
        return resource(TOKENIZER);
    }

    @Override
    public void close() {
        try {
            tokenizer.close();
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("The text encoder could not be closed: " + e.getMessage(), e);
        }
    }

    private OnnxTensor tensor(long[] values) throws OrtException {
        return OnnxTensor.createTensor(environment, LongBuffer.wrap(values), new long[] {1, values.length});
    }

    private static byte[] resource(String name) {
        try (var in = TextEncoder.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("The class path has no " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(name + " could not be read", e);
        }
    }
}
