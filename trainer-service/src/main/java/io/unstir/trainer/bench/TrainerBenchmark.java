package io.unstir.trainer.bench;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;
import io.unstir.trainer.config.BadConfigException;
import io.unstir.trainer.config.RandomModelConfig;
import io.unstir.trainer.config.TrainingConfigReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/** {@code bench CONFIG --script FILE}: measures the training loop on this machine, beside eager PyTorch where that is installed. */
public final class TrainerBenchmark {
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int BAD_USAGE = 2;
    private static final String USUAL_PYTHON = "python3";
    private static final int BATCH = 32;
    private static final int MEMORY_BATCH = 2;
    private static final String USAGE =
            "usage: bench CONFIG.yaml --script pytorch_trainer.py [--pytorch PYTHON] [--same-allocator] [--quick] [--json FILE]";

    private final PrintStream out;
    private final PrintStream err;

    /** Windows, steps of each, and the steps at which memory is read. */
    private record Extent(int windows, int stepsOfWindow, List<Long> memoryAt) {
        static final Extent FULL = new Extent(10, 3, List.of(100L, 500L, 1000L));
        static final Extent QUICK = new Extent(3, 1, List.of(10L, 50L));
    }

    /** The command line. */
    private record Options(
            Path config,
            Path script,
            Optional<String> pytorch,
            boolean sameAllocator,
            boolean quick,
            Optional<Path> json) {
        static Optional<Options> of(String... arguments) {
            var values = new HashMap<String, String>();
            boolean quick = false;
            boolean sameAllocator = false;
            for (int i = 1; i < arguments.length; i++) {
                if (arguments[i].equals("--quick")) {
                    quick = true;
                } else if (arguments[i].equals("--same-allocator")) {
                    sameAllocator = true;
                } else if (List.of("--script", "--pytorch", "--json").contains(arguments[i])
                        && i + 1 < arguments.length) {
                    values.put(arguments[i], arguments[++i]);
                } else {
                    return Optional.empty();
                }
            }
            return arguments.length == 0 || !values.containsKey("--script")
                    ? Optional.empty()
                    : Optional.of(new Options(
                            Path.of(arguments[0]),
                            Path.of(values.get("--script")),
                            Optional.ofNullable(values.get("--pytorch")),
                            sameAllocator,
                            quick,
                            Optional.ofNullable(values.get("--json")).map(Path::of)));
        }
    }

    /** @param err hears how far it is */
    public TrainerBenchmark(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** Exit status: 0 done, 1 failed, 2 bad usage. */
    public int run(String... arguments) {
        Optional<Options> options = Options.of(arguments);
        if (options.isEmpty()) {
            err.println(USAGE);
            return BAD_USAGE;
        }
        try {
            TrainerReport report = measure(options.get());
            out.print(report.table());
            if (options.get().json().isPresent()) {
                Files.writeString(options.get().json().get(), report.json() + "\n");
            }
            return DONE;
        } catch (BadConfigException | IOException e) {
            err.println("failed: " + e.getMessage());
            return FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FAILED;
        }
    }

    private TrainerReport measure(Options options) throws IOException, InterruptedException {
        RandomModelConfig model = new TrainingConfigReader().readRandomModel(Files.readString(options.config()));
        Extent extent = options.quick() ? Extent.QUICK : Extent.FULL;
        Engine.getInstance();
        int threads = JniUtils.getNumThreads();
        Optional<PyTorchTrainer> pytorch = pytorch(options, model, threads);
        Path folder = Files.createTempDirectory("unstir-bench-trainer");
        try {
            var speed = new Speed(extent.windows(), extent.stepsOfWindow(), pytorch, err::println);
            var random = new RandomPictures(model.imageSize());
            long parameters = new BenchmarkRun(model, BATCH, random, folder.resolve("speed"))
                    .train(BenchmarkRun.Habits.NONE, speed);
            var captioned = new Speed(
                    extent.windows(),
                    extent.stepsOfWindow(),
                    Optional.empty(),
                    note -> err.println("captioned, " + note));
            new BenchmarkRun(
                            model,
                            BATCH,
                            new CaptionedPictures(folder.resolve("captions")).load(model.imageSize()),
                            folder.resolve("captioned"))
                    .train(BenchmarkRun.Habits.NONE, captioned);
            var memory = new Memory(extent.memoryAt(), err::println);
            // With what a run does now and then, checkpoints and samples, so that their memory is in it.
            int often = (int) Math.ceilDiv(extent.memoryAt().getLast(), 4L);
            new BenchmarkRun(model, MEMORY_BATCH, random, folder.resolve("memory"))
                    .train(new BenchmarkRun.Habits(often, often), memory);
            return new TrainerReport(
                    parameters,
                    model.imageSize(),
                    BATCH,
                    threads,
                    speed.result(),
                    captioned.result(),
                    MEMORY_BATCH,
                    memory.readings(),
                    pytorch.map(PyTorchTrainer::about));
        } finally {
            pytorch.ifPresent(PyTorchTrainer::close);
            delete(folder);
        }
    }

    private Optional<PyTorchTrainer> pytorch(Options options, RandomModelConfig model, int threads)
            throws IOException, InterruptedException {
        String python = options.pytorch().orElse(USUAL_PYTHON);
        if (!PyTorchTrainer.isInstalled(python)) {
            if (options.pytorch().isPresent()) {
                throw new IOException("--pytorch: " + python + " can't import torch");
            }
            err.println("without PyTorch: " + python + " can't import torch; --pytorch names another interpreter");
            return Optional.empty();
        }
        return Optional.of(PyTorchTrainer.start(
                python, options.script(), BATCH, model.imageSize(), threads, options.sameAllocator()));
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
