package io.unstir.sampler.solver;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import io.unstir.sampler.schedule.Step;
import io.unstir.sampler.schedule.Trajectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Our solvers against trajectories of a published implementation on an exact denoiser; more of them with {@code -Dunstir.golden=FOLDER}. */
class GoldenTest {
    private static final Offset<Double> TOLERANCE = Offset.offset(2e-4);
    private static final List<String> SOLVERS = List.of("ddim", "ddpm");

    static Stream<GoldenFile> files() throws IOException {
        var folders = Stream.of("src/test/resources/golden", System.getProperty("unstir.golden", ""))
                .filter(folder -> !folder.isEmpty())
                .map(Path::of);
        return folders.flatMap(GoldenTest::jsonFiles)
                .map(GoldenTest::read)
                .filter(file -> SOLVERS.contains(file.solver()));
    }

    @ParameterizedTest
    @MethodSource("files")
    void endsWhereThePublishedImplementationEnds(GoldenFile golden) {
        // Given
        Solver solver = golden.ourSolver();
        Trajectory trajectory = golden.trajectory();
        assertThat(trajectory.steps().stream().mapToDouble(Step::timestep).toArray())
                .isEqualTo(golden.timesteps());

        for (int point = 0; point < golden.samples().length; point++) {
            // When
            double[] x = sample(golden, solver, trajectory, point);

            // Then
            assertThat(x).containsExactly(golden.samples()[point], TOLERANCE);
        }
    }

    private static double[] sample(GoldenFile golden, Solver solver, Trajectory trajectory, int point) {
        double[] x = golden.unit_noise()[point].clone();
        double[] output = new double[x.length];
        Denoised denoised = Denoised.ofSize(x.length);
        for (Step step : trajectory.steps()) {
            golden.mixture().predict(golden.ourPrediction(), x, step.alphaBar(), output);
            golden.ourPrediction().denoise(output, x, step.alphaBar(), golden.thresholding(), denoised);
            solver.step(step, denoised, x, index -> golden.step_noise()[index][point]);
        }
        return x;
    }

    private static Stream<Path> jsonFiles(Path folder) {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json")).sorted().toList().stream();
        } catch (IOException e) {
            throw new IllegalStateException(folder + " can't be listed", e);
        }
    }

    private static GoldenFile read(Path file) {
        try {
            return new Gson()
                    .fromJson(Files.readString(file), GoldenFile.class)
                    .named(file.getFileName().toString());
        } catch (IOException e) {
            throw new IllegalStateException(file + " can't be read", e);
        }
    }
}
