package io.unstir.sampler.reverse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.Gson;
import io.unstir.sampler.noise.Draw;
import io.unstir.sampler.noise.Noise;
import io.unstir.sampler.schedule.Move;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Our solvers against trajectories of published implementations on an exact denoiser: every file of the folder {@code -Dunstir.golden}, where it is not given of the
 * shared one if it is there, and always the few that lie in the project.
 */
class GoldenTest {
    private static final Offset<Double> TOLERANCE = Offset.offset(2e-4);
    /** The reference keeps times in single precision. */
    private static final Offset<Double> TIME_TOLERANCE = Offset.offset(0.01);

    private static final Path PROJECT = Path.of("..");
    private static final Path SHARED = PROJECT.resolve("../shared/golden");
    private static final Path OURS = Path.of("src/test/resources/golden");

    static Stream<GoldenFile> files() {
        return Stream.concat(given().stream(), Stream.of(OURS))
                .flatMap(GoldenTest::jsonFiles)
                .map(GoldenTest::read);
    }

    @ParameterizedTest
    @MethodSource("files")
    void endsWhereThePublishedImplementationEnds(GoldenFile golden) {
        // Given
        Recipe recipe = golden.recipe();
        double[] asked = recipe.trajectory().moves().stream()
                .mapToDouble(move -> ((Move.Denoise) move).step().asked().timestep())
                .toArray();
        assertThat(asked).containsExactly(golden.timesteps(), TIME_TOLERANCE);

        for (int point = 0; point < golden.samples().length; point++) {
            // When
            double[] x = sample(golden, recipe, point);

            // Then
            assertThat(x).containsExactly(golden.samples()[point], TOLERANCE);
        }
    }

    @Test
    void anUnknownSolverOrOptionFailsItsFile() {
        var known =
                files().filter(file -> file.solver().equals("ddim")).findFirst().orElseThrow();

        assertThatThrownBy(() -> with(known, "dreaming", Map.of()).recipe())
                .hasMessage("odd.json: unknown solver dreaming");
        assertThatThrownBy(
                        () -> with(known, "ddim", Map.of("solver_order", 2.0)).recipe())
                .hasMessage("odd.json: unknown options [solver_order] of solver ddim");
        assertThatThrownBy(() -> with(known, "dpm++2m", Map.of("algorithm_type", "dpmsolver"))
                        .recipe())
                .hasMessage("odd.json: unknown algorithm_type dpmsolver");
    }

    private static double[] sample(GoldenFile golden, Recipe recipe, int point) {
        Noise noise = (purpose, index) ->
                purpose == Draw.START ? golden.unit_noise()[point] : golden.step_noise()[index][point];
        var process = new ReverseProcess(recipe, noise, golden.unit_noise()[point].length);
        double[] output = new double[golden.unit_noise()[point].length];
        while (!process.arrived()) {
            // The noise that is there, not that of the time the model is told, which some solvers round.
            golden.mixture()
                    .predict(
                            recipe.prediction(),
                            process.question(),
                            process.node().alphaBar(),
                            output);
            process.answer(output);
        }
        return process.x();
    }

    private static GoldenFile with(GoldenFile file, String solver, Map<String, Object> options) {
        return new GoldenFile(
                "odd.json",
                solver,
                file.prediction(),
                file.schedule(),
                file.steps(),
                options,
                file.mixture(),
                file.timesteps(),
                file.unit_noise(),
                file.step_noise(),
                file.samples());
    }

    private static Optional<Path> given() {
        var property = Optional.ofNullable(System.getProperty("unstir.golden")).filter(folder -> !folder.isEmpty());
        return property.map(PROJECT::resolve).or(() -> Optional.of(SHARED).filter(Files::isDirectory));
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
