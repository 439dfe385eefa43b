package io.unstir.trainer.config;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.unstir.trainer.config.BadConfigException.Fault;
import io.unstir.trainer.config.Section.Sizes;
import io.unstir.trainer.config.TrainingConfig.Average;
import io.unstir.trainer.config.TrainingConfig.Data;
import io.unstir.trainer.config.TrainingConfig.Diffusion;
import io.unstir.trainer.config.TrainingConfig.MlpShape;
import io.unstir.trainer.config.TrainingConfig.Network;
import io.unstir.trainer.config.TrainingConfig.PlainUNetShape;
import io.unstir.trainer.config.TrainingConfig.Sampling;
import io.unstir.trainer.config.TrainingConfig.Training;
import io.unstir.trainer.config.TrainingConfig.UNetShape;
import io.unstir.trainer.diffusion.NoiseSchedule;
import io.unstir.trainer.diffusion.NoiseSchedule.Betas;
import io.unstir.trainer.diffusion.Prediction;
import io.unstir.trainer.diffusion.Weighting;
import io.unstir.trainer.network.UNetConfig;
import io.unstir.trainer.network.UNetConfig.TimeConditioning;
import io.unstir.trainer.optimizer.LearningRate;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;

/** Reads a {@link TrainingConfig} from YAML. This is the one place that knows its keys, defaults and limits. */
public final class TrainingConfigReader {
    private static final int LONGEST_TEXT = 64 * 1024;
    private static final int DEEPEST = 8;
    private static final int LARGEST_COUNT = 10_000_000;
    private static final long LARGEST_SEED = (1L << 53) - 1;
    private static final double SMALLEST_RATE = 1e-9;
    private static final double LARGEST_BETA = 0.999;
    private static final int USUAL_SAMPLES = 10;
    private static final int FEWEST_STEPS_A_SAMPLE = 100;
    private static final double USUAL_WIDTH = 0.1;

    private static final Pattern MODEL = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    /** What a sampler knows; it is told in the bundle and would fail a job that names another. */
    private static final List<String> SOLVERS = List.of(
            "ddpm",
            "ddim",
            "euler",
            "euler-ancestral",
            "heun",
            "dpm++2m",
            "dpm++2m-sde",
            "dpm++3m",
            "unipc",
            "ipndm",
            "lcm");

    private static final List<String> SPACINGS = List.of("leading", "trailing", "linspace", "karras", "log-snr");

    private final YAMLMapper yaml = yaml();

    /**
     * @param text the YAML document
     * @param base what a relative {@code data.folder}, {@code data.file} or {@code start_from} is relative to
     * @throws BadConfigException with every fault that was found
     */
    public TrainingConfig read(String text, Path base) {
        var faults = new ArrayList<Fault>();
        var document = new Section("", parse(text), faults);
        String model = document.required("model", MODEL);
        String version = document.text("version", "1", VERSION);
        Network network = network(document.section("network"));
        Data data = new DataReader(document.section("data"), network.imageSizeDivisor(), base).read();
        Diffusion diffusion = diffusion(document.section("diffusion"));
        Training training = training(document.section("training"));
        Sampling sampling = sampling(document.section("sampling"), diffusion.steps());
        Optional<Path> startFrom = document.has("start_from") ? document.path("start_from", base) : Optional.empty();
        document.close();
        if (!faults.isEmpty()) {
            throw new BadConfigException(faults);
        }
        return new TrainingConfig(model, version, data, network, diffusion, training, sampling, startFrom);
    }

    /**
     * The {@code data} section alone, whatever the others say: a finished model's configuration may be older than their limits.
     *
     * @throws BadConfigException with every fault that was found
     */
    public Data readData(String text, Path base) {
        var faults = new ArrayList<Fault>();
        var document = new Section("", parse(text), faults);
        Data data = new DataReader(document.section("data"), 1, base).read();
        if (!faults.isEmpty()) {
            throw new BadConfigException(faults);
        }
        return data;
    }

    /**
     * The configuration of a network without text that is exported untrained: {@code model}, {@code image_size}, {@code seed} and {@code network}, whose
     * {@code time_conditioning} is {@code scale_shift} or {@code add}.
     *
     * @throws BadConfigException with every fault that was found
     */
    public RandomModelConfig readRandomModel(String text) {
        var faults = new ArrayList<Fault>();
        var document = new Section("", parse(text), faults);
        String model = document.required("model", MODEL);
        int imageSize = document.integer("image_size", 32, 4, 1024);
        long seed = document.integer("seed", 1L, 0, LARGEST_SEED);
        Section section = document.section("network");
        UNetConfig network = unet(section);
        section.close();
        document.close();
        if (!faults.isEmpty()) {
            throw new BadConfigException(faults);
        }
        return new RandomModelConfig(model, network, imageSize, seed);
    }

