package io.unstir.gateway.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.unstir.gateway.it.Happenings;
import io.unstir.gateway.live.Place;
import io.unstir.gateway.live.PlacedEvent;
import io.unstir.proto.v1.JobEvent;
import io.unstir.proto.v1.SamplingRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A watcher who is cut off and comes again, at gateways and a storage that have read more or less than each other. */
class JobWatchTest {
    private static final String JOB = "0199c0de-0000-7000-8000-000000000001";
    private static final int PARTITION = 3;
    private static final int STEPS = 20;

    @Test
    void firstTheJobIsToldAsItStands() {
        // Given
        var log = log(
                Happenings.started(JOB, 1),
                Happenings.progressed(JOB, 1, 8, STEPS),
                Happenings.made(JOB, 1, 1),
                Happenings.progressed(JOB, 1, 12, STEPS));
        var told = new ArrayList<JobNews>();

        // When
        new JobWatch(Optional.empty(), told::add).begin(queued(), stored(log, 2, Optional.empty()), log.subList(1, 4));

        // Then
        assertThat(told).singleElement().isInstanceOfSatisfying(JobNews.Whole.class, whole -> {
            assertThat(whole.job().status()).isEqualTo("processing");
            assertThat(whole.job().progress()).isEqualTo(new Job.Progress(0.6, 12, STEPS));
            assertThat(whole.job().images()).extracting(Job.Image::index).containsExactly(1);
            assertThat(whole.newest()).contains(log.getLast().place());
        });
    }

    @Test
    void whoHasHadTheEndIsTold() {
        // Given
        var log = log(Happenings.started(JOB, 1), Happenings.failed(JOB, 1), Happenings.progressed(JOB, 1, 3, STEPS));
        var told = new ArrayList<JobNews>();
        var end = Optional.of(log.get(1).place());

        // When
        new JobWatch(end, told::add).begin(atEnd(log), stored(log, 3, end), log);

        // Then
        assertThat(told).containsExactly(new JobNews.Over());
    }

    @Test
    void theWholeJobIsToldAtItsEnd() {
        // Given
        var log = log(Happenings.started(JOB, 1), Happenings.made(JOB, 1, 0), Happenings.succeeded(JOB, 1));
        var told = new ArrayList<JobNews>();
        var watch = new JobWatch(Optional.empty(), told::add);
        watch.begin(queued(), stored(log, 0, Optional.empty()), List.of());

        // When
        log.forEach(watch::event);

        // Then
        assertThat(told.getLast()).isInstanceOfSatisfying(JobNews.Ended.class, ended -> {
            assertThat(ended.job().status()).isEqualTo("succeeded");
            assertThat(ended.job().progress().value()).isEqualTo(1);
            assertThat(ended.job().images()).hasSize(1);
            assertThat(ended.job().completedAt()).isNotNull();
        });
    }

    /** Fixed seeds: the same runs each time. */
    @ParameterizedTest
    @MethodSource("seeds")
    void cutOffAnywhereEachEventIsToldOnceAndInOrder(long seed) {
        var random = new Random(seed);
        var log = log(story(random).toArray(JobEvent[]::new));
        var uninterrupted = new ArrayList<JobNews>();
        var watch = new JobWatch(Optional.empty(), uninterrupted::add);
        watch.begin(queued(), stored(log, 0, Optional.empty()), List.of());
        log.forEach(watch::event);

        // When
        var told = new ArrayList<Place>();
        int visits = 0;
        while (!told.contains(uninterrupted.getLast().place().orElseThrow())) {
            told.addAll(visit(log, told.isEmpty() ? Optional.empty() : Optional.of(told.getLast()), random));
            visits++;
        }

        // Then
        assertThat(told)
                .as("seed %d, %d visits", seed, visits)
                .isEqualTo(uninterrupted.stream()
                        .flatMap(news -> news.place().stream())
                        .toList());
    }

    static List<Long> seeds() {
        return IntStream.range(0, 300).mapToObj(Long::valueOf).toList();
    }

