package io.unstir.sampler.bench;

import com.google.gson.GsonBuilder;
import io.unstir.sampler.model.BundleException;
import io.unstir.sampler.model.LocalModel;
import io.unstir.sampler.model.Model;
import io.unstir.sampler.session.DeviceException;
import io.unstir.sampler.session.SessionException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code bench BUNDLE}: what the engine does with a model on this machine. */
public final class SamplerBenchmark {
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int BAD_USAGE = 2;

    private final PrintStream out;

    public SamplerBenchmark(PrintStream out) {
        this.out = out;
    }

    /** Exit status: 0 done, 1 failed, 2 bad usage. */
    public int run(String... arguments) {
        BenchmarkOptions options;
        try {
            options = BenchmarkOptions.of(arguments);
        } catch (IllegalArgumentException e) {
            out.println(e.getMessage());
            out.println(BenchmarkOptions.USAGE);
            return BAD_USAGE;
        }
        try (Model model = LocalModel.open(options.bundle(), options.ort(), options.maxRows())) {
            var report = measure(model, options);
            report.print(out);
            if (options.json().isPresent()) {
                write(report, options.json().get());
            }
            return DONE;
        } catch (BundleException | DeviceException | SessionException | IOException e) {
            out.println("bench failed: " + e.getMessage());
            return FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FAILED;
        }
    }

    private BenchmarkReport measure(Model model, BenchmarkOptions options) throws InterruptedException {
        var jobs = new BenchmarkJobs(model);
        out.println("batch sizes ...");
        var batches = BatchSizes.measure(model.session(), options.quick() ? 3 : 12);
        out.println("saturated mixed load ...");
        var saturation = Saturation.measure(jobs, options.quick() ? 3 : 20);
        out.println("the same jobs mixed and one at a time ...");
        var mixing = Mixing.measure(jobs, options.quick() ? 6 : 16);
        out.println("a short job behind ten long ones ...");
        var waiting = Waiting.measure(jobs, options.quick() ? 2 : 9);
        return new BenchmarkReport(
                model.deviceClass().name(),
                options.threads(),
                model.session().bestRows(),
                batches,
                saturation,
                mixing,
                waiting);
    }

    private static void write(BenchmarkReport report, Path file) throws IOException {
        if (file.toAbsolutePath().getParent() != null) {
            Files.createDirectories(file.toAbsolutePath().getParent());
        }
        var gson = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();
        Files.writeString(file, gson.toJson(report) + "\n");
    }
}
