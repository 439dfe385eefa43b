package io.unstir.trainer.bundle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.unstir.trainer.config.TrainingConfig;
import io.unstir.trainer.diffusion.ForwardProcess;
import io.unstir.trainer.diffusion.NoiseSchedule;
import io.unstir.trainer.diffusion.StraightPath;
import io.unstir.trainer.network.Conditioning;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The JSON files that diffusers and Optimum ONNX pipelines read, as the same bytes for the same content. */
final class PipelineFiles {
    private static final ObjectWriter JSON = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build()
            .writer(new DefaultPrettyPrinter(
                            Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER))
                    .withObjectIndenter(new DefaultIndenter("  ", "\n")));

    private PipelineFiles() {}

    static byte[] modelIndex(ForwardProcess process, Conditioning conditioning) {
        var index = new TreeMap<String, Object>();
        index.put("_class_name", "UnstirPipeline");
        index.put("scheduler", List.of("diffusers", schedulerClass(process)));
        index.put("unet", List.of("diffusers", "OnnxRuntimeModel"));
        if (conditioning instanceof Conditioning.Text) {
            index.put("text_encoder", List.of("diffusers", "OnnxRuntimeModel"));
            index.put("tokenizer", List.of("transformers", "PreTrainedTokenizerFast"));
        }
        return json(index);
    }

    static byte[] scheduler(TrainingConfig config, ForwardProcess process) {
        return switch (process) {
            case StraightPath(int steps) ->
                json(Map.of("_class_name", schedulerClass(process), "num_train_timesteps", steps, "shift", 1.0));
            case NoiseSchedule schedule -> scheduler(config, schedule.alphasCumprod());
        };
    }

    private static String schedulerClass(ForwardProcess process) {
        return switch (process) {
            case StraightPath _ -> "FlowMatchEulerDiscreteScheduler";
            case NoiseSchedule _ -> "DDIMScheduler";
        };
    }

    /** The schedule stands there as betas, so that no reader has to know its name. */
    private static byte[] scheduler(TrainingConfig config, double[] alphasCumprod) {
        return json(Map.of(
                "_class_name",
                "DDIMScheduler",
                "num_train_timesteps",
                alphasCumprod.length,
                "trained_betas",
                betas(alphasCumprod),
                "prediction_type",
                config.diffusion().prediction().configName(),
                "timestep_spacing",
                config.sampling().timestepSpacing(),
                "clip_sample",
                true,
                "clip_sample_range",
                1.0,
                "set_alpha_to_one",
                true,
                "steps_offset",
                0));
    }

    static byte[] unet(TrainedNetwork network, int imageSize) {
        var config = new LinkedHashMap<>(network.unetConfig());
        config.put("sample_size", imageSize);
        return json(config);
    }

    /** beta_t = 1 - abar_t / abar_(t-1). */
    private static double[] betas(double[] alphasCumprod) {
        double[] betas = new double[alphasCumprod.length];
        double previous = 1;
        for (int t = 0; t < betas.length; t++) {
            betas[t] = 1 - alphasCumprod[t] / previous;
            previous = alphasCumprod[t];
        }
        return betas;
    }

    private static byte[] json(Map<String, Object> content) {
        try {
            return (JSON.writeValueAsString(content) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new BundleException("A bundle's JSON could not be written: " + e.getOriginalMessage(), e);
        }
    }
}
