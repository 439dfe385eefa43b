package io.unstir.sampler.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.unstir.proto.v1.JobSubmitted;
import io.unstir.sampler.job.Job;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SuspectsTest {
    private static final String KILLER = "0198f000-0000-7000-8000-000000000001";
    private static final String NEIGHBOUR = "0198f000-0000-7000-8000-000000000002";

    @TempDir
    private Path folder;

    private final ConcurrentLinkedQueue<String> running = new ConcurrentLinkedQueue<>();
    private final CountDownLatch release = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();

    @AfterEach
    void end() throws InterruptedException {
        release.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    @Test
    void suspectsRunOneAtATimeAndOthersBesideThem() throws InterruptedException {
        // Given
        var suspects = new Suspects(folder);
        start(suspects, KILLER, 3);
        await().until(() -> running.contains(KILLER));

        // When
        start(suspects, NEIGHBOUR, 3);
        start(suspects, "0198f000-0000-7000-8000-000000000003", 2);

        // Then
        await().until(() -> running.size() == 2);
        await().until(() -> threads.get(1).getState() == Thread.State.WAITING);
        assertThat(running).doesNotContain(NEIGHBOUR);
        release.countDown();
        await().until(() -> running.contains(NEIGHBOUR));
    }

    @Test
    void whoRanWhenTwoProcessesDiedIsGuiltyAndWhoWaitedIsNot() {
        // Given: processes that never come to the end of what they run
        for (int delivery = 3; delivery <= 4; delivery++) {
            var suspects = new Suspects(folder);
            assertThat(suspects.isGuilty(KILLER)).isFalse();
            int runningBefore = running.size();
            start(suspects, KILLER, delivery);
            await().until(() -> running.size() > runningBefore);
            start(suspects, NEIGHBOUR, delivery);
        }

        // When
        var next = new Suspects(folder);

        // Then
        assertThat(next.isGuilty(KILLER)).isTrue();
        assertThat(next.isGuilty(NEIGHBOUR)).isFalse();

        // When
        next.acquit(KILLER);

        // Then
        assertThat(next.isGuilty(KILLER)).isFalse();
    }

    @Test
    void whoeverDidNotKillTheProcessIsNoLongerSuspected() throws InterruptedException {
        for (int delivery = 3; delivery <= 6; delivery++) {
            new Suspects(folder).tried(job(KILLER, delivery), () -> Outcome.GIVEN_BACK);
        }

        assertThat(new Suspects(folder).isGuilty(KILLER)).isFalse();
        assertThat(folder).isEmptyDirectory();
    }

    private void start(Suspects suspects, String job, int attempt) {
        threads.add(Thread.ofPlatform().start(() -> {
            try {
                suspects.tried(job(job, attempt), () -> {
                    running.add(job);
                    release.await();
                    return Outcome.DONE;
                });
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
    }

    private static Job job(String id, int attempt) {
        return new Job(JobSubmitted.newBuilder().setJobId(id).build(), attempt);
    }
}