    private static Network network(Section section) {
        Network network =
                switch (section.choice("kind", "unet", List.of("unet", "plain_unet", "mlp"))) {
                    case "plain_unet" -> new PlainUNetShape(channels(section));
                    case "mlp" -> new MlpShape(even(section, "width", 64), section.integer("blocks", 3, 1, 64));
                    default -> new UNetShape(unet(section));
                };
        section.close();
        return network;
    }

    private static UNetConfig unet(Section section) {
        List<Integer> channels = channels(section);
        int blocks = section.integer("blocks", 2, 1, 8);
        int levels = channels.size();
        List<Integer> deepest = levels == 1 ? List.of(0) : List.of(levels - 2, levels - 1);
        List<Integer> attentionLevels =
                section.integers("attention_levels", deepest, new Sizes(0, levels, 0, levels - 1));
        if (new HashSet<>(attentionLevels).size() < attentionLevels.size()) {
            section.fault("attention_levels", attentionLevels, "free of repeats");
        }
        int heads = section.integer("heads", 4, 1, 64);
        var attended = new HashSet<Integer>(List.of(channels.getLast()));
        attentionLevels.forEach(level -> attended.add(channels.get(level)));
        if (attended.stream().anyMatch(c -> c % heads != 0)) {
            section.fault(
                    "heads",
                    heads,
                    "a divisor of the channels with attention, "
                            + attended.stream().sorted().toList());
        }
        double dropout = section.decimal("dropout", 0, 0, 0.9);
        String conditioning = section.choice("time_conditioning", "scale_shift", List.of("scale_shift", "add"));
        return new UNetConfig(
                channels,
                blocks,
                attentionLevels,
                heads,
                dropout,
                TimeConditioning.valueOf(conditioning.toUpperCase(Locale.ROOT)));
    }

    private static List<Integer> channels(Section section) {
        List<Integer> channels = section.integers("channels", List.of(32, 64, 128), new Sizes(1, 6, 8, 2048));
        if (channels.stream().anyMatch(c -> c % 8 != 0)) {
            section.fault("channels", channels, "multiples of 8, the groups of the normalisation");
            // As many that are: what else depends on them can still be read.
            return channels.stream().map(_ -> 8).toList();
        }
        return channels;
    }

    private static int even(Section section, String key, int fallback) {
        int value = section.integer(key, fallback, 2, 4096);
        if (value % 2 != 0) {
            section.fault(key, value, "even");
        }
        return value;
    }

    private static Diffusion diffusion(Section section) {
        Prediction prediction = Prediction.of(section.choice("prediction", "v_prediction", Prediction.names()));
        String schedule = section.choice("schedule", "cosine", NoiseSchedule.names());
        int steps = section.integer("steps", 1000, 2, 10_000);
        double first = section.decimal("beta_start", 0, 0, LARGEST_BETA);
        double last = section.decimal("beta_end", 0, 0, LARGEST_BETA);
        boolean hasBetas = first > 0 || last > 0;
        if (hasBetas && !(first > 0 && last >= first)) {
            section.fault("beta_end", last, "given together with beta_start and at least as large");
        }
        if (hasBetas && !schedule.endsWith("linear")) {
            section.fault("beta_start", first, "left out, since the schedule " + schedule + " has no such ends");
        }
        boolean zeroTerminalSnr = section.flag("zero_terminal_snr", false);
        if (zeroTerminalSnr && prediction == Prediction.EPSILON) {
            section.fault(
                    "zero_terminal_snr",
                    true,
                    "false with the prediction epsilon, which says nothing about the image in pure noise");
        }
        boolean learnedVariance = section.flag("learned_variance", false);
        if (learnedVariance && prediction == Prediction.FLOW) {
            section.fault("learned_variance", true, "false with the prediction flow, whose path has no variance");
        }
        double inputScale = section.decimal("input_scale", 1, 0.01, 100);
        section.close();
        return new Diffusion(
                schedule,
                steps,
                hasBetas ? Optional.of(new Betas(first, last)) : Optional.empty(),
                inputScale,
                zeroTerminalSnr,
                prediction,
                learnedVariance);
    }

