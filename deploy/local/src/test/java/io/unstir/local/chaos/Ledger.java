package io.unstir.local.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.InvalidProtocolBufferException;
import io.unstir.proto.Topic;
import io.unstir.proto.v1.JobEvent;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * What became of each job, by the log of events and by the database.
 *
 * @param told by the log: job id to story
 * @param latest by the log: worker to the time of its latest event, by its own clock
 * @param status by the database: job id to status
 * @param images by the database: job id to the digest of each image
 */
record Ledger(
        Map<String, Story> told,
        Map<String, Instant> latest,
        Map<String, String> status,
        Map<String, Map<Integer, String>> images) {
    private static final Duration POLL = Duration.ofMillis(500);

    /**
     * Of one job.
     *
     * @param ends the kinds of end it was told to have: one, however often that was told
     * @param occurrences of an end, by their {@code ce_id}: one, however often that was told
     * @param digests of each image, one however often it was made
     * @param attempts how often a sampler began with it
     */
    record Story(Set<String> ends, Set<String> occurrences, Map<Integer, Set<String>> digests, int attempts) {
        static final Story UNTOLD = new Story(Set.of(), Set.of(), Map.of(), 0);

        boolean hasOneGoodEnd() {
            return ends.equals(Set.of("SUCCEEDED")) && occurrences.size() == 1;
        }

        Story with(JobEvent event, String id) {
            var newEnds = new TreeSet<>(ends);
            var newOccurrences = new TreeSet<>(occurrences);
            var newDigests = new TreeMap<>(digests);
            switch (event.getEventCase()) {
                case SUCCEEDED, FAILED, CANCELLED -> {
                    newEnds.add(event.getEventCase().name());
                    newOccurrences.add(id);
                }
                case IMAGE_PRODUCED -> {
                    var of = new HashSet<>(
                            newDigests.getOrDefault(event.getImageProduced().getIndex(), Set.of()));
                    of.add(event.getImageProduced().getSha256());
                    newDigests.put(event.getImageProduced().getIndex(), of);
                }
                default -> {}
            }
            return new Story(newEnds, newOccurrences, newDigests, Math.max(attempts, event.getAttempt()));
        }
    }

    static Ledger read(FaultySystem system) throws SQLException {
        var stories = new HashMap<String, Story>();
        var latest = new HashMap<String, Instant>();
        tell(system.bootstrapServers(), (event, id) -> {
            stories.merge(event.getJobId(), Story.UNTOLD.with(event, id), (before, _) -> before.with(event, id));
            latest.merge(
                    event.getWorker(),
                    Instant.ofEpochSecond(event.getOccurredAt().getSeconds()),
                    (one, other) -> one.isAfter(other) ? one : other);
        });
        return new Ledger(stories, latest, status(system), images(system));
    }

    /** From the first event to the last there is now. */
    private static void tell(String bootstrapServers, BiConsumer<JobEvent, String> listener) {
        var settings = Map.<String, Object>of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                "5000");
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topic.JOB_EVENTS.topicName()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
                for (var record : consumer.poll(POLL)) {
                    var event = JobEvent.parseFrom(record.value());
                    var id = new String(record.headers().lastHeader("ce_id").value(), UTF_8);
                    listener.accept(event, id);
                }
            }
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("an event could not be read", e);
        }
    }

    static Map<String, String> status(FaultySystem system) throws SQLException {
        var status = new HashMap<String, String>();
        try (var connection = system.database();
                var rows = connection.createStatement().executeQuery("SELECT id, status FROM jobs")) {
            while (rows.next()) {
                status.put(rows.getString(1), rows.getString(2));
            }
        }
        return status;
    }

    private static Map<String, Map<Integer, String>> images(FaultySystem system) throws SQLException {
        var images = new HashMap<String, Map<Integer, String>>();
        try (var connection = system.database();
                var rows =
                        connection.createStatement().executeQuery("SELECT job_id, image_index, sha256 FROM images")) {
            while (rows.next()) {
                images.computeIfAbsent(rows.getString(1), _ -> new TreeMap<>()).put(rows.getInt(2), rows.getString(3));
            }
        }
        return images;
    }

    /** Accepted jobs that have not ended well: in this suite there is no other way to end. */
    List<String> lost(Collection<String> accepted) {
        return accepted.stream()
                .filter(id -> !"succeeded".equals(status.get(id)))
                .map(id -> id + " " + status.getOrDefault(id, "unknown to the database") + " " + told.get(id))
                .toList();
    }

    /** Jobs that were told to have ended in more ways than one, or otherwise than the database has it. */
    List<String> doubled(Collection<String> accepted) {
        return accepted.stream()
                .filter(id -> !told.getOrDefault(id, Story.UNTOLD).hasOneGoodEnd())
                .map(id -> id + " " + told.get(id))
                .toList();
    }

    /** Jobs one of whose images has other bytes than in the calm run, in the database or in any event. */
    List<String> changed(Map<Integer, String> accepted, Ledger calm, Map<Integer, String> calmIds) {
        return accepted.entrySet().stream()
                .filter(job -> !isAs(calm.images().get(calmIds.get(job.getKey())), job.getValue()))
                .map(job -> "job %d, %s: %s in events, %s in the database, %s when it was calm"
                        .formatted(
                                job.getKey(),
                                job.getValue(),
                                told.getOrDefault(job.getValue(), Story.UNTOLD).digests(),
                                images.get(job.getValue()),
                                calm.images().get(calmIds.get(job.getKey()))))
                .toList();
    }

    private boolean isAs(Map<Integer, String> calm, String id) {
        var inEvents = told.getOrDefault(id, Story.UNTOLD).digests();
        return calm != null
                && calm.equals(images.get(id))
                && inEvents.keySet().equals(calm.keySet())
                && calm.entrySet().stream()
                        .allMatch(image -> inEvents.get(image.getKey()).equals(Set.of(image.getValue())));
    }

    /** How many of these jobs were begun more than once, which is allowed. */
    long begunAgain(Collection<String> accepted) {
        return accepted.stream()
                .filter(id -> told.getOrDefault(id, Story.UNTOLD).attempts() > 1)
                .count();
    }
}
