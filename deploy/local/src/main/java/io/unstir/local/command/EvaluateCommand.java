package io.unstir.local.command;

import io.unstir.local.Console;
import io.unstir.local.LocalFailure;
import io.unstir.local.Progress;
import io.unstir.local.api.Gateway;
import io.unstir.local.data.AtomicFile;
import io.unstir.local.data.DataFolder;
import io.unstir.local.evaluation.BulkImages;
import io.unstir.local.evaluation.BundleFolders;
import io.unstir.local.evaluation.ImageFolder;
import io.unstir.local.evaluation.ScoreTable;
import io.unstir.local.evaluation.Wanted;
import io.unstir.local.evaluation.Way;
import io.unstir.local.image.ContactSheet;
import io.unstir.local.json.Json;
import io.unstir.local.system.Installation;
import io.unstir.local.system.UsedSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Has a model make images of its data set's prompts and compares them with the data set. */
@Command(
        name = "evaluate",
        header = "Say how near a model's images are to its data.",
        description = {
            "Makes images of the data set's prompts, then compares them with the data set in features of a small classifier,",
            "beside what other real pictures and what noise reach. Goes on where it was broken off.",
            "docs/evaluation.md says how the numbers are read."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  unstir evaluate emoji --dataset deploy/models/data/emoji",
            "  unstir evaluate emoji@1 --dataset deploy/models/data/emoji --steps 5,10,20,50 --images 1000",
            "  unstir evaluate my-images --images 100 --json"
        })
final class EvaluateCommand implements Callable<Integer> {
    private static final int FEWEST_IMAGES = 6;
    private static final int MOST_IMAGES = 100_000;
    private static final int MOST_STEPS = 1000;
    private static final long LARGEST_SEED = (1L << 53) - 1;
    private static final int SHEET_IMAGES = 48;
    private static final int SHEET_COLUMNS = 8;
    private static final int SHEET_SCALE = 3;
    private static final int SHORT_DIGEST = 16;

