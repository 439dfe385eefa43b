package io.unstir.sampler.text;

import static io.unstir.sampler.session.GraphSignature.OPEN;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.unstir.sampler.session.ConditionShape;
import io.unstir.sampler.session.GraphSignature;
import io.unstir.sampler.session.GraphSignature.Expected;
import io.unstir.sampler.session.Ort;
import io.unstir.sampler.session.SessionException;
import java.io.IOException;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A bundle's text encoder: a prompt becomes the rows a denoiser attends to. Each prompt runs alone and without padding, because a quantised encoder's
 * rows depend on what else is in the batch; rows after the last token are zero. Safe for many threads.
 */
public final class PromptEncoder implements PromptReader {
    private static final String IDS = "input_ids";
    private static final String MASK = "attention_mask";
    private static final String TYPES = "token_type_ids";
    private static final String OUTPUT = "last_hidden_state";

    static {
        // DJL tells a telemetry host of every tokenizer opened, unless it is told not to.
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("ai.djl.offline", "true");
    }

    private final Ort ort;
    private final ConditionShape.Text size;
    private final HuggingFaceTokenizer tokenizer;
    private final OrtSession session;
    private final RecentPrompts recent;

    /**
     * Loads the encoder, on the CPU whatever the denoiser runs on, since GPUs lack a quantised graph's kernels; and encodes the empty prompt to see that it can.
     *
     * @param cached how many prompts' rows are kept
     * @throws SessionException when the files are no encoder of this size
     */
    public PromptEncoder(Ort ort, Path graph, Path tokenizerJson, ConditionShape.Text size, int cached) {
        this.ort = ort;
        this.size = size;
        this.recent = new RecentPrompts(cached);
        this.tokenizer = tokenizer(tokenizerJson, size.tokens());
        this.session = open(graph);
        try {
            signature(size).require(session);
            requireFinite(encode(""));
        } catch (OrtException e) {
            close();
            throw new SessionException("The text encoder could not be prepared", e);
        } catch (SessionException e) {
            close();
            throw e;
        }
    }

    /** {@code [max_tokens, width]} of the text; shared, so not to be written to. */
    @Override
    public float[] encode(String text) {
        return recent.get(text).orElseGet(() -> {
            float[] rows = run(tokenizer.encode(text));
            recent.put(text, rows);
            return rows;
        });
    }

    @Override
    public void close() {
        tokenizer.close();
        try {
            session.close();
        } catch (OrtException e) {
            throw new SessionException("A text encoder could not be closed", e);
        }
    }

    private OrtSession open(Path graph) {
        try {
            return ort.onCpu().open(graph);
        } catch (SessionException e) {
            tokenizer.close();
            throw e;
        }
    }

    private static GraphSignature signature(ConditionShape.Text size) {
        var ids = List.of(OPEN, OPEN);
        return new GraphSignature(
                "text encoder",
                List.of(
                        new Expected(IDS, OnnxJavaType.INT64, ids),
                        new Expected(MASK, OnnxJavaType.INT64, ids),
                        new Expected(TYPES, OnnxJavaType.INT64, ids)),
                Expected.floats(OUTPUT, OPEN, OPEN, size.width()));
    }

    private static void requireFinite(float[] rows) {
        for (float value : rows) {
            if (!Float.isFinite(value)) {
                throw new SessionException(
                        "The text encoder's answer to the empty prompt holds values that are not finite");
            }
        }
    }

    private float[] run(Encoding encoding) {
        try (var ids = tensor(encoding.getIds());
                var mask = tensor(encoding.getAttentionMask());
                var types = tensor(new long[encoding.getIds().length]);
                var result = session.run(Map.of(IDS, ids, MASK, mask, TYPES, types))) {
            var hidden = (OnnxTensor) result.get(OUTPUT).orElseThrow();
            long[] shape = hidden.getInfo().getShape();
            if (shape.length != 3 || shape[1] > size.tokens() || shape[2] != size.width()) {
                throw new SessionException("The text encoder must answer [1, at most %d, %d] (got %s)"
                        .formatted(size.tokens(), size.width(), Arrays.toString(shape)));
            }
            float[] rows = new float[size.elements()];
            hidden.getFloatBuffer().get(rows, 0, (int) (shape[1] * shape[2]));
            return rows;
        } catch (OrtException e) {
            throw new SessionException("A prompt could not be encoded", e);
        }
    }

    private OnnxTensor tensor(long[] values) throws OrtException {
        return OnnxTensor.createTensor(ort.environment(), LongBuffer.wrap(values), new long[] {1, values.length});
    }

    private static HuggingFaceTokenizer tokenizer(Path json, int maxTokens) {
        try {
            // A tokenizer's file may ask for padding, which the encoder would see.
            return HuggingFaceTokenizer.newInstance(
                    json,
                    Map.of(
                            "addSpecialTokens", "true",
                            "padding", "false",
                            "truncation", "true",
                            "maxLength", Integer.toString(maxTokens)));
        } catch (IOException | RuntimeException e) {
            throw new SessionException("The tokenizer " + json.getFileName() + " could not be loaded", e);
        }
    }
}
