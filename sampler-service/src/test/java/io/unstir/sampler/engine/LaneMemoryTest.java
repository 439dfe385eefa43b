package io.unstir.sampler.engine;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.unstir.sampler.solver.Prediction;
import io.unstir.sampler.solver.SolverChoice;
import io.unstir.sampler.solver.Thresholding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class LaneMemoryTest {
    private static final int LANES = 40;

    @TempDir
    private Path folder;

    @Test
    @Timeout(60)
    void moreLanesThanFitAreMadeOneAfterTheOtherAndAllAreDone() throws Exception {
        Path graph = Files.write(folder.resolve("model.onnx"), new TinyDenoiser(1, 8, 0, 0).onnx());
        try (var session = new DenoiserSession(new Ort(1), graph, new SampleSize(1, 8, 8), ConditionShape.NONE, 4);
                var engine = new Engine()) {
            // Given: room for three lanes, and lanes of a course that is larger than all of the room
            var course = course(session, 8);
            var huge = course(session, 32);
            var memory = new LaneMemory(3 * course.laneBytes() + 1024);
            var inside = new AtomicInteger();
            var most = new AtomicInteger();
            var done = new CountDownLatch(LANES);

            // When
            for (int i = 0; i < LANES; i++) {
                var own = i % 10 == 0 ? huge : course;
                memory.take(own);
                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                engine.submit(new Lane(own, new PhiloxNoise(i, 0, own.canvas().elements()), i, 1, new LaneListener() {
                    @Override
                    public void stepped() {
                        // Only ends count here.
                    }

                    @Override
                    public void left(LaneEnd end) {
                        inside.decrementAndGet();
                        memory.release(own);
                        done.countDown();
                    }

                    @Override
                    public boolean cancelled() {
                        return false;
                    }
                }));
            }
            done.await();

            // Then
            assertThat(most).hasValueLessThanOrEqualTo(3);
            assertThat(huge.laneBytes()).isEqualTo(16 * course.laneBytes());
        }
    }

    @Test
    @Timeout(60)
    void whoTakesFromAPartLeavesTheRestToOthers() throws Exception {
        Path graph = Files.write(folder.resolve("model.onnx"), new TinyDenoiser(1, 8, 0, 0).onnx());
        try (var session = new DenoiserSession(new Ort(1), graph, new SampleSize(1, 8, 8), ConditionShape.NONE, 4)) {
            // Given: room for four lanes, two of them for the part, which three want
            var course = course(session, 8);
            var memory = new LaneMemory(4 * course.laneBytes() + 1024);
            var part = memory.part(2);
            part.take(course);
            part.take(course);
            var third = Thread.ofVirtual().start(() -> take(part, course));

            // When
            memory.take(course);
            memory.take(course);

            // Then
            assertThat(third.isAlive()).isTrue();
            part.release(course);
            third.join();
        }
    }

    private static void take(LaneMemory memory, Course course) {
        try {
            memory.take(course);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Course course(DenoiserSession session, int side) {
        var solver = SolverChoice.of("unipc").solver().orElseThrow();
        var trajectory = Trajectory.of(Schedules.linear(), TimestepSpacing.TRAILING, 5, solver.grid(), solver.stages());
        return new Course(
                session,
                1000,
                new Canvas(1, side, side, 8, 8),
                Recipe.plain(trajectory, solver, Prediction.EPSILON, new Thresholding.Clip()),
                Guidance.NONE,
                new float[0],
                new float[0]);
    }
}