    @ParentCommand
    UnstirCommand parent;

    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "MODEL", description = "emoji for its newest version, or emoji@1.")
    String model;

    @Option(names = "--images", paramLabel = "N", description = "Images for each row (default: 500).")
    int images = 500;

    @Option(
            names = "--steps",
            paramLabel = "K,...",
            split = ",",
            description = "Denoising steps; several make a row each (default: the model's).")
    List<Integer> steps;

    @Option(
            names = "--solver",
            paramLabel = "SOLVER",
            completionCandidates = Choices.Solvers.class,
            description = "As for generate (default: the model's).")
    String solver;

    @Option(names = "--guidance", paramLabel = "G", description = "As for generate (default: the model's).")
    Double guidance;

    @Option(names = "--seed", paramLabel = "S", description = "Of prompts and images (default: 1).")
    long seed = 1;

    @Option(
            names = "--dataset",
            paramLabel = "DIR",
            description = "The data set's folder (default: where the model's training found it).")
    Path dataset;

    @Option(names = "--report", paramLabel = "FILE", description = "Write the report as JSON here too.")
    Path report;

    private final Console console;

    EvaluateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        requireWithin("--images", images, FEWEST_IMAGES, MOST_IMAGES);
        for (int each : steps == null ? List.<Integer>of() : steps) {
            requireWithin("--steps", each, 1, MOST_STEPS);
        }
        requireWithin("--seed", seed, 0, LARGEST_SEED - images);
        if (dataset != null && !Files.isDirectory(dataset)) {
            throw new LocalFailure("--dataset folder " + dataset + " is not there");
        }
        DataFolder data = parent.global.dataFolder();
        try (var system = UsedSystem.open(data, parent.global.ports(), "evaluate", console)) {
            if (system.isFresh()) {
                new WantedModel(Optional.of(model), system.gateway())
                        .await(Installation.find(), console, data.log("trainer"));
            }
            return evaluate(system, data);
        }
    }

    private int evaluate(UsedSystem system, DataFolder data) throws IOException, InterruptedException {
        Map<String, Object> published = published(system.gateway());
        String digest = Json.text(published, "digest").orElseThrow();
        Path folder = Files.createDirectories(data.evaluations().resolve(digest.substring(0, SHORT_DIGEST)));
        Path manifest = folder.resolve("unstir.json");
        AtomicFile.write(manifest, system.blobs().get(digest));
        Path prompts = folder.resolve("prompts-%d-seed-%d.jsonl".formatted(images, seed));
        var trainer = new TrainerEvaluation(manifest, Optional.ofNullable(dataset));
        trainer.prompts(images, seed, prompts);
        List<Wanted> wanted = Wanted.read(prompts);
        if (Boolean.TRUE.equals(published.get("text"))
                && wanted.stream().anyMatch(each -> each.prompt().isEmpty())) {
            throw new LocalFailure(model + " draws what it is told, but the data set has no captions to ask it for");
        }
        List<ImageFolder> folders = ways(published, digest).stream()
                .map(way -> ImageFolder.open(folder, way))
                .toList();
        make(system, folders, wanted);
        for (ImageFolder each : folders) {
            each.list(wanted);
            AtomicFile.write(sheet(each), contactSheet(each, wanted));
        }
        Path scores = folder.resolve("evaluation.json");
        trainer.score(
                folders.stream().map(ImageFolder::path).toList(), bundles(data).of(digest), system.kafka(), scores);
        tell(Json.read(Files.readString(scores)), scores, folders);
        return UnstirCommand.DONE;
    }

    private Map<String, Object> published(Gateway gateway) {
        return gateway.models().stream()
                .filter(each -> model.equals(each.get("id")) || model.equals(each.get("model")))
                .findFirst()
                .orElseThrow(() -> new LocalFailure("no model " + model + " is published; see ./unstir models"));
    }

    private List<Way> ways(Map<String, Object> published, String digest) {
        Map<String, Object> defaults = Json.object(published, "defaults").orElseThrow();
        String id = Json.text(published, "id").orElseThrow();
        String name = solver != null ? solver : Json.text(defaults, "solver").orElseThrow();
        double scale = guidance != null
                ? guidance
                : Json.number(defaults, "guidance_scale").orElseThrow().doubleValue();
        List<Integer> counts = steps != null
                ? steps
                : List.of(Json.number(defaults, "steps").orElseThrow().intValue());
        return counts.stream()
                .distinct()
                .map(count -> new Way(id, digest, name, count, scale, seed))
                .toList();
    }

    private void make(UsedSystem system, List<ImageFolder> folders, List<Wanted> wanted) {
        Gateway gateway = system.gateway();
        try (var open = new OpenJobs(gateway, console)) {
            system.atSignal(open::close);
            var bulk = new BulkImages(gateway, open::submit, open::saw, new Progress(console));
            for (ImageFolder folder : folders) {
                int missing = bulk.add(folder, wanted);
                console.note("%d images of %d to make in %s".formatted(missing, wanted.size(), folder.path()));
            }
            bulk.make();
        }
    }

    private static BundleFolders bundles(DataFolder data) {
        return new BundleFolders(
                Installation.find().starterModels(), data.trainer().resolve("runs"));
    }

    private static byte[] contactSheet(ImageFolder folder, List<Wanted> wanted) throws IOException {
        List<ContactSheet.Cell> cells = wanted.stream()
                .limit(SHEET_IMAGES)
                .map(each -> new ContactSheet.Cell(folder.png(each), each.prompt()))
                .toList();
        return new ContactSheet(SHEET_COLUMNS, SHEET_SCALE).png(cells);
    }

    private static Path sheet(ImageFolder folder) {
        return folder.path().resolve("sheet.png");
    }

    private void tell(Map<String, Object> found, Path scores, List<ImageFolder> folders) throws IOException {
        if (report != null) {
            AtomicFile.write(report, Files.readString(scores));
        }
        if (parent.global.json) {
            var document = new LinkedHashMap<>(found);
            document.put(
                    "sheets",
                    folders.stream().map(each -> sheet(each).toString()).toList());
            console.print(Json.pretty(document));
            return;
        }
        new ScoreTable(found).lines().forEach(console::print);
        console.print("");
        console.print("report " + (report != null ? report : scores));
        folders.forEach(each -> console.print("sheet " + sheet(each)));
    }

    private void requireWithin(String option, long value, long least, long most) {
        if (value < least || value > most) {
            throw new ParameterException(
                    spec.commandLine(), option + " is " + value + ", it must be from " + least + " to " + most);
        }
    }
}