    /**
     * A gateway has read up to {@code heard} and remembers from {@code kept} on; storage has read up to {@code stored}, and
     * neither waits for the other. The client is cut off after some of what it is sent.
     */
    private static List<Place> visit(List<PlacedEvent> log, Optional<Place> after, Random random) {
        int heard = random.nextInt(log.size() + 1);
        int stored = random.nextInt(log.size() + 1);
        int kept = random.nextInt(Math.min(heard, stored) + 1);
        int early = random.nextInt(log.size() - heard + 1);
        var told = new ArrayList<JobNews>();
        var watch = new JobWatch(after, told::add);
        // A first visit begins before anything has happened, so that it is told of everything.
        if (after.isEmpty()) {
            heard = 0;
            stored = 0;
            kept = 0;
            early = 0;
        }
        log.subList(heard, heard + early).forEach(watch::event);
        watch.begin(jobAt(log, stored), stored(log, stored, after), log.subList(kept, heard));
        log.subList(heard + early, log.size()).forEach(watch::event);
        var places = told.stream().flatMap(news -> news.place().stream()).toList();
        return places.subList(0, random.nextInt(places.size() + 1));
    }

    /** One to three attempts, the later ones saying again what the earlier ones said, some of it delivered twice. */
    private static List<JobEvent> story(Random random) {
        var story = new ArrayList<JobEvent>();
        int attempts = 1 + random.nextInt(3);
        int images = 1 + random.nextInt(4);
        for (int attempt = 1; attempt <= attempts; attempt++) {
            story.add(Happenings.started(JOB, attempt));
            int made = 0;
            for (int done = 1; done <= STEPS; done += 1 + random.nextInt(6)) {
                story.add(Happenings.progressed(JOB, attempt, done, STEPS));
                if (made < images && random.nextInt(3) == 0) {
                    story.add(Happenings.made(JOB, attempt, made++));
                }
                if (attempt > 1 && random.nextInt(4) == 0) {
                    story.add(Happenings.progressed(JOB, attempt - 1, STEPS - 1, STEPS));
                }
                if (random.nextInt(5) == 0) {
                    story.add(story.get(random.nextInt(story.size())));
                }
            }
        }
        story.add(random.nextBoolean() ? Happenings.succeeded(JOB, attempts) : Happenings.canceled(JOB, attempts));
        if (random.nextBoolean()) {
            story.add(Happenings.progressed(JOB, attempts, STEPS, STEPS));
        }
        return story;
    }

    /** Other jobs' events lie in between. */
    private static List<PlacedEvent> log(JobEvent... events) {
        return IntStream.range(0, events.length)
                .mapToObj(i -> new PlacedEvent(new Place(PARTITION, 100 + 7L * i), events[i]))
                .toList();
    }

    /** What storage answers when it has read so many: it keeps an event that came twice once. */
    private static JobSnapshot stored(List<PlacedEvent> log, int read, Optional<Place> after) {
        var kept = new ArrayList<PlacedEvent>();
        for (var event : log.subList(0, read)) {
            if (kept.stream().noneMatch(other -> isSame(other.event(), event.event()))) {
                kept.add(event);
            }
        }
        var missed = after.isEmpty()
                ? List.<PlacedEvent>of()
                : kept.stream()
                        .filter(event -> event.place().isAfter(after.get()))
                        .toList();
        return new JobSnapshot(
                Optional.of(jobAt(log, read)),
                kept.stream()
                        .mapToInt(event -> event.event().getAttempt())
                        .max()
                        .orElse(0),
                kept.stream()
                        .filter(event -> !missed.contains(event))
                        .mapToInt(event -> event.event().getAttempt())
                        .max()
                        .orElse(0),
                kept.isEmpty() ? Optional.empty() : Optional.of(kept.getLast().place()),
                missed,
                true,
                Map.of(PARTITION, read == log.size() ? Long.MAX_VALUE : 100 + 7L * read),
                Map.of());
    }

    /** An image made again in a later attempt is the same occurrence, as its CloudEvents id says. */
    private static boolean isSame(JobEvent one, JobEvent other) {
        return one.equals(other)
                || one.hasImageProduced()
                        && one.getImageProduced().equals(other.hasImageProduced() ? other.getImageProduced() : null);
    }

    private static Job jobAt(List<PlacedEvent> log, int read) {
        var course = new JobCourse(queued(), 0);
        log.subList(0, read).forEach(course::apply);
        return course.job();
    }

    private static Job atEnd(List<PlacedEvent> log) {
        return jobAt(log, log.size());
    }

    private static Job queued() {
        return new Job(
                        JOB,
                        "queued",
                        "emoji@1",
                        "a".repeat(64),
                        JobInput.of(SamplingRequest.newBuilder().setSeed(7).build()),
                        new Job.Progress(0, 0, STEPS),
                        List.of(),
                        null,
                        Instant.parse("2026-11-23T10:00:00Z"),
                        null,
                        null,
                        null)
                .withUrls();
    }
}
