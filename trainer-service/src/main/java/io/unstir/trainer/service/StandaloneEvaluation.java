package io.unstir.trainer.service;

import io.unstir.proto.Topic;
import io.unstir.trainer.bundle.Bundle;
import io.unstir.trainer.bundle.BundleException;
import io.unstir.trainer.bundle.BundleReader;
import io.unstir.trainer.config.BadConfigException;
import io.unstir.trainer.config.DataSource;
import io.unstir.trainer.config.TrainingConfig;
import io.unstir.trainer.config.TrainingConfigReader;
import io.unstir.trainer.data.DataCache;
import io.unstir.trainer.data.DataSet;
import io.unstir.trainer.data.DataSets;
import io.unstir.trainer.data.DatasetException;
import io.unstir.trainer.evaluation.Evaluation;
import io.unstir.trainer.evaluation.EvaluationException;
import io.unstir.trainer.evaluation.EvaluationListener;
import io.unstir.trainer.evaluation.Prompts;
import io.unstir.trainer.evaluation.Report;
import io.unstir.trainer.evaluation.ReportFile;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * {@code evaluate prompts} says what to ask a model for, {@code evaluate score} compares what it made with the data set. The
 * pictures come from elsewhere: a trainer can't sample.
 */
final class StandaloneEvaluation {
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int BAD_USAGE = 2;
    private static final long LARGEST_SEED = (1L << 53) - 1;
    private static final long MOST_IMAGES = 100_000;
    private static final String PROMPTS = "prompts";
    private static final String SCORE = "score";

    private static final String USAGE = """
            usage: evaluate prompts --manifest unstir.json [--data FOLDER] --images N --seed S --out prompts.jsonl
                   evaluate score --manifest unstir.json [--data FOLDER] --images DIR ... --out evaluation.json
                                  [--bundle DIR ...] [--publish KAFKA]""";

    private final PrintStream out;

    StandaloneEvaluation(PrintStream out) {
        this.out = out;
    }

    /** Exit status: 0 done, 1 failed, 2 bad usage. */
    int run(String... arguments) {
        // Sums over threads have other last bits: one thread gives the same classifier on any machine of a kind.
        System.setProperty("ai.djl.pytorch.num_threads", "1");
        try {
            String verb = arguments.length == 0 ? "" : arguments[0];
            String[] rest = Arrays.copyOfRange(arguments, Math.min(1, arguments.length), arguments.length);
            switch (verb) {
                case PROMPTS ->
                    prompts(Arguments.read(Set.of("--manifest", "--data", "--images", "--seed", "--out"), rest));
                case SCORE ->
                    score(Arguments.read(
                            Set.of("--manifest", "--data", "--images", "--out", "--bundle", "--publish"), rest));
                default -> throw new Arguments.BadUsage("evaluate needs prompts or score");
            }
            return DONE;
        } catch (Arguments.BadUsage e) {
            out.println(e.getMessage());
            out.println(USAGE);
            return BAD_USAGE;
        } catch (EvaluationException | BundleException | DatasetException | BadConfigException e) {
            out.println("failed: " + e.getMessage());
            return FAILED;
        } catch (IOException e) {
            out.println("failed: " + e.getMessage());
            return FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FAILED;
        }
    }

    private void prompts(Arguments arguments) throws Arguments.BadUsage, IOException {
        Path manifest = Path.of(arguments.required("--manifest"));
        int images = (int) arguments.number("--images", 1, MOST_IMAGES);
        long seed = arguments.number("--seed", 0, LARGEST_SEED);
        Path file = Path.of(arguments.required("--out"));
        Optional<String> folder = arguments.one("--data");
        DataSet data = load(data(new BundleReader().readManifest(manifest), folder));
        Files.writeString(file, Prompts.draw(data, images, seed).lines());
        out.printf("%d prompts in %s%n", images, file);
    }

