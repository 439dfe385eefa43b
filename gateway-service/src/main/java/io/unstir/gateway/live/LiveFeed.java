package io.unstir.gateway.live;

import com.google.protobuf.InvalidProtocolBufferException;
import io.unstir.gateway.config.GatewayConfig;
import io.unstir.gateway.problem.ProblemCode;
import io.unstir.gateway.problem.ProblemException;
import io.unstir.proto.v1.JobEvent;
import io.unstir.proto.v1.JobPreview;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/** Gives what the topics say to those who follow a job. What nobody follows is not even decoded. */
@Singleton
public class LiveFeed {
    private static final Logger LOG = Logger.getLogger(LiveFeed.class);

    private final Object lock = new Object();
    private final RecentEvents recent;
    /** Left without the lock, since a follower may leave from under locks of its own. */
    private final Map<String, List<JobFollower>> followers = new ConcurrentHashMap<>();

    private boolean started;

    LiveFeed(GatewayConfig config) {
        this.recent = new RecentEvents(config.gateway().events().recent());
    }

    /** From here on the follower hears of everything; what was before is in the answer, or was read by storage. */
    public Following follow(String job, JobFollower follower) {
        synchronized (lock) {
            if (!started) {
                throw new ProblemException(
                        ProblemCode.BROKER_UNAVAILABLE, "Events cannot be read yet; send the request again");
            }
            followers.compute(job, (_, all) -> with(all, follower));
            var events = recent.of(job).stream()
                    .map(LiveFeed::decoded)
                    .flatMap(Optional::stream)
                    .toList();
            return new Following(events, recent.keptFrom(), () -> leave(job, follower));
        }
    }

    private static List<JobFollower> with(List<JobFollower> all, JobFollower follower) {
        var joined = all == null ? new CopyOnWriteArrayList<JobFollower>() : all;
        joined.add(follower);
        return joined;
    }

    private void leave(String job, JobFollower follower) {
        followers.computeIfPresent(job, (_, all) -> {
            all.remove(follower);
            return all.isEmpty() ? null : all;
        });
    }

    boolean started() {
        synchronized (lock) {
            return started;
        }
    }

    /** Reading begins at these offsets; whoever followed before has a gap. */
    void startAt(Map<Integer, Long> offsets) {
        List<JobFollower> left;
        synchronized (lock) {
            recent.startAt(offsets);
            started = true;
            left = followers.values().stream().flatMap(List::stream).toList();
            followers.clear();
        }
        left.forEach(JobFollower::lost);
    }

    void event(ConsumerRecord<String, byte[]> record) {
        synchronized (lock) {
            recent.add(record);
            var interested = followers.get(record.key());
            if (interested != null) {
                decoded(record).ifPresent(event -> interested.forEach(follower -> follower.event(event)));
            }
        }
    }

    void preview(ConsumerRecord<String, byte[]> record) {
        synchronized (lock) {
            var interested = followers.get(record.key());
            if (interested != null) {
                preview(record.value()).ifPresent(preview -> interested.forEach(follower -> follower.preview(preview)));
            }
        }
    }

    private static Optional<PlacedEvent> decoded(ConsumerRecord<String, byte[]> record) {
        if (record.value() == null) {
            return Optional.empty();
        }
        try {
            var place = new Place(record.partition(), record.offset());
            return Optional.of(new PlacedEvent(place, JobEvent.parseFrom(record.value())));
        } catch (InvalidProtocolBufferException e) {
            LOG.warnf("job event skipped key=%s offset=%d cause=%s", record.key(), record.offset(), e.getMessage());
            return Optional.empty();
        }
    }

    private static Optional<JobPreview> preview(byte[] value) {
        try {
            return value == null ? Optional.empty() : Optional.of(JobPreview.parseFrom(value));
        } catch (InvalidProtocolBufferException e) {
            LOG.debugf("preview skipped cause=%s", e.getMessage());
            return Optional.empty();
        }
    }
}