    private static Training training(Section section) {
        int steps = section.integer("steps", 2000, 1, LARGEST_COUNT);
        var training = new Training(
                steps,
                section.integer("batch", 64, 1, 4096),
                section.integer("accumulate", 1, 1, 4096),
                learningRate(section, steps),
                section.decimal("weight_decay", 0.01, 0, 1),
                section.decimal("gradient_clip", 1, SMALLEST_RATE, 1e6),
                section.decimal("conditioning_dropout", 0.1, 0, 1),
                average(section),
                weighting(section),
                section.flag("horizontal_flip", false),
                section.decimal("colour_jitter", 0, 0, 1),
                section.decimal("spike_limit", 5, 0, 1e6),
                section.integer("checkpoint_every", 500, 1, LARGEST_COUNT),
                section.integer(
                        "samples_every", Math.max(FEWEST_STEPS_A_SAMPLE, steps / USUAL_SAMPLES), 0, LARGEST_COUNT),
                section.integer("seed", 1L, 0, LARGEST_SEED));
        section.close();
        return training;
    }

    private static LearningRate learningRate(Section section, int steps) {
        double peak = section.decimal("learning_rate", 1e-3, SMALLEST_RATE, 1);
        int warmup = section.integer("warmup_steps", 100, 0, LARGEST_COUNT);
        boolean constant = section.choice("learning_rate_schedule", "cosine", List.of("cosine", "constant"))
                .equals("constant");
        int decay = section.integer("decay_steps", 0, 0, LARGEST_COUNT);
        if (decay > 0 && !constant) {
            section.fault("decay_steps", decay, "0 with the learning_rate_schedule cosine, which decays all the way");
        }
        return new LearningRate(
                constant ? LearningRate.Shape.CONSTANT : LearningRate.Shape.COSINE, peak, warmup, steps, decay);
    }

    private static Average average(Section section) {
        double decay = section.decimal("ema_decay", 0.999, 0, 0.999999);
        double width = section.decimal("ema_width", 0, 0, 0.25);
        int every = section.integer("ema_snapshot_every", 0, 0, LARGEST_COUNT);
        if (every == 0 && width > 0) {
            section.fault(
                    "ema_width",
                    width,
                    "0 without ema_snapshot_every: an average of a width is put together from snapshots");
        }
        return every > 0 ? new Average.PostHoc(width > 0 ? width : USUAL_WIDTH, every) : new Average.Exponential(decay);
    }

    private static Weighting weighting(Section section) {
        String kind = section.choice("loss_weighting", "simple", List.of("simple", "min_snr", "p2"));
        double gamma = section.decimal("min_snr_gamma", 5, SMALLEST_RATE, 1000);
        double p2Gamma = section.decimal("p2_gamma", 1, 0, 10);
        double p2K = section.decimal("p2_k", 1, SMALLEST_RATE, 1000);
        return switch (kind) {
            case "min_snr" -> new Weighting.MinSnr(gamma);
            case "p2" -> new Weighting.P2(p2Gamma, p2K);
            default -> new Weighting.Simple();
        };
    }

    private static Sampling sampling(Section section, int trainingSteps) {
        var sampling = new Sampling(
                section.choice("solver", "ddim", SOLVERS),
                section.integer("steps", Math.min(30, trainingSteps), 1, Math.min(1000, trainingSteps)),
                section.decimal("guidance_scale", 3, 1, 30),
                section.choice("timestep_spacing", "trailing", SPACINGS));
        section.close();
        return sampling;
    }

    private JsonNode parse(String text) {
        int length = text.getBytes(StandardCharsets.UTF_8).length;
        if (length > LONGEST_TEXT) {
            throw bad(length + " bytes", "at most " + LONGEST_TEXT + " bytes long");
        }
        try {
            JsonNode node = yaml.readTree(text);
            return node == null || node.isNull() ? MissingNode.getInstance() : node;
        } catch (JacksonException e) {
            throw bad(firstLine(e.getOriginalMessage()), "well-formed YAML with every key once");
        }
    }

    private static BadConfigException bad(String value, String limit) {
        return new BadConfigException(List.of(new Fault("", value, limit)));
    }

    private static String firstLine(String message) {
        return message == null ? "unreadable text" : message.lines().findFirst().orElse("unreadable text");
    }

    /** Jackson never expands an alias (it reads as the anchor's name), so a small text can't grow. */
    private static YAMLMapper yaml() {
        var options = new LoaderOptions();
        options.setCodePointLimit(LONGEST_TEXT);
        options.setNestingDepthLimit(DEEPEST);
        return YAMLMapper.builder(YAMLFactory.builder().loaderOptions(options).build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
    }
}