    private void score(Arguments arguments) throws Arguments.BadUsage, IOException, InterruptedException {
        Path manifestFile = Path.of(arguments.required("--manifest"));
        List<Path> folders = arguments.all("--images").stream().map(Path::of).toList();
        if (folders.isEmpty()) {
            throw new Arguments.BadUsage("--images must be given");
        }
        var file = new ReportFile(Path.of(arguments.required("--out")));
        Optional<String> broker = arguments.one("--publish");
        Optional<String> folder = arguments.one("--data");
        Bundle bundle = new BundleReader().readManifest(manifestFile);
        TrainingConfig.Data config = data(bundle, folder);
        Path classifiers = DataCache.ofUser().folder().resolveSibling("classifiers");
        var manifest = bundle.manifest();
        var subject = new Report.Subject(
                manifest.getModel(),
                manifest.getVersion(),
                bundle.digest(),
                manifest.getLineage().getDatasetDigest());
        Report report = new Evaluation(config, load(config), classifiers, new Lines(out)).report(subject, folders);
        file.write(report);
        out.println("report in " + file.path());
        for (String copy : arguments.all("--bundle")) {
            addTo(Path.of(copy), report);
        }
        if (broker.isPresent()) {
            new EvaluationEvents(broker.get(), Clock.systemUTC()).tell(report);
            out.println("told " + Topic.TRAINING_EVENTS.topicName());
        }
    }

    /** Beside the manifest, which does not name it: scores are no part of what a checkpoint is. */
    private void addTo(Path folder, Report report) {
        Bundle bundle = new BundleReader().readManifest(folder.resolve(Bundle.MANIFEST));
        if (!bundle.digest().equals(report.subject().digest())) {
            throw new EvaluationException("--bundle %s must be of checkpoint %s (got %s)"
                    .formatted(folder, report.subject().digest(), bundle.digest()));
        }
        var file = new ReportFile(folder.resolve(ReportFile.NAME));
        file.add(report);
        out.println("added to " + file.path());
    }

    /** How the model's training decoded its data, and where these are. */
    private static TrainingConfig.Data data(Bundle bundle, Optional<String> folder) {
        String yaml = bundle.manifest().getLineage().getConfigYaml();
        TrainingConfig.Data data =
                new TrainingConfigReader().readData(yaml, Path.of("").toAbsolutePath());
        return folder.map(path -> Path.of(path).toAbsolutePath())
                .map(path -> moved(data, path))
                .orElse(data);
    }

    private static TrainingConfig.Data moved(TrainingConfig.Data data, Path folder) {
        var kind =
                switch (data.source()) {
                    case DataSource.Folder source -> source.kind();
                    case DataSource.Image _, DataSource.Points _ -> DataSource.Folder.Kind.AUTO;
                };
        return new TrainingConfig.Data(
                new DataSource.Folder(folder, kind),
                data.licence(),
                data.imageSize(),
                data.colour(),
                data.fit(),
                data.maxTokens(),
                data.brokenLimit(),
                data.heldOut());
    }

    private DataSet load(TrainingConfig.Data config) {
        var lines = new Lines(out);
        return DataSets.load(config, DataCache.ofUser(), lines::loaded);
    }

    /** Progress as lines that a program can read too. */
    private record Lines(PrintStream out) implements EvaluationListener {
        private static final int LOADED_STEP = 500;

        void loaded(int done, int total) {
            if (done % LOADED_STEP == 0 || done == total) {
                out.printf("loading data: %d of %d%n", done, total);
            }
        }

        @Override
        public void learned(int step, int steps, double loss) {
            out.printf(Locale.ROOT, "training the classifier: step %d of %d, loss %.4f%n", step, steps, loss);
        }

        @Override
        public void classifierReady(String digest, boolean known) {
            out.printf("classifier %s%s%n", digest, known ? ", trained before" : "");
        }

        @Override
        public void looking(String what) {
            out.println("looking at " + what);
        }
    }
}
