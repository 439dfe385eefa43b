package io.unstir.sampler.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.unstir.sampler.fixture.TinyDenoiser;
import io.unstir.sampler.guidance.Guidance;
import io.unstir.sampler.noise.PhiloxNoise;
import io.unstir.sampler.schedule.NoiseSchedule;
import io.unstir.sampler.schedule.TimestepSpacing;
import io.unstir.sampler.schedule.Trajectory;
import io.unstir.sampler.session.DenoiserSession;
import io.unstir.sampler.session.Ort;
import io.unstir.sampler.session.SampleSize;
import io.unstir.sampler.session.TextSize;
import io.unstir.sampler.solver.Prediction;
import io.unstir.sampler.solver.Solver;
import io.unstir.sampler.solver.Thresholding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineTest {
    private static final SampleSize SAMPLE = new SampleSize(1, 8, 8);
    private static final TextSize TEXT = new TextSize(2, 4);
    private static final int ROWS = 5;

    @TempDir
    private Path folder;

    private DenoiserSession session;
    private DenoiserSession otherSession;

    @BeforeEach
    void load() throws IOException {
        session = session("one", 16);
        otherSession = session("two", 24);
    }

    @AfterEach
    void close() {
        session.close();
        otherSession.close();
    }

    @Test
    void anImageIsTheSameAloneAndAmongOthers() throws InterruptedException {
        // Given
        List<double[]> alone = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            try (var engine = new Engine(ROWS)) {
                var course = new Collector();
                engine.submit(lane(i, course));
                alone.add(course.samples(1).getFirst());
            }
        }

        // When
        var together = new Collector();
        try (var engine = new Engine(ROWS)) {
            for (int i = 0; i < 12; i++) {
                engine.submit(lane(i, together));
                int enough = 5 * i;
                await().until(() -> together.steps.get() >= enough);
            }
            together.samples(12);
        }

        // Then
        assertThat(together.samples(12)).containsExactlyElementsOf(alone);
        assertThat(alone).doesNotHaveDuplicates();
    }

    @Test
    void everyStepOfEveryLaneIsDone() throws InterruptedException {
        var collector = new Collector();

        try (var engine = new Engine(ROWS)) {
            for (int i = 0; i < 3; i++) {
                engine.submit(lane(i, collector));
            }
            collector.samples(3);
        }

        assertThat(collector.steps)
                .hasValue(IntStream.range(0, 3).map(EngineTest::steps).sum());
    }

    @Test
    void aCancelledLaneLeavesAndOthersGoOn() throws InterruptedException {
        // Given
        var cancelled = new Collector();
        var other = new Collector();
        try (var engine = new Engine(ROWS)) {
            engine.submit(new Lane(course(session, 1000, 1), new PhiloxNoise(1, 0, 64), 0, cancelled));
            engine.submit(lane(1, other));

            // When
            cancelled.cancelled = true;

            // Then
            await().until(() -> !cancelled.ends.isEmpty());
            assertThat(cancelled.ends).containsExactly(new LaneEnd.Cancelled(0));
            assertThat(other.samples(1)).hasSize(1);
        }
    }

    @Test
    void closingTheEngineCancelsWhatIsInside() throws InterruptedException {
        var collector = new Collector();
        var engine = new Engine(ROWS);
        engine.submit(new Lane(course(session, 1000, 1), new PhiloxNoise(1, 0, 64), 0, collector));

        engine.close();

        assertThat(collector.ends).containsExactly(new LaneEnd.Cancelled(0));
    }

    @Test
    void aSampleThatIsNotFiniteFails() throws InterruptedException {
        // Given
        float[] text = new float[TEXT.elements()];
        text[0] = Float.NaN;
        var course = new Course(
                session,
                course(session, 2, 1).trajectory(),
                Solver.named("ddim", 0).orElseThrow(),
                Prediction.EPSILON,
                Thresholding.NONE,
                Guidance.NONE,
                text,
                text);
        var collector = new Collector();

        // When
        try (var engine = new Engine(ROWS)) {
            engine.submit(new Lane(course, new PhiloxNoise(1, 0, 64), 0, collector));
            await().until(() -> !collector.ends.isEmpty());
        }

        // Then
        assertThat(collector.ends.peek())
                .isInstanceOfSatisfying(LaneEnd.Failed.class, failed -> assertThat(failed.cause())
                        .isInstanceOf(NotFiniteException.class));
    }

    /** Lanes of all kinds: solvers, step counts, guidance, sessions. */
    private Lane lane(int i, LaneListener listener) {
        var course = course(i % 4 == 3 ? otherSession : session, steps(i), i % 3 == 0 ? 1 : 3.5);
        var solver =
                Solver.named(i % 2 == 0 ? "ddim" : "ddpm", i % 5 == 0 ? 0.5 : 0).orElseThrow();
        return new Lane(
                new Course(
                        course.session(),
                        course.trajectory(),
                        solver,
                        i % 2 == 0 ? Prediction.EPSILON : Prediction.V,
                        Thresholding.CLIP,
                        course.guidance(),
                        course.conditional(),
                        course.unconditional()),
                new PhiloxNoise(100 + i, i, SAMPLE.elements()),
                i,
                listener);
    }

    private static int steps(int i) {
        return 10 + 7 * i;
    }

    private static Course course(DenoiserSession session, int steps, double scale) {
        return new Course(
                session,
                Trajectory.of(schedule(), TimestepSpacing.LEADING, steps),
                Solver.named("ddim", 0).orElseThrow(),
                Prediction.EPSILON,
                Thresholding.CLIP,
                new Guidance(scale),
                new float[] {1, 0, 2, 0, -1, 3, 0, 1},
                new float[TEXT.elements()]);
    }

    private static NoiseSchedule schedule() {
        var alphasCumprod = new ArrayList<Double>();
        double product = 1;
        for (int t = 0; t < 1000; t++) {
            product *= 1 - (1e-4 + t / 999.0 * (0.02 - 1e-4));
            alphasCumprod.add(product);
        }
        return new NoiseSchedule(alphasCumprod);
    }

    private DenoiserSession session(String name, int hidden) throws IOException {
        Path graph = Files.write(folder.resolve(name + ".onnx"), new TinyDenoiser(1, hidden, 2, 4).onnx());
        return new DenoiserSession(new Ort(2), graph, SAMPLE, TEXT, ROWS);
    }

    private static final class Collector implements LaneListener {
        private final AtomicInteger steps = new AtomicInteger();
        private final ConcurrentLinkedQueue<LaneEnd> ends = new ConcurrentLinkedQueue<>();
        private volatile boolean cancelled;

        @Override
        public void stepped() {
            steps.incrementAndGet();
        }

        @Override
        public void left(LaneEnd end) {
            ends.add(end);
        }

        @Override
        public boolean cancelled() {
            return cancelled;
        }

        /** In the order of their images, once there are as many. */
        private List<double[]> samples(int count) {
            await().until(() -> ends.size() == count);
            return ends.stream()
                    .map(LaneEnd.Finished.class::cast)
                    .sorted((one, other) -> Integer.compare(one.image(), other.image()))
                    .map(LaneEnd.Finished::sample)
                    .toList();
        }
    }
}
