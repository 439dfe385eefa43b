package io.unstir.sampler.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.unstir.sampler.canvas.Canvas;
import io.unstir.sampler.fixture.TinyDenoiser;
import io.unstir.sampler.guidance.Guidance;
import io.unstir.sampler.noise.PhiloxNoise;
import io.unstir.sampler.reverse.Recipe;
import io.unstir.sampler.schedule.Schedules;
import io.unstir.sampler.schedule.TimestepSpacing;
import io.unstir.sampler.schedule.Trajectory;
import io.unstir.sampler.session.ConditionShape;
import io.unstir.sampler.session.DenoiserSession;
import io.unstir.sampler.session.Ort;
import io.unstir.sampler.session.SampleSize;
import io.unstir.sampler.session.SessionException;
import io.unstir.sampler.solver.Prediction;
import io.unstir.sampler.solver.SolverChoice;
import io.unstir.sampler.solver.Thresholding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineTest {
    private static final SampleSize SAMPLE = new SampleSize(1, 8, 8);
    private static final ConditionShape TEXT = new ConditionShape.Text(2, 4);
    private static final float[] TEXT_ROWS = {1, 0, 2, 0, -1, 3, 0, 1};
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
            try (var engine = new Engine()) {
                var course = new Collector();
                engine.submit(lane(i, course));
                alone.add(course.samples(1).getFirst());
            }
        }

        // When
        var together = new Collector();
        try (var engine = new Engine()) {
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
    void anImageIsTheSameWhoeverLooksAtItOnTheWay() throws InterruptedException {
        // Given
        var unseen = new Collector();
        var seen = new Collector();
        seen.curious = true;

        // When
        try (var engine = new Engine()) {
            engine.submit(lane(3, unseen));
            engine.submit(lane(3, seen));
            unseen.samples(1);
            seen.samples(1);
        }

        // Then
        assertThat(seen.samples(1)).containsExactlyElementsOf(unseen.samples(1));
        assertThat(seen.glimpses).hasSize(steps(3) - 1);
        assertThat(unseen.glimpses).isEmpty();
    }

    @Test
    void everyStepOfEveryLaneIsDone() throws InterruptedException {
        var collector = new Collector();

        try (var engine = new Engine()) {
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
        try (var engine = new Engine()) {
            engine.submit(longLane(cancelled));
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
    void aNewcomerIsServedInEveryRunAndTheOthersAtLeastHalfOfIt() throws InterruptedException {
        int[] meanwhile = longStepsDuringAShortJob();

        int runs = meanwhile.length - 1;
        assertThat(meanwhile[runs] - meanwhile[0]).isBetween(runs, runs * ROWS);
    }

    /** What ten long ones have done at each of the ten steps of a short one that comes when they are at it. */
    private int[] longStepsDuringAShortJob() throws InterruptedException {
        var counts = new ConcurrentLinkedQueue<Integer>();
        try (var engine = new Engine()) {
            var longOnes = new Collector();
            var shortOne = new Collector() {
                @Override
                public void stepped() {
                    counts.add(longOnes.steps.get());
                    super.stepped();
                }
            };
            var trigger = new Collector() {
                @Override
                public void left(LaneEnd end) {
                    super.left(end);
                    // On the engine's thread, so before its next tick.
                    submit(engine, shortLane(10, shortOne));
                }
            };
            for (int i = 0; i < 10; i++) {
                engine.submit(longLane(longOnes));
            }
            engine.submit(shortLane(60, trigger));
            shortOne.samples(1);
        }
        assertThat(counts).hasSize(10);
        return counts.stream().mapToInt(Integer::intValue).toArray();
    }

    private Lane shortLane(int steps, LaneListener listener) {
        var course = course(session, plain("ddim", steps), Guidance.NONE, TEXT_ROWS);
        return new Lane(course, new PhiloxNoise(2, 0, 64), 0, 1, listener);
    }

    private static void submit(Engine engine, Lane lane) {
        try {
            engine.submit(lane);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void rowsAreGivenByShareAndNobodyStarves() throws InterruptedException {
        // Given: more lanes of each kind than a run has rows
        var bulk = new Collector();
        var bulkAtTheEnd = new AtomicReference<Integer>();
        var interactive = new Collector() {
            @Override
            public void left(LaneEnd end) {
                bulkAtTheEnd.compareAndSet(null, bulk.steps.get());
                super.left(end);
            }
        };
        try (var engine = new Engine()) {
            for (int i = 0; i < 8; i++) {
                engine.submit(longLane(interactive, 8));
                engine.submit(longLane(bulk, 1));
            }

            // When
            await().until(() -> !interactive.ends.isEmpty());
        }

        // Then
        assertThat(bulkAtTheEnd.get()).isBetween(8 * 1000 / 10, 8 * 1000 / 7);
    }

    @Test
    void anImageLargerThanTheModelIsTheSameAloneAndAmongOthers() throws InterruptedException {
        // Given: nine windows, guided, in runs of five rows
        List<double[]> alone = new ArrayList<>();
        try (var engine = new Engine()) {
            var collector = new Collector();
            engine.submit(largeLane(collector));
            alone.addAll(collector.samples(1));
        }

        // When
        var large = new Collector();
        var others = new Collector();
        try (var engine = new Engine()) {
            for (int i = 1; i < 6; i++) {
                engine.submit(lane(i, others));
            }
            engine.submit(largeLane(large));
            large.samples(1);
        }

        // Then
        assertThat(large.samples(1).getFirst()).hasSize(16 * 16).isEqualTo(alone.getFirst());
    }

    @Test
    void aRowThatBreaksItsRunCostsItsOwnLaneAndNoOther() throws InterruptedException, IOException {
        // Given: a model that knows the classes 0 and 3, which stands for none, and breaks on those between
        Path graph =
                Files.write(folder.resolve("bad.onnx"), new TinyDenoiser(1, 16, 0, 0, 1).withoutLabelsBetween(0, 3));
        try (var breaking =
                new DenoiserSession(new Ort(2), graph, SAMPLE, new ConditionShape.ClassLabel(3), 2 * ROWS)) {
            List<double[]> alone = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                try (var engine = new Engine()) {
                    var collector = new Collector();
                    engine.submit(labelledLane(breaking, 0, i, collector));
                    alone.addAll(collector.samples(1));
                }
            }
            var broken = new Collector();
            var others = new Collector();

            // When: all come at one tick, the bad one first
            try (var engine = new Engine()) {
                engine.submit(shortLane(1, new Collector() {
                    @Override
                    public void left(LaneEnd end) {
                        submit(engine, labelledLane(breaking, 1, 9, broken));
                        for (int i = 0; i < 4; i++) {
                            submit(engine, labelledLane(breaking, 0, i, others));
                        }
                    }
                }));
                others.samples(4);
            }

            // Then
            assertThat(others.samples(4)).containsExactlyElementsOf(alone);
            assertThat(broken.ends).singleElement().isInstanceOfSatisfying(LaneEnd.Failed.class, failed -> assertThat(
                            failed.cause())
                    .isInstanceOf(SessionException.class));
        }
    }

    private static Lane labelledLane(DenoiserSession session, float label, int image, LaneListener listener) {
        var course = new Course(
                session,
                1000,
                Canvas.ofModel(1, 8, 8),
                plain("dpm++2m", 12),
                new Guidance(2, 0, 1, 0),
                new float[] {label},
                new float[] {3});
        return new Lane(course, new PhiloxNoise(image, image, SAMPLE.elements()), image, 1, listener);
    }

    @Test
    void guidanceCostsASecondRowOnlyWhereItHolds() throws InterruptedException {
        assertThat(rowsOf(Guidance.NONE)).isEqualTo(20);
        assertThat(rowsOf(new Guidance(1, 0, 1, 0))).isEqualTo(20);
        assertThat(rowsOf(new Guidance(2, 0, 1, 0))).isEqualTo(40);
        assertThat(rowsOf(new Guidance(2, 0, 0.5, 0))).isEqualTo(30);
    }

    @Test
    void closingTheEngineCancelsWhatIsInside() throws InterruptedException {
        var collector = new Collector();
        var engine = new Engine();
        engine.submit(longLane(collector));

        engine.close();

        assertThat(collector.ends).containsExactly(new LaneEnd.Cancelled(0));
    }

    @Test
    void aSampleThatIsNotFiniteFails() throws InterruptedException {
        // Given
        float[] text = new float[TEXT.elements()];
        text[0] = Float.NaN;
        var course = course(session, plain("ddim", 2), Guidance.NONE, text);
        var collector = new Collector();

        // When
        try (var engine = new Engine()) {
            engine.submit(new Lane(course, new PhiloxNoise(1, 0, 64), 0, 1, collector));
            await().until(() -> !collector.ends.isEmpty());
        }

        // Then
        assertThat(collector.ends.peek())
                .isInstanceOfSatisfying(LaneEnd.Failed.class, failed -> assertThat(failed.cause())
                        .isInstanceOf(NotFiniteException.class));
    }

    /** Lanes of all kinds: solvers, step counts, guidance, sessions. */
    private Lane lane(int i, LaneListener listener) {
        String solver = SolverChoice.NAMES.get(i % SolverChoice.NAMES.size());
        var guidance = i % 3 == 0 ? Guidance.NONE : new Guidance(3.5, 0.1 * (i % 4), 1, 0.2 * (i % 2));
        var course = course(i % 4 == 3 ? otherSession : session, plain(solver, steps(i)), guidance, TEXT_ROWS);
        return new Lane(course, new PhiloxNoise(100 + i, i, SAMPLE.elements()), i, 1 + i % 3, listener);
    }

    private static int steps(int i) {
        return 10 + 7 * i;
    }

    private Lane longLane(LaneListener listener) {
        return longLane(listener, 1);
    }

    private Lane longLane(LaneListener listener, double share) {
        var course = course(session, plain("ddim", 1000), Guidance.NONE, TEXT_ROWS);
        return new Lane(course, new PhiloxNoise(1, 0, 64), 0, share, listener);
    }

    private Lane largeLane(LaneListener listener) {
        var course = new Course(
                session,
                1000,
                new Canvas(1, 16, 16, 8, 8),
                plain("dpm++2m", 12),
                new Guidance(2, 0, 1, 0.5),
                TEXT_ROWS,
                new float[TEXT.elements()]);
        return new Lane(course, new PhiloxNoise(5, 0, course.canvas().elements()), 0, 1, listener);
    }

    private long rowsOf(Guidance guidance) throws InterruptedException {
        var collector = new Collector();
        try (var engine = new Engine()) {
            engine.submit(new Lane(
                    course(session, plain("ddim", 20), guidance, TEXT_ROWS),
                    new PhiloxNoise(1, 0, 64),
                    0,
                    1,
                    collector));
            collector.samples(1);
            await().until(() -> engine.work().runs() >= 20);
            return engine.work().rows();
        }
    }

    private static Recipe plain(String name, int steps) {
        var solver = SolverChoice.of(name).solver().orElseThrow();
        var trajectory =
                Trajectory.of(Schedules.linear(), TimestepSpacing.TRAILING, steps, solver.grid(), solver.stages());
        return Recipe.plain(trajectory, solver, Prediction.EPSILON, new Thresholding.Clip());
    }

    private static Course course(DenoiserSession session, Recipe recipe, Guidance guidance, float[] text) {
        return new Course(session, 1000, Canvas.ofModel(1, 8, 8), recipe, guidance, text, new float[TEXT.elements()]);
    }

    private DenoiserSession session(String name, int hidden) throws IOException {
        Path graph = Files.write(folder.resolve(name + ".onnx"), new TinyDenoiser(1, hidden, 2, 4).onnx());
        return new DenoiserSession(new Ort(2), graph, SAMPLE, TEXT, ROWS);
    }

    private static class Collector implements LaneListener {
        final AtomicInteger steps = new AtomicInteger();
        final ConcurrentLinkedQueue<LaneEnd> ends = new ConcurrentLinkedQueue<>();
        final ConcurrentLinkedQueue<Glimpse> glimpses = new ConcurrentLinkedQueue<>();
        volatile boolean cancelled;
        volatile boolean curious;

        @Override
        public boolean wantsGlimpse(int image, int step) {
            return curious;
        }

        @Override
        public void glimpsed(Glimpse glimpse) {
            glimpses.add(glimpse);
        }

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
        List<double[]> samples(int count) {
            await().until(() -> ends.size() == count);
            return ends.stream()
                    .map(LaneEnd.Finished.class::cast)
                    .sorted((one, other) -> Integer.compare(one.image(), other.image()))
                    .map(LaneEnd.Finished::sample)
                    .toList();
        }
    }
}
