package io.unstir.gateway.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.InvalidProtocolBufferException;
import io.unstir.gateway.config.GatewayConfig;
import io.unstir.gateway.live.Following;
import io.unstir.gateway.live.LiveFeed;
import io.unstir.gateway.live.Place;
import io.unstir.gateway.live.PlacedEvent;
import io.unstir.gateway.problem.ProblemCode;
import io.unstir.gateway.problem.ProblemException;
import io.unstir.gateway.publish.SubmissionId;
import io.unstir.gateway.storage.StorageClient;
import io.unstir.proto.v1.JobEvent;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Opens watches: joins the feed, then reads what was before. */
@Singleton
class JobWatches {
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final LiveFeed feed;
    private final StorageClient storage;
    private final JobReader jobs;
    private final GatewayConfig config;

    JobWatches(LiveFeed feed, StorageClient storage, JobReader jobs, GatewayConfig config) {
        this.feed = feed;
        this.storage = storage;
        this.jobs = jobs;
        this.config = config;
    }

    /**
     * Tells the watcher how the job stands, what it missed, and what comes, until it leaves.
     *
     * @param tenant whose job it must be
     * @param after the last event the watcher had
     * @return what the watcher does to leave; empty where nobody knows the job
     */
    Optional<Runnable> watch(String tenant, SubmissionId id, Optional<Place> after, Consumer<JobNews> watcher) {
        var watch = new JobWatch(after, watcher);
        var following = feed.follow(id.toString(), watch);
        boolean begun = false;
        try {
            var found = settled(tenant, id, after, following);
            found.ifPresent(snapshot -> watch.begin(snapshot.job().orElseThrow(), snapshot, following.recent()));
            begun = found.isPresent();
            return found.map(_ -> following.leave());
        } finally {
            if (!begun) {
                following.close();
            }
        }
    }

    /** Storage is as a rule milliseconds behind the topic, and memory reaches much further back. */
    private Optional<JobSnapshot> settled(String tenant, SubmissionId id, Optional<Place> after, Following following) {
        long deadline = System.nanoTime() + config.storage().timeout().toNanos();
        while (true) {
            var snapshot = snapshot(tenant, id, after);
            boolean known = snapshot.job().isPresent() || snapshot.last().isEmpty();
            if (known && following.goesOnFrom(snapshot.readTo())) {
                return snapshot.job().isPresent()
                        ? Optional.of(snapshot)
                        : jobs.findRecent(tenant, id).map(recent -> snapshot.withJob(recent.job()));
            }
            if (System.nanoTime() > deadline) {
                throw new ProblemException(
                        ProblemCode.STORAGE_UNAVAILABLE,
                        "The storage service is behind the events; send the request again");
            }
            pause();
        }
    }

    private JobSnapshot snapshot(String tenant, SubmissionId id, Optional<Place> after) {
        var document = storage.jobEvents(tenant, id.toString(), after.map(Place::toString));
        var readTo = new HashMap<Integer, Long>();
        document.path("read_to")
                .properties()
                .forEach(offset -> readTo.put(
                        Integer.valueOf(offset.getKey()), offset.getValue().longValue()));
        return new JobSnapshot(
                given(document.path("job")).map(jobs::read),
                document.path("attempt").intValue(),
                document.path("attempt_before").intValue(),
                given(document.path("last")).map(JobWatches::place),
                events(document.path("events")),
                document.path("complete").asBoolean(true),
                readTo);
    }

    private static Optional<JsonNode> given(JsonNode node) {
        return Optional.of(node).filter(JsonNode::isObject);
    }

    private static List<PlacedEvent> events(JsonNode documents) {
        var events = new ArrayList<PlacedEvent>();
        for (var document : documents) {
            try {
                var event = JobEvent.parseFrom(document.path("payload").binaryValue());
                events.add(new PlacedEvent(place(document), event));
            } catch (InvalidProtocolBufferException e) {
                throw new IllegalStateException("storage sent a job event that cannot be read", e);
            } catch (IOException e) {
                throw new IllegalStateException("storage sent bytes that are not base64", e);
            }
        }
        return events;
    }

    private static Place place(JsonNode document) {
        return new Place(
                document.path("partition").intValue(), document.path("offset").longValue());
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
