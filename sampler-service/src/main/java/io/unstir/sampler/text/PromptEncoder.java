package io.unstir.sampler.text;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.unstir.sampler.session.Ort;
import io.unstir.sampler.session.SessionException;
import io.unstir.sampler.session.TextSize;
import java.io.IOException;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/**
 * A bundle's text encoder: a prompt becomes the rows a denoiser attends to. Each prompt runs alone and without padding, because a quantised encoder's
 * rows depend on what else is in the batch; rows after the last token are zero. Safe for many threads.
 */
public final class PromptEncoder implements AutoCloseable {
    private static final String OUTPUT = "last_hidden_state";

    static {
        // DJL tells a telemetry host of every tokenizer opened, unless it is told not to.
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("ai.djl.offline", "true");
    }

    private final Ort ort;
    private final TextSize size;
    private final HuggingFaceTokenizer tokenizer;
    private final OrtSession session;
    private final RecentPrompts recent;

    /** @param cached how many prompts' rows are kept */
    public PromptEncoder(Ort ort, Path graph, Path tokenizerJson, TextSize size, int cached) {
        this.ort = ort;
        this.size = size;
        this.recent = new RecentPrompts(cached);
        this.tokenizer = tokenizer(tokenizerJson, size.tokens());
        this.session = ort.openOnCpu(graph);
    }

    /** {@code [max_tokens, width]} of the text; shared, so not to be written to. */
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

    private float[] run(Encoding encoding) {
        try (var ids = tensor(encoding.getIds());
                var mask = tensor(encoding.getAttentionMask());
                var types = tensor(new long[encoding.getIds().length]);
                var result = session.run(Map.of("input_ids", ids, "attention_mask", mask, "token_type_ids", types))) {
            var hidden = (OnnxTensor) result.get(OUTPUT)
                    .orElseThrow(() -> new SessionException("The text encoder must have the output " + OUTPUT));
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
